"""Who may answer questions at a meeting and as what: the Cabinet first, then officers, then everybody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from django.db.models import Q

from folkmoot.apps.committees.models import Membership, Person, Post
from folkmoot.apps.committees.queries import meeting_day
from folkmoot.apps.committees.terms import Classification
from folkmoot.apps.minutes.models import Attendance, Sitting
from folkmoot.apps.minutes.terms import ANSWERS_AS, Capacity

CABINET_POSTS = ("Cabinet Member", "Leader of the Council", "Deputy Leader of the Council")
OF_THE_CABINET = "Member of the Cabinet"


class Turn(IntEnum):
    """In which order answers are asked for."""

    CABINET = 0
    OFFICERS = 1
    OTHERS = 2


@dataclass(frozen=True, slots=True)
class Answering:
    """Somebody who may answer, in their turn, and what is recorded of them: as what they answer."""

    person: Person
    turn: Turn
    capacity: str


def answering(sitting: Sitting, people: Iterable[Person]) -> list[Answering]:
    """These people in the order in which they answer; within a turn as they come."""
    day, found = meeting_day(sitting.meeting), list(people)
    rows = {row.person_id: row for row in sitting.attendances.filter(person__in=found)}
    posts = _posts(found, day)
    cabinet = _cabinet(found, day)
    said = [_as(each, rows.get(each.pk), posts.get(each.pk, []), each.pk in cabinet) for each in found]
    return sorted(said, key=lambda each: each.turn)


def capacity_of(sitting: Sitting, person: Person) -> str:
    """As what somebody answers at a meeting: the post that is recorded or held, else how they are there."""
    return answering(sitting, [person])[0].capacity


def _as(person: Person, row: Attendance | None, posts: list[str], seat: bool) -> Answering:
    """The post of the record before any that is held; one of the Cabinet before another."""
    said = [row.post] if row and row.post else sorted(posts, key=lambda label: not label.startswith(CABINET_POSTS))
    if seat or any(label.startswith(CABINET_POSTS) for label in said):
        return Answering(person, Turn.CABINET, said[0] if said else OF_THE_CABINET)
    capacity = Capacity(row.capacity) if row else Capacity.OTHER_MEMBER
    turn = Turn.OFFICERS if capacity is Capacity.OFFICER else Turn.OTHERS
    return Answering(person, turn, said[0] if said else ANSWERS_AS[capacity])


def _posts(people: list[Person], day: date) -> dict[int, list[str]]:
    rows = Post.objects.filter(person__in=people, held_from__lte=day).filter(Q(held_to=None) | Q(held_to__gte=day))
    found: dict[int, list[str]] = {}
    for person, label in rows.order_by("held_from").values_list("person_id", "label"):
        found.setdefault(person, []).append(label)
    return found


def _cabinet(people: list[Person], day: date) -> set[int]:
    rows = Membership.objects.filter(
        person__in=people, organization__classification=Classification.CABINET, start__lte=day
    )
    return set(rows.filter(Q(end=None) | Q(end__gte=day)).values_list("person_id", flat=True))
