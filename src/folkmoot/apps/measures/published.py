"""What the world may read of measures: released vintages, after the disclosure rule, and nothing else."""

from __future__ import annotations

import csv as csv_format
import io
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from folkmoot.apps.measures import queries
from folkmoot.apps.measures.models import VintageMeasure
from folkmoot.apps.measures.queries.values import Value as Value
from folkmoot.apps.measures.queries.values import at, known, origin
from folkmoot.apps.measures.terms import Against, Origin, Series
from folkmoot.engine.definition import Measure
from folkmoot.engine.scope import SpanKind
from folkmoot.engine.sheets import Comparison, Sheet, outcome_words
from folkmoot.methods.statistics import Outcome


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
class PathView:
    """A target or a projection of a unit: its value by period, the rule that it follows, and when it was made."""

    series: Series
    unit: str
    unit_name: str
    points: tuple[tuple[str, float], ...]
    rule: str
    made_on: date
    source: str


def measures() -> tuple[MeasureLine, ...]:
    """Every measure that was released, by title."""
    lines: dict[str, MeasureLine] = {}
    for row in queries.released():
        if row.measure not in lines and row.vintage.released_at is not None:
            lines[row.measure] = MeasureLine(
                row.measure, row.title, queries.definition(row).unit, row.invented, row.vintage.sha256,
                row.vintage.released_at,
            )  # fmt: skip
    return tuple(sorted(lines.values(), key=lambda line: line.title))


def measure(measure_id: str, vintage: str = "") -> MeasureView | None:
    """A measure in the release with that hash, or the newest; None where the world can read none."""
    row = _row(measure_id, vintage)
    if row is None:
        return None
    found, defined = queries.sheet(row.public), queries.definition(row)
    releases = _vintages(measure_id)
    titles = {each.id: each.title for each in defined.breakdowns}
    return MeasureView(
        id=row.measure,
        title=defined.title,
        why=defined.why,
        unit=defined.unit,
        decimals=defined.example.decimals,
        estimator=defined.estimator,
        counting_unit=defined.counting_unit,
        kind=defined.kind,
        year_type=defined.year_type,
        polarity=defined.polarity,
        disclosure=defined.disclosure,
        comparison=defined.comparison,
        complete=defined.complete,
        limited=bool(np.isfinite(found.lower).any()),
        counted=bool(np.isfinite(found.count).any()),
        origin=origin(defined),
        numerator=defined.numerator.title,
        denominator=defined.denominator.title if defined.denominator else "",
        standard=defined.standard,
        caveats=defined.caveats,
        author=defined.author,
        checker=defined.checker,
        next_review=defined.next_review,
        sources=_sources(row),
        units=tuple(UnitView(unit.code, unit.name, unit.unit_type, unit.parent) for unit in found.units),
        periods=tuple(span.label for span in found.spans if span.kind is not SpanKind.PREVIOUS),
        breakdowns=_breakdowns(found, titles),
        invented=row.invented,
        vintage=next(each for each in releases if each.sha256 == row.vintage.sha256),
        vintages=releases,
    )


def withdrawn(measure_id: str, vintage: str) -> WithdrawnView | None:
    """A release that was taken back, with the reason; None where there is none with that hash."""
    for row in queries.ever_released(measure_id):
        if row.vintage.sha256 == vintage and row.vintage.withdrawn_at is not None:
            return WithdrawnView(row.title, row.vintage.withdrawn_at, row.vintage.withdrawn_reason)
    return None


def values(
    measure_id: str,
    vintage: str = "",
    *,
    unit: str = "",
    unit_type: str = "",
    period: str = "",
    breakdown: str = "",
) -> tuple[Value, ...]:
    """Values in the order of units, periods and categories; none where there is nothing that the world can read.

    Of one unit or of the units of a type, of one period or of all, of the categories of a breakdown or, for no
    breakdown, of everything together. Benchmarks, which are several years together, are told apart by their series.
    """
    row = _row(measure_id, vintage)
    if row is None:
        return ()
    found = queries.sheet(row.public)
    places = _places(found, unit, unit_type, period, breakdown)
    return tuple(at(row, found, place) for place in places)


def comparisons(
    measure_id: str,
    vintage: str = "",
    *,
    unit: str = "",
    unit_type: str = "",
    period: str = "",
    breakdown: str = "",
) -> tuple[ComparisonView, ...]:
    """Each value beside everything that it is compared with; the same choice as for `values`."""
    row = _row(measure_id, vintage)
    if row is None:
        return ()
    found, defined = queries.sheet(row.public), queries.definition(row)
    return tuple(
        _compared(row, found, defined, each, place)
        for place in _places(found, unit, unit_type, period, breakdown)
        for each in found.comparisons
        if _has_other(found, each, place)
    )


def paths(measure_id: str, vintage: str = "", *, unit: str = "") -> tuple[PathView, ...]:
    """The targets and projections of a measure, of one unit or of all."""
    row = _row(measure_id, vintage)
    if row is None:
        return ()
    found = queries.sheet(row.public)
    labels = [span.label for span in found.spans]
    return tuple(
        PathView(
            path.series, found.units[path.unit].code, found.units[path.unit].name,
            tuple((label, value) for label, value in zip(labels, path.values, strict=True) if value == value),
            path.rule, path.made_on, path.source,
        )
        for path in found.paths
        if unit in ("", found.units[path.unit].code, found.units[path.unit].name)
    )  # fmt: skip


COLUMNS = (
    "measure", "title", "unit_type", "unit", "unit_name", "period", "breakdown", "category", "series", "value",
    "lower_95", "upper_95", "count", "denominator", "note", "value_unit", "origin", "source", "vintage",
    "invented",
)  # fmt: skip


def csv(measure_id: str, vintage: str = "") -> str | None:
    """Every value of a measure as CSV, with targets and projections; None where the world can read none."""
    row = _row(measure_id, vintage)
    if row is None:
        return None
    found, defined = queries.sheet(row.public), queries.definition(row)
    text = io.StringIO()
    written = csv_format.writer(text)
    written.writerow(COLUMNS)
    types = {unit.code: unit.unit_type for unit in found.units}
    source = "; ".join(dict.fromkeys(each.source for each in _sources(row)))
    end = [defined.unit, origin(defined), source, row.vintage.sha256, "invented" if row.invented else ""]
    for place in found.places():
        line = at(row, found, place)
        figures = [line.value, line.lower, line.upper, line.count, line.denominator]
        named = [line.unit, line.unit_name, line.period, line.breakdown, line.category, line.series]
        written.writerow([row.measure, row.title, types[line.unit], *named, *map(_written, figures), line.note, *end])
    for path in paths(measure_id, vintage):
        for period, value in path.points:
            named = [types[path.unit], path.unit, path.unit_name, period, "", "", path.series]
            written.writerow([row.measure, row.title, *named, _written(value), "", "", "", "", path.rule, *end])
    return text.getvalue()


def _written(number: float | None) -> str:
    return "" if number is None else f"{number:.10g}"


def _row(measure_id: str, vintage: str) -> VintageMeasure | None:
    try:
        return queries.held(measure_id, vintage)
    except queries.UnknownValue:
        return None


def _vintages(measure_id: str) -> tuple[VintageView, ...]:
    return tuple(
        VintageView(
            row.vintage.sha256, row.vintage.pk, row.vintage.released_at, row.vintage.withdrawn_reason, row.withheld
        )
        for row in queries.ever_released(measure_id)
        if row.vintage.released_at is not None
    )


def _sources(row: VintageMeasure) -> tuple[SourceView, ...]:
    found = [each for each in row.built_from if each["source"]]
    views = (
        SourceView(each["title"], each["source"], each["period"], each["licence"], each["sha256"], each["invented"])
        for each in found
    )
    return tuple(dict.fromkeys(views))


def _breakdowns(found: Sheet, titles: dict[str, str]) -> tuple[CategoryView, ...]:
    cells: dict[str, list[str]] = {}
    for cell in found.cells:
        if cell.breakdown:
            cells.setdefault(cell.breakdown, []).append(cell.category)
    overlapping = {cell.breakdown for cell in found.cells if cell.overlapping}
    return tuple(
        CategoryView(name, titles.get(name, name.capitalize()), tuple(categories), name in overlapping)
        for name, categories in cells.items()
    )


def _places(found: Sheet, unit: str, unit_type: str, period: str, breakdown: str) -> list[tuple[int, int, int]]:
    units = [place for place, each in enumerate(found.units)
             if unit in ("", each.code, each.name) and unit_type in ("", each.unit_type)]  # fmt: skip
    spans = [place for place, each in enumerate(found.spans) if period in ("", each.label)]
    cells = [place for place, each in enumerate(found.cells) if each.breakdown == breakdown]
    return [(each, span, cell) for each in units for span in spans for cell in cells]


def _has_other(found: Sheet, comparison: Comparison, place: tuple[int, int, int]) -> bool:
    """Whether there is anything that a value is compared with; what is withheld counts, a year too early does not."""
    unit, span, _ = place
    if comparison.against in (Against.OTHERS, Against.REFERENCE):
        return True
    if comparison.against is Against.TARGET:
        return known(found.mark(comparison, *place)) is not None
    return comparison.units[unit] >= 0 and comparison.spans[span] >= 0


def _compared(
    row: VintageMeasure, found: Sheet, defined: Measure, comparison: Comparison, place: tuple[int, int, int]
) -> ComparisonView:
    mine, mark = at(row, found, place), known(found.mark(comparison, *place))
    code = int(comparison.outcome[place])
    other = (comparison.units[place[0]], comparison.spans[place[1]], place[2])
    base = at(row, found, other) if comparison.against in _WITH_ANOTHER else None
    return ComparisonView(
        against=comparison.against,
        value=mine,
        other_unit=base.unit_name if base else comparison.label,
        other_period=base.period if base else mine.period,
        other_value=mark,
        other_lower=base.lower if base else None,
        other_upper=base.upper if base else None,
        other_count=base.count if base else None,
        other_denominator=base.denominator if base else None,
        difference=None if mark is None or mine.value is None else mine.value - mark,
        outcome=outcome_words(comparison, code),
        code=code if comparison.against is not Against.OTHERS or code else int(Outcome.NOT_COMPARED),
        rule=defined.comparison,
    )


_WITH_ANOTHER = (
    Against.PARENT, Against.ENGLAND, Against.GROUP, Against.LAST_YEAR, Against.PREVIOUS, Against.BEFORE,
)  # fmt: skip
"""Comparisons with another value of the sheet."""
