"""Words planted in every place where a text can hide are in no byte that everybody is served, nor in the log."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from html import unescape

import pikepdf
import pytest
from django.test import Client
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Operator, OutlineItem, String
from tests.apps.packs import invented

from folkmoot.adapters.typeset import leaks
from folkmoot.adapters.typeset.inspect import Unreadable
from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.intake import Visitor
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.committees import intake
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.intake import Wish
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.operations import interests, preparing
from folkmoot.apps.committees.terms import ConfidentialGround, InterestCategory, ItemKind, MeetingStatus
from folkmoot.apps.committees.terms.planning import GatheringKind
from folkmoot.apps.committees.terms.requests import Need, RequestKind, Way
from folkmoot.apps.minutes import operations as minutes
from folkmoot.apps.packs import operations as packs
from folkmoot.apps.packs import published, queries
from folkmoot.apps.packs.models import PackVersion
from folkmoot.apps.packs.operations.noting import keep_note
from folkmoot.apps.records import operations as records
from folkmoot.apps.records.terms import Provenance as Source
from folkmoot.apps.reports import operations as reports
from folkmoot.apps.reports.models import Block, Report

NOW = invented.NOW
JANUARY = datetime(2024, 1, 11, 10, tzinfo=UTC)
WORDS: dict[str, str] = {}


def plant(place: str) -> str:
    """A word that stands in that place and nowhere else."""
    return WORDS.setdefault(place, "Quillfenwick" + "".join(part.capitalize() for part in place.split()))


# --- Where words are planted


def exempt_report() -> str:
    return f"""
[report]
id = "isc6"
kind = "report"
title = "{plant("report title")}"
subtitle = "{plant("subtitle")}"
author = "{plant("author")}"
invented = true
particulars = [["Divisions affected", "{plant("particulars")}"]]
closing = [["Background papers", "{plant("background papers")}"], ["Contact officer", "{plant("contact officer")}"]]
notes = ["{plant("note to the report")}"]

[[section]]
id = "recommendation"
title = "Recommendation"
kind = "recommendation"
[[section.block]]
type = "paragraph"
id = "p-0"
text = "To take {plant("recommendation")}."

[[section]]
id = "body"
title = "{plant("heading")}"
[[section.block]]
type = "paragraph"
id = "p-1"
text = "{plant("paragraph")} is [{plant("words of a link")}](https://{plant("link address").lower()}.example/) of it."
[[section.block]]
type = "table"
id = "t-1"
caption = "{plant("caption")}"
data_set = "offers"
notes = ["{plant("note to a table")}"]
[[section.block]]
type = "figure"
id = "f-1"
caption = "{plant("caption of a figure")}"
data_set = "offers"
chart = "bars"
category = "Bidder"
values = ["Price"]
unit = "pounds"
[[section.block]]
type = "unpublished"
id = "u-1"
caption = "{plant("caption of a picture")}"
reason = "{plant("reason")}"
"""


def office_file(**members: str) -> bytes:
    """A file of Word or Excel, as far as where its words stand goes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def word_file() -> bytes:
    return office_file(**{
        "word/comments.xml": f"<w:comment><w:t>{plant('comment in Word')}</w:t></w:comment>",
        "word/document.xml": f"<w:del><w:delText>{plant('change in Word')}</w:delText></w:del>",
        "docProps/core.xml": f"<dc:creator>{plant('author of a Word file')}</dc:creator>",
    })  # fmt: skip


def workbook() -> bytes:
    return office_file(**{
        "xl/worksheets/sheet2.xml": f'<row hidden="1"><c><t>{plant("hidden row")}</t></c></row>',
        "xl/workbook.xml": f'<sheet name="{plant("hidden sheet")}" state="hidden"/>',
    })  # fmt: skip


def upload(*, with_a_file: bool = False) -> bytes:
    """A PDF that shows words, and hides others in its metadata, bookmarks, links and notes.

    One with a file inside is refused as an upload; it is made to see that the search would find what is in it.
    """
    made = pikepdf.new()
    made.add_blank_page()
    page = made.pages[0]
    page.obj.Resources = Dictionary(Font=Dictionary(
        F=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    ))  # fmt: skip
    shown = f"The offer of {plant('page of an upload')} is the lowest that came in"
    page.contents_add(pikepdf.unparse_content_stream([
        ([], Operator("BT")), ([Name.F, 9], Operator("Tf")), ([String(shown)], Operator("Tj")), ([], Operator("ET")),
    ]))  # fmt: skip
    link = Dictionary(S=Name.URI, URI=String(f"https://{plant('link of an upload').lower()}.example/"))
    page.obj.Annots = Array([
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=link),
        Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], Contents=String(plant("comment in a PDF"))),
    ])  # fmt: skip
    with made.open_metadata() as metadata:
        metadata["dc:description"] = plant("XMP metadata")
    made.docinfo["/Author"] = plant("metadata")
    if with_a_file:
        made.attachments[f"{plant('name of an embedded file')}.docx"] = AttachedFileSpec(made, word_file())
    with made.open_outline() as outline:
        outline.root.append(OutlineItem(plant("bookmark"), 0))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def plant_papers(meeting: Meeting) -> None:
    """An exempt item with a report, its table and its upload, and a confidential one with where it comes from."""
    offers = f"Bidder,Price\n{plant('cell')},19\n".encode()
    records.import_printed_table(
        key="offers", title=plant("title of a table"), source=plant("source of a table"), content=offers, public=False,
        provenance=Source.INVENTED, by=None, at=NOW,
    )  # fmt: skip
    invented.add_item(meeting, "6", "A contract", source=exempt_report(), exempt=("3", "Prices are being agreed."))
    report = Report.objects.get(part="isc6")
    reports.attach_pdf(
        report_id=report.pk, title=plant("title of an upload"), name=f"{plant('name of an upload')}.pdf",
        content=upload(), store=queries.store(), by=None, at=NOW,
    )  # fmt: skip
    committees.add_agenda_item(
        meeting_id=meeting.pk, title="A letter", kind=ItemKind.PROCEDURAL, number="7", by=None, at=NOW,
        confidential=(ConfidentialGround.DEPARTMENT, plant("source of what is confidential")),
    )  # fmt: skip
    block = Block.objects.get(report=report, key="p-1")
    content = block.revisions.latest("number").content
    reports.revise_block(
        block_id=block.pk, content=content | {"text": plant("earlier words")}, base=1,
        reason=plant("reason of a change"), by=None, at=NOW,
    )  # fmt: skip
    reports.revise_block(block_id=block.pk, content=content, base=2, by=None, at=NOW)


def plant_drafts(meeting: Meeting) -> None:
    """Minutes that are not published, a question that is not shared, a member's note, papers of members' own days."""
    member = accounts.create_user(username="m", password="invented 1 m", first_name="I", last_name="M", by=None, at=NOW)
    accounts.give_role(user=member, role=Role.COUNCILLOR, by=None, at=NOW)
    seat = meeting.organization.memberships.order_by("order").first()
    committees.link_account(person=seat.person, user=member, by=None, at=NOW)
    item = meeting.items.get(title="Lamps")
    preparing.draft_question(item_id=item.pk, words=plant("question"), key_line=plant("key line"), by=member, at=NOW)
    keep_note(meeting_id=meeting.pk, part="isc5", block="p-1", text=plant("note of a member"), by=member, at=NOW)
    drop_in = preparing.arrange_gathering(
        organization=meeting.organization, kind=GatheringKind.BRIEFING, title=plant("briefing"), starts_at=JANUARY,
        venue="Invented Hall", public=False, text=plant("words on a briefing"), by=None, at=NOW,
    )  # fmt: skip
    paper = partial(
        preparing.add_gathering_paper, gathering_id=drop_in.pk, title=plant("paper of a briefing"), public=False,
        store=queries.store(), by=None, at=NOW,
    )  # fmt: skip
    paper(name="a.pdf", content=upload())
    for name, content in (("a.docx", word_file()), ("a.xlsx", workbook())):
        with pytest.raises(Unreadable):  # what such a file hides comes in nowhere
            paper(name=name, content=content)
    interests.register_interest(
        person=seat.person, category=InterestCategory.LAND, sensitive=True,
        text=plant("sensitive interest"), names=plant("names of an interest"), notified_on=date(2023, 5, 20),
        held_from=date(2023, 5, 18), by=None, at=NOW,
    )  # fmt: skip


def plant_minutes(meeting: Meeting) -> None:
    """A held meeting whose minutes are a draft, with one that is withheld."""
    held = committees.call_meeting(
        organization=meeting.organization, starts_at=JANUARY, venue="Invented Hall", by=None, at=NOW
    )
    for status in (MeetingStatus.CONFIRMED, MeetingStatus.HELD):
        committees.change_meeting_status(meeting_id=held.pk, status=status, by=None, at=NOW)
    sitting = minutes.open_sitting(meeting_id=held.pk, began_at=JANUARY, by=None, at=NOW)
    minute = minutes.take_item(sitting_id=sitting.pk, title=plant("title of a draft minute"), by=None, at=NOW)
    said = {"points": [{"type": "paragraph", "id": "p", "text": plant("draft minute")}]}
    minutes.revise_minute(minute_id=minute.pk, content=said, base=0, by=None, at=NOW)
    minutes.record_action(
        minute_id=minute.pk,
        key="ask",
        text=plant("action"),
        owner=plant("owner"),
        due=date(2024, 2, 1),
        by=None,
        at=NOW,
    )


def plant_requests(meeting: Meeting) -> None:
    """Somebody asks to speak, with all that is asked of them."""
    wish = Wish(
        kind=RequestKind.SPEAK, name=plant("speaker"), email=f"{plant('address').lower()}@invented.example",
        subject="The crossing", words=plant("words of a speaker"), way=Way.IN_PERSON, telephone="07700 900123",
        on_behalf_of=plant("on behalf of"), needs=tuple(Need)[:1], needs_note=plant("needs"),
    )  # fmt: skip
    intake.ask(meeting_id=meeting.pk, wish=wish, key="k", visitor=Visitor("192.0.2.1", "b"), at=NOW)


# --- What everybody is served


def served(client: Client, first: str = "/") -> Iterator[tuple[str, bytes]]:
    """Every address that links lead to from the front page and the sitemap, with its bytes."""
    waiting, seen = [first, "/sitemap.xml", "/changes.atom", "/decisions.atom", "/calendar.ics", "/robots.txt"], set()
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(("/static/", "/account/", "/office/")):
            continue
        seen.add(address)
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        yield address, content
        if answer.get("Content-Type", "").startswith(("text/html", "application/xml", "application/atom")):
            text = content.decode()
            waiting += [unescape(link) for link in re.findall(r'(?:href|src)="(/[^"#]*)"', text)]
            waiting += re.findall(r"https?://[^/<\"]+(/[^<\"]*)", "\n".join(re.findall(r"<loc>(.*?)</loc>", text)))


@pytest.fixture
def meeting(db, settings, tmp_path_factory) -> Meeting:
    settings.STORE = tmp_path_factory.mktemp("store")
    found = invented.load()
    committees.bring_rule_into_force(
        organization=found.organization, rule_id="P1", source="Invented standing orders", by=None, at=NOW,
        effective_from=date(2021, 1, 1), parameters={"number": 4, "counting": "days before", "clock": "09:00"},
    )  # fmt: skip
    return found


def publish(meeting: Meeting) -> PackVersion:
    built = packs.build_pack(meeting_id=meeting.pk, by=None, at=NOW)
    return packs.publish_pack(version_id=built.pk, by=None, at=NOW)


def test_no_planted_word_is_in_any_public_byte_nor_in_the_log(meeting, client, caplog):
    caplog.set_level(logging.DEBUG)
    for each in (plant_minutes, plant_papers, plant_drafts, plant_requests):
        each(meeting)
    publish(meeting)
    words = sorted(WORDS.values())
    assert len(words) > 45

    pages = dict(served(client))

    assert {f"/meetings/{meeting.pk}/papers/agenda/", f"/meetings/{meeting.pk}/", "/data/"} <= set(pages)
    assert sum(content.startswith(b"%PDF") for content in pages.values()) >= 2
    for address, content in pages.items():
        is_pdf = content.startswith(b"%PDF")
        assert (leaks.find(content, words) if is_pdf else leaks.find_in(address, content, words)) == (), address
    assert [word for word in words if published.search(word).total] == []
    assert leaks.find_in("the log", caplog.text.encode(), words) == ()


def test_the_planted_words_are_seen_where_they_are_planted():
    places = (
        "page of an upload", "link of an upload", "comment in a PDF", "metadata", "XMP metadata", "bookmark",
        "name of an embedded file", "comment in Word", "change in Word", "author of a Word file",
    )  # fmt: skip
    content = upload(with_a_file=True)
    assert {leak.words for leak in leaks.find(content, [plant(each) for each in places])} == set(map(plant, places))
    assert len(leaks.find_in("a.xlsx", workbook(), [plant("hidden row"), plant("hidden sheet")])) == 2


def test_E3_exempt_words_that_only_a_page_would_show_stop_the_publication(meeting, client):
    plant_papers(meeting)
    committees.change_meeting_status(
        meeting_id=meeting.pk, status=MeetingStatus.MOVED, by=None, at=NOW,
        reason=f"Too small for {plant('page of an upload')}, is the lowest that came in",
    )  # fmt: skip
    built = packs.build_pack(meeting_id=meeting.pk, by=None, at=NOW)
    with pytest.raises(packs.Leaked, match=rf"isc6-.* at /meetings/{meeting.pk}/: 'is the lowest that'"):
        packs.publish_pack(version_id=built.pk, by=None, at=NOW)
    built.refresh_from_db()
    assert built.published_at is None
    assert published.search("Lamps").total == 0
    committees.set_authority(name="Inventedshire", gss_code="", chief_executive="", by=None, at=NOW)  # the next number
    assert "Not published yet." in client.get(f"/meetings/{meeting.pk}/").content.decode()


def test_E3_figures_of_an_exempt_report_that_everybody_can_fetch_stop_the_publication(meeting):
    plant_papers(meeting)
    offers = f"Bidder,Price\n{plant('cell')},19\n".encode()
    records.import_printed_table(
        key="offers", title="Offers", source="Invented", content=offers, provenance=Source.INVENTED, by=None, at=NOW
    )
    built = packs.build_pack(meeting_id=meeting.pk, by=None, at=NOW)
    with pytest.raises(packs.Leaked, match=f"isc6, at the data set offers: '{plant('cell')}'"):
        packs.publish_pack(version_id=built.pk, by=None, at=NOW)


def test_E3_the_source_of_what_is_confidential_is_looked_for_in_the_files_too(meeting):
    source = "Order of the Invented County Court, claim 7"
    committees.add_agenda_item(
        meeting_id=meeting.pk, title="A letter", kind=ItemKind.PROCEDURAL, number="7", by=None, at=NOW,
        text=f"See the {source}.", confidential=(ConfidentialGround.LAW, source),
    )  # fmt: skip
    with pytest.raises(packs.Leaked, match="Item 7, A letter, .*Order of the Invented County Court"):
        packs.build_pack(meeting_id=meeting.pk, by=None, at=NOW)
