"""A resident asks to speak at nine and a microsecond later; every form by axe, narrow, and without JavaScript."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.journeys.conftest import NARROW, WIDE, free_port, own_database, wait_for

pytestmark = pytest.mark.browser

NINE, A_MICROSECOND_LATER = "2021-11-05T09:00:00+00:00", "2021-11-05T09:00:00.000001+00:00"
IN_OCTOBER = "2021-10-20T10:00:00+00:00"
FURNISH = """
import django; django.setup()
from tests.apps.committees.asking import meeting_of_november, somebody
from folkmoot.apps.accounts.terms import Role
meeting = meeting_of_november(); somebody(Role.CLERK); somebody(Role.CHAIR)
print(meeting.pk)
"""
FORMS = ("speak", "statement", "petition", "question", "attend")


class Hall:
    """The invented committee's site, served with the clock set to a moment."""

    def __init__(self, env: dict[str, str], meeting: str) -> None:
        self.env, self.meeting = env, meeting

    @contextmanager
    def at(self, moment: str) -> Iterator[str]:
        """The address of the site, at that moment."""
        port = free_port()
        command = [sys.executable, "-m", "folkmoot.cli.main", "serve", "--port", str(port), "--workers", "1"]
        env = self.env | {"FOLKMOOT_CLOCK": moment, "FOLKMOOT_PUBLIC_ADDRESS": f"http://127.0.0.1:{port}"}
        with subprocess.Popen(command, env=env) as server:
            try:
                wait_for(f"http://127.0.0.1:{port}/readyz", server)
                yield f"http://127.0.0.1:{port}"
            finally:
                server.terminate()


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Hall]:
    folder = tmp_path_factory.mktemp("hall")
    with own_database(folder) as database:
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "folkmoot.project.settings.dev",
            "FOLKMOOT_VAR": str(folder),
            "FOLKMOOT_DATABASE": database,
            "FOLKMOOT_FORMS_QUICKEST_SECONDS": "0",
            "FOLKMOOT_FORMS_PER_BROWSER": "100",
            "PYTHONPATH": f"{root / 'src'}:{root}",
        }
        python = [sys.executable, "-m", "django"]
        subprocess.run([*python, "migrate", "-v0"], env=env, check=True)
        subprocess.run([*python, "collectstatic", "--noinput", "-v0"], env=env, check=True)
        made = subprocess.run([sys.executable, "-c", FURNISH], env=env, check=True, capture_output=True, text=True)
        yield Hall(env, made.stdout.split()[-1])


@pytest.fixture(scope="module")
def open_site(hall: Hall) -> Iterator[str]:
    with hall.at(IN_OCTOBER) as site:
        yield site


def opened(chromium: Browser, width: int = WIDE, *, script: bool = True) -> Page:
    context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
    return context.new_page()


def ask_to_speak(page: Page, site: str, meeting: str, name: str) -> None:
    page.goto(f"{site}/meetings/{meeting}/")
    page.get_by_role("link", name="Speak, write or ask").click()
    page.get_by_role("link", name="Ask to speak at the meeting").click()
    page.get_by_label("In person").check()
    page.get_by_label("What you want to speak about").fill("The crossing at Mill Lane")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your email address").fill("ida@invented.example")
    page.get_by_role("button", name="Send").click()


def test_a_resident_asks_to_speak_at_the_last_moment_and_the_next_one_too_late_and_the_chair_decides(hall, chromium):
    page = opened(chromium, script=False)
    with hall.at(NINE) as site:
        ask_to_speak(page, site, hall.meeting, "Ida Invented")
        assert page.get_by_role("heading", name="We have your request to speak").is_visible()
        assert "In time" in page.locator("main").inner_text()
        own = page.url.partition("?")[0].removeprefix(site)
    with hall.at(A_MICROSECOND_LATER) as site:
        ask_to_speak(page, site, hall.meeting, "Otto Invented")
        words = page.locator("main").inner_text()
        assert "Late: the time ended at 9am on 5 November 2021" in words
        assert "The chair decides whether it can still be taken" in words
        late = page.url.partition("?")[0].removeprefix(site)
        page.goto(site + own)
        assert "In time" in page.locator("main").inner_text()  # whoever was in time stays so
        chair = sign_in(opened(chromium), site, "chair")
        chair.get_by_role("link", name="Residents").click()
        chair.get_by_role("link", name="The crossing at Mill Lane").click()
        assert "Otto Invented" in chair.locator("main").inner_text()
        assert "ida@invented.example" not in chair.content()
        chair.get_by_label("Accept").check()
        chair.get_by_role("button", name="Decide").click()
        page.goto(site + late)
        assert "It is accepted." in page.locator("main").inner_text()


def sign_in(page: Page, site: str, name: str) -> Page:
    page.goto(f"{site}/account/sign-in/")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill("invented words 123")
    page.get_by_role("button", name="Sign in").click()
    return page


def paths(hall: Hall) -> list[str]:
    forms = [f"/meetings/{hall.meeting}/take-part/{kind}/" for kind in FORMS]
    return [f"/meetings/{hall.meeting}/take-part/", *forms, "/follow/", "/follow/sent/", "/following/none/stop/"]


def rules_broken(page: Page) -> str:
    found = Axe().run(page)
    return f"{page.url}\n{found.generate_report()}" if found.violations_count else ""


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_form_breaks_a_rule_of_axe_nor_scrolls_sideways_before_or_after_a_mistake(hall, open_site, chromium, width):
    page = opened(chromium, width)
    for path in paths(hall):
        page.goto(open_site + path)
        assert rules_broken(page) == ""
        if path.endswith(tuple(f"{kind}/" for kind in FORMS)) or path == "/follow/":
            page.locator("main form button[type=submit], main form .govuk-button").last.click()
            assert page.get_by_role("heading", name="There is a problem").is_visible()
            assert rules_broken(page) == ""
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_whoever_asked_and_the_clerk_see_pages_that_break_no_rule(hall, open_site, chromium, width):
    page, clerk = opened(chromium, width), sign_in(opened(chromium, width), open_site, "clerk")
    ask_to_speak(page, open_site, hall.meeting, "Ada Invented")
    own = page.url.partition("?")[0]
    for path in (own, f"{own}change/", f"{own}withdraw/"):
        page.goto(path)
        assert rules_broken(page) == ""
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    queue = f"{open_site}/office/meetings/{hall.meeting}/requests/"
    clerk.goto(queue)
    request = clerk.locator("a.fm-reference").first.get_attribute("href")
    for path in (queue, f"{queue}order/", f"{queue}places/", f"{queue}list/", open_site + str(request),
                 f"{open_site}/office/requests/", f"{open_site}/office/outbox/"):  # fmt: skip
        clerk.goto(path)
        assert rules_broken(clerk) == ""
        assert clerk.evaluate("document.documentElement.scrollWidth") <= width


def test_every_form_says_the_same_without_javascript(hall, open_site, chromium):
    with_script, without = opened(chromium), opened(chromium, script=False)
    for path in paths(hall):
        said = []
        for page in (with_script, without):
            page.goto(open_site + path)
            said.append(re.sub(r"\s+", " ", page.locator("main").inner_text()))
        assert said[0] == said[1]


def test_a_form_is_filled_in_and_sent_by_keyboard_alone(hall, open_site, chromium):
    page = opened(chromium)
    page.goto(f"{open_site}/meetings/{hall.meeting}/take-part/attend/")
    for label, words in (("Your name", "Kit Invented"), ("Your email address", "kit@invented.example")):
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.labels?.[0]?.innerText || ''").startswith(label):
                break
        page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/requests/"))
    assert "A place in the room is kept for you." in page.locator("main").inner_text()
