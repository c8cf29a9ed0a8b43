"""What a backend is asked to count: a definition and a request as plain dataclasses, without NumPy or a file's place.

Facts are rows with a `unit` (a code), a `date`, mostly an `age` in whole years, and columns of words that definitions
name. Every row is either counted or excluded for one reason, the first that holds: a condition, the weight, then the
axes in their order. Missing is a category of every axis but those of units and periods, where it excludes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise
from math import prod

from folkmoot.engine.definition import Breakdown, Condition, Counted, Measure

MISSING = "missing"
CONDITIONS, WEIGHT = "conditions", "weight"
"""What excludes a row beside its axes, each named by its id."""


class Unplannable(ValueError):
    """A request that does not fit its definition; the message says what there is."""


class BadFacts(ValueError):
    """Facts that cannot be counted; the message names the file or table, the column and what should be there."""


class TooManyCells(ValueError):
    """A plan whose cube would not fit in memory; the message says how large it is."""


class AxisKind(StrEnum):
    """How a column's cells become categories."""

    WORDS = "words"
    MANY_WORDS = "several words with ';' between them"
    NUMBERS = "whole numbers"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Axis:
    """One side of a cube. `spans` are the first number or day and the first no longer in, by category; None is open."""

    id: str
    column: str
    kind: AxisKind
    categories: tuple[str, ...]
    spans: tuple[tuple[int, int | None], ...] = ()
    holds_missing: bool = True

    @property
    def labels(self) -> tuple[str, ...]:
        """The categories, and after them missing, where it is one."""
        return (*self.categories, MISSING) if self.holds_missing else self.categories


WORDY = (AxisKind.WORDS, AxisKind.MANY_WORDS)
WORDS = "words"


@dataclass(frozen=True, slots=True)
class Plan:
    """Rows of a data set to be counted by axes; `weight` names the column that says how many a row stands for.

    Rows with a negative weight are excluded, unless weights are `signed`.
    """

    data_set: str
    where: tuple[Condition, ...]
    weight: str
    axes: tuple[Axis, ...]
    signed: bool = False

    @property
    def shape(self) -> tuple[int, ...]:
        """How many categories each axis has."""
        return tuple(len(axis.labels) for axis in self.axes)

    @property
    def cells(self) -> int:
        """How many cells the cube has."""
        return prod(self.shape)

    @property
    def columns(self) -> dict[str, str]:
        """Each column that is read, and what it should hold: words, whole numbers or days."""
        wanted = {axis.column: WORDS if axis.kind in WORDY else axis.kind.value for axis in self.axes}
        wanted |= {condition.column: WORDS for condition in self.where}
        return wanted | ({self.weight: AxisKind.NUMBERS.value} if self.weight else {})


@dataclass(frozen=True, slots=True)
class Period:
    """A time with its first and last day."""

    label: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Request:
    """Which units, by their codes in the facts, which periods in their order, and which of a measure's breakdowns."""

    units: tuple[str, ...]
    periods: tuple[Period, ...]
    breakdowns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plans:
    """What is counted for a measure: its numerator, its denominator where it has one, and those in poor health and
    those asked where it refers to a survey.
    """

    numerator: Plan
    denominator: Plan | None
    survey: tuple[Plan, Plan] | None = None


def plan(measure: Measure, request: Request) -> Plans:
    """The plans of a measure. Unplannable where the request names what there is not, or periods overlap.

    An overlapping breakdown divides the numerator only: its shares are all of the same whole.
    """
    known = {each.id: each for each in measure.breakdowns}
    unknown = [name for name in request.breakdowns if name not in known]
    if unknown:
        raise Unplannable(f"{measure.id} has no breakdown {unknown[0]!r}; it has {', '.join(known) or 'none'}")
    chosen = [known[name] for name in request.breakdowns]
    whole = [each for each in chosen if not each.overlapping]
    below, survey = measure.denominator, measure.survey
    asked = None if survey is None else _plan(measure, survey.asked, request, whole)
    return Plans(
        _plan(measure, measure.numerator, request, chosen),
        None if below is None else _plan(measure, below, request, whole),
        (replace(asked, where=asked.where + survey.poor), asked) if asked and survey else None,
    )


def _plan(measure: Measure, counted: Counted, request: Request, breakdowns: list[Breakdown]) -> Plan:
    axes = [_units(request.units), _periods(request.periods), *(_words(each) for each in breakdowns)]
    if measure.ages is not None:
        axes.append(Axis("age", "age", AxisKind.NUMBERS, measure.ages.labels, measure.ages.spans))
    if measure.measured is not None:
        values = range(measure.measured.highest + 1)
        spans = tuple((value, value + 1) for value in values)
        axes.append(Axis("value", measure.measured.column, AxisKind.NUMBERS, tuple(map(str, values)), spans))
    return Plan(counted.data_set, counted.where, counted.weight, tuple(axes), counted.signed)


def _units(codes: tuple[str, ...]) -> Axis:
    if not codes or len(set(codes)) < len(codes):
        raise Unplannable("a request names at least one unit, and none twice")
    return Axis("unit", "unit", AxisKind.WORDS, codes, holds_missing=False)


def _periods(periods: tuple[Period, ...]) -> Axis:
    days = [day for period in periods for day in (period.first, period.last)]
    if not periods or days != sorted(days) or any(a.last >= b.first for a, b in pairwise(periods)):
        raise Unplannable("a request names at least one period; they follow one another and share no day")
    epoch = date(1970, 1, 1)
    spans = tuple(((each.first - epoch).days, (each.last - epoch).days + 1) for each in periods)
    return Axis("period", "date", AxisKind.DAYS, tuple(each.label for each in periods), spans, holds_missing=False)


def _words(breakdown: Breakdown) -> Axis:
    kind = AxisKind.MANY_WORDS if breakdown.overlapping else AxisKind.WORDS
    return Axis(breakdown.id, breakdown.column, kind, breakdown.categories)
