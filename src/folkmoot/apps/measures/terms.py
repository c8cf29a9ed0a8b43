"""The words of measures."""

from __future__ import annotations

from enum import StrEnum

from folkmoot.engine.sheets import Against, Series
from folkmoot.methods.projection.forecasts import Method, Outlook
from folkmoot.methods.statistics import Status

__all__ = ["NOTES", "Against", "Method", "Origin", "Outlook", "Series", "State", "note_of"]


class State(StrEnum):
    """How far a vintage has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    EMBARGOED = "embargoed"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class Origin(StrEnum):
    """How a value came to be."""

    COMPUTED = "computed from records"
    PUBLISHED = "published, not recomputed"


NOTES = {
    Status.MISSING: "there is no figure",
    Status.ZERO_DENOMINATOR: "there is nobody to divide by",
    Status.NEGATIVE: "a count below zero",
    Status.COUNT_GT_DENOMINATOR: "more were counted than there are",
    Status.BELOW_MINIMUM_COUNT: "too few for limits",
    Status.BELOW_MINIMUM_POPULATION: "too few people",
    Status.NO_DEATHS_IN_OPEN_BAND: "nobody died in the oldest age band",
    Status.WIDE_INTERVAL: "the limits are wide",
    Status.INCOMPLETE_BANDS: "not every age band has a population",
    Status.TOO_FEW_AREAS: "too few areas",
    Status.NOT_COMPARED: "not compared",
    Status.SUPPRESSED_PRIMARY | Status.SUPPRESSED_SECONDARY: "withheld: small, or a small number could be worked out",
}
"""What a page prints beside a value that is missing, or that has no limits."""


def note_of(status: int) -> str:
    """The note of a status; empty for a value that has everything."""
    return "; ".join(words for reason, words in NOTES.items() if status & reason)
