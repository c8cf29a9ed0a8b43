"""An invented committee in its room: members of two groups, a co-optee, a Cabinet Member, an officer, five items."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.seats import seated_as

from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.models import AgendaItem, Meeting, Organization, Person, Rule
from folkmoot.apps.committees.terms import (
    Classification,
    ItemKind,
    MeetingStatus,
    MembershipRole,
    Provenance,
    VotingRight,
)
from folkmoot.apps.minutes import operations
from folkmoot.apps.minutes.models import Minute, Sitting
from folkmoot.apps.minutes.terms import Capacity, Method

NOW = datetime(2026, 11, 19, 14, tzinfo=UTC)
MAY = date(2026, 5, 14)
LAW = date(2000, 1, 1)
MEMBERS = ("Alder", "Birch", "Cedar", "Dogwood", "Elder", "Fir")


def after(minutes: int) -> datetime:
    """So many minutes after the meeting began."""
    return NOW + timedelta(minutes=minutes)


@dataclass
class Room:
    """A meeting that has begun, and everybody who could be at it, by surname."""

    body: Organization
    meeting: Meeting
    people: dict[str, Person]
    items: dict[str, AgendaItem]
    sitting: Sitting
    users: dict[Role, User] = field(default_factory=dict)

    def user(self, role: Role) -> User:
        if role not in self.users:
            made = accounts.create_user(
                username=f"room-{role}", password="three invented words", first_name="I", last_name="N", by=None, at=NOW
            )
            accounts.give_role(user=made, role=role, by=None, at=NOW)
            seated_as(role, made, self.body, MAY)
            self.users[role] = made
        return self.users[role]

    def here(self, *names: str) -> None:
        """Members came, in time."""
        for name in names:
            capacity = Capacity.CO_OPTEE if name == "Gorse" else Capacity.VOTING_MEMBER
            operations.arrive(
                sitting_id=self.sitting.pk, person=self.people[name], capacity=capacity, by=None, at=after(1)
            )

    def take(self, item: str, at: datetime = NOW, **said: Any) -> Minute:
        return operations.take_item(sitting_id=self.sitting.pk, item=self.items[item], by=None, at=at, **said)

    def decide(self, minute: Minute, text: str = "That it be so.", **vote: Any) -> Any:
        """A motion of Alder's, seconded by Birch, and the vote on it."""
        motion = operations.propose(
            minute_id=minute.pk, text=text, mover=self.people["Alder"], seconder=self.people["Birch"], by=None, at=NOW
        )
        given = {"method": Method.NEM_CON} | vote
        return operations.record_vote(motion_id=motion.pk, by=None, at=after(30), **given)

    def rule(self, rule_id: str, own: bool = True, since: date = LAW, **parameters: Any) -> Rule:
        """A row in force from a day on, the law's or the body's own."""
        return committees.bring_rule_into_force(
            organization=self.body if own else None,
            rule_id=rule_id,
            parameters=parameters,
            source="an invented order",
            effective_from=since,
            by=None,
            at=NOW,
        )


def invented_room() -> Room:
    """The meeting has begun at two o'clock; nobody is recorded as present yet."""
    body = committees.create_organization(
        name="Invented Scrutiny Committee of Nowhere",
        classification=Classification.SCRUTINY,
        code="ISN",
        provenance=Provenance.INVENTED,
        by=None,
        at=NOW,
    )
    people = {name: _person(name) for name in (*MEMBERS, "Gorse", "Holly", "Ivy", "Juniper", "Larch")}
    for order, name in enumerate(MEMBERS, 1):
        role = {1: MembershipRole.CHAIR, 2: MembershipRole.DEPUTY_CHAIR}.get(order, MembershipRole.MEMBER)
        _seat(body, people[name], role, order, "Green (invented)" if order % 2 else "Blue (invented)")
    _seat(body, people["Gorse"], MembershipRole.CO_OPTEE, 7, "Parents (invented)", VotingRight.EDUCATION_ONLY)
    other = committees.create_organization(
        name="Invented Board of Nowhere", classification=Classification.PARTNER_BOARD, by=None, at=NOW
    )
    _seat(other, people["Holly"], MembershipRole.MEMBER, 1, "Green (invented)")
    meeting = invented_meeting(body, NOW)
    items = {item.title: item for item in meeting.items.all()}
    sitting = operations.open_sitting(meeting_id=meeting.pk, began_at=NOW, by=None, at=NOW)
    return Room(body, meeting, people, items, sitting)


def invented_meeting(body: Organization, starts_at: datetime) -> Meeting:
    meeting = committees.call_meeting(
        organization=body, starts_at=starts_at, venue="Invented Hall", provenance=Provenance.INVENTED, by=None, at=NOW
    )
    committees.change_meeting_status(meeting_id=meeting.pk, status=MeetingStatus.CONFIRMED, by=None, at=NOW)
    rows = (
        ("1", "Apologies", ItemKind.PROCEDURAL, None),
        ("2", "Declarations", ItemKind.PROCEDURAL, None),
        ("3", "Coaches", ItemKind.REPORT, None),
        ("4", "Prices", ItemKind.REPORT, ("3", "The tenders are open.")),
        ("5", "Flood", ItemKind.URGENT, None),
    )
    for number, title, kind, exempt in rows:
        committees.add_agenda_item(
            meeting_id=meeting.pk, title=title, kind=kind, number=number, exempt=exempt, by=None, at=NOW
        )
    return committees.change_meeting_status(meeting_id=meeting.pk, status=MeetingStatus.HELD, by=None, at=NOW)


def published(sitting: Sitting, at: datetime = NOW) -> Sitting:
    """Ended, checked by the chair, published as a draft."""
    if sitting.ended_at is None:
        end = (sitting.began_at or at) + timedelta(hours=2)
        operations.end_sitting(sitting_id=sitting.pk, ended_at=end, by=None, at=at)
    operations.send_to_chair(sitting_id=sitting.pk, by=None, at=at)
    operations.check_minutes(sitting_id=sitting.pk, by=None, at=at)
    return operations.publish_minutes(sitting_id=sitting.pk, by=None, at=at)


def _person(name: str) -> Person:
    return committees.create_person(
        name=f"Invented {name}",
        honorific="" if name == "Juniper" else "Councillor",
        provenance=Provenance.INVENTED,
        by=None,
        at=NOW,
    )


def _seat(
    body: Organization,
    person: Person,
    role: MembershipRole,
    order: int,
    group: str,
    right: VotingRight = VotingRight.FULL,
) -> None:
    committees.appoint(
        person=person,
        organization=body,
        role=role,
        start=MAY,
        on_behalf_of=group,
        order=order,
        voting_right=right,
        by=None,
        at=NOW,
    )
