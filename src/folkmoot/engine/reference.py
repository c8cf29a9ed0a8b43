"""The oracle: counts row by row in plain Python, slow and obvious. It imports neither NumPy nor another backend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from folkmoot.engine.plan import CONDITIONS, MISSING, WEIGHT, Axis, AxisKind, Plan

Row = Mapping[str, str | int | date | None]


@dataclass(slots=True)
class Tally:
    """Counts by the labels of every axis, how many rows there were, and how many were excluded, by what and its value.

    The value is "" where the cell was missing, and "outside" where a number or a day lay in no category.
    """

    cells: Counter[tuple[str, ...]] = field(default_factory=Counter)
    rows: int = 0
    excluded: Counter[tuple[str, str]] = field(default_factory=Counter)


class _Excluded(Exception):
    """Why a row is not counted."""


def count(plan: Plan, rows: Iterable[Row]) -> Tally:
    """The counts of a plan over rows."""
    tally = Tally()
    for row in rows:
        tally.rows += 1
        try:
            weight, labels = _weight(plan, row), [_labels(axis, row) for axis in plan.axes]
        except _Excluded as reason:
            name, value = reason.args
            tally.excluded[name, value] += 1
            continue
        for cell in product(*labels):
            tally.cells[cell] += weight
    tally.cells = Counter({cell: number for cell, number in tally.cells.items() if number})
    return tally


def _weight(plan: Plan, row: Row) -> int:
    for condition in plan.where:
        found = row[condition.column]
        if not condition.holds(None if found is None else str(found)):
            raise _Excluded(CONDITIONS, condition.column)
    weight = row[plan.weight] if plan.weight else 1
    if weight is None:
        raise _Excluded(WEIGHT, "")
    if not isinstance(weight, int) or (weight < 0 and not plan.signed):
        raise _Excluded(WEIGHT, "outside")
    return weight


def _labels(axis: Axis, row: Row) -> set[str]:
    """The categories to which a row belongs: one, or several on an axis of several words."""
    found = row[axis.column]
    if found is None or found == "":
        if axis.holds_missing:
            return {MISSING}
        raise _Excluded(axis.id, "")
    if axis.kind in (AxisKind.WORDS, AxisKind.MANY_WORDS):
        words = str(found).split(";") if axis.kind is AxisKind.MANY_WORDS else [str(found)]
        if not set(words) <= set(axis.categories):
            raise _Excluded(axis.id, str(found))
        return set(words)
    number = (found - date(1970, 1, 1)).days if isinstance(found, date) else int(found)
    for label, (first, end) in zip(axis.categories, axis.spans, strict=True):
        if first <= number and (end is None or number < end):
            return {label}
    raise _Excluded(axis.id, "outside")
