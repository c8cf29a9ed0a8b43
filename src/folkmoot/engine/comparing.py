"""What every value of a sheet is compared with, and what comes out by the rule that the definition names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

import numpy as np
from numpy.typing import NDArray

from folkmoot.engine.definition import ComparisonRule, Estimator, Measure
from folkmoot.engine.scope import GROUP, SpanKind
from folkmoot.engine.sheets import Against, Comparison, Floats, Series, Sheet
from folkmoot.methods import statistics
from folkmoot.methods.statistics import Outcome, Polarity

Places = NDArray[np.intp]
QUINTILES = 5


@dataclass(frozen=True, slots=True)
class _Pairing:
    """Which unit and which span each one is compared with; -1 for none."""

    against: Against
    label: str
    units: Places
    spans: Places


def compared(measure: Measure, sheet: Sheet, *, england: str = "") -> Sheet:
    """The sheet with its comparisons: with other units, other times, its targets, and the units of its type.

    Only what has a figure on the sheet is compared: what was withheld is compared with nothing.
    """
    found = [_outcome(measure, sheet, each) for each in (*_with_units(sheet, england), *_with_times(sheet))]
    if measure.estimator is Estimator.INDIRECT_RATIO:
        found.append(_with_reference(measure, sheet))
    if measure.comparison is ComparisonRule.QUINTILES:
        found.append(_among_others(sheet))
    found += [_with_target(measure, sheet, series) for series in (Series.TARGET, Series.ADJUSTED_TARGET)
              if any(path.series is series for path in sheet.paths)]  # fmt: skip
    return replace(sheet, comparisons=tuple(found))


def _with_units(sheet: Sheet, england: str) -> Iterator[_Pairing]:
    codes = {unit.code: place for place, unit in enumerate(sheet.units)}
    same = np.arange(len(sheet.spans))
    parents = np.array([codes.get(unit.parent, -1) for unit in sheet.units])
    if (parents >= 0).any():
        yield _Pairing(Against.PARENT, "parent", parents, same)
    others = [(Against.ENGLAND, code, codes[code]) for code in [england] if code in codes]
    others += [(Against.GROUP, unit.code, codes[unit.code]) for unit in sheet.units if unit.unit_type == GROUP]
    for against, code, place in others:
        yield _Pairing(against, code, np.where(np.arange(len(codes)) == place, -1, place), same)


def _with_times(sheet: Sheet) -> Iterator[_Pairing]:
    same = np.arange(len(sheet.units))
    periods = [(place, span) for place, span in enumerate(sheet.spans) if span.kind is SpanKind.PERIOD]
    maps = {against: np.full(len(sheet.spans), -1) for against in (Against.LAST_YEAR, Against.PREVIOUS, Against.BEFORE)}
    for place, span in enumerate(sheet.spans):
        if span.kind is SpanKind.AFTER:
            maps[Against.BEFORE][place] = _ending_before(sheet, place, SpanKind.BEFORE)
        elif span.kind is SpanKind.PERIOD:
            maps[Against.PREVIOUS][place] = _ending_before(sheet, place, SpanKind.PREVIOUS)
            earlier = [
                other for other, each in periods if each.last < span.last and _a_year_apart(each.last, span.last)
            ]
            maps[Against.LAST_YEAR][place] = earlier[0] if earlier else -1
    yield from (_Pairing(against, against, same, spans) for against, spans in maps.items() if (spans >= 0).any())


def _ending_before(sheet: Sheet, place: int, kind: SpanKind) -> int:
    """The span of a kind that ends on the day before another begins; -1 for none."""
    first = sheet.spans[place].first
    found = [other for other, each in enumerate(sheet.spans) if each.kind is kind and (first - each.last).days == 1]
    return found[0] if found else -1


def _a_year_apart(earlier: date, later: date) -> bool:
    return (earlier.year + 1, earlier.month) == (later.year, later.month)


def _outcome(measure: Measure, sheet: Sheet, pairing: _Pairing) -> Comparison:
    other = {name: _taken(getattr(sheet, name), pairing) for name in ("value", "lower", "upper")}
    rule, polarity = measure.comparison, measure.polarity
    if rule is ComparisonRule.LIMITS_APART:
        found = statistics.compare_overlap(sheet.lower, sheet.upper, other["lower"], other["upper"], polarity=polarity)
    elif rule in (ComparisonRule.BENCHMARK_OUTSIDE, ComparisonRule.BENCHMARK_OUTSIDE_TWO):
        wider = (sheet.least, sheet.most) if rule is ComparisonRule.BENCHMARK_OUTSIDE_TWO else None
        found = statistics.compare(sheet.lower, sheet.upper, other["value"], polarity=polarity, wider=wider)
    else:
        return _comparison(pairing, np.full(sheet.shape, Outcome.NOT_COMPARED, dtype=np.int8))
    return _comparison(pairing, found.outcome)


def _taken(array: Floats, pairing: _Pairing) -> Floats:
    """The figures of what each value is compared with, NaN where that is nothing."""
    found = array[pairing.units][:, pairing.spans]
    found[pairing.units < 0] = np.nan
    found[:, pairing.spans < 0] = np.nan
    return found


def _comparison(pairing: _Pairing, outcome: NDArray[np.int8]) -> Comparison:
    return Comparison(
        pairing.against, pairing.label, tuple(pairing.units.tolist()), tuple(pairing.spans.tolist()), outcome
    )


def _with_reference(measure: Measure, sheet: Sheet) -> Comparison:
    """A ratio beside `per`, which is what the unit of reference itself has."""
    rule = measure.comparison
    wider = (sheet.least, sheet.most) if rule is ComparisonRule.BENCHMARK_OUTSIDE_TWO else None
    found = statistics.compare(sheet.lower, sheet.upper, measure.per, polarity=measure.polarity, wider=wider)
    judged = rule in (ComparisonRule.BENCHMARK_OUTSIDE, ComparisonRule.BENCHMARK_OUTSIDE_TWO)
    outcome = found.outcome if judged else np.full(sheet.shape, Outcome.NOT_COMPARED, dtype=np.int8)
    units, spans, _ = sheet.shape
    return Comparison(Against.REFERENCE, "reference", (-1,) * units, (-1,) * spans, outcome, measure.per)


def _among_others(sheet: Sheet) -> Comparison:
    """The quintile of each value among the units of its type at the same time, 1 the highest values."""
    outcome = np.zeros(sheet.shape, dtype=np.int8)
    types = np.array([unit.unit_type for unit in sheet.units])
    units, spans, cells = sheet.shape
    for span, cell in product(range(spans), range(cells)):
        found = statistics.quantiles(sheet.value[:, span, cell], QUINTILES, groups=types)
        outcome[:, span, cell] = np.nan_to_num(found.value)
    return Comparison(Against.OTHERS, "units of its type", (-1,) * units, (-1,) * spans, outcome)


def _with_target(measure: Measure, sheet: Sheet, series: Series) -> Comparison:
    """Each whole value beside its unit's target: met, near or missed, by its limits or, without any, by itself."""
    aim = np.full(sheet.shape, np.nan)
    for path in sheet.paths:
        if path.series is series:
            aim[path.unit, :, 0] = path.values
    outcome = np.full(sheet.shape, Outcome.NOT_COMPARED, dtype=np.int8)
    if measure.polarity is not Polarity.NONE:
        low, high = (np.where(np.isfinite(limit), limit, sheet.value) for limit in (sheet.lower, sheet.upper))
        outcome = statistics.compare_with_target(low, high, aim, polarity=measure.polarity).outcome
    units, spans, _ = sheet.shape
    return Comparison(Against.TARGET, series, tuple(range(units)), tuple(range(spans)), outcome)
