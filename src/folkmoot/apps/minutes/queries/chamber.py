"""Who is in the room, who counts and who may vote on the item at hand, and what time is spent on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from folkmoot.apps.committees import queries as committees
from folkmoot.apps.committees.models import AgendaItem, Meeting, Membership, Organization, Person
from folkmoot.apps.committees.queries.interests import Finding, touched
from folkmoot.apps.committees.terms import ItemKind, VotingRight
from folkmoot.apps.minutes.models import Attendance, Declaration, Exclusion, Minute, Sitting, Spell
from folkmoot.apps.minutes.terms import Capacity, Concern, DeclarationKind, Spent
from folkmoot.apps.reports import queries as reports
from folkmoot.methods.meetings.quorum import Quorum
from folkmoot.methods.meetings.seats import Right, Seat, counts_for_quorum, why_not_voting

BARRED = "Declared a disclosable interest in this item."
MAY_SPEAK = "Has a dispensation to take part in this item, but not to vote on it."


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody of the body, or somebody who came: here or not, and what keeps them from voting on the item."""

    person: Person
    attendance: Attendance | None
    membership: Membership | None
    seat: Seat
    counts: bool
    no_vote: str
    group: str = ""
    declared: tuple[Declaration, ...] = ()

    @property
    def votes(self) -> bool:
        """Whether they may vote on the item at hand."""
        return not self.no_vote


@dataclass(frozen=True, slots=True)
class QuorumNow:
    """How many count, of how many seats, and how many are needed; None where no rule sets it (M1)."""

    there: int
    seats: int
    needed: int | None
    source: str = ""

    @property
    def met(self) -> bool | None:
        """Whether enough are there; None where it is not set."""
        return None if self.needed is None else self.there >= self.needed


@dataclass(frozen=True, slots=True)
class Chamber:
    """A meeting at a moment, for one item: members and co-optees by seat, the others who are there, the quorum."""

    members: tuple[Seated, ...]
    others: tuple[Seated, ...]
    quorum: QuorumNow

    @property
    def voting(self) -> tuple[Seated, ...]:
        """Those who may vote on the item."""
        return tuple(each for each in self.members if each.votes)

    @property
    def present(self) -> tuple[Seated, ...]:
        """Everybody who is there."""
        return tuple(each for each in (*self.members, *self.others) if each.seat.present)


def chamber(sitting: Sitting, minute: Minute | None, at: datetime | None) -> Chamber:
    """The meeting at a moment; without one, as everybody who came was there for the whole of it."""
    return _Gathering(sitting, minute, at).chamber()


def moment_of(sitting: Sitting, at: datetime) -> datetime | None:
    """The moment that a record is made for: now, not before the meeting; None, for all of it, once it has ended."""
    if sitting.ended_at is not None:
        return None
    return max(at, sitting.began_at) if sitting.began_at else at


def is_there(attendance: Attendance, at: datetime | None) -> bool:
    """Whether somebody is in the meeting at a moment. Who has no times was there for the whole of it."""
    stretches = list(attendance.stretches.all())
    if not stretches or at is None:
        return True
    return any(each.present_from <= at and (each.present_to is None or at < each.present_to) for each in stretches)


def quorum_rule(organization: Organization, day: date) -> tuple[Quorum, str] | None:
    """The quorum of a body on a day and where it is written; None where nobody has set it."""
    found = committees.rule(organization, "M1", on=day)
    if found is None:
        return None
    least = found.whole("least") if "least" in found.parameters else 1
    return Quorum(found.share("share"), least), found.source


def remote_counts(organization: Organization, day: date) -> bool:
    """Whether members who take part from elsewhere count and vote (M10); not where no rule says that they do."""
    found = committees.rule(organization, "M10", on=day)
    return bool(found and found.flag("counted"))


@dataclass
class _Gathering:
    sitting: Sitting
    minute: Minute | None
    at: datetime | None
    day: date = field(init=False)
    remote: bool = field(init=False)

    def __post_init__(self) -> None:
        self.day = committees.meeting_day(self.sitting.meeting)
        self.remote = remote_counts(self.sitting.meeting.organization, self.day)

    def chamber(self) -> Chamber:
        rows = self.sitting.attendances.select_related("person", "in_place_of").prefetch_related("stretches")
        attending = {row.person_id: row for row in rows}
        sitting_for = {row.in_place_of_id: row for row in attending.values() if row.in_place_of_id}
        declared = self.declared()
        members = []
        for seat in committees.members_on(self.sitting.meeting.organization, self.day):
            members.append(self.seated(seat.person, attending.get(seat.person_id), seat, declared))
            other = sitting_for.get(seat.person_id)
            if other is not None:
                members.append(self.seated(other.person, other, seat, declared))
        seated = {each.person.pk for each in members}
        came = [self.seated(row.person, row, None, declared) for key, row in attending.items() if key not in seated]
        members += [each for each in came if each.seat.right is not Right.NONE]
        others = [each for each in came if each.seat.right is Right.NONE]
        return Chamber(tuple(members), tuple(others), self.quorum(members))

    def declared(self) -> dict[int, list[Declaration]]:
        rows = Declaration.objects.filter(minute__sitting=self.sitting).select_related("dispensation", "item")
        found: dict[int, list[Declaration]] = {}
        for row in rows:
            found.setdefault(row.person_id, []).append(row)
        return found

    def seated(
        self,
        person: Person,
        attendance: Attendance | None,
        membership: Membership | None,
        declared: dict[int, list[Declaration]],
    ) -> Seated:
        mine = declared.get(person.pk, [])
        about = [row for row in mine if self.minute and row.item_id == self.minute.agenda_item_id]
        seat = Seat(
            right=_right(attendance, membership),
            present=attendance is not None and is_there(attendance, self.at),
            remote=bool(attendance and attendance.remote),
            barred=next(filter(None, map(bar, about)), ""),
            in_arrears=any(row.kind == DeclarationKind.ARREARS for row in mine),
        )
        concern = Concern(self.minute.concern) if self.minute else Concern.NOTHING_SPECIAL
        return Seated(
            person=person,
            attendance=attendance,
            membership=membership,
            seat=seat,
            counts=counts_for_quorum(seat, remote_counts=self.remote),
            no_vote=why_not_voting(seat, concern, remote_counts=self.remote),
            group=membership.on_behalf_of if membership else "",
            declared=tuple(about),
        )

    def quorum(self, members: Sequence[Seated]) -> QuorumNow:
        own = [each.membership for each in members if each.membership and each.membership.role != "co_optee"]
        seats = len({membership.pk for membership in own})
        there = sum(each.counts for each in members)
        found = quorum_rule(self.sitting.meeting.organization, self.day)
        return QuorumNow(there, seats, found[0].needed(seats) if found else None, found[1] if found else "")


def _right(attendance: Attendance | None, membership: Membership | None) -> Right:
    """The right to vote: a substitute has the absent member's, a co-optee their own, and those who only attend none."""
    if attendance is None:
        return Right(membership.voting_right) if membership else Right.NONE
    match Capacity(attendance.capacity):
        case Capacity.VOTING_MEMBER | Capacity.SUBSTITUTE:
            return Right.FULL
        case Capacity.CO_OPTEE:
            return Right(membership.voting_right if membership else VotingRight.EDUCATION_ONLY)
        case _:
            return Right.NONE


def bar(declaration: Declaration) -> str:
    """What a declaration bars somebody from in its item, in a sentence; empty where it bars nothing."""
    if declaration.kind != DeclarationKind.DISCLOSABLE:
        return ""
    if declaration.dispensation is None:
        return BARRED
    return "" if declaration.dispensation.may_vote else MAY_SPEAK


def findings(meeting: Meeting, people: Iterable[Person]) -> list[Finding]:
    """Registered interests whose names stand in the agenda or its reports (I6)."""
    words = {item: said_of(item) for item in meeting.items.all()}
    for report in reports.reports_of(meeting):
        words[report.agenda_item] = f"{words[report.agenda_item]} {report.title} {reports.said(report)}"
    return touched(people, words, committees.meeting_day(meeting))


def said_of(item: AgendaItem) -> str:
    """What the agenda says of an item."""
    return f"{item.title} {item.text}"


@dataclass(frozen=True, slots=True)
class TimeSpent:
    """Whole minutes of an item's time, by what they were spent on, and what runs now."""

    minutes: dict[Spent, int]
    running: Spent | None

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.minutes.values())


def time_spent(spells: Iterable[Spell], at: datetime) -> TimeSpent:
    """What an item's time went on, until a moment where it still runs."""
    found: dict[Spent, timedelta] = {}
    running: Spent | None = None
    for spell in spells:
        spent = Spent(spell.spent)
        running = spent if spell.ended_at is None else running
        found[spent] = found.get(spent, timedelta()) + max((spell.ended_at or at) - spell.began_at, timedelta())
    return TimeSpent({spent: round(found[spent].total_seconds() / 60) for spent in Spent if spent in found}, running)


def needs_urgency(item: AgendaItem) -> bool:
    """Whether an item is considered only if the chair holds it urgent, by the rule in force on the day (N3).

    What came to the agenda too late has been given a reason why it cannot wait, or the agenda could not be published.
    """
    day = committees.meeting_day(item.meeting)
    late = item.kind == ItemKind.URGENT or bool(item.urgent_reason)
    return late and committees.rule(item.meeting.organization, "N3", on=day) is not None


def open_exclusion(sitting: Sitting) -> Exclusion | None:
    """The exclusion under which the public is out now."""
    return Exclusion.objects.filter(minute__sitting=sitting, ended_at__isnull=True).first()
