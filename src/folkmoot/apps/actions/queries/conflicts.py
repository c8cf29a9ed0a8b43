"""Where the work programme and the forward plan collide: topics that come after the decision that they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from folkmoot.apps.actions.models import Topic
from folkmoot.apps.actions.terms import TopicState
from folkmoot.apps.committees.models import Meeting, Organization
from folkmoot.apps.committees.models.planning import PlannedDecision
from folkmoot.apps.committees.queries import council_of, meeting_day
from folkmoot.apps.committees.queries.planning import STANDING

LIVE = (TopicState.SUGGESTED, TopicState.LONGLISTED, TopicState.SHORTLISTED, TopicState.SCHEDULED)
COMMON_WORDS = 2
# Words of so many titles that sharing them says nothing.
EVERYWHERE = frozenset({"about", "council", "county", "every", "from", "into", "near", "review", "service", "with"})


class Collision(StrEnum):
    """How a topic and a planned decision collide."""

    DECIDED = "decided"  # the decision was made
    TOO_LATE = "too late"  # the topic's meeting does not come before the decision
    NO_MEETING = "no meeting"  # the committee does not meet before the decision
    NOT_PLANNED = "not planned"  # it could still be taken in time, but is on no meeting's programme
    NOT_LINKED = "not linked"  # both may be about the same matter, and nobody has said so


@dataclass(frozen=True, slots=True)
class Conflict:
    """A topic and a planned decision that collide, and in a sentence how; `last` is the last meeting before it."""

    topic: Topic
    decision: PlannedDecision
    kind: Collision
    sentence: str
    last: Meeting | None = None


def conflicts(organization: Organization, *, today: date) -> list[Conflict]:
    """Every collision of a body's topics with the forward plan, those of linked topics first."""
    topics = Topic.objects.filter(organization=organization, state__in=LIVE)
    rows = list(topics.select_related("meeting", "organization", "decision__organization"))
    linked = [conflict for row in rows if row.decision and (conflict := _collision(row, row.decision, today))]
    return [*linked, *_unlinked(organization, rows, today)]


def _collision(topic: Topic, decision: PlannedDecision, today: date) -> Conflict | None:
    body, name, due = decision.organization.name, decision.title, decision.due_from
    made = decision.decisions.order_by("decided_on").first()
    on = meeting_day(topic.meeting) if topic.meeting and topic.state == TopicState.SCHEDULED else None
    if made is not None:
        if on is not None and on < made.decided_on:
            return None
        words = f"{body} decided on {name} on {_day(made.decided_on)}."
        return Conflict(topic, decision, Collision.DECIDED, f"{words} The topic can only look back on it.")
    if on is not None:
        words = f"It is planned for {_day(on)}, but {body} may decide on {name} from {_day(due)} on."
        return Conflict(topic, decision, Collision.TOO_LATE, words) if on >= due else None
    last = _last_before(topic.organization, due, today)
    if last is None:
        words = f"{body} may decide on {name} from {_day(due)} on, and {topic.organization.name} does not meet before."
        return Conflict(topic, decision, Collision.NO_MEETING, f"{words} Call a meeting, or ask that it waits.")
    words = f"It is on no meeting's programme. The last meeting before {body} may decide on {name} ({_day(due)}) is on"
    return Conflict(topic, decision, Collision.NOT_PLANNED, f"{words} {_day(meeting_day(last))}.", last)


def _last_before(organization: Organization, due: date, today: date) -> Meeting | None:
    """The last meeting to come on a day before the decision's first."""
    rows = organization.meetings.filter(status__in=STANDING).order_by("-starts_at")
    return next((row for row in rows if today <= meeting_day(row) < due), None)


def _unlinked(organization: Organization, topics: list[Topic], today: date) -> Iterator[Conflict]:
    council = council_of(organization)
    planned = PlannedDecision.objects.filter(due_to__gte=today, decisions=None).select_related("organization__parent")
    near = [row for row in planned if council_of(row.organization) == council]
    for topic in topics:
        for row in near if topic.decision_id is None else ():
            if may_be_the_same(topic.title, row.title):
                words = f"It may be about what {row.organization.name} is to decide from {_day(row.due_from)} on: "
                yield Conflict(topic, row, Collision.NOT_LINKED, f"{words}{row.title}. Say so if it is.")


def may_be_the_same(one: str, other: str) -> bool:
    """Whether two titles share so many words of their own that somebody should look whether they mean one matter."""
    first, second = _words(one), _words(other)
    both = first & second
    return len(both) >= COMMON_WORDS or (bool(both) and first == second)


def _words(title: str) -> set[str]:
    """The words of a title that tell it from others, in the singular; what stands in brackets is left out."""
    found = re.findall(r"[^\W\d_]{4,}", re.sub(r"\(.*?\)", " ", title).casefold())
    return {word.removesuffix("s") for word in found} - EVERYWHERE


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
