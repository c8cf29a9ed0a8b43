"""11 November 2021 replayed through the screens: called, its agenda built, reports handed in, published past the gate.

What comes of it is held against the pack as it was printed: by the facts written down here, and by the printed
meeting's own page and PDF in the demo, whose papers are the same.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.apps.packs.reading import Reading
from tests.journeys.conftest import Site, free_port, own_database, wait_for
from tests.journeys.officers import Officer
from tests.journeys.room_world import REPLAY

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples" / "oxfordshire"
LAST_DAY = "2021-11-03T12:00:00+00:00"  # a Wednesday: the last day on which five clear days are left

# As the pack prints them.
PRINTED_ITEMS = [
    ("1", "Introduction and Welcome"),
    ("2", "Apologies for Absence and Temporary Appointments"),
    ("3", "Declaration of Interests - see guidance note on the back page"),
    ("4", "Minutes"),
    ("5", "Petitions and Public Address"),
    ("6", "Health Inequalities"),
    ("7", "Family Solutions Plus"),
    ("", "Close of meeting"),
]
PRINTED_PAGES = {"4": (1, 6), "6": (7, 28), "7": (29, 42)}
PRINTED_DEADLINES = {
    "Agenda and reports open to the public by the end of": "Wednesday 3 November 2021",
    "Ask to speak by": "9am on Friday 5 November 2021",
    "Send a written statement by": "9am on Tuesday 9 November 2021",
    "Ask for a place in the room by": "9am on Friday 5 November 2021",
}


@pytest.fixture(scope="module")
def november(tmp_path_factory: pytest.TempPathFactory, site: Site) -> Iterator[Site]:
    """A site on 3 November 2021, in a database of its own; what the demo has set before is not set again."""
    if site.env is None:
        pytest.skip("the demo's papers are at hand only where the tests started it themselves")
    folder = tmp_path_factory.mktemp("november")
    (folder / "store").symlink_to(Path(site.env["FOLKMOOT_VAR"]) / "store")
    with own_database(folder) as database:
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "folkmoot.project.settings.dev",
            "FOLKMOOT_VAR": str(folder),
            "FOLKMOOT_DATABASE": database,
            "FOLKMOOT_CLOCK": LAST_DAY,
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        }
        subprocess.run([sys.executable, "-m", "tests.journeys.november_world"], env=env, check=True, cwd=ROOT)
        port = free_port()
        serve = [sys.executable, "-m", "folkmoot.cli.main", "serve", "--port", str(port), "--workers", "1"]
        with subprocess.Popen(serve, env=env) as server:
            try:
                wait_for(f"http://127.0.0.1:{port}/readyz", server)
                yield Site(f"http://127.0.0.1:{port}", ())
            finally:
                server.terminate()


@pytest.fixture
def officers(chromium: Browser, november: Site) -> Iterator[tuple[Officer, Officer]]:
    """The clerk, and the author of both reports."""
    contexts = [chromium.new_context(viewport={"width": 1280, "height": 900}) for _ in range(2)]
    ada, dee = (Officer(context, november, name) for context, name in zip(contexts, ("ada", "dee"), strict=True))
    yield ada, dee
    assert ada.complaints + dee.complaints == []
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def printed() -> dict[str, Any]:
    """The meeting of 11 November in the file of the printed record."""
    council = tomllib.loads((SAMPLES / "council.toml").read_text())
    return next(each for each in council["meeting"] if each["key"] == "2021-11-11")


def test_11_november_replayed_through_the_screens_gives_the_printed_agenda(officers, printed, site, wide):
    ada, dee = officers
    meeting = called(ada, "2021-11-11T10:00", printed)
    agenda_built(ada, meeting, printed["item"])
    assert in_the_way(ada, meeting) == [
        ("N1", "The meeting is a draft, so that nobody has notice of it. Confirm it."),
        ("N2", "Item 6, Health Inequalities: the report is missing. Add it, or take the item off the agenda."),
        ("N2", "Item 7, Family Solutions Plus: the report is missing. Add it, or take the item off the agenda."),
    ]
    confirmed(ada, meeting)
    for item in printed["item"]:
        if "report" in item:
            report_put(dee, item)
    assert in_the_way(ada, meeting) == [
        ("R1", "Health Inequalities (POSC6) has not been submitted. Ask its author to submit it."),
        ("R1", "Family Solutions Plus (POSC7) has not been submitted. Ask its author to submit it."),
    ]
    for item in printed["item"]:
        if "report" in item:
            handed_in(dee, item["title"])
    confirmed(ada, called(ada, "2022-02-17T10:00", printed))  # the date that the notice prints

    public = published(ada, meeting)
    as_printed = wide.go(site.one(r"/meetings/\d+/papers/posc6/").partition("papers/")[0])
    assert agenda_of(public) == agenda_of(as_printed)
    assert [(number, title) for number, title, _ in items_of(public)] == PRINTED_ITEMS
    assert deadlines_of(public).items() >= PRINTED_DEADLINES.items()
    assert "five clear working days before Thu 11 Nov" in public.locator(".fm-deadlines").inner_text()
    assert "Residents have 1 working day between" in public.locator("main").inner_text()
    pages_run_as_printed(public)
    replayed, bound = (Reading(pack_of(page)) for page in (public, as_printed))
    assert [title for _, title, _ in replayed.bookmarks()] == [title for _, title, _ in bound.bookmarks()]
    assert folios(replayed) == folios(bound)
    assert [each.whole for each in replayed.tree.all("TD", "TH")] == [each.whole for each in bound.tree.all("TD", "TH")]


def called(ada: Officer, moment: str, written: dict[str, Any]) -> str:
    """Call a meeting; its address in the office."""
    ada.page.goto(f"{ada.site.address}/office/meetings/new/")
    ada.fill("organization", REPLAY)
    ada.fill("starts_at", moment)
    ada.fill("venue", written["venue"])
    ada.fill("contact", "Colm Ó Caomhánaigh")
    ada.fill("contact_post", written["contact_post"])
    ada.fill("stream_url", written["stream_url"])
    ada.press("Put it in the calendar")
    return ada.page.url


def agenda_built(ada: Officer, meeting: str, items: list[dict[str, Any]]) -> None:
    """Add the items, the last three in another order, and put them right with the buttons."""
    *first, sixth, seventh, close = items
    for number, item in enumerate([*first, close, seventh, sixth], 1):
        ada.page.goto(f"{meeting}items/new/")
        ada.fill("title", item["title"])
        ada.fill("number", str(number - (number > len(first))) if item["number"] else "")
        ada.fill("kind", item["kind"].capitalize())
        ada.fill("text", as_typed(item.get("text", "")))
        if "report" in item:
            ada.fill("report_by", item["report_by"])
            ada.fill("report_owner", "dee")
        ada.press("Add the item")
    moves(ada, "Up", sixth["title"])
    moves(ada, "Down", close["title"])
    moves(ada, "Down", close["title"])
    numbers = ada.page.locator(".fm-agenda__number").all_inner_texts()
    assert [each.removeprefix("Item").strip() for each in numbers] == [number for number, _ in PRINTED_ITEMS]


def as_typed(text: str) -> str:
    """Paragraphs in one line each, with an empty line between them."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n") if part.strip())


def moves(ada: Officer, way: str, title: str) -> None:
    ada.page.get_by_role("button", name=f"{way} {title}", exact=True).click()
    ada.page.wait_for_load_state()


def confirmed(ada: Officer, meeting: str) -> None:
    ada.page.goto(meeting)
    ada.press("Confirm the meeting")


def in_the_way(ada: Officer, meeting: str) -> list[tuple[str, str]]:
    """Rule and sentence of each thing that the gate says stops the publication."""
    ada.page.goto(f"{meeting}gate/")
    found = ada.page.locator("section[aria-labelledby=blocking] .fm-findings__item").all()
    return [(each.locator(".govuk-tag").inner_text(), each.locator("p").first.inner_text()) for each in found]


def report_put(dee: Officer, item: dict[str, Any]) -> None:
    """The author finds the item on the desk and takes the report's file in, then each annex."""
    dee.page.goto(f"{dee.site.address}/office/")
    dee.page.get_by_role("link", name=f"Write the report: {item['title']}").click()
    taken_in(dee, item["report"])
    for annex in item["annexes"]:
        dee.page.get_by_role("link", name="Add a written annex").click()
        taken_in(dee, annex)


def taken_in(dee: Officer, file: str) -> None:
    dee.page.set_input_files("[name=file]", SAMPLES / file)
    dee.press("Take it in")
    assert not dee.page.locator(".govuk-error-summary").count(), dee.page.locator("main").inner_text()


def handed_in(dee: Officer, title: str) -> None:
    dee.page.goto(f"{dee.site.address}/office/")
    dee.page.get_by_role("link", name=f"Finish the report: {title}").click()
    dee.press("Hand it in")


def published(ada: Officer, meeting: str) -> Page:
    """Build the pack, pass the gate and publish; the meeting's public page."""
    ada.page.goto(meeting)
    ada.page.set_default_timeout(120_000)  # a pack may have to be set
    ada.press("Build the pack for everybody")
    assert in_the_way(ada, meeting) == []
    ada.page.get_by_role("link", name="Publish version 1").click()
    ada.press("Publish")
    assert "Version 1 is published." in ada.page.locator("main").inner_text()
    ada.page.goto(meeting.replace("/office/", "/"))
    return ada.page


# --- What the public reads


def agenda_of(page: Page) -> str:
    return page.locator(".fm-agenda").inner_text()


def items_of(page: Page) -> list[tuple[str, str, str]]:
    """Number, title and pages of each item."""
    found = []
    for item in page.locator(".fm-agenda__item").all():
        pages = item.locator(".fm-pages").all_inner_texts()
        number = item.locator(".fm-agenda__number").inner_text().removeprefix("Item").strip()
        found.append((number, item.locator("h3").inner_text(), " ".join(pages)))
    return found


def deadlines_of(page: Page) -> dict[str, str]:
    rows = page.locator(".fm-deadlines .govuk-summary-list__row").all()
    return {each.locator("dt").inner_text(): each.locator("dd strong").first.inner_text() for each in rows}


def pages_run_as_printed(page: Page) -> None:
    """The same items have pages, from page 1 on without a gap, each item from an odd page as in the printed map."""
    runs = {number: list(map(int, re.findall(r"\d+", pages))) for number, _, pages in items_of(page) if pages}
    assert list(runs) == list(PRINTED_PAGES)
    for each in (PRINTED_PAGES, runs):
        after = 1
        for pages in each.values():
            assert (pages[0], pages[0] % 2) == (after, 1)
            after = pages[-1] + 1
    assert runs["4"][-1] % 2 == 0


def pack_of(page: Page) -> bytes:
    return page.request.get(
        str(page.locator(".fm-card a", has_text="Agenda pack").first.evaluate("a => a.href"))
    ).body()


def folios(pack: Reading) -> list[str]:
    return [pack.printed_folio(number) for number in range(len(pack.pdf.pages))]
