"""What the world may read of a member's attendance, approved absence, and interests that were said at meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from folkmoot.apps.committees.models import Person
from folkmoot.apps.committees.queries import meeting_day
from folkmoot.apps.committees.terms import PUBLIC_STATUSES, Provenance
from folkmoot.apps.minutes.queries.attendance import Came, came_to
from folkmoot.apps.minutes.queries.disclosed import disclosed
from folkmoot.apps.minutes.terms import CAPACITY_LABELS, Capacity

NOT_RECORDED = "Not recorded as present"


@dataclass(frozen=True, slots=True)
class CameView:
    """A meeting whose minutes are public, and what they say of the member: as what, apologies, or neither."""

    meeting_id: int
    committee: str
    held_on: date
    said: str
    present: bool


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """An absence that the council approved; why is not told."""

    starts_on: date
    ends_on: date
    approved_by: str


@dataclass(frozen=True, slots=True)
class DisclosedView:
    """That an interest was disclosed at a meeting and by when it was to be registered; what it is, the minutes say."""

    meeting_id: int
    committee: str
    said_on: date
    due_on: date
    notified_on: date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class RecordView:
    """A member's record, the latest first."""

    meetings: tuple[CameView, ...]
    absences: tuple[AbsenceView, ...]
    disclosed: tuple[DisclosedView, ...]

    @property
    def present(self) -> int:
        """At how many of the meetings they were."""
        return sum(each.present for each in self.meetings)


def record(slug: str, *, today: date) -> RecordView | None:
    """A member's record; None for nobody, and for those who never held a seat."""
    person = Person.objects.filter(slug=slug, memberships__isnull=False).distinct().first()
    if person is None:
        return None
    return RecordView(
        meetings=tuple(
            _came(each) for each in came_to(person, published=True) if each.meeting.status in PUBLIC_STATUSES
        ),
        absences=tuple(
            AbsenceView(row.starts_on, row.ends_on, row.approved_by)
            for row in person.absences.filter(approved_on__isnull=False).order_by("-starts_on")
        ),
        disclosed=_disclosed(person, today),
    )


def _came(found: Came) -> CameView:
    row = found.attendance
    if row is not None:
        said = f"in place of {row.in_place_of.called}" if row.in_place_of else _as(Capacity(row.capacity))
        said = f"Present, {said}" if said else "Present"
    else:
        said = "Sent apologies" if found.apologised else NOT_RECORDED
    meeting = found.meeting
    return CameView(meeting.pk, meeting.organization.name, meeting_day(meeting), said, row is not None)


def _as(capacity: Capacity) -> str:
    """As what, where it is not as a member."""
    return "" if capacity is Capacity.VOTING_MEMBER else CAPACITY_LABELS[capacity].lower().removesuffix("s")


def _disclosed(person: Person, today: date) -> tuple[DisclosedView, ...]:
    """Nothing before the minutes are public, of a withheld minute, or of people of the printed record."""
    if person.provenance == Provenance.PRINTED:
        return ()
    rows = [each for each in disclosed([person]) if not each.declaration.minute.withheld]
    return tuple(
        DisclosedView(
            meeting_id=each.declaration.minute.sitting.meeting_id,
            committee=each.declaration.minute.organization.name,
            said_on=each.said_on,
            due_on=each.due_on,
            notified_on=each.notified_on,
            overdue=each.overdue(today),
        )
        for each in reversed(rows)
        if each.declaration.minute.sitting.published_at is not None
    )
