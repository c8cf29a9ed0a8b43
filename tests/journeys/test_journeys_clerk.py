"""A clerk calls a meeting, meets three faults at the publish gate, mends them and publishes, all on the screens."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Visitor

from folkmoot.methods.calendars.counting import LONDON

pytestmark = pytest.mark.browser
FERRIES, TENDERS = "Ferries (invented)", "Tenders (invented)"


def some_thursday() -> date:
    """A Thursday some two months on, so that every notice can be kept."""
    day = datetime.now(tz=LONDON).date() + timedelta(60)
    return day + timedelta((3 - day.weekday()) % 7)


def add_item(page: Page, title: str, number: str, kind: str) -> None:
    page.get_by_role("link", name="Add an item", exact=True).click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Number").fill(number)
    page.get_by_label("Kind").select_option(kind)


def rules(page: Page) -> list[str]:
    """The rules that the gate says are in the way."""
    return page.locator("section[aria-labelledby=blocking] .govuk-tag").all_inner_texts()


def test_a_clerk_publishes_once_three_faults_are_mended(clerk: Visitor):
    page = clerk.go("/office/meetings/new/")
    page.get_by_label("Which body meets").select_option(label="Mootshire People Scrutiny Committee (invented)")
    page.get_by_label("Begins").fill(f"{some_thursday()}T10:00")
    page.get_by_label("Where").fill("Invented Hall")
    page.get_by_role("button", name="Put it in the calendar").click()
    page.get_by_role("button", name="Confirm the meeting").click()
    meeting = re.search(r"/meetings/(\d+)/", page.url)
    assert meeting is not None

    # The agenda, with a report that is missing and an exempt item that nothing leads up to and nobody looks at again
    page.get_by_role("button", name="Begin with the standing items").click()
    add_item(page, FERRIES, "5", "report")
    page.get_by_role("button", name="Add the item").click()
    add_item(page, TENDERS, "6", "procedural")
    page.get_by_label("Are its papers exempt?").select_option("3")
    page.get_by_label("Why the public interest in withholding them is greater").fill("The prices are still open.")
    page.get_by_role("button", name="Add the item").click()
    page.get_by_role("link", name="Open the publish gate").click()
    assert sorted(rules(page)) == ["E1", "E3", "N2"]

    # Each fault is mended where the gate leads
    page.get_by_role("link", name=re.compile("Open the item to mend: Item 5")).click()
    page.get_by_label("The report is to follow by").fill(str(some_thursday() - timedelta(14)))
    page.get_by_label("Why the item or its report is late").fill("The survey ends next week.")
    page.get_by_role("button", name="Save the item").click()
    page.get_by_role("link", name=TENDERS).click()
    page.get_by_label("When it is asked again whether the papers may be opened").fill(str(some_thursday()))
    page.get_by_role("button", name="Save the item").click()
    add_item(page, "Exclusion of the public (invented)", "", "exclusion")
    page.get_by_role("button", name="Add the item").click()
    page.get_by_role("button", name="Up Exclusion of the public (invented)").click()
    page.get_by_role("link", name="Open the publish gate").click()
    expect(page.get_by_text("Nothing stands in the way of publishing.")).to_be_visible()

    # Built and published, it is on the public page with what is to follow
    page.get_by_role("link", name="Build it").click()
    page.get_by_role("button", name="Build the pack for everybody").click()
    page.get_by_role("link", name="Publish public version 1").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 1 is published.")).to_be_visible()
    clerk.go(f"/meetings/{meeting[1]}/papers/agenda/")
    expect(page.get_by_text("The report is to follow by")).to_be_visible()
    expect(page.get_by_text("Schedule 12A, paragraph 3")).to_be_visible()
    assert clerk.complaints == []
