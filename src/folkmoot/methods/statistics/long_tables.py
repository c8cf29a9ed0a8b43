"""Long tables, one row an age band of a group, turned into dense arrays and back.

Columns may be NumPy arrays or anything with the Arrow C interface: Polars, pandas, pyarrow and DuckDB results.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from folkmoot.methods.statistics.age_bands import AgeBands
from folkmoot.methods.statistics.arrow import ArrowColumn, read_column, read_table, speaks_arrow
from folkmoot.methods.statistics.coding import Labels, Places, coded, packed
from folkmoot.methods.statistics.core import (
    Estimate,
    Flags,
    Floats,
    Masks,
    Method,
    Status,
    as_floats,
    flags,
    read_only,
)

Column = Any
"""A column, or its name in the table given: an array-like, or an object with the Arrow C interface."""


@dataclass(frozen=True, slots=True)
class Dense:
    """Groups in rows and age bands in columns.

    `keys` holds the groups' labels by name, each of shape (G,), in ascending order; `events` and `population` have the
    shape (G, A), NaN where the table had no row or no figure; `unplaced` the events (G,) whose age is missing or in no
    band; `status` is INCOMPLETE_BANDS for groups with either.
    """

    keys: Mapping[str, Labels]
    bands: AgeBands
    events: Floats
    population: Floats
    unplaced: Floats
    status: Flags

    def to_long(self, result: Estimate) -> dict[str, NDArray[Any]]:
        """The keys beside the result, as columns by name: value, lower_95, upper_95 ..., status, method and the rest.

        A data frame of any library takes it as it is. The result's `status` is joined with this table's, and `method`
        is in words. ValueError where the result is not of these groups.
        """
        shape = self.status.shape
        if result.value.shape != shape:
            raise ValueError(f"{shape[0]} groups, but a result of the shape {result.value.shape}")
        columns: dict[str, NDArray[Any]] = dict(self.keys)
        columns["value"] = result.value
        for place, level in enumerate(result.levels):
            columns[f"lower_{_percent(level)}"] = result.lower[..., place]
            columns[f"upper_{_percent(level)}"] = result.upper[..., place]
        rest = [field.name for field in fields(result) if field.name not in ("value", "lower", "upper", "levels")]
        columns |= {name: getattr(result, name) for name in rest}
        columns["status"] = result.status | self.status
        columns["method"] = np.array([each.name.lower() for each in Method])[result.method]
        return columns


def from_long(
    keys: Column | Sequence[str] | Mapping[str, Column],
    age: Column,
    events: Column,
    population: Column,
    bands: AgeBands | None = None,
    *,
    table: Any = None,
) -> Dense:
    """A long table as dense arrays; rows with the same keys and band are summed.

    Give columns of equal length, keys as one column or as {name: column}; or give a `table` and the columns' names in
    it, keys as one name or several. Ages are band labels, or whole numbers of years, which fall into the band that
    holds them. Without `bands` the labels of the table make the bands, whole numbers being their starts. A missing key
    is a group of its own, labelled None. Nothing is dropped: rows that fall in no band are counted in `unplaced`.
    Raises BadBands (labels that make no bands), UnreadableColumn (no such column, or of no use), ValueError (lengths).
    """
    table = read_table(table) if speaks_arrow(table) else table
    found = [_labels(column, table) for column in _named(keys, table).values()]
    years = _labels(age, table)
    happened, exposed = _numbers(events, table), _numbers(population, table)
    lengths = [len(happened), len(exposed), len(years[0]), *(len(places) for places, _ in found)]
    if len(set(lengths)) != 1:
        raise ValueError(f"the columns have different lengths: {', '.join(map(str, lengths))}")
    known, column = _placed(*years, bands)
    group, combined = packed([(places, len(labels)) for places, labels in found])
    split = np.unravel_index(combined, [max(1, len(labels)) for _, labels in found])
    shape = (len(combined), len(known))
    return _dense(
        {name: labels[place] for name, (_, labels), place in zip(_named(keys, table), found, split, strict=True)},
        known,
        group * len(known) + column,
        column >= 0,
        group,
        happened,
        exposed,
        shape,
    )


def _dense(
    keys: dict[str, Labels],
    bands: AgeBands,
    cell: Places,
    inside: Masks,
    group: Places,
    happened: Floats,
    exposed: Floats,
    shape: tuple[int, int],
) -> Dense:
    whole = bool(inside.all())
    rows = cell if whole else cell[inside]

    def dense(figures: Floats) -> Floats:
        summed = np.bincount(rows, figures if whole else figures[inside], shape[0] * shape[1])
        return np.asarray(summed.reshape(shape), dtype=np.float64)

    absent = np.bincount(rows, minlength=shape[0] * shape[1]).reshape(shape) == 0
    counts = [dense(figures) for figures in (happened, exposed)]
    if absent.any():
        for figures in counts:
            figures[absent] = np.nan
    outside = np.zeros(shape[0]) if whole else as_floats(np.bincount(group[~inside], happened[~inside], shape[0]))
    lost = np.zeros(shape[0], dtype=np.bool_)
    lost[group[~inside]] = True
    return Dense(
        MappingProxyType({name: read_only(labels) for name, labels in keys.items()}),
        bands,
        read_only(counts[0]),
        read_only(counts[1]),
        read_only(outside),
        read_only(flags((Status.INCOMPLETE_BANDS, absent.any(-1) | lost))),
    )


def _named(keys: Any, table: Any) -> dict[str, Column]:
    if isinstance(keys, Mapping):
        return dict(keys)
    if table is not None:
        return {name: name for name in ([keys] if isinstance(keys, str) else keys)}
    return {"key": keys}


def _placed(places: Places, labels: Labels, bands: AgeBands | None) -> tuple[AgeBands, Places]:
    """The bands, and in which of them each row falls; -1 for none."""
    known = [label for label in labels.tolist() if label is not None]
    if all(isinstance(label, int) for label in known):
        bands = AgeBands(tuple(known)) if bands is None else bands
        starts = np.searchsorted(bands.starts, known, side="right") - 1
        by_label = np.where(np.asarray(known) < (np.inf if bands.end is None else bands.end), starts, -1)
    else:
        bands = AgeBands.in_order(known) if bands is None else bands
        by_label = bands.positions(known)
    by_label = np.append(by_label, -1).astype(np.intp)  # the last is for missing ages
    return bands, by_label[places]


def _labels(column: Column, table: Any) -> tuple[Places, Labels]:
    """Which label each row has, and the labels."""
    held = _column(column, table)
    if isinstance(held, ArrowColumn):
        return held.labels()
    values = np.asarray(held)
    if values.dtype.kind == "O":
        missing = np.array([value is None for value in values.tolist()], dtype=np.bool_)
        return coded(np.where(missing, "", values).astype(np.str_), missing)
    return coded(values, np.isnan(values) if values.dtype.kind == "f" else None)


def _numbers(column: Column, table: Any) -> Floats:
    held = _column(column, table)
    return held.numbers() if isinstance(held, ArrowColumn) else as_floats(held)


def _column(column: Column, table: Any) -> Any:
    """The column itself, or the one of that name: an ArrowColumn, or something that NumPy takes."""
    held = table[column] if table is not None and isinstance(column, str) else column
    return read_column(held) if speaks_arrow(held) else held


def _percent(level: float) -> str:
    """95 for 0.95, 99_8 for 0.998."""
    return f"{level * 100:.10g}".replace(".", "_")
