"""The demo, built once and served by its own processes, and a real browser to visit it.

The journeys of a file stay on one worker, so that the world they need is built once for them.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

READY_WITHIN = 120.0  # seconds
expect.set_options(timeout=15_000)  # milliseconds: two browsers and two sites share the machine
WIDE, NARROW = 1280, 320


@dataclass(frozen=True)
class Site:
    """The demo as it is served; `paths` are those of its sitemap."""

    address: str
    paths: tuple[str, ...]
    env: Mapping[str, str] | None = None  # of its processes; None where somebody else started them

    def one(self, pattern: str) -> str:
        """The first path that a pattern fits as a whole."""
        return next(path for path in self.paths if re.fullmatch(pattern, path))


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample council with its packs, in a folder and a database of its own."""
    running = os.environ.get("FOLKMOOT_SITE")
    if running:
        yield Site(running, paths_of(running))
        return
    folder = tmp_path_factory.mktemp("demo")
    with own_database(folder) as database:
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "folkmoot.project.settings.dev",
            "FOLKMOOT_VAR": str(folder),
            "FOLKMOOT_DATABASE": database,
        }
        folkmoot = [sys.executable, "-m", "folkmoot.cli.main"]
        subprocess.run([*folkmoot, "demo", "--no-serve"], env=env, check=True)
        port = free_port()
        with subprocess.Popen([*folkmoot, "serve", "--port", str(port), "--workers", "1"], env=env) as server:
            try:
                address = f"http://127.0.0.1:{port}"
                wait_for(f"{address}/readyz", server)
                yield Site(address, paths_of(address), env)
            finally:
                server.terminate()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@dataclass
class Visitor:
    """A page of the browser, and whatever its console complained of."""

    page: Page
    site: Site
    complaints: list[str]

    def go(self, path: str) -> Page:
        """Open a path of the site."""
        self.page.goto(self.site.address + path, wait_until="load")
        return self.page


def visitor(context: BrowserContext, site: Site) -> Visitor:
    page = context.new_page()
    found = Visitor(page, site, [])
    page.on("console", lambda message: found.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    return found


@pytest.fixture(scope="package")
def wide(chromium: Browser, site: Site) -> Iterator[Visitor]:
    """A desk: 1280 pixels wide."""
    with chromium.new_context(viewport={"width": WIDE, "height": 900}) as context:
        yield visitor(context, site)


@pytest.fixture(scope="package")
def narrow(chromium: Browser, site: Site) -> Iterator[Visitor]:
    """A small telephone, or a desk at 400 per cent: 320 pixels wide."""
    with chromium.new_context(viewport={"width": NARROW, "height": 640}) as context:
        yield visitor(context, site)


@pytest.fixture(scope="package")
def without_script(chromium: Browser, site: Site) -> Iterator[Visitor]:
    """A browser that runs no JavaScript."""
    with chromium.new_context(viewport={"width": WIDE, "height": 900}, java_script_enabled=False) as context:
        yield visitor(context, site)


@pytest.fixture(scope="package")
def clerk(chromium: Browser, site: Site) -> Iterator[Visitor]:
    """A desk at which an invented clerk has signed in."""
    with signed_in(chromium, site, "clerk") as found:
        yield found


@contextmanager
def signed_in(chromium: Browser, site: Site, role: str) -> Iterator[Visitor]:
    """Somebody of a role, with an account made for this run, at a desk."""
    if site.env is None:
        pytest.skip("accounts are made only for a site that the tests started themselves")
    name, password = f"invented-{role}-{secrets.token_hex(3)}", secrets.token_urlsafe(12)
    subprocess.run([sys.executable, "-c", ACCOUNT, name, password, role], env=dict(site.env), check=True)
    with chromium.new_context(viewport={"width": WIDE, "height": 900}) as context:
        found = visitor(context, site)
        page = found.go("/office/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/office/")
        yield found


ACCOUNT = """
import sys
import django
django.setup()
from django.utils import timezone
from folkmoot.apps.accounts import operations
from folkmoot.apps.accounts.terms import Role
name, password, role = sys.argv[1:]
made = operations.create_user(
    username=name, password=password, first_name="I", last_name="N", by=None, at=timezone.now()
)
operations.give_role(user=made, role=Role(role), by=None, at=timezone.now())
"""


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """The address of an empty database that nobody else has: beside the one that FOLKMOOT_DATABASE names, or a file."""
    asked = os.environ.get("FOLKMOOT_DATABASE", "")
    if not asked.startswith("postgresql:"):
        yield f"sqlite:///{folder / 'folkmoot.db'}"
        return
    name = f"folkmoot_journeys_{secrets.token_hex(4)}"
    with psycopg.connect(asked, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{asked.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def paths_of(address: str) -> tuple[str, ...]:
    sitemap = urllib.request.urlopen(f"{address}/sitemap.xml").read().decode()
    return tuple(re.findall(rf"<loc>{address}([^<]+)</loc>", sitemap))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + READY_WITHIN
    while time.monotonic() < limit and server.poll() is None:
        try:
            if urllib.request.urlopen(address, timeout=2).status == 200:
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"{address} did not answer; the server's own message stands above")
