"""A cube of counts: whole numbers by unit, period and category, with what was excluded; saved as Parquet."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from math import ceil
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from folkmoot.engine.definition import Condition
from folkmoot.engine.plan import Axis, AxisKind, Plan

Counts = NDArray[np.int64] | NDArray[np.float64]
_KEY = b"folkmoot.cube"
AT_ONCE = 1 << 20  # cells


class BadCube(ValueError):
    """A file that holds no cube, or a step that a cube does not allow; the message says which."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A named, versioned table from units to larger ones: each unit's targets with the part of it that lies there."""

    name: str
    parts: Mapping[str, tuple[tuple[str, float], ...]]


@dataclass(frozen=True, slots=True)
class Cube:
    """Counts in the shape of the plan's axes: int64, or float64 once rolled up by parts.

    `rows` were read; `excluded` says how many of them were not counted, by what and by the value that stood there: ""
    where it was missing, "outside" for a number or day in no category, and the column for a condition.
    """

    plan: Plan
    counts: Counts
    rows: int
    excluded: Mapping[tuple[str, str], int]

    def cells(self) -> dict[tuple[str, ...], int | float]:
        """The cells that are not zero, by the labels of their axes."""
        places = np.argwhere(self.counts)
        labels = [axis.labels for axis in self.plan.axes]
        found = self.counts[tuple(places.T)].tolist()
        named = (tuple(each[i] for each, i in zip(labels, place, strict=True)) for place in places.tolist())
        return dict(zip(named, found, strict=True))

    @property
    def strays(self) -> dict[str, int]:
        """How many rows lie in units that the cube does not have, by their codes; "" for rows that have none."""
        return {value: rows for (name, value), rows in self.excluded.items() if name == "unit"}

    def total(self, axis_id: str) -> Cube:
        """The cube without an axis, its categories and missing added up. BadCube on an overlapping axis."""
        place, axis = self._axis(axis_id)
        if axis.kind is AxisKind.MANY_WORDS:
            raise BadCube(f"the categories of {axis_id!r} overlap and cannot be added; count without the breakdown")
        if len(self.plan.axes) == 1:
            raise BadCube(f"{axis_id!r} is the only axis left, and a cube keeps one")
        axes = self.plan.axes[:place] + self.plan.axes[place + 1 :]
        return replace(self, plan=replace(self.plan, axes=axes), counts=np.asarray(self.counts.sum(place)))

    def roll_up(self, lookup: Lookup) -> Cube:
        """The cube by the larger units of a lookup, in the order of their codes.

        Counts stay whole where every unit lies in one target whole. Units that the lookup does not know stay in
        `excluded`, as `lost` has them.
        """
        place, axis = self._axis("unit")
        known = [(code, i, part) for i, unit in enumerate(axis.categories) for code, part in lookup.parts.get(unit, ())]
        known.sort(key=itemgetter(0, 1))
        targets, starts = np.unique([code for code, _, _ in known], return_index=True)
        given = np.moveaxis(self.counts, place, 0)
        order = [i for _, i, _ in known]
        made = given if order == list(range(len(given))) else given[order]
        if any(part != 1 for _, _, part in known):
            made = made * np.array([part for _, _, part in known]).reshape(-1, *[1] * (made.ndim - 1))
        made = np.add.reduceat(made, starts, axis=0) if known else made
        axes = tuple(
            replace(each, categories=tuple(targets.tolist())) if each is axis else each for each in self.plan.axes
        )
        return replace(
            self,
            plan=replace(self.plan, axes=axes),
            counts=np.moveaxis(made, 0, place),
            excluded={**self.excluded, **self.lost(lookup)},
        )

    def lost(self, lookup: Lookup) -> dict[tuple[str, str], int]:
        """The counts of units that a lookup does not know, parts of one rounded up, under the lookup's name."""
        place, axis = self._axis("unit")
        unknown = [i for i, unit in enumerate(axis.categories) if not lookup.parts.get(unit)]
        found = {axis.categories[i]: ceil(self.counts.take(i, place).sum()) for i in unknown}
        return {(lookup.name, unit): number for unit, number in found.items() if number}

    def _axis(self, axis_id: str) -> tuple[int, Axis]:
        for place, axis in enumerate(self.plan.axes):
            if axis.id == axis_id:
                return place, axis
        raise BadCube(f"the cube has no axis {axis_id!r}; it has {', '.join(axis.id for axis in self.plan.axes)}")


def join(parts: Iterable[Cube]) -> Cube:
    """The cubes of parts of the units as one, counts of a unit that several parts have added up. BadCube of none."""
    cubes = tuple(parts)
    if not cubes or len({replace(each.plan, axes=each.plan.axes[1:]) for each in cubes}) > 1:
        raise BadCube("cubes are joined by their units; there should be one or more, with the same other axes")
    units = tuple(dict.fromkeys(unit for each in cubes for unit in each.plan.axes[0].categories))
    places = {unit: place for place, unit in enumerate(units)}
    first = cubes[0].plan
    counts = np.zeros((len(units), *first.shape[1:]), dtype=np.result_type(*(each.counts for each in cubes)))
    excluded: Counter[tuple[str, str]] = Counter()
    for each in cubes:
        counts[[places[unit] for unit in each.plan.axes[0].categories]] += each.counts
        excluded.update(each.excluded)
    joined = replace(first, axes=(replace(first.axes[0], categories=units), *first.axes[1:]))
    return Cube(joined, counts, sum(each.rows for each in cubes), dict(excluded))


def save(cube: Cube, path: Path) -> None:
    """Write a cube whole or not at all: one row a cell that is not zero, a column an axis, and `count`.

    Some units are written after the others, and loaded so, so that both take little memory beside the cube's own.
    """
    told = {
        "plan": asdict(cube.plan),
        "rows": cube.rows,
        "excluded": [[*key, number] for key, number in sorted(cube.excluded.items())],
    }
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    schema = _table(cube, 0, 0).schema.with_metadata({_KEY: json.dumps(told)})
    with unfinished.open("wb") as file:
        with pq.ParquetWriter(file, schema, compression="zstd") as writer:
            units = max(1, AT_ONCE * len(cube.counts) // max(1, cube.counts.size))
            for start in range(0, len(cube.counts), units):
                writer.write_table(_table(cube, start, start + units))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _table(cube: Cube, first: int, end: int) -> pa.Table:
    """The cells of some categories of the first axis that are not zero."""
    counts = cube.counts[first:end]
    within, *others = np.nonzero(counts)
    columns: dict[str, pa.Array] = {
        axis.id: pa.DictionaryArray.from_arrays(pa.array(place.astype(np.int32)), pa.array(axis.labels, pa.string()))
        for axis, place in zip(cube.plan.axes, (within + first, *others), strict=True)
    }
    return pa.table({**columns, "count": pa.array(counts[within, *others])})


def load(path: Path) -> Cube:
    """The cube of a file. BadCube where it is none."""
    try:
        with pq.ParquetFile(path) as file:
            told = json.loads((file.schema_arrow.metadata or {})[_KEY])
            plan = _plan(told["plan"])
            counts = np.zeros(plan.shape, dtype=file.schema_arrow.field("count").type.to_pandas_dtype())
            for group in range(file.num_row_groups):
                table = file.read_row_group(group)
                places = tuple(_places(axis, table[axis.id]) for axis in plan.axes)
                counts[places] = table["count"].to_numpy()
    except (OSError, KeyError, pa.ArrowInvalid) as error:
        raise BadCube(f"{path.name} holds no cube; count it again") from error
    return Cube(plan, counts, told["rows"], {(name, value): number for name, value, number in told["excluded"]})


def _places(axis: Axis, column: pa.ChunkedArray) -> NDArray[np.int64]:
    words = column.combine_chunks().dictionary_encode()
    found = pc.index_in(words.dictionary, value_set=pa.array(axis.labels, pa.string())).to_numpy()
    return np.asarray(found[words.indices.to_numpy()], dtype=np.int64)


def _plan(told: Mapping[str, Any]) -> Plan:
    where = tuple(Condition(each["column"], tuple(each["among"]), tuple(each["begins"])) for each in told["where"])
    return Plan(told["data_set"], where, told["weight"], tuple(_axis(each) for each in told["axes"]), told["signed"])


def _axis(told: Mapping[str, Any]) -> Axis:
    spans = tuple((first, end) for first, end in told["spans"])
    kind, categories = AxisKind(told["kind"]), tuple(told["categories"])
    return Axis(told["id"], told["column"], kind, categories, spans, told["holds_missing"])
