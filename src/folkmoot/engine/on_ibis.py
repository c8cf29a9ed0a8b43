"""The backend for facts that stay where they are: DuckDB, Spark, Databricks and whatever else Ibis speaks to.

There the rows become groups, one for all rows alike in what the plan looks at: numbers and days as the first of their
category, words as they stand. Only the groups come here, and `placing` puts them where it puts rows, so that every
reason of an exclusion is the same on every backend. Whole numbers are cast to 64 bits before anything is done with
them: some engines would let a sum of 32 bits overflow in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _

from folkmoot.engine.backends import Counting
from folkmoot.engine.cells import Cells, Told
from folkmoot.engine.cube import Cube
from folkmoot.engine.definition import Condition
from folkmoot.engine.placing import Placing
from folkmoot.engine.plan import CONDITIONS, WEIGHT, WORDS, WORDY, Axis, AxisKind, BadFacts, Plan

DUCKDB = "duckdb://"
WHOLE = "int64"
KEPT, NO_WEIGHT, BAD_WEIGHT = 0, -1, -2
"""Why a row is excluded; the conditions are 1, 2, ... in their order."""


def connect(address: str) -> Counting:
    """Counting at an address as Ibis reads it: `duckdb://`, which is meant where none is given, `pyspark://`, ..."""
    return over(ibis.connect(address or DUCKDB))


def over(connection: ibis.BaseBackend) -> Counting:
    """Counting by a connection: Parquet files by their paths, its own tables by their names."""

    def counting(plan: Plan, facts: Sequence[Path | str]) -> Cube:
        cells = Cells(plan)
        if not facts:
            return cells.cube(Told())
        tables = [connection.read_parquet(each) if isinstance(each, Path) else connection.table(each) for each in facts]
        rows = [_cells(plan, table, str(each)) for table, each in zip(tables, facts, strict=True)]
        keys = ["reason", *(_name(place) for place in range(len(plan.axes)))]
        grouped = reduce(ibis.union, rows).group_by(keys).aggregate(rows=_.count(), amount=_.weight.sum())
        return _counted(plan, grouped.to_pyarrow(), cells)

    return counting


def _name(place: int) -> str:
    return f"axis_{place}"


def _cells(plan: Plan, table: ibis.Table, name: str) -> ibis.Table:
    """A row's cells by axis, its weight, and the reason for which it is excluded, in which case it has no cells."""
    _check(plan, table, name)
    weight = table[plan.weight].cast(WHOLE) if plan.weight else ibis.literal(1, WHOLE)
    unmet = [(~_holds(condition, table[condition.column]), place) for place, condition in enumerate(plan.where, 1)]
    weighed = [(weight.isnull(), NO_WEIGHT)] if plan.weight else []
    weighed += [(weight < 0, BAD_WEIGHT)] if plan.weight and not plan.signed else []
    reason = ibis.cases(*unmet, *weighed, else_=KEPT) if unmet or weighed else ibis.literal(KEPT)
    cells = {_name(place): _cell(axis, table[axis.column]) for place, axis in enumerate(plan.axes)}
    shown = {key: ibis.ifelse(reason == KEPT, cell, ibis.null(cell.type())) for key, cell in cells.items()}
    return table.select(reason=reason.cast(WHOLE), weight=ibis.ifelse(reason == KEPT, weight, 0).cast(WHOLE), **shown)


def _check(plan: Plan, table: ibis.Table, name: str) -> None:
    for column, kind in plan.columns.items():
        if column not in table.columns:
            raise BadFacts(f"{name} has no column {column!r}, which should hold {kind}")
        found = table[column].type()
        if not _HOLDS[kind](found):
            raise BadFacts(f"{name}, column {column!r}: should hold {kind}, but holds {found}")


_HOLDS = {
    WORDS: lambda found: found.is_string(),
    AxisKind.NUMBERS.value: lambda found: found.is_integer(),
    AxisKind.DAYS.value: lambda found: found.is_date() or found.is_timestamp(),
}


def _holds(condition: Condition, column: ibis.Column) -> ibis.Column:
    """Whether a cell passes; a missing one never does."""
    passes = [column.isin(condition.among)] if condition.among else []
    passes += [column.startswith(begin) for begin in condition.begins]
    return column.notnull() & reduce(lambda one, other: one | other, passes)


def _cell(axis: Axis, column: ibis.Column) -> ibis.Column:
    """Words as they are; numbers and days as the first of their category, or as the one before all where in none."""
    if axis.kind in WORDY:
        return column
    missing = (column.isnull(), ibis.null(WHOLE))
    before = ibis.literal(axis.spans[0][0] - 1, WHOLE)
    days = axis.kind is AxisKind.DAYS
    found, there = (column.cast("date"), _day) if days else (column.cast(WHOLE), int)
    if not days and all(end == first + 1 for first, end in axis.spans):  # thousands, where a median is of them
        return ibis.cases(missing, (found.between(axis.spans[0][0], axis.spans[-1][0]), found), else_=before)
    within = [
        found >= there(first) if end is None else found.between(there(first), there(end - 1))
        for first, end in axis.spans
    ]
    firsts = [ibis.literal(first, WHOLE) for first, _ in axis.spans]
    return ibis.cases(missing, *zip(within, firsts, strict=True), else_=before)


def _day(number: int) -> date:
    return date(1970, 1, 1) + timedelta(number)


def _counted(plan: Plan, groups: pa.Table, cells: Cells) -> Cube:
    """The cube of groups, each with the rows and the amount it stands for."""
    by_reason = groups.group_by("reason").aggregate([("rows", "sum")]).to_pydict()
    told = dict(zip(by_reason["reason"], by_reason["rows_sum"], strict=True))
    excluded: Counter[tuple[str, str]] = Counter()
    for reason in set(told) - {KEPT}:
        excluded[_REASONS.get(reason) or (CONDITIONS, plan.where[reason - 1].column)] += told[reason]
    kept = groups.filter(pc.equal(groups["reason"], KEPT)).combine_chunks()
    names = {_name(place): axis for place, axis in enumerate(plan.axes)}
    for name, axis in names.items():
        if axis.kind in WORDY:
            coded = kept[name].cast(pa.string()).dictionary_encode().combine_chunks()
            kept = kept.set_column(kept.schema.get_field_index(name), name, coded)
    axes = tuple(replace(axis, column=name) for name, axis in names.items())
    placing = Placing(Plan(plan.data_set, (), "amount", axes, plan.signed))
    for batch in kept.to_batches():
        placed = placing.of(batch, batch["rows"].to_numpy())
        excluded += placed.excluded
        cells.add(placed.keys, placed.weights)
    return cells.cube(Told(sum(told.values()), excluded))


_REASONS = {NO_WEIGHT: (WEIGHT, ""), BAD_WEIGHT: (WEIGHT, "outside")}
