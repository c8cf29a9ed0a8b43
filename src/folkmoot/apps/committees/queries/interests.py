"""Reads of the register: who has registered what, by when it is due, and which items of an agenda it touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from folkmoot.apps.committees.models import AgendaItem, Dispensation, Interest, Membership, Person
from folkmoot.apps.committees.queries.rulebook import rule
from folkmoot.methods.calendars.counting import period_of_days
from folkmoot.methods.meetings.mentions import mentions


@dataclass(frozen=True, slots=True)
class Finding:
    """An item in whose words names of a registered interest stand: somebody should look before the meeting."""

    person: Person
    interest: Interest
    item: AgendaItem
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Registration:
    """By when a member had to register interests, in which body's office, and when they first did, if they did."""

    membership: Membership
    due_on: date
    first_on: date | None

    def overdue(self, today: date) -> bool:
        """Whether nothing was registered and the period is over."""
        return self.first_on is None and today > self.due_on


def interests_on(people: Iterable[Person], day: date) -> QuerySet[Interest]:
    """What people held on a day that they have notified."""
    held = Interest.objects.filter(person__in=list(people), held_from__lte=day)
    return held.filter(Q(held_to__isnull=True) | Q(held_to__gte=day)).select_related("person")


def dispensations_on(person: Person, day: date) -> QuerySet[Dispensation]:
    """The dispensations of somebody that are in force on a day."""
    return person.dispensations.filter(starts_on__lte=day, ends_on__gte=day)


def touched(people: Iterable[Person], words: Mapping[AgendaItem, str], day: date) -> list[Finding]:
    """Each item with each interest whose names stand in the item's words."""
    found = list(interests_on(people, day))
    return [
        Finding(interest.person, interest, item, names)
        for item, said in words.items()
        for interest in found
        if (names := mentions(said, interest.sought))
    ]


def registrations(person: Person, today: date) -> list[Registration]:
    """The periods of somebody's seats on a day, the oldest first; none where no rule sets one."""
    held = person.memberships.filter(start__lte=today).filter(Q(end__isnull=True) | Q(end__gte=today))
    rows = held.select_related("organization", "person").order_by("start", "pk")
    return [due for due in map(registration, rows) if due]


def registration(membership: Membership) -> Registration | None:
    """When the period ends that began with taking office (I1); None where no rule sets one."""
    found = rule(membership.organization, "I1", on=membership.start)
    if found is None:
        return None
    first = membership.person.interests.order_by("notified_on").values_list("notified_on", flat=True).first()
    return Registration(membership, period_of_days(membership.start, found.whole("days")), first)
