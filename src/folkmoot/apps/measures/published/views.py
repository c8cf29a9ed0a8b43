"""What the world is shown of measures, as frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from folkmoot.apps.measures.queries.values import Value
from folkmoot.apps.measures.terms import Against, Origin, Outlook, Series


@dataclass(frozen=True, slots=True)
class SourceView:
    """What a measure was made from."""

    title: str
    source: str
    period: str
    licence: str
    sha256: str
    invented: bool


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit that a measure has values for; `unit_type` is "group" for a group of others."""

    code: str
    name: str
    unit_type: str
    parent: str


@dataclass(frozen=True, slots=True)
class CategoryView:
    """The categories of a breakdown in their order; overlapping ones do not add up."""

    breakdown: str
    title: str
    categories: tuple[str, ...]
    overlapping: bool


@dataclass(frozen=True, slots=True)
class VintageView:
    """A release of a measure; its values are given unless it was withdrawn, and then the reason is."""

    sha256: str
    number: int
    released_at: datetime
    withdrawn_reason: str
    withheld: int


@dataclass(frozen=True, slots=True)
class WithdrawnView:
    """What is left of a release that was taken back."""

    title: str
    withdrawn_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure in the list of all, as its newest release has it."""

    id: str
    title: str
    unit: str
    invented: bool
    vintage: str
    released_at: datetime


@dataclass(frozen=True, slots=True)
class FigureView:
    """A measure's newest value of one unit; `decimals` is to how many places it is written."""

    line: MeasureLine
    decimals: int
    value: Value


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure with its definition, what it was made from and what it has values for.

    `decimals` is to how many places its values are written. `limited` and `counted` say whether any value has limits,
    or a count. `numerator` of values that were taken over is what was taken. `vintages` are all of its releases, the
    newest first.
    """

    id: str
    title: str
    why: str
    unit: str
    decimals: int
    estimator: str
    counting_unit: str
    kind: str
    year_type: str
    polarity: str
    disclosure: str
    comparison: str
    complete: bool
    limited: bool
    counted: bool
    origin: Origin
    numerator: str
    denominator: str
    standard: str
    caveats: tuple[str, ...]
    author: str
    checker: str
    next_review: date
    sources: tuple[SourceView, ...]
    units: tuple[UnitView, ...]
    periods: tuple[str, ...]
    breakdowns: tuple[CategoryView, ...]
    invented: bool
    vintage: VintageView
    vintages: tuple[VintageView, ...]

    @property
    def taken(self) -> bool:
        """Whether its values were taken over from a publisher."""
        return self.origin is Origin.PUBLISHED

    @property
    def unit_types(self) -> tuple[str, ...]:
        """The types of its units, in their order."""
        return tuple(dict.fromkeys(unit.unit_type for unit in self.units))


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """A value beside what it is compared with, each with its unit, its period and what it rests on.

    `outcome` is a word such as "worse" or "not compared"; `code` its number in methods.statistics.Outcome (a quintile
    where it is one). Only an actual value is coloured by it.
    """

    against: Against
    value: Value
    other_unit: str
    other_period: str
    other_value: float | None
    other_lower: float | None
    other_upper: float | None
    other_count: float | None
    other_denominator: float | None
    difference: float | None
    outcome: str
    code: int
    rule: str


@dataclass(frozen=True, slots=True)
class PointView:
    """A point of a target or a projection: the period that ends on its day, and the limits of a forecast."""

    period: str
    day: date
    value: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class PathView:
    """A target or a projection of a unit: the points of its rule, the rule in words, and when it was made.

    `values` is what it asks for or foresees in each period that has values. `bound` says what a value has to be to meet
    a target: below, at most, at least; empty where nobody said and the measure is not judged.
    """

    series: Series
    unit: str
    unit_name: str
    values: tuple[tuple[str, float], ...]
    points: tuple[PointView, ...]
    bound: str
    rule: str
    made_on: date
    source: str


@dataclass(frozen=True, slots=True)
class BreakView:
    """A day from which values are not comparable with those before, and why."""

    on: date
    why: str


@dataclass(frozen=True, slots=True)
class StepView:
    """A unit's value in a period, beside the year before and the same period of other units in their order."""

    value: Value
    before: ComparisonView | None
    beside: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class AimView:
    """A target beside where a unit stands: its last point, the newest value, and how far that is above it.

    `met` is whether a target that is due was met; None for one to come, or where nothing is judged. `outlook` is what
    the newest projection says of one to come, by its point `foreseen`; None where there is none for that day.
    """

    path: PathView
    at: PointView
    now: Value
    distance: float
    met: bool | None
    outlook: Outlook | None
    foreseen: PointView | None


@dataclass(frozen=True, slots=True)
class CourseView:
    """One unit over time: its periods in order, whom it stands beside, where it breaks, and where it should go.

    `projections` are the newest first; the first is the one that is drawn.
    """

    unit: UnitView
    steps: tuple[StepView, ...]
    beside: tuple[UnitView, ...]
    breaks: tuple[BreakView, ...]
    aims: tuple[AimView, ...]
    projections: tuple[PathView, ...]
