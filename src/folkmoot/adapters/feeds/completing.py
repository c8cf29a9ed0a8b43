"""Completes kept rows to facts: their unit and date stand first, and figures that are whole become whole numbers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from folkmoot.adapters.feeds.layouts import DATE, UNIT, Holds, Layout
from folkmoot.adapters.feeds.periods import last_day


def completed(table: pa.Table, layout: Layout) -> pa.Table:
    """The table with `unit` and `date` where the layout says what they are made of."""
    named = {column.name: column.holds for column in layout.columns}
    for name in table.column_names:
        if pa.types.is_floating(table[name].type) and named.get(name, Holds.FIGURES) is Holds.FIGURES:
            table = _whole_where_all_are(table, name)
    if layout.date:
        table = _set_first(table, DATE, _days(table[layout.date], layout.year_ends))
    if layout.period and DATE not in table.column_names:
        table = _set_first(table, DATE, pa.repeat(pa.scalar(last_day(layout.period, layout.year_ends)), len(table)))
    if layout.unit:
        table = _set_first(
            table, UNIT, pc.coalesce(*(table[name] for name in layout.unit if name in table.column_names))
        )
    return table


def _days(column: pa.ChunkedArray, year_ends: tuple[int, int]) -> pa.Array:
    """Each period's last day; days stay as they are."""
    if pa.types.is_date32(column.type):
        return column
    coded = column.combine_chunks().dictionary_encode()
    days = [last_day(words, year_ends) for words in coded.dictionary.to_pylist()]
    return pa.array(days, pa.date32()).take(coded.indices)


def _whole_where_all_are(table: pa.Table, name: str) -> pa.Table:
    numbers = table[name].drop_null().to_numpy()
    if not len(numbers) or np.any(numbers != np.trunc(numbers)) or np.abs(numbers).max() > 2**53:
        return table
    return table.set_column(table.column_names.index(name), name, table[name].cast(pa.int64()))


def _set_first(table: pa.Table, name: str, column: pa.Array | pa.ChunkedArray) -> pa.Table:
    rest = table.drop_columns([name]) if name in table.column_names else table
    return rest.add_column(0, name, column)
