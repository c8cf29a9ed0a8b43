"""A measure as it is defined: what is counted, of whom, how it becomes a value, and who answers for the definition.

A definition is a reviewed text file in definitions/measures, read by `reading`; nothing here touches records.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from folkmoot.methods.statistics import AgeBands, Polarity


class Estimator(StrEnum):
    """How counts become a value; `estimating` has one function for each but the last, which `taking` takes over."""

    COUNT = "count"
    PROPORTION = "proportion"
    CRUDE_RATE = "crude rate"
    DIRECT_RATE = "directly standardised rate"
    INDIRECT_RATIO = "indirectly standardised ratio"
    MEAN = "mean"
    MEDIAN_DURATION = "median duration"
    LIFE_EXPECTANCY = "life expectancy"
    HEALTHY_LIFE_EXPECTANCY = "healthy life expectancy"
    CHANGE = "change"
    RATIO = "ratio"
    SCORE = "score"
    PUBLISHED = "published value"


BY_AGE = (
    Estimator.DIRECT_RATE,
    Estimator.INDIRECT_RATIO,
    Estimator.LIFE_EXPECTANCY,
    Estimator.HEALTHY_LIFE_EXPECTANCY,
)
"""Estimators that need their counts by age band."""

REFERRING = (Estimator.INDIRECT_RATIO, Estimator.HEALTHY_LIFE_EXPECTANCY)
"""Estimators that need counts beside their own: of a reference population, or of a survey of health."""

OF_VALUES = (Estimator.MEAN, Estimator.MEDIAN_DURATION)
"""Estimators of a value that each record carries, rather than of how many records there are."""

WITHOUT_DENOMINATOR = (Estimator.COUNT, Estimator.PUBLISHED, *OF_VALUES)


class Kind(StrEnum):
    """Whether a count is of what is there on a day, or of what happens in a time."""

    STOCK = "stock"
    FLOW = "flow"


class YearType(StrEnum):
    """What a year is; a pooled one is several years taken together."""

    CALENDAR = "calendar"
    FINANCIAL = "financial"
    ACADEMIC = "academic"
    POOLED = "pooled"


class Disclosure(StrEnum):
    """Which rule of methods.disclosure is applied at release."""

    NONE = "none"
    UNDER_5 = "under5"
    NHS_2018 = "nhs-2018"


class Bound(StrEnum):
    """What a value has to be to meet a target."""

    BELOW = "below"
    AT_MOST = "at most"
    AT_LEAST = "at least"


class ComparisonRule(StrEnum):
    """When a value is said to differ from what it is compared with."""

    NONE = "not compared"
    BENCHMARK_OUTSIDE = "benchmark outside the limits"
    BENCHMARK_OUTSIDE_TWO = "benchmark outside the limits at two levels"
    LIMITS_APART = "limits apart"
    QUINTILES = "quintiles"
    TARGET = "target"


BY_LIMITS = (ComparisonRule.BENCHMARK_OUTSIDE, ComparisonRule.BENCHMARK_OUTSIDE_TWO, ComparisonRule.LIMITS_APART)
"""Rules that cannot be applied to a value without limits."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Keeps the rows in whose column stands one of `among`, or something that begins with one of `begins`."""

    column: str
    among: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()

    def holds(self, value: str | None) -> bool:
        """Whether a cell passes; an empty one never does."""
        return value is not None and (value in self.among or value.startswith(self.begins or "\0"))


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows of a data set that are counted, each once, or as many times as its `weight` column says (a whole number).

    `signed`: a weight may be negative, as a score times its residents may be.
    """

    data_set: str
    title: str
    where: tuple[Condition, ...] = ()
    weight: str = ""
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """The columns of a published file whose figures are taken over; empty for what the file does not have.

    `lower` and `upper` are limits at 95 %, `least` and `most` at 99.8 %. `blank` are columns that are filled only in
    rows of a part of a unit, which are left out.
    """

    figure: str
    lower: str = ""
    upper: str = ""
    least: str = ""
    most: str = ""
    count: str = ""
    denominator: str = ""
    remark: str = ""
    blank: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """People asked how they are, and which of them are in poor health."""

    asked: Counted
    poor: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """What somebody has said that a value should be by a day; `source` is who said so, and where."""

    whose: str
    bound: Bound
    value: float
    by: date
    source: str


@dataclass(frozen=True, slots=True)
class Break:
    """A day from which values are not comparable with those before, and why."""

    on: date
    why: str


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Categories of a column. In an overlapping one a row may belong to several, written with ';' between them."""

    id: str
    title: str
    column: str
    categories: tuple[str, ...]
    overlapping: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """The column of whole numbers, 0 to `highest`, that a mean or a median is of; higher ones are not believed."""

    column: str
    highest: int


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a definition's change log."""

    on: date
    by: str
    what: str


@dataclass(frozen=True, slots=True)
class Example:
    """Figures from which the value follows that is stated beside them, to `decimals` places.

    By age band where the measure needs ages; earlier and later for a change; one a record for a mean or median. The
    reference of a healthy life expectancy is its survey: those in poor health, and those asked.
    """

    source: str
    invented: bool
    numerator: tuple[float, ...]
    denominator: tuple[float, ...]
    reference_numerator: tuple[float, ...]
    reference_denominator: tuple[float, ...]
    value: float
    lower: float | None
    upper: float | None
    decimals: int


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure; `unit` are the words after its value, `per` what a share or rate is multiplied by.

    `published` says where the values of one that is not computed stand; `numerator` are then the rows that have them.
    `complete`: everything is counted and nothing sampled, so that no interval is given. `not_held` says why there are
    no records to compute it from, and is empty where there are. `checker` is empty until a second person has checked.
    """

    id: str
    title: str
    why: str
    estimator: Estimator
    unit: str
    per: float
    counting_unit: str
    kind: Kind
    year_type: YearType
    pooled_years: int
    polarity: Polarity
    unit_types: tuple[str, ...]
    disclosure: Disclosure
    comparison: ComparisonRule
    complete: bool
    not_held: str
    ages: AgeBands | None
    standard: str
    measured: Measured | None
    numerator: Counted
    denominator: Counted | None
    survey: Survey | None
    published: Published | None
    breakdowns: tuple[Breakdown, ...]
    targets: tuple[Target, ...]
    breaks: tuple[Break, ...]
    caveats: tuple[str, ...]
    author: str
    checker: str
    next_review: date
    changes: tuple[Change, ...]
    example: Example
