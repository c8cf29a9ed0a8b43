"""An invented committee that meets on Thursday 11 November 2021 at 10, with rules P1 to P4, and people who ask."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.seats import seated_as

from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.intake import Visitor
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.committees import intake, operations
from folkmoot.apps.committees.intake import Receipt, Wish
from folkmoot.apps.committees.models import Meeting, Organization
from folkmoot.apps.committees.models.requests import Request
from folkmoot.apps.committees.terms import Classification, ItemKind, MeetingStatus
from folkmoot.apps.committees.terms.requests import RequestKind, Way

OCTOBER = datetime(2021, 10, 1, 12, tzinfo=UTC)
MAY = date(2021, 5, 1)
SPEAK_BY = datetime(2021, 11, 5, 9, tzinfo=UTC)  # four working days before Thursday 11 November
STATE_BY = datetime(2021, 11, 9, 9, tzinfo=UTC)  # two
BEGINS = datetime(2021, 11, 11, 10, tzinfo=UTC)
RULES = {
    "P1": {"number": 4, "counting": "days before", "clock": "09:00"},
    "P2": {"number": 2, "counting": "days before", "clock": "09:00", "sides": 1},
    "P3": {"number": 4, "counting": "days before", "clock": "09:00"},
    "P4": {"days": 10},
}


def meeting_of_november(**changed: dict[str, object]) -> Meeting:
    """The meeting; a rule may be given other parameters, or None to leave it out."""
    committee = operations.create_organization(
        name="Invented Scrutiny Committee", classification=Classification.SCRUTINY, by=None, at=OCTOBER
    )
    for rule_id, parameters in (RULES | changed).items():
        if parameters is not None:
            operations.bring_rule_into_force(
                organization=committee, rule_id=rule_id, parameters=parameters, source="Invented standing orders",
                effective_from=MAY, by=None, at=OCTOBER,
            )  # fmt: skip
    return call(committee, BEGINS)


def call(committee, starts_at: datetime) -> Meeting:
    """A meeting of a committee, confirmed, with one item."""
    found = operations.call_meeting(
        organization=committee, starts_at=starts_at, venue="Invented Hall", by=None, at=OCTOBER
    )
    operations.add_agenda_item(
        meeting_id=found.pk, number="6", title="Walking to School", kind=ItemKind.REPORT, by=None, at=OCTOBER
    )
    return operations.change_meeting_status(meeting_id=found.pk, status=MeetingStatus.CONFIRMED, by=None, at=OCTOBER)


def wish(kind: RequestKind = RequestKind.SPEAK, **typed: object) -> Wish:
    """What Ida Invented typed."""
    given: dict[str, object] = {
        "name": "Ida Invented", "email": "ida@invented.example", "subject": "The crossing at Mill Lane",
        "way": Way.IN_PERSON if kind is RequestKind.SPEAK else None,
    }  # fmt: skip
    if kind is RequestKind.PETITION:
        given |= {"words": "We ask for a crossing.", "signatures": 120, "evidence": "Paper sheets, held by Ida."}
    return Wish(kind=kind, **(given | typed))


def ask(meeting: Meeting, kind: RequestKind = RequestKind.SPEAK, *, at: datetime = OCTOBER, key="", **typed) -> Receipt:
    """Ask as a resident does; each form has a key of its own unless one is given."""
    key = key or f"key-{Request.objects.count()}-{at}"
    visitor = Visitor("192.0.2.1", key)
    return intake.ask(meeting_id=meeting.pk, wish=wish(kind, **typed), key=key, visitor=visitor, at=at)


def request_of(receipt: Receipt) -> Request:
    """The request of a receipt."""
    return Request.objects.get(reference=receipt.reference)


def somebody(role: Role) -> User:
    """Somebody who holds a role."""
    user = accounts.create_user(
        username=role.value, password="invented words 123", first_name="I", last_name="N", by=None, at=OCTOBER
    )
    accounts.give_role(user=user, role=role, by=None, at=OCTOBER)
    body = Organization.objects.order_by("pk").first()
    if body is not None:
        seated_as(role, user, body, OCTOBER.date())
    return user
