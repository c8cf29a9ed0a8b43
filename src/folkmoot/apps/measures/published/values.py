"""Measures and their values as they were released, after the disclosure rule."""

from __future__ import annotations

import numpy as np

from folkmoot.apps.measures import queries
from folkmoot.apps.measures.models import VintageMeasure
from folkmoot.apps.measures.published.views import (
    CategoryView,
    ComparisonView,
    FigureView,
    MeasureLine,
    MeasureView,
    SourceView,
    UnitView,
    VintageView,
    WithdrawnView,
)
from folkmoot.apps.measures.queries.values import Value, at, known, origin
from folkmoot.apps.measures.terms import Against
from folkmoot.engine.definition import Measure
from folkmoot.engine.scope import SpanKind, Unit
from folkmoot.engine.sheets import Comparison, Sheet, outcome_words
from folkmoot.methods.statistics import Outcome


def measures() -> tuple[MeasureLine, ...]:
    """Every measure that was released, by title."""
    return tuple(line for line, _ in _newest())


def figures(unit_type: str, code: str) -> tuple[FigureView, ...]:
    """The newest value of a unit in every measure that has one, by title."""
    found = []
    for line, row in _newest():
        whole = queries.sheet(row.public)
        place = next(
            (number for number, unit in enumerate(whole.units) if (unit.unit_type, unit.code) == (unit_type, code)), -1
        )
        if place < 0:
            continue
        spans = [number for number, span in enumerate(whole.spans)
                 if span.kind is SpanKind.PERIOD and np.isfinite(whole.value[place, number, 0])]  # fmt: skip
        if spans:
            newest = max(spans, key=lambda number: whole.spans[number].last)
            decimals = queries.definition(row).example.decimals
            found.append(FigureView(line, decimals, at(row, whole, (place, newest, 0))))
    return tuple(found)


def _newest() -> list[tuple[MeasureLine, VintageMeasure]]:
    """Each measure in its newest release, by title."""
    lines: dict[str, tuple[MeasureLine, VintageMeasure]] = {}
    for row in queries.released():
        if row.measure not in lines and row.vintage.released_at is not None:
            line = MeasureLine(
                row.measure, row.title, queries.definition(row).unit, row.invented, row.vintage.sha256,
                row.vintage.released_at,
            )  # fmt: skip
            lines[row.measure] = (line, row)
    return sorted(lines.values(), key=lambda each: each[0].title)


def measure(measure_id: str, vintage: str = "") -> MeasureView | None:
    """A measure in the release with that hash, or the newest; None where the world can read none."""
    row = row_of(measure_id, vintage)
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
        sources=sources(row),
        units=tuple(map(unit_view, found.units)),
        periods=tuple(span.label for span in found.spans if span.kind is not SpanKind.PREVIOUS),
        breakdowns=_breakdowns(found, titles),
        invented=row.invented,
        vintage=next(each for each in releases if each.sha256 == row.vintage.sha256),
        vintages=releases,
    )


def unit_view(unit: Unit) -> UnitView:
    """A unit as a release has it."""
    return UnitView(unit.code, unit.name, unit.unit_type, unit.parent)


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
    row = row_of(measure_id, vintage)
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
    row = row_of(measure_id, vintage)
    if row is None:
        return ()
    found, defined = queries.sheet(row.public), queries.definition(row)
    return tuple(
        _compared(row, found, defined, each, place)
        for place in _places(found, unit, unit_type, period, breakdown)
        for each in found.comparisons
        if _has_other(found, each, place)
    )


def row_of(measure_id: str, vintage: str) -> VintageMeasure | None:
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


def sources(row: VintageMeasure) -> tuple[SourceView, ...]:
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
