"""Interests that were disclosed at a meeting and were not in the register, and by when they have to be (I3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from folkmoot.apps.committees import queries as committees
from folkmoot.apps.committees.models import Person
from folkmoot.apps.committees.terms import InterestCategory
from folkmoot.apps.minutes.models import Declaration
from folkmoot.apps.minutes.terms import DeclarationKind
from folkmoot.methods.calendars.counting import period_of_days

DISCLOSABLE = [each.value for each in InterestCategory if each.disclosable]


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A disclosable interest that was said at a meeting before it was in the register.

    `notified_on` is when the member next notified a disclosable interest; that it is this one, a person has to see.
    """

    declaration: Declaration
    said_on: date
    due_on: date
    notified_on: date | None

    def overdue(self, today: date) -> bool:
        """Whether nothing was notified since, and the period is over."""
        return self.notified_on is None and today > self.due_on


def disclosed(people: Iterable[Person]) -> list[Disclosed]:
    """What these people disclosed that no entry of the register matched; nothing where no rule sets the days."""
    rows = Declaration.objects.filter(
        person__in=list(people), kind=DeclarationKind.DISCLOSABLE, interest__isnull=True
    ).select_related("person", "item", "minute__sitting__meeting__organization")
    return [each for each in map(_disclosed, rows.order_by("minute__sitting__meeting__starts_at", "pk")) if each]


def _disclosed(row: Declaration) -> Disclosed | None:
    meeting = row.minute.sitting.meeting
    day = committees.meeting_day(meeting)
    rule = committees.rule(meeting.organization, "I3", on=day)
    if rule is None:
        return None
    since = row.person.interests.filter(category__in=DISCLOSABLE, notified_on__gte=day).order_by("notified_on")
    first = since.values_list("notified_on", flat=True).first()
    return Disclosed(row, day, period_of_days(day, rule.whole("days")), first)
