"""Who came to which meeting, and how long members have stayed away from every one, before a seat is lost (M11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from folkmoot.apps.committees import queries as committees
from folkmoot.apps.committees.models import Meeting, Membership, Organization, Person
from folkmoot.apps.committees.models.seats import Absence
from folkmoot.apps.committees.terms import MembershipRole, Provenance
from folkmoot.apps.minutes.models import Apology, Attendance, Sitting
from folkmoot.apps.minutes.queries.chamber import remote_counts
from folkmoot.apps.minutes.terms import Capacity
from folkmoot.methods.calendars.counting import LONDON
from folkmoot.methods.meetings.absence import Away, Excused, away

COUNTED = (Capacity.VOTING_MEMBER, Capacity.SUBSTITUTE)


@dataclass(frozen=True, slots=True)
class MemberAway:
    """A member with the bodies of their seats, where they stand, and the approved absence that they are in or near.

    `came_on` is the day of the last meeting that counts; None where they have come to nothing since they took office.
    """

    person: Person
    bodies: tuple[Organization, ...]
    came_on: date | None
    away: Away
    approved: Absence | None


@dataclass(frozen=True, slots=True)
class Came:
    """A meeting of somebody's bodies, or one that they came to: as what, or whether they sent apologies."""

    meeting: Meeting
    attendance: Attendance | None
    apologised: bool


def away_from(organization: Organization, today: date) -> list[MemberAway]:
    """Each councillor of a body with where they stand; empty where no rule sets the months."""
    return _standing(committees.members_on(organization, today), today)


def everybody_away(today: date) -> list[MemberAway]:
    """Each councillor with a seat, the first to lose it first. People of the printed record are left out."""
    seats = Membership.objects.filter(start__lte=today).filter(Q(end__isnull=True) | Q(end__gte=today))
    seats = seats.exclude(person__provenance=Provenance.PRINTED).select_related("person", "organization")
    return _standing(seats.order_by("start"), today)


def _standing(seats: QuerySet[Membership], today: date) -> list[MemberAway]:
    """Whoever came to a meeting of any body as a member or a substitute was there; so is the day they took office."""
    people = {seat.person for seat in seats.exclude(role=MembershipRole.CO_OPTEE)}
    found = [each for each in (standing_of(person, today) for person in people) if each]
    return sorted(found, key=lambda each: (each.away.keeps_until, each.person.name))


def standing_of(person: Person, today: date) -> MemberAway | None:
    """Where a councillor stands on a day; None for who has no seat, or where no rule sets the months."""
    held = person.memberships.filter(start__lte=today).filter(Q(end__isnull=True) | Q(end__gte=today))
    seats = list(held.exclude(role=MembershipRole.CO_OPTEE).select_related("organization").order_by("start"))
    rule = committees.rule(seats[0].organization, "M11", on=today) if seats else None
    if rule is None:
        return None
    came = _last_seen(person, today)
    since = max(came or seats[0].start, seats[0].start)
    approved = list(person.absences.filter(approved_on__isnull=False))
    excused = [Excused(row.starts_on, row.ends_on, row.approved_on) for row in approved if row.approved_on]
    return MemberAway(
        person=person,
        bodies=tuple(seat.organization for seat in seats),
        came_on=came if came and came >= seats[0].start else None,
        away=away(since, today, rule.whole("months"), excused),
        approved=next((row for row in reversed(approved) if row.ends_on >= today), None),
    )


def _last_seen(person: Person, today: date) -> date | None:
    rows = Attendance.objects.filter(person=person, capacity__in=[each.value for each in COUNTED])
    rows = rows.select_related("sitting__meeting__organization").order_by("-sitting__meeting__starts_at")
    return next((day for day in _days_that_count(rows) if day <= today), None)


def _days_that_count(rows: Iterable[Attendance]) -> Iterator[date]:
    """The days of attendance, without that from elsewhere where the law wants members in the room (M10)."""
    for row in rows:
        meeting = row.sitting.meeting
        day = meeting.starts_at.astimezone(LONDON).date()
        if not row.remote or remote_counts(meeting.organization, day):
            yield day


def came_to(person: Person, *, published: bool = False) -> list[Came]:
    """The recorded meetings of the bodies on which somebody sat that day, and others that they came to.

    The latest first; those whose minutes are public, where asked.
    """
    rows = Sitting.objects.filter(Q(attendances__person=person) | Q(meeting__organization__memberships__person=person))
    if published:
        rows = rows.filter(published_at__isnull=False)
    found = rows.distinct().select_related("meeting__organization").order_by("-meeting__starts_at")
    seats = list(person.memberships.all())
    attended = {row.sitting_id: row for row in Attendance.objects.filter(person=person)}
    apologised = set(Apology.objects.filter(person=person).values_list("minute__sitting", flat=True))
    return [
        Came(sitting.meeting, attended.get(sitting.pk), sitting.pk in apologised)
        for sitting in found
        if sitting.pk in attended or _sat(seats, sitting.meeting)
    ]


def _sat(seats: Iterable[Membership], meeting: Meeting) -> bool:
    day = committees.meeting_day(meeting)
    return any(
        seat.organization_id == meeting.organization_id and seat.start <= day and (seat.end is None or day <= seat.end)
        for seat in seats
    )
