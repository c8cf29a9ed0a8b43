"""The words of planned decisions, call-in, and the days beside meetings: briefings, drop-ins, training, engagement."""

from __future__ import annotations

from enum import StrEnum


class Exceptional(StrEnum):
    """Under which exception a key decision is made that was not announced in time."""

    NONE = "none"
    GENERAL = "general"  # SI 2012/2089, regulation 10: scrutiny's chair is told, some clear days before
    URGENT = "urgent"  # regulation 11: scrutiny's chair agrees


class CallInOutcome(StrEnum):
    """What scrutiny did with a decision that was called in."""

    UPHELD = "upheld"
    REFERRED_BACK = "referred_back"
    TO_COUNCIL = "to_council"

    @property
    def words(self) -> str:
        """Referred back to who made it."""
        return {
            "upheld": "The decision stands",
            "referred_back": "Referred back to who made it",
            "to_council": "Referred to full council",
        }[self.value]


class GatheringKind(StrEnum):
    """What a day beside the meetings is for."""

    BRIEFING = "briefing"
    DROP_IN = "drop_in"
    TRAINING = "training"
    ENGAGEMENT = "engagement"
    PRIORITIES = "priorities"  # the members choose the topics of their work programme

    @property
    def words(self) -> str:
        """Drop-in, Engagement day."""
        return {
            "drop_in": "Drop-in",
            "engagement": "Engagement day",
            "priorities": "Prioritisation meeting",
        }.get(self.value, self.value.capitalize())
