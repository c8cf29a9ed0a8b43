"""A small invented council with one meeting: two reports, an exempt one, and the minutes' item. For tests of packs."""

from __future__ import annotations

from datetime import UTC, date, datetime

from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.terms import Classification, ItemKind, MeetingStatus, MembershipRole, Provenance
from folkmoot.apps.records import operations as records
from folkmoot.apps.records.terms import Provenance as DataProvenance
from folkmoot.apps.reports import operations as reports
from folkmoot.apps.reports.models import Report

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)
SECRET = "The contractor Bramblewick Ferries offers the crossing for nineteen thousand invented pounds."
TABLE = b"Ward,Cases\nNorth Fell,12\nSouth Fell,30\nTotal,42\n"

REPORT = """
[report]
id = "isc4"
kind = "report"
title = "Crossings of the Fell"
reference = "ISC4"
author = "Director of Crossings"
dated = 2024-03-14
invented = true
particulars = [["Divisions affected", "All"]]
closing = [["Background papers", "Nil"], ["Contact officer", "Ada Invented"]]

[[section]]
id = "recommendation"
title = "Recommendation"
kind = "recommendation"

[[section.block]]
type = "paragraph"
id = "p-1"
number = true
text = "The Committee is RECOMMENDED to"

[[section.block]]
type = "list"
id = "recommendations"
style = "letter"
items = [{id = "rec-a", text = "note [the figures](ref:#table-1)"}, {id = "rec-b", text = "ask for a further report."}]

[[section]]
id = "figures"
title = "What was counted"

[[section.block]]
type = "paragraph"
id = "p-2"
number = true
text = "%s"

[[section.block]]
type = "table"
id = "table-1"
number = "Table 1"
caption = "Cases by ward"
data_set = "cases"
numeric = ["Cases"]
totals = ["Total"]

[[section.block]]
type = "figure"
id = "figure-1"
number = "Figure 1"
caption = "Cases by ward"
data_set = "cases"
cells = "A1:B3"
chart = "bars"
category = "Ward"
values = ["Cases"]
unit = "cases"
"""

SHORT_REPORT = """
[report]
id = "%s"
kind = "report"
title = "%s"
author = "Director of Lamps"
invented = true
closing = [["Background papers", "Nil"], ["Contact officer", "Bob Invented"]]

[[section]]
id = "recommendation"
title = "Recommendation"
kind = "recommendation"

[[section.block]]
type = "paragraph"
id = "p-0"
text = "The Committee is RECOMMENDED to note this report."

[[section]]
id = "words"
title = "Words"

[[section.block]]
type = "paragraph"
id = "p-1"
number = true
text = "%s"
"""


def load() -> Meeting:
    """The council, its committee and a confirmed meeting with an agenda, all invented."""
    committees.set_authority(
        name="Invented County Council", gss_code="", chief_executive="Zed Invented", by=None, at=NOW
    )
    committee = committees.create_organization(
        name="Invented Scrutiny Committee", classification=Classification.SCRUTINY, code="ISC",
        provenance=Provenance.INVENTED, by=None, at=NOW,
    )  # fmt: skip
    for order, (name, role) in enumerate(
        [("Ada Invented", MembershipRole.CHAIR), ("Bob Invented", MembershipRole.MEMBER)]
    ):
        person = committees.create_person(name=name, honorific="Councillor", by=None, at=NOW)
        committees.appoint(
            person=person, organization=committee, role=role, start=date(2023, 5, 18), order=order, by=None, at=NOW
        )
    for key, body in (
        ("notice", "All are welcome."),
        ("remit", "- ferries\n- fells"),
        ("access", "There is a hearing loop."),
        ("interests", "Declare what the law asks you to declare."),
        ("sign-off", "Zed Invented, Chief Executive"),
    ):
        committees.add_standing_text(
            organization=committee, key=key, title=key.capitalize(), body=body, effective_from=date(2023, 1, 1),
            by=None, at=NOW,
        )  # fmt: skip
    meeting = committees.call_meeting(
        organization=committee, starts_at=datetime(2024, 3, 14, 10, tzinfo=UTC), venue="Invented Hall",
        provenance=Provenance.INVENTED, moderngov_id=9001, by=None, at=NOW,
    )  # fmt: skip
    committees.change_meeting_status(meeting_id=meeting.pk, status=MeetingStatus.CONFIRMED, by=None, at=NOW)
    records.import_printed_table(
        key="cases",
        title="Cases",
        source="Invented",
        content=TABLE,
        provenance=DataProvenance.INVENTED,
        by=None,
        at=NOW,
    )
    add_item(meeting, "1", "Apologies", kind=ItemKind.PROCEDURAL)
    add_item(meeting, "4", "Crossings of the Fell", source=REPORT % "Ferries crossed, and people were counted.")
    add_item(meeting, "5", "Lamps", source=SHORT_REPORT % ("isc5", "Lamps on the Fell", "Lamps are lit at dusk."))
    return meeting


def load_two_short_meetings() -> None:
    """A committee without standing texts and two meetings, each with one short report."""
    committee = committees.create_organization(
        name="Invented Scrutiny Committee", classification=Classification.SCRUTINY, code="ISC",
        provenance=Provenance.INVENTED, by=None, at=NOW,
    )  # fmt: skip
    for month in (3, 4):
        meeting = committees.call_meeting(
            organization=committee, starts_at=datetime(2024, month, 14, 10, tzinfo=UTC), venue="Invented Hall",
            provenance=Provenance.INVENTED, by=None, at=NOW,
        )  # fmt: skip
        add_item(meeting, "1", "Lamps", source=SHORT_REPORT % ("isc1", "Lamps on the Fell", "Lamps are lit at dusk."))


def add_item(
    meeting: Meeting,
    number: str,
    title: str,
    *,
    kind: ItemKind = ItemKind.REPORT,
    source: str = "",
    exempt: tuple[str, str] | None = None,
) -> None:
    """An item, with its report where there is a source."""
    item = committees.add_agenda_item(
        meeting_id=meeting.pk, title=title, kind=kind, number=number, exempt=exempt, by=None, at=NOW
    )
    if source:
        reports.import_report(item_id=item.pk, content=source.encode(), name=f"{number}.toml", by=None, at=NOW)


def submit_reports(meeting: Meeting) -> None:
    """Hand every report of the meeting in."""
    for report in Report.objects.filter(agenda_item__meeting=meeting):
        reports.submit_report(report_id=report.pk, by=None, at=NOW)


def add_exempt_item(meeting: Meeting, secret: str = SECRET) -> None:
    """An item with a report that only members may read."""
    source = SHORT_REPORT % ("isc6", "The offer of Bramblewick Ferries", secret)
    add_item(meeting, "6", "A contract", source=source, exempt=("3", "Prices are still being agreed."))
