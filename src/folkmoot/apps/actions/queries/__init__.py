"""Reads of what follows a meeting: what is due, what a recommendation's clock says, how a topic scores."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from folkmoot.apps.actions.models import Action, Effect, Recommendation, Topic
from folkmoot.apps.actions.terms import ActionState, Direction
from folkmoot.apps.committees.models import Meeting, Organization
from folkmoot.apps.committees.queries import meeting_day
from folkmoot.apps.committees.queries.rulebook import rule
from folkmoot.apps.measures import queries as measures
from folkmoot.apps.measures.queries import Value
from folkmoot.methods.calendars.counting import period_of_months


@dataclass(frozen=True, slots=True)
class Clock:
    """By when a recommendation is to be answered, and the rule that says so; neither where no rule is in force."""

    due: date | None
    rule_id: str = ""
    source: str = ""
    months: int = 0


@dataclass(frozen=True, slots=True)
class Later:
    """A later value of the measure that a recommendation should move, and how it stands to what was expected.

    `moved` is how far it went the way it should, negative for the other way; `beyond_chance` says that the baseline
    lies outside its limits.
    """

    value: Value
    moved: float
    reached: bool
    beyond_chance: bool


def open_actions(organization: Organization) -> QuerySet[Action]:
    """What a body is still waiting for, the earliest day first and what has none last."""
    return Action.objects.filter(organization=organization, state=ActionState.OPEN).order_by("due", "id")


def owned_by(names: Iterable[str]) -> list[Action]:
    """The open actions whose owner is named by one of some names or offices, whole; the earliest day first."""
    wanted = {name.casefold() for name in names if name}
    rows = Action.objects.filter(state=ActionState.OPEN).select_related("organization").order_by("due", "id")
    return [row for row in rows if row.owner.casefold() in wanted]


def tracked(organization: Organization, *, since: date) -> QuerySet[Action]:
    """What is open, and what was closed on a day or later: what the tracker in an agenda shows."""
    rows = Action.objects.filter(organization=organization)
    return (rows.filter(state=ActionState.OPEN) | rows.filter(closed_on__gte=since)).order_by("due", "id")


def is_overdue(action: Action, today: date) -> bool:
    """Whether an open action's day is past."""
    return action.state == ActionState.OPEN and action.due is not None and action.due < today


def unstated(action: Action) -> tuple[str, ...]:
    """What an action does not say, a sentence each; nothing is filled in for it."""
    return left_open(action.owner, action.due)


def left_open(owner: str, due: date | None) -> tuple[str, ...]:
    """The same of an owner and a day, before there is anything to follow."""
    found = () if owner else ("The owner is not stated.",)
    return found if due else (*found, "The date by which it is due is not stated.")


def clock(recommendation: Recommendation) -> Clock:
    """When the answer to a recommendation is due, by the rule in force on the day its notice was received (S1)."""
    begins = recommendation.notice_on
    found = rule(recommendation.organization, "S1", on=begins) if begins else None
    if begins is None or found is None:
        return Clock(None)
    months = found.whole("months")
    return Clock(period_of_months(begins, months), found.id, found.source, months)


def later_values(effect: Effect) -> list[Later]:
    """The released values of the measure for the periods after the baseline's, in their order."""
    found = measures.since(effect.measure, unit=effect.unit, after=effect.baseline_on)
    return [_later(effect, value) for value in found if value.value is not None]


def _later(effect: Effect, value: Value) -> Later:
    assert value.value is not None, "what is withheld is passed over"
    moved = (value.value - effect.baseline) * (1 if effect.direction == Direction.UP else -1)
    lower, upper = (value.value if limit is None else limit for limit in (value.lower, value.upper))
    return Later(value, moved, moved >= effect.size, not lower <= effect.baseline <= upper)


def next_number(organization: Organization, year: int) -> int:
    """The number that a body's next recommendation of a council year gets."""
    last = Recommendation.objects.filter(organization=organization, year=year).order_by("number").last()
    return last.number + 1 if last else 1


def total(topic: Topic) -> int:
    """What a topic scores in all."""
    return sum(score.value for score in topic.scores.all())


def ranked(topics: Iterable[Topic]) -> list[tuple[Topic, int]]:
    """Topics with their scores, the highest first and then by title."""
    return sorted(((topic, total(topic)) for topic in topics), key=lambda pair: (-pair[1], pair[0].title))


def tracker_of(meeting: Meeting) -> list[Action]:
    """The actions that a meeting's agenda shows: those open, and those closed since the body last met."""
    before = (
        Meeting.objects.filter(organization=meeting.organization, starts_at__lt=meeting.starts_at)
        .order_by("-starts_at")
        .first()
    )
    since = meeting_day(before or meeting)
    return list(tracked(meeting.organization, since=since))
