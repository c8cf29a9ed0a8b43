"""Where somebody sits, and how the record may name them."""

from __future__ import annotations

from datetime import date, datetime

from folkmoot.apps.committees.models import Meeting, Person
from folkmoot.apps.committees.terms import MeetingStatus
from folkmoot.methods.calendars.counting import LONDON

_NOT_TO_COME = (MeetingStatus.DRAFT, MeetingStatus.HELD, MeetingStatus.CANCELLED)


def meetings_to_come(person: Person, at: datetime) -> list[Meeting]:
    """The meetings to come of the bodies on which somebody sits, the next first."""
    today = at.astimezone(LONDON).date()
    bodies = person.memberships.filter(start__lte=today).exclude(end__lt=today).values("organization")
    rows = Meeting.objects.filter(organization__in=bodies, starts_at__gte=at).exclude(status__in=_NOT_TO_COME)
    return list(rows.select_related("organization").order_by("starts_at"))


def names_of(person: Person, on: date) -> list[str]:
    """How an action may name somebody: by name, with the title, or by an office held on a day."""
    posts = person.posts.filter(held_from__lte=on).exclude(held_to__lt=on).values_list("label", flat=True)
    return [person.name, person.called, *posts]
