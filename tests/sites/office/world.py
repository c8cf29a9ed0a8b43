"""An invented county for officers: a meeting to come, with a public and an exempt report, and a printed one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path

import pyarrow as pa
from django.conf import settings
from django.utils import timezone
from tests.seats import seated_as
from tests.sites.office.followed import follow

from folkmoot.adapters.feeds.received import of_table
from folkmoot.adapters.store.files import Store
from folkmoot.apps.accounts import intake as followers
from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.intake import Visitor
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.models.mail import Message, Subscription
from folkmoot.apps.accounts.terms import Frequency, Role, Scope
from folkmoot.apps.committees import intake
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.intake import Wish
from folkmoot.apps.committees.models import AgendaItem, Meeting, Organization, Person
from folkmoot.apps.committees.models.planning import ExecutiveDecision, Gathering, PlannedDecision
from folkmoot.apps.committees.models.requests import Request
from folkmoot.apps.committees.models.seats import NeedToKnow
from folkmoot.apps.committees.operations import executive, preparing, seats
from folkmoot.apps.committees.terms import Classification, ItemKind, MeetingStatus, MembershipRole, Provenance
from folkmoot.apps.committees.terms.planning import GatheringKind
from folkmoot.apps.committees.terms.requests import RequestKind, Way
from folkmoot.apps.measures.models import Vintage
from folkmoot.apps.minutes import operations as minutes
from folkmoot.apps.minutes.models import Minute, Sitting
from folkmoot.apps.packs.models import Pack, PackVersion
from folkmoot.apps.packs.terms import PackKind
from folkmoot.apps.records import operations as records
from folkmoot.apps.records.terms import Provenance as Source
from folkmoot.apps.reports import operations as reports
from folkmoot.apps.reports.models import Report
from folkmoot.methods.calendars.counting import Counting
from folkmoot.methods.calendars.notice import Kind, Rule

NOW = datetime(2021, 10, 1, 12, tzinfo=UTC)
MAY = date(2021, 5, 1)
PDF = b"%PDF-1.7 an invented file"
TABLE = b"Year,Children walking,Children asked\n2023,310,500\n2024,345,500\nTotal,655,1000\n"
VISITS = of_table(
    pa.table({"unit": ["W1", "W2"], "date": [date(2024, 5, 1), date(2024, 5, 2)], "age": [9, 10]}),
    data_set="i_visits", title="Invented visits", source="An invented clinic", licence="None: invented",
)  # fmt: skip
REPORT = """
[report]
id = "isc1"
kind = "report"
title = "Walking to School"
reference = "ISC1"
author = "Director of Invented Journeys"
invented = true
closing = [["Background papers", "Nil"], ["Contact officer", "Invented Juniper"]]

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
id = "recs"
style = "letter"
items = [{id = "rec-a", text = "note how many children walk"}, {id = "rec-b", text = "ask for more crossings"}]

[[section]]
id = "walking"
title = "Who walks"
[[section.block]]
type = "paragraph"
id = "p-2"
number = true
text = "More children walk than **last year**."
[[section.block]]
type = "figure"
id = "figure-1"
number = "Figure 1"
caption = "Children walking to school"
data_set = "i_walking"
cells = "A1:C3"
chart = "bars"
category = "Year"
values = ["Children walking"]
unit = "children"
"""


class Elsewhere(StrEnum):
    """Whoever has a role, and their seat on another body than the furnished one."""

    CHAIR = "chair_elsewhere"
    COUNCILLOR = "councillor_elsewhere"

    @property
    def held(self) -> Role:
        """The role that they hold."""
        return Role(self.value.removesuffix("_elsewhere"))


@dataclass
class Office:
    """What the tests' pages are about."""

    committee: Organization
    meeting: Meeting
    printed: Meeting
    items: list[AgendaItem]
    report: Report
    exempt: Report
    version: PackVersion
    restricted: PackVersion
    asked: Request
    late: Request
    petition: Request
    follower: Subscription
    letter: Message
    draft: Meeting
    printed_item: AgendaItem
    sitting: Sitting
    minute: Minute
    printed_sitting: Sitting
    printed_minute: Minute
    member: Person
    planned: PlannedDecision
    decision: ExecutiveDecision
    gathering: Gathering
    elsewhere: Organization
    need: NeedToKnow
    users: dict[Role | Elsewhere, User] = field(default_factory=dict)
    vintages: dict[str, Vintage] = field(default_factory=dict)  # by state; made where addresses are tried
    held: str = ""  # a file that the analyst has uploaded, likewise

    def user(self, role: Role | Elsewhere) -> User:
        """Somebody who holds the role, with a seat where it stands for one."""
        if role not in self.users:
            made = accounts.create_user(
                username=role.value, password="three invented words", first_name="I", last_name="N", by=None, at=NOW
            )
            held = role.held if isinstance(role, Elsewhere) else role
            accounts.give_role(user=made, role=held, by=None, at=NOW)
            seated_as(held, made, self.elsewhere if isinstance(role, Elsewhere) else self.committee, MAY)
            self.users[role] = made
        return self.users[role]


def furnish() -> Office:
    """Everything that the pages need, by the operations that officers use."""
    committees.set_authority(name="Inventedshire", gss_code="", chief_executive="", by=None, at=NOW)
    committee = _committee()
    printed = _meeting(committee, datetime(2021, 11, 11, 10, tzinfo=UTC), Provenance.PRINTED)
    starts_at = (timezone.now() + timedelta(40)).replace(hour=10, minute=0, second=0, microsecond=0)
    meeting = _meeting(committee, starts_at, Provenance.RECORDED)
    items = [_item(meeting, number) for number in range(4)]
    records.import_printed_table(
        key="i_walking", title="Walking to school", source="An invented count", content=TABLE,
        provenance=Source.INVENTED, period="2023 and 2024", by=None, at=NOW,
    )  # fmt: skip
    records.receive_facts(received=[VISITS], public=True, provenance=Source.INVENTED, by=None, at=NOW)
    report = reports.import_report(item_id=items[1].pk, content=REPORT.encode(), name="isc1.toml", by=None, at=NOW)
    secret = REPORT.replace('"isc1"', '"isc2"').replace("ISC1", "ISC2").replace("Walking to School", "A Coach Contract")
    exempt = reports.import_report(item_id=items[2].pk, content=secret.encode(), name="isc2.toml", by=None, at=NOW)
    versions = [_version(meeting, kind) for kind in PackKind]
    asked = _asked(meeting, RequestKind.SPEAK, NOW)
    late = _asked(meeting, RequestKind.SPEAK, starts_at - timedelta(hours=1))
    petition = _asked(meeting, RequestKind.PETITION, NOW)
    followers.follow(
        email="ida@invented.example", scope=Scope.COMMITTEE, about=committee.slug, label=committee.name,
        frequency=Frequency.AT_ONCE, visitor=Visitor("192.0.2.1", "b"), at=NOW,
    )  # fmt: skip
    letter = Message.objects.order_by("pk").last()
    assert letter is not None
    follow(committee)
    draft = committees.call_meeting(
        organization=committee, starts_at=starts_at + timedelta(30), venue="Invented Hall", by=None, at=NOW
    )
    people = (asked, late, petition, Subscription.objects.get(), letter)
    printed_item = _item(printed, 0)
    recorded = _recorded(committee, printed)
    plans = _plans(committee)
    return Office(
        committee, meeting, printed, items, report, exempt, *versions, *people, draft, printed_item, *recorded, *plans,
        *_leave(meeting),
    )  # fmt: skip


def _leave(meeting: Meeting) -> tuple[Organization, NeedToKnow]:
    """A body on which nobody of the committee sits, and a member of it who may read what is withheld of the meeting."""
    board = committees.create_organization(
        name="Invented Board", classification=Classification.PARTNER_BOARD, by=None, at=NOW
    )
    member = committees.create_person(name="Bea Invented", provenance=Provenance.INVENTED, by=None, at=NOW)
    committees.appoint(person=member, organization=board, role=MembershipRole.MEMBER, start=MAY, by=None, at=NOW)
    need = seats.give_leave(meeting_id=meeting.pk, person=member, reason="Answers item 3", by=None, at=NOW)
    return board, need


def _recorded(committee: Organization, printed: Meeting) -> tuple[Sitting, Minute, Sitting, Minute, Person]:
    """A meeting that is being recorded, with its first minute; a printed one; and a member of the committee."""
    held = _meeting(committee, datetime(2021, 9, 30, 9, tzinfo=UTC), Provenance.INVENTED)
    rows = []
    for meeting, provenance in ((held, Provenance.INVENTED), (printed, Provenance.PRINTED)):
        sitting = minutes.open_sitting(
            meeting_id=meeting.pk, began_at=meeting.starts_at, provenance=provenance, by=None, at=NOW
        )
        rows += [sitting, minutes.take_item(sitting_id=sitting.pk, title="Welcome", by=None, at=NOW)]
    return rows[0], rows[1], rows[2], rows[3], committee.memberships.get().person


def _committee() -> Organization:
    committee = committees.create_organization(
        name="Invented Scrutiny Committee",
        classification=Classification.SCRUTINY,
        code="ISC",
        provenance=Provenance.INVENTED,
        by=None,
        at=NOW,
    )
    chair = committees.create_person(
        name="Ada Invented", honorific="Councillor", provenance=Provenance.INVENTED, by=None, at=NOW
    )
    committees.appoint(person=chair, organization=committee, role=MembershipRole.CHAIR, start=MAY, by=None, at=NOW)
    for rule in (
        Rule("P1", Kind.PUBLISH_AGENDA, 5, Counting.CLEAR, "LGA 1972 s100B(3)", MAY),
        Rule("P2", Kind.REQUEST_TO_SPEAK, 4, Counting.BACK, "the agenda", MAY, None, time(9)),
    ):
        committees.set_rule(organization=committee, rule=rule, by=None, at=NOW)
    return committee


def _meeting(committee: Organization, starts_at: datetime, provenance: Provenance) -> Meeting:
    made = committees.call_meeting(
        organization=committee, starts_at=starts_at, venue="Invented Hall", provenance=provenance, by=None, at=NOW
    )
    return committees.change_meeting_status(meeting_id=made.pk, status=MeetingStatus.CONFIRMED, by=None, at=NOW)


def _plans(committee: Organization) -> tuple[PlannedDecision, ExecutiveDecision, Gathering]:
    cabinet = committees.create_organization(
        name="Invented Executive",
        classification=Classification.CABINET,
        provenance=Provenance.INVENTED,
        by=None,
        at=NOW,
    )
    plan = executive.Plan("A ferry", "Buying one.", True, "Ada Invented, Leader", date(2021, 11, 1), date(2021, 11, 30))
    planned = executive.plan_decision(organization=cabinet, plan=plan, by=None, at=NOW)
    decided = executive.Decided("A bridge", "Build it.", "People asked.", "Ada Invented, Leader", date(2021, 9, 1))
    decision = executive.record_decision(organization=cabinet, decided=decided, by=None, at=NOW)
    gathering = preparing.arrange_gathering(
        organization=committee, kind=GatheringKind.BRIEFING, title="Ferries explained", starts_at=NOW,
        venue="Invented Hall", public=False, by=None, at=NOW,
    )  # fmt: skip
    return planned, decision, gathering


def _item(meeting: Meeting, place: int) -> AgendaItem:
    title, kind, exempt = (
        ("Apologies for Absence", ItemKind.PROCEDURAL, None),
        ("Walking to School", ItemKind.REPORT, None),
        ("A Coach Contract", ItemKind.REPORT, ("3", "The tenders are still open.")),
        ("A Report Not Yet Written", ItemKind.REPORT, None),  # so that no test builds a pack
    )[place]
    return committees.add_agenda_item(
        meeting_id=meeting.pk, title=title, kind=kind, number=str(place + 1), exempt=exempt, by=None, at=NOW
    )


def _asked(meeting: Meeting, kind: RequestKind, at: datetime) -> Request:
    wish = Wish(
        kind=kind, name="Ida Invented", email="ida@invented.example", subject="The crossing", words="We ask.",
        way=Way.IN_PERSON if kind is RequestKind.SPEAK else None, signatures=120, evidence="Sheets",
        sheet=("signatures.csv", b"Name,Street\nIda Invented,Mill Lane\n"),
    )  # fmt: skip
    receipt = intake.ask(meeting_id=meeting.pk, wish=wish, key=f"{kind} {at}", visitor=Visitor("192.0.2.1", "b"), at=at)
    return Request.objects.get(reference=receipt.reference)


def _version(meeting: Meeting, kind: PackKind) -> PackVersion:
    sha256 = Store(Path(settings.STORE)).put(PDF)
    return PackVersion.objects.create(
        pack=Pack.objects.create(meeting=meeting, kind=kind), number=1, content="c" * 64, built_at=NOW, sha256=sha256,
        size=len(PDF), pages=12, large_print_sha256=sha256, large_print_size=len(PDF), large_print_pages=20,
        claims_accessible=True, claims_archival=True, changes=["Page 7 is new."],
    )  # fmt: skip
