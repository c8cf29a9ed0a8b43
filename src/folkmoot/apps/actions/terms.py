"""The words of what follows a meeting: actions, recommendations and the work programme."""

from __future__ import annotations

from enum import StrEnum


class ActionState(StrEnum):
    """Where an action stands; that it is overdue follows from its date."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Answer(StrEnum):
    """What a body says to a recommendation."""

    ACCEPTED = "accepted"
    IN_PART = "accepted in part"
    NOT_ACCEPTED = "not accepted"


class Direction(StrEnum):
    """Which way a measure should move."""

    UP = "up"
    DOWN = "down"


class TopicState(StrEnum):
    """How far a suggestion for the work programme has come."""

    SUGGESTED = "suggested"
    LONGLISTED = "longlisted"
    SHORTLISTED = "shortlisted"
    SCHEDULED = "scheduled"
    DONE = "done"
    REFERRED = "referred"
    DECLINED = "declined"

    @property
    def words(self) -> str:
        """On the longlist."""
        return {
            "suggested": "Suggested",
            "longlisted": "On the longlist",
            "shortlisted": "On the shortlist",
            "scheduled": "On the programme",
            "done": "Done",
            "referred": "Referred to another body",
            "declined": "Not taken up",
        }[self.value]


# From which state a topic may pass to which; one that was referred or declined may be taken up again.
NEXT_STATE: dict[TopicState, frozenset[TopicState]] = {
    TopicState.SUGGESTED: frozenset({TopicState.LONGLISTED, TopicState.REFERRED, TopicState.DECLINED}),
    TopicState.LONGLISTED: frozenset({TopicState.SHORTLISTED, TopicState.REFERRED, TopicState.DECLINED}),
    TopicState.SHORTLISTED: frozenset({TopicState.SCHEDULED, TopicState.LONGLISTED, TopicState.DECLINED}),
    TopicState.SCHEDULED: frozenset({TopicState.DONE, TopicState.SHORTLISTED, TopicState.DECLINED}),
    TopicState.DONE: frozenset(),
    TopicState.REFERRED: frozenset({TopicState.LONGLISTED}),
    TopicState.DECLINED: frozenset({TopicState.LONGLISTED}),
}


class Source(StrEnum):
    """Who put a topic forward."""

    MEMBER = "member"
    OFFICER = "officer"
    RESIDENT = "resident"
    PARTNER = "partner"
    RECURRING = "every year"


class Way(StrEnum):
    """How a topic is scrutinised."""

    ITEM = "item at a meeting"
    DEEP_DIVE = "deep dive"
    BRIEFING = "briefing"
    TASK_AND_FINISH = "task and finish group"
    PUBLIC_DAY = "public day"
    EVIDENCE_SESSION = "evidence session"


class StakeholderRole(StrEnum):
    """What somebody is to a topic on which they should be heard."""

    AFFECTED = "affected by it"
    PROVIDER = "provides a service"
    PARTNER = "partner authority"
    EXPERT = "expert"
    DECIDES = "decides on it"
