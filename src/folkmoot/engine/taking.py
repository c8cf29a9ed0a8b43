"""Values that a publisher printed, taken over as they are: nothing is counted, rolled up or computed again.

A row stands for the unit whose code it has and for the period that ends on its day. What fits no unit or no period is
left out and told; two rows for one value are refused, since nobody can say which of them was meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from folkmoot.engine.definition import Measure, Published
from folkmoot.engine.plan import CONDITIONS, BadFacts
from folkmoot.engine.scope import Scope
from folkmoot.engine.sheets import Cell, Sheet
from folkmoot.methods.statistics import Status

Row = Mapping[str, Any]
Place = tuple[int, int, int]

PART = "published"
_MARK = "_mark"  # ends the name of the column that says what stands where a figure is withheld
_FIGURES = {"value": "figure"} | {
    name: name for name in ("lower", "upper", "least", "most", "count", "denominator")
}  # fmt: skip


def sheet(measure: Measure, published: Published, scope: Scope, files: Sequence[Path]) -> Sheet:
    """Every published value of a measure for a scope. BadFacts names a column that is missing, or a value that is two.

    Limits are the publisher's; where there is none, or no figure, it is NaN.
    """
    tables = [_read(measure, published, file) for file in files]
    kept = [_kept(measure, published, table) for table in tables]
    read, held = (sum(len(table) for table in each) for each in (tables, kept))
    rows, excluded = _placed(measure, scope, [row for table in kept for row in table.to_pylist()])
    if held < read:
        excluded[CONDITIONS, ""] = read - held
    shape = (len(scope.units), len(scope.spans), 1)
    arrays = {name: np.full(shape, np.nan) for name in _FIGURES}
    for name, column in _columns(published):
        for place, row in rows.items():
            arrays[name][place] = np.nan if row[column] is None else row[column]
    remarks = {place: _remark(published, row) for place, row in rows.items()}
    return Sheet(
        measure=measure.id,
        units=scope.units,
        spans=scope.spans,
        cells=(Cell(),),
        value=arrays["value"],
        lower=arrays["lower"],
        upper=arrays["upper"],
        least=arrays["least"],
        most=arrays["most"],
        count=arrays["count"],
        denominator=arrays["denominator"],
        status=np.where(np.isnan(arrays["value"]), Status.MISSING, Status.OK).astype(np.uint16),
        rows=(read, 0),
        excluded=tuple((PART, *reason, number) for reason, number in sorted(excluded.items())),
        remarks={place: words for place, words in remarks.items() if words},
    )


def _placed(measure: Measure, scope: Scope, rows: Sequence[Row]) -> tuple[dict[Place, Row], Counter[tuple[str, str]]]:
    """The row of each value, and the units and days that no value is of."""
    ends = {span.last: place for place, span in enumerate(scope.spans)}
    found: dict[Place, Row] = {}
    excluded: Counter[tuple[str, str]] = Counter()
    for row in rows:
        unit, span = scope.place(row["unit"]), ends.get(row["date"], -1)
        if unit < 0 or span < 0:
            column, name = ("unit", "unit") if unit < 0 else ("date", "period")
            excluded[name, str(row[column] or "")] += 1
        elif (unit, span, 0) in found:
            raise BadFacts(
                f"{measure.id}: {measure.numerator.data_set} has two values of {scope.units[unit].name} in "
                f"{scope.spans[span].label}; narrow the conditions of its definition, so that one is left"
            )
        else:
            found[unit, span, 0] = row
    return found, excluded


def _columns(published: Published) -> list[tuple[str, str]]:
    """The arrays of a sheet with the columns that they are filled from, where the file has them."""
    named = asdict(published)
    return [(name, named[column]) for name, column in _FIGURES.items() if named[column]]


def _read(measure: Measure, published: Published, file: Path) -> pa.Table:
    """The columns of a file that are needed."""
    figures = {column for _, column in _columns(published)}
    words = {condition.column for condition in measure.numerator.where} | {*published.blank}
    words |= {published.remark} if published.remark else set()
    schema = pq.read_schema(file)
    for column in sorted({"unit", "date", *figures, *words} - {*schema.names}):
        told = ", ".join(schema.names)
        raise BadFacts(f"{measure.id}: {measure.numerator.data_set} has no column {column!r}; it has {told}")
    for column in sorted(figures):
        if not (pa.types.is_integer(schema.field(column).type) or pa.types.is_floating(schema.field(column).type)):
            raise BadFacts(f"{measure.id}: the column {column!r} of {measure.numerator.data_set} holds no numbers")
    for column in sorted({condition.column for condition in measure.numerator.where}):
        if not pa.types.is_string(schema.field(column).type):
            raise BadFacts(f"{measure.id}: the column {column!r} of {measure.numerator.data_set} holds no words")
    marks = {published.figure + _MARK} & {*schema.names}
    return pq.read_table(file, columns=["unit", "date", *figures, *words, *marks])


def _kept(measure: Measure, published: Published, table: pa.Table) -> pa.Table:
    """The rows that have a value of the measure; each word of a column is looked at once."""
    kept = np.ones(len(table), dtype=np.bool_)
    for condition in measure.numerator.where:
        column = table[condition.column]
        holding = [word for word in column.unique().to_pylist() if condition.holds(word)]
        kept &= pc.is_in(column, pa.array(holding, column.type)).to_numpy()
    for name in published.blank:
        kept &= table[name].is_null().to_numpy()
    return table.filter(pa.array(kept))


def _remark(published: Published, row: Row) -> str:
    """What the publisher prints beside a value, or in its place."""
    mark = row.get(published.figure + _MARK)
    printed = f"the publisher prints {mark}" if mark else ""
    return "; ".join(filter(None, (printed, str(row[published.remark] or "") if published.remark else "")))
