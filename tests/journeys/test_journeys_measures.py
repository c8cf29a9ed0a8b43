"""An analyst computes, a director releases, and then the world reads; each page by axe, wide and narrow."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.journeys.conftest import NARROW, WIDE, free_port, own_database, wait_for

pytestmark = pytest.mark.browser

PASSWORD = "invented words 123"
MEASURE = "copd-admissions"
FURNISH = f"""
import django; django.setup()
from django.utils import timezone
from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.terms import Role
from folkmoot.cli import invented_county
from folkmoot.cli.county.data_sets import DATA_SETS
from folkmoot.cli.county.geography import invent
now = timezone.now()
for role in (Role.ANALYST, Role.DIRECTOR):
    made = accounts.create_user(
        username=role.value, password={PASSWORD!r}, first_name=role.value, last_name="Invented", by=None, at=now
    )
    accounts.give_role(user=made, role=role, by=None, at=now)
wanted = [each for each in DATA_SETS if each.key in ("admissions", "population")]
invented_county.take_in(invent(5, 1), 1, wanted, at=now, say=print)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[str]:
    """The office and the public site over the records of five invented wards, nothing computed yet."""
    folder = tmp_path_factory.mktemp("measures")
    with own_database(folder) as database:
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "folkmoot.project.settings.dev",
            "FOLKMOOT_VAR": str(folder),
            "FOLKMOOT_DATABASE": database,
            "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)]),
        }
        folkmoot = [sys.executable, "-m", "folkmoot.cli.main"]
        subprocess.run([*folkmoot, "migrate"], env=env, check=True)
        subprocess.run([sys.executable, "-c", FURNISH], env=env, check=True, cwd=root)
        manage = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity", "0"]
        subprocess.run(manage, env=env, check=True)
        port = free_port()
        with subprocess.Popen([*folkmoot, "serve", "--port", str(port), "--workers", "1"], env=env) as server:
            try:
                wait_for(f"http://127.0.0.1:{port}/readyz", server)
                yield f"http://127.0.0.1:{port}"
            finally:
                server.terminate()


def opened(chromium: Browser, width: int = WIDE, **given: object) -> Page:
    return chromium.new_context(viewport={"width": width, "height": 900}, **given).new_page()  # type: ignore[arg-type]


def signed_in(chromium: Browser, site: str, name: str) -> Page:
    page = opened(chromium)
    page.goto(f"{site}/account/sign-in/")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_load_state()
    return page


def hold(page: Page) -> None:
    """The page by axe, wide and narrow, and without scrolling sideways."""
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page)
        assert found.violations_count == 0, f"{page.url} at {width}: {found.generate_report()}"
        beyond = page.evaluate(
            "width => document.documentElement.scrollWidth <= width ? [] : [...document.querySelectorAll('main *')]"
            ".filter(each => !each.closest('.fm-scroll') && each.getBoundingClientRect().right > width)"
            ".map(each => each.outerHTML.slice(0, 80))",
            width,
        )
        assert beyond == [], f"{page.url} at {width}"


def test_an_analyst_computes_a_director_approves_and_the_world_reads_it_after_the_release(chromium, site):
    world = opened(chromium)
    for path, said in (("/measures/", "No measure has been released yet"), ("/measures/matrix/", "No measure of the")):
        world.goto(site + path)
        assert said in world.locator("main").inner_text()
        hold(world)

    analyst = signed_in(chromium, site, "analyst")
    for path in ("/office/measures/", f"/office/measures/{MEASURE}/", "/office/measures/compute/"):
        analyst.goto(site + path)
        hold(analyst)
    analyst.evaluate(
        f"document.querySelectorAll('[name=measures]').forEach(box => box.checked = box.value == '{MEASURE}')"
    )
    analyst.get_by_role("button", name="Compute").click()
    analyst.wait_for_load_state()
    hold(analyst)
    for _ in range(120):
        if analyst.get_by_role("link", name="Look at vintage").count():
            break
        analyst.wait_for_timeout(500)
        analyst.reload()
    analyst.get_by_role("link", name="Look at vintage").click()
    hold(analyst)
    analyst.get_by_role("button", name="Submit for approval").click()
    analyst.wait_for_load_state()
    assert "a second person looks at it" in analyst.locator("main").inner_text()
    assert world.goto(f"{site}/measures/{MEASURE}/").status == 404

    director = signed_in(chromium, site, "director")
    director.goto(analyst.url)
    director.locator("main").get_by_role("button", name="Look at it before its release").click()
    hold(director)
    director.get_by_role("button", name="Approve").click()
    director.locator("main").get_by_role("button", name="Release").click()
    hold(director)
    director.locator("main").get_by_role("button", name="Release").click()
    director.wait_for_load_state()
    assert "Everybody can read it." in director.locator("main").inner_text()
    hold(director)
    director.get_by_role("link", name="Emergency admissions for COPD").click()
    hold(director)

    assert world.goto(f"{site}/measures/{MEASURE}/").status == 200
    assert "Alder Moot" in world.locator("main").inner_text()
    assert world.locator("h1 .fm-invented").count() == 1
    picture = world.locator(".fm-beside__picture img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("drawn => drawn.naturalWidth") > 0
    hold(world)
    world.goto(f"{site}/measures/matrix/")
    assert world.locator(".fm-rug tbody tr").count() == 5
    hold(world)
    plain = opened(chromium, java_script_enabled=False)
    plain.goto(f"{site}/measures/matrix/")
    assert plain.locator("main").inner_text() == world.locator("main").inner_text()
