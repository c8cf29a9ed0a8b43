"""The room, through its screens and in a real browser: the printed meeting replayed, a sitting rehearsed, two clerks at
once, a member with an interest, words typed without a connection, signing and a later correction.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Error, Page, expect
from tests.journeys.conftest import Site, free_port, own_database, wait_for
from tests.journeys.officers import Officer
from tests.journeys.room_world import REPLAY

from folkmoot.methods.document import keys
from folkmoot.methods.document.typed import text_of

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
AKN = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
STAGES = ("introduction", "points", "summary", "decision")
MOOTSHIRE = "Mootshire People Scrutiny Committee (invented)"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own, whose meetings nobody has recorded; FOLKMOOT_ROOM names one that is served already."""
    running = os.environ.get("FOLKMOOT_ROOM")
    if running:
        yield Site(running, ())
        return
    folder = tmp_path_factory.mktemp("room")
    with own_database(folder) as database:
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "folkmoot.project.settings.dev",
            "FOLKMOOT_VAR": str(folder),
            "FOLKMOOT_DATABASE": database,
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        }
        subprocess.run([sys.executable, "-m", "tests.journeys.room_world"], env=env, check=True, cwd=ROOT)
        port = free_port()
        serve = [sys.executable, "-m", "folkmoot.cli.main", "serve", "--port", str(port), "--workers", "1"]
        with subprocess.Popen(serve, env=env) as server:
            try:
                address = f"http://127.0.0.1:{port}"
                wait_for(f"{address}/readyz", server)
                yield Site(address, ())
            finally:
                server.terminate()


@pytest.fixture
def officer(chromium: Browser, house: Site) -> Iterator[object]:
    made: list[Officer] = []

    def sign_in(name: str, **given: object) -> Officer:
        context = chromium.new_context(viewport={"width": 1024, "height": 800}, **given)
        made.append(Officer(context, house, name))
        return made[-1]

    yield sign_in
    for each in made:
        assert each.complaints == []
        each.context.close()


# --- 30 September 2021, through the screens


@pytest.fixture(scope="module")
def source() -> dict:
    file = ROOT / "samples" / "oxfordshire" / "minutes-2021-09-30.toml"
    return keys.load(file.read_bytes(), file.name)


def called(slug: str) -> str:
    """The printed name of a person of the samples, as far as a list of choices needs it."""
    return {"colm-o-caomhanaigh": "Colm Ó Caomhánaigh"}.get(slug, slug.replace("-", " ").title())


def minutes_of(page: Page, address: str) -> ElementTree.Element:
    return ElementTree.fromstring(page.request.get(address).body())


def words_of(element: ElementTree.Element) -> list[str]:
    """The words of each line, without ids and without how they are marked up."""
    lines = element.iterfind(".//*", AKN)
    own = [
        each
        for each in lines
        if each.tag.rpartition("}")[2] in ("num", "heading", "subheading", "narrative", "p", "li")
    ]
    return [" ".join("".join(each.itertext()).split()) for each in own]


def test_the_printed_meeting_replayed_through_the_screens_gives_the_printed_minutes(officer, source):
    ada = officer("ada")
    meeting = ada.meeting(REPLAY)
    page = ada.room(meeting)
    page.fill("[name=time]", "10:00")
    ada.press("Begin the record")
    for each in source["present"]:
        place = {"in_place_of": called(each["in_place_of"])} if "in_place_of" in each else {}
        post = {"post": each["post"]} if "post" in each else {}
        capacity = {"voting_member": "Voting member", "substitute": "Substitute", "officer": "Officer",
                    "other_member": "Other member in attendance"}[each["capacity"]]  # fmt: skip
        ada.record("arrive", person=called(each["person"]), capacity=capacity, **place, **post)
    for each in source["minute"]:
        replay_minute(ada, each)
    ada.record("end", time="12:30")

    page.goto(f"{ada.site.address}{meeting}minutes/")
    lacking = page.locator(".fm-missing").inner_text()
    assert lacking.count("The owner is not stated") == 2
    assert lacking.count("The date by which it is due is not stated") == 2
    replayed = minutes_of(page, page.get_by_role("link", name="Akoma Ntoso").evaluate("a => a.href"))
    printed_meeting = ada.meeting("People Overview & Scrutiny Committee, 30 September 2021")
    page.goto(f"{ada.site.address}{printed_meeting}minutes/")
    printed = minutes_of(page, page.get_by_role("link", name="Akoma Ntoso").evaluate("a => a.href"))
    for place in ("a:debate/a:debateBody/a:rollCall", "a:debate/a:debateBody"):
        assert words_of(replayed.find(place, AKN)) == words_of(printed.find(place, AKN))
    numbers = [each.text for each in replayed.iterfind(".//a:debateSection/a:num", AKN)]
    assert numbers == ["1/21", "2/21", "3/21", "4/21", "5/21", "6/21"]


def replay_minute(ada: Officer, written: dict) -> None:
    """One minute of the printed record, as a clerk would have recorded it."""
    ada.take(f"{written['agenda']}, ")
    for each in written.get("nomination", ()):
        people = {role: called(each[role]) for role in ("nominee", "nominator", "seconder")}
        ada.record("nominate", post=each["post"], elected=True, nem_con=True, **people)
    for each in written.get("apology", ()):
        ada.record("apologise", person=called(each["person"]), substitute=called(each["substitute"]))
    if written.get("nobody_declared"):
        ada.press("Nobody declared an interest")
    stages = {
        stage: text_of(written[stage])
        for stage in ("introduction", "points", "summary", "decision")
        if stage in written
    }
    if stages:
        ada.write(**stages)
    if "outcome" in written:
        ada.record("about", outcome=written["outcome"].capitalize())
    for each in written.get("action", ()):
        ada.record("act", text=each["text"])


# --- An invented sitting


def begun(officer_: Officer, clock: str = "14:00") -> str:
    """The invented meeting with its record begun and its members there; its address."""
    meeting = officer_.meeting(MOOTSHIRE)
    page = officer_.room(meeting)
    if page.get_by_role("button", name="Begin the record").count():
        page.fill("[name=time]", clock)
        officer_.press("Begin the record")
        officer_.press("All members are here")
    return meeting


def taken(officer_: Officer, meeting: str, number: str) -> None:
    """Come to an item, or back to it."""
    officer_.room(meeting)
    button = officer_.page.locator("#room-agenda").get_by_role("button", name=re.compile(f"Take item {number},"))
    if button.count():
        button.click()
        officer_.page.wait_for_load_state()
    else:
        item = officer_.page.locator(".fm-rail__item").filter(has=officer_.page.get_by_text(number, exact=True))
        item.get_by_role("link").first.click()
        officer_.page.wait_for_load_state()


def test_two_clerks_who_write_one_minute_keep_both_versions_and_see_each_other(officer):
    ada, bob = officer("ada"), officer("bob")
    meeting = begun(ada)
    taken(ada, meeting, "1")
    bob.page.goto(ada.page.url)

    ada.write(introduction="Ada wrote this.")
    expect(bob.page.locator("[name=introduction]")).to_have_value("Ada wrote this.", timeout=15000)

    bob.page.locator("[name=points]").press_sequentially("Bob is typing")
    ada.write(points="Ada was faster.")
    expect(bob.page.locator("[data-line]")).to_contain_text("ada saved this minute", timeout=15000)
    assert bob.page.locator("[name=points]").input_value() == "Bob is typing"
    bob.page.get_by_role("button", name="Save the words").click()
    expect(bob.page.locator(".fm-draft")).to_contain_text("Bob is typing", timeout=15000)
    assert bob.page.locator("[name=points]").input_value() == "Ada was faster."
    bob.write(points="Ada was faster.\n\nBob is typing")
    bob.page.reload()
    assert bob.page.locator(".fm-draft").count() == 0
    expect(ada.page.locator("[name=points]")).to_have_value("Ada was faster.\n\nBob is typing", timeout=15000)


def test_a_member_with_an_interest_has_no_vote_and_no_seat_in_the_quorum_for_that_item(officer):
    ada = officer("ada")
    meeting = begun(ada)
    taken(ada, meeting, "3")
    declare(ada)
    taken(ada, meeting, "5")
    assert "No vote" not in ada.page.locator(".fm-seat", has_text="Cedar").inner_text()
    whole = ada.page.locator("#room-status").inner_text()
    taken(ada, meeting, "6")
    assert "Works for the invented Mootshire Coaches" in ada.page.locator("#minute").inner_text()
    seat = ada.page.locator(".fm-seat", has_text="Cedar").inner_text()
    assert "No vote: Declared a disclosable interest in this item." in seat
    status = ada.page.locator("#room-status").inner_text()
    assert [re.search(r"Quorum\s*(\d)", each)[1] for each in (whole, status)] == ["5", "4"]


def test_words_typed_without_a_connection_arrive_once(officer):
    ada = officer("ada")
    meeting = begun(ada)
    taken(ada, meeting, "4")
    address, page = ada.page.url, ada.page
    typed = " ".join(f"word{number}" for number in range(200))

    ada.context.set_offline(True)
    page.locator("[name=points]").press_sequentially(typed, delay=0)
    page.get_by_role("button", name="Save the words").click()
    expect(page.locator("[data-state]")).to_contain_text("kept on this device")
    page.close()
    ada.page = page = ada.open()
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):  # the page itself needs the network (ADR 19)
        page.goto(address)
    ada.context.set_offline(False)
    page.goto(address)

    expect(page.locator("[data-state]")).to_contain_text("Saved", timeout=20000)
    assert page.locator("[name=points]").input_value() == typed
    page.reload()
    assert page.locator("[name=points]").input_value() == typed
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('folkmoot:')).length") == 0
    page.goto(f"{ada.site.address}{meeting}minutes/")
    assert page.locator("main").inner_text().count("word199") == 1


def test_what_is_recorded_beside_the_words_survives_a_lost_connection_too(officer):
    ada = officer("ada")
    meeting = begun(ada)
    taken(ada, meeting, "5")
    page = ada.page
    page.locator("#tool-act summary").click()
    page.fill("#act-text", "Count the crossings (invented)")
    ada.context.set_offline(True)
    page.locator("#tool-act button").click()
    expect(page.locator("[data-line]")).to_contain_text("No connection")
    ada.context.set_offline(False)
    page.reload()
    assert page.input_value("#act-text") == "Count the crossings (invented)"
    page.locator("#tool-act button").click()
    expect(page.locator("#room-recorded")).to_contain_text("Count the crossings", timeout=15000)
    assert page.locator("#room-recorded").inner_text().count("Count the crossings") == 1


def test_a_whole_sitting_is_rehearsed_published_approved_signed_and_corrected(officer):
    ada, cy = officer("ada"), officer("cy")
    meeting = begun(ada)
    rehearse(ada, meeting)
    page = ada.page

    page.goto(f"{ada.site.address}{meeting}minutes/")
    ada.press("Publish the list of decisions")
    assert "a question" not in page.locator("main").inner_text()
    ada.press("Send them to the Chair")
    cy.page.goto(f"{ada.site.address}{meeting}minutes/")
    cy.press("They are right as they stand")
    page.reload()
    assert "Nothing is missing." in page.locator("main").inner_text()
    ada.press("Publish as a draft")
    number = re.search(r"/meetings/(\d+)/", meeting)[1]
    page.goto(f"{ada.site.address}/meetings/{number}/minutes/")
    public = page.locator("main").inner_text()
    assert "Published as a draft" in public
    assert "The lowest invented price" not in public
    assert "Members chose one of the bids." in public
    assert "Resolved" in public
    page.goto(f"{ada.site.address}/meetings/{number}/decisions/")
    assert "That the invented report be noted." in page.locator("main").inner_text()
    for form, begins in (("pdf", b"%PDF"), ("docx", b"PK"), ("xml", b"<?xml")):
        assert page.request.get(f"{ada.site.address}/meetings/{number}/minutes.{form}").body().startswith(begins)

    approve_and_sign(ada, meeting)
    assert "Signed on" in page.locator("main").inner_text()
    page.get_by_role("link", name="Correct 1/26").click()
    page.fill("[name=text]", "For late read early (invented).")
    ada.press("Save")
    page.goto(f"{ada.site.address}/meetings/{number}/minutes/")
    assert "For late read early (invented)." in page.locator("main").inner_text()
    ada.room(meeting)
    assert "signed and stay as they are" in page.locator("main").inner_text()


def rehearse(ada: Officer, meeting: str) -> None:
    """What is left of the agenda, an election, a vote by name, the public out and in again, and the end."""
    taken(ada, meeting, "2")
    ada.record(
        "nominate", post="Chair", nominee="Alder", nominator="Birch", seconder="Dogwood", elected=True, nem_con=True
    )
    taken(ada, meeting, "3")
    declare(ada)
    taken(ada, meeting, "5")
    ada.press("Presenting")
    ada.press("Questions")
    ada.record("ask", text="How many crossings are there (invented)?", asker="Elder")
    ada.page.get_by_role("link", name=re.compile("Owe a written answer")).first.click()
    ada.fill("owner", "Director of Invented Journeys")
    ada.fill("due", "2027-03-01")
    ada.page.locator("main form button[type=submit]").last.click()
    ada.page.wait_for_load_state()
    ada.record("propose", text="That the invented report be noted.", mover="Birch", seconder="Elder", method="nem con")
    complete_actions(ada)
    taken(ada, meeting, "6")
    ada.record("propose", text="That the public be excluded.", mover="Birch", seconder="Elder", method="nem con")
    ada.record("exclude", ground="paragraph 3", reason="The invented tenders are open.", motion="public be excluded")
    assert "withheld from the public" in ada.page.locator("#minute").inner_text()
    ada.write(points="The lowest invented price was named.")
    ada.record("propose", text="That the second invented bid be taken.", mover="Birch", seconder="Elder")
    ada.page.get_by_role("link", name=re.compile("^Vote on motion 2")).click()
    ada.fill("method", "Recorded vote")
    ballots = ada.page.locator("[name^=ballot-]")
    assert ballots.count() == 4  # Cedar has an interest, the co-optee votes on education
    for position in range(4):
        ballots.nth(position).select_option(label="Against" if position == 3 else "For")
    ada.page.locator("main form button[type=submit]").last.click()
    ada.page.wait_for_load_state()
    assert "Carried, 3 for and 1 against (recorded vote)" in ada.page.locator("#room-recorded").inner_text()
    ada.record("about", outcome="Resolved", withheld="paragraph 3", public_summary="Members chose one of the bids.")
    ada.press("Let in")
    ada.record("end", time="16:10")


def declare(ada: Officer) -> None:
    """A member whose registered interest the agenda touches says so, and leaves for that item."""
    ada.record(
        "declare", person="Cedar", item="Coaches for schools", kind="Disclosable", interest="Cedar", withdrew=True
    )


def complete_actions(ada: Officer) -> None:
    """Give each action of the minute at hand its owner and its day."""
    while ada.page.locator(".fm-entry", has_text="no owner yet").count():
        entry = ada.page.locator(".fm-entry", has_text="no owner yet").first
        entry.get_by_role("link", name=re.compile("^Change")).click()
        ada.fill("owner", "Director of Invented Journeys")
        ada.fill("due", "2027-03-01")
        ada.page.locator("main form button[type=submit]").last.click()
        ada.page.wait_for_load_state()


def approve_and_sign(ada: Officer, meeting: str) -> None:
    """The next meeting approves the minutes, and they are signed there."""
    ada.page.goto(f"{ada.site.address}/office/")
    links = ada.page.locator("#coming ~ ul a", has_text=MOOTSHIRE)
    later = next(each for each in links.evaluate_all("all => all.map(a => a.getAttribute('href'))") if each != meeting)
    ada.room(later)
    ada.page.fill("[name=time]", "14:00")
    ada.press("Begin the record")
    ada.press("All members are here")
    ada.take("1, Minutes")
    ada.page.goto(f"{ada.site.address}{meeting}minutes/")
    ada.press("Record the approval")
    ada.fill("presiding", "Alder")
    day = ada.page.evaluate("new Date(Date.now() + 200 * 864e5).toISOString().slice(0, 10)")
    ada.fill("signed_on", day)
    ada.press("Record the signature")


# --- The screen itself


def recorded_somehow(officer_: Officer) -> Page:
    """The room of the replay body, at a minute, whether or not the replay has run."""
    page = officer_.room(officer_.meeting(REPLAY))
    if page.get_by_role("button", name="Begin the record").count():
        page.fill("[name=time]", "10:00")
        officer_.press("Begin the record")
        officer_.take("1, Election of a Chair")
    return page


@pytest.mark.parametrize("width", [1280, 768, 320])
def test_the_room_fits_its_screen_and_is_accessible(officer, width):
    from axe_playwright_python.sync_playwright import Axe

    bob = officer("bob")
    meeting = bob.meeting(MOOTSHIRE)
    page = bob.page
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{bob.site.address}{meeting}minutes/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    recorded_somehow(bob)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert found.response["violations"] == []


def test_the_room_works_without_script(officer):
    ada = officer("ada", java_script_enabled=False)
    page = recorded_somehow(ada)
    page.locator("[name=decision]").fill("Recorded without a script.")
    ada.press("Save the words")
    assert "is saved" in page.locator("main").inner_text()
    assert page.locator("[name=decision]").input_value() == "Recorded without a script."
