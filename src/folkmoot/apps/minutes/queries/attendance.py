"""How long members have stayed away from every meeting, for the warnings before a seat is lost (M11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from folkmoot.apps.committees import queries as committees
from folkmoot.apps.committees.models import Organization, Person
from folkmoot.apps.committees.terms import MembershipRole
from folkmoot.apps.minutes.models import Attendance
from folkmoot.apps.minutes.terms import Capacity
from folkmoot.methods.calendars.counting import LONDON
from folkmoot.methods.meetings.absence import Away, away

COUNTED = (Capacity.VOTING_MEMBER, Capacity.SUBSTITUTE)


@dataclass(frozen=True, slots=True)
class MemberAway:
    """A member, and since when they have stayed away; from taking office where they came to nothing."""

    person: Person
    away: Away


def away_from(organization: Organization, today: date) -> list[MemberAway]:
    """Each councillor of a body with where they stand, the longest absence first; empty where no rule sets the months.

    Whoever came to a meeting of any body as a member or a substitute was there; so is the day they took office.
    """
    rule = committees.rule(organization, "M11", on=today)
    if rule is None:
        return []
    months = rule.whole("months")
    seats = committees.members_on(organization, today).exclude(role=MembershipRole.CO_OPTEE)
    found = [
        MemberAway(seat.person, away(max(_last_seen(seat.person, today) or seat.start, seat.start), today, months))
        for seat in seats
    ]
    return sorted(found, key=lambda each: each.away.since)


def _last_seen(person: Person, today: date) -> date | None:
    rows = Attendance.objects.filter(person=person, capacity__in=[each.value for each in COUNTED])
    last = rows.order_by("-sitting__meeting__starts_at").values_list("sitting__meeting__starts_at", flat=True)
    days = [each.astimezone(LONDON).date() for each in last[:5]]
    return next((day for day in days if day <= today), None)
