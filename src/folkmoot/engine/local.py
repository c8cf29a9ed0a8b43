"""The default backend: dense counting over Parquet files, a row group at a time.

Words are read as dictionary codes, so that each distinct word is looked up once a row group; every axis adds its part
to one whole-number key, and the keys are counted. The next row group is read while one is counted: memory is that of
the cube and of two row groups, however many rows there are. Counts are int64 throughout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from itertools import product
from math import prod
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from folkmoot.engine.cube import Cube
from folkmoot.engine.definition import Condition
from folkmoot.engine.plan import CONDITIONS, WEIGHT, Axis, AxisKind, Plan

Keys = NDArray[np.int64]
Rows = NDArray[np.bool_]
WORDY = (AxisKind.WORDS, AxisKind.MANY_WORDS)
MOST_CELLS = 1 << 27  # a gibibyte of counts


class BadFacts(ValueError):
    """A file that cannot be counted; the message names it, the column and what should be there."""


class TooManyCells(ValueError):
    """A plan whose cube would not fit in memory; the message says how large it is."""


def count(plan: Plan, files: Sequence[Path]) -> Cube:
    """The cube of a plan over Parquet files. BadFacts names what is wrong with one; TooManyCells asks for less."""
    if plan.cells > MOST_CELLS:
        raise TooManyCells(
            f"the cube would have {plan.cells:,} cells, and {MOST_CELLS:,} is the most; ask for fewer units, "
            "periods or breakdowns at once"
        )
    counting = _Counting(plan)
    for table in _row_groups(plan, files):
        for batch in table.to_batches():
            counting.add(batch)
    return Cube(plan, counting.counts.reshape(plan.shape), counting.rows, dict(counting.excluded))


def _row_groups(plan: Plan, files: Sequence[Path]) -> Iterator[pa.Table]:
    """Every row group of every file with the columns of the plan, one read ahead on a second thread."""
    groups = ((file, place) for path in files for file in [_opened(plan, path)] for place in range(file.num_row_groups))
    columns = sorted(_columns(plan))
    with ThreadPoolExecutor(1) as reader:
        ahead = None
        for file, place in groups:
            coming = reader.submit(file.read_row_group, place, columns=columns, use_threads=False)
            if ahead is not None:
                yield ahead.result()
            ahead = coming
        if ahead is not None:
            yield ahead.result()


def _columns(plan: Plan) -> dict[str, str]:
    """Each column of a plan, and what it should hold."""
    wanted = {axis.column: "words" if axis.kind in WORDY else axis.kind.value for axis in plan.axes}
    wanted |= {condition.column: "words" for condition in plan.where}
    return wanted | ({plan.weight: AxisKind.NUMBERS.value} if plan.weight else {})


def _opened(plan: Plan, path: Path) -> pq.ParquetFile:
    wanted = _columns(plan)
    words = [column for column, kind in wanted.items() if kind == "words"]
    try:
        file = pq.ParquetFile(path, read_dictionary=words)
    except (OSError, pa.ArrowInvalid) as error:
        raise BadFacts(f"{path.name} cannot be read as Parquet: {error}") from error
    for column, kind in wanted.items():
        if column not in file.schema_arrow.names:
            raise BadFacts(f"{path.name} has no column {column!r}, which should hold {kind}")
        found = file.schema_arrow.field(column).type
        if not _HOLDS[kind](found):
            raise BadFacts(f"{path.name}, column {column!r}: should hold {kind}, but holds {found}")
    return file


_HOLDS = {
    "words": lambda found: pa.types.is_dictionary(found) and pa.types.is_string(found.value_type),
    AxisKind.NUMBERS.value: pa.types.is_integer,
    AxisKind.DAYS.value: pa.types.is_date32,
}

OUTSIDE, ABSENT, NO_MORE = -1, -2, -3
"""What stands for a category where there is none: a value that is none, a missing one that excludes, no further one."""


class _Counting:
    """The counts so far, and what a batch of rows adds to them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.counts = np.zeros(plan.cells, dtype=np.int64)
        self.rows = 0
        self.excluded: Counter[tuple[str, str]] = Counter()
        self._columns = [_column(axis, prod(plan.shape[place + 1 :])) for place, axis in enumerate(plan.axes)]

    def add(self, batch: pa.RecordBatch) -> None:
        """Count the rows of a batch."""
        self.rows += batch.num_rows
        kept = np.ones(batch.num_rows, dtype=np.bool_)
        for condition in self.plan.where:
            kept = self._meets(condition, batch[condition.column], kept)
        weight = self._weights(batch, kept) if self.plan.weight else None
        parts = []
        for axis, column in zip(self.plan.axes, self._columns, strict=True):
            places = column.of(batch[axis.column])
            self._exclude(axis, batch[axis.column], places[0], kept)
            parts.append(places)
        for chosen in product(*parts):
            further = [each for each, places in zip(chosen, parts, strict=True) if each is not places[0]]
            self._add(chosen, reduce(lambda rows, each: rows & (each >= 0), further, kept), weight)

    def _add(self, chosen: Sequence[Keys], kept: Rows, weight: Keys | None) -> None:
        """Count one category an axis of the rows that are kept."""
        key: Keys = np.asarray(sum(chosen[1:], start=chosen[0]))
        everything = bool(kept.all())
        found = key if everything else key[kept]
        if weight is None:
            np.add.at(self.counts, found, 1)
        else:
            np.add.at(self.counts, found, weight if everything else weight[kept])

    def _meets(self, condition: Condition, column: pa.DictionaryArray, kept: Rows) -> Rows:
        table = np.array([*map(condition.holds, column.dictionary.to_pylist()), False])
        met = np.asarray(table[_indices(column)])
        self._tell((CONDITIONS, condition.column), int((kept & ~met).sum()))
        return np.asarray(kept & met)

    def _weights(self, batch: pa.RecordBatch, kept: Rows) -> Keys:
        """The weights; rows without one, or with a negative one, are no longer kept."""
        column = batch[self.plan.weight]
        missing = column.is_null().to_numpy(zero_copy_only=False)
        weight = np.asarray(_whole(column))
        for value, wrong in (("", missing), ("outside", ~missing & (weight < 0))):
            self._tell((WEIGHT, value), int((kept & wrong).sum()))
            kept &= ~wrong
        return weight

    def _exclude(self, axis: Axis, column: pa.Array, places: Keys, kept: Rows) -> None:
        """Rows that lie in no category of an axis are told, each with its value, and no longer kept."""
        if len(places) == 0 or places.min() >= 0:
            return
        lost = kept & (places < 0)
        kept &= places >= 0
        self._tell((axis.id, ""), int((lost & (places == ABSENT)).sum()))
        lost &= places == OUTSIDE
        if axis.kind not in WORDY:
            self._tell((axis.id, "outside"), int(lost.sum()))
            return
        numbers = np.bincount(_indices(column)[lost], minlength=len(column.dictionary))
        for place in np.flatnonzero(numbers).tolist():
            self._tell((axis.id, column.dictionary[place].as_py()), int(numbers[place]))

    def _tell(self, reason: tuple[str, str], rows: int) -> None:
        if rows:
            self.excluded[reason] += rows


def _column(axis: Axis, step: int) -> _Numbers | _Words | _ManyWords:
    """What turns a column into parts of the key: a category's place times `step`, the cells of the axes after it."""
    absent = len(axis.categories) * step if axis.holds_missing else ABSENT
    if axis.kind is AxisKind.WORDS:
        return _Words(pa.array(axis.categories, pa.string()), absent, step)
    if axis.kind is AxisKind.MANY_WORDS:
        return _ManyWords({label: place * step for place, label in enumerate(axis.categories)}, absent)
    return _Numbers.over(axis, absent, step)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The part of each whole number from `first` on; all lower ones as the first entry, all higher as the last."""

    first: int
    table: Keys
    absent: int

    @classmethod
    def over(cls, axis: Axis, absent: int, step: int) -> _Numbers:
        first = axis.spans[0][0] - 1
        start, end = axis.spans[-1]
        table = np.full((start if end is None else end) - first + 1, OUTSIDE, dtype=np.int64)
        for place, (begin, stop) in enumerate(axis.spans):
            table[begin - first : None if stop is None else stop - first] = place * step
        return cls(first, table, absent)

    def of(self, column: pa.Array) -> list[Keys]:
        """The part of each row."""
        found = self.table.take(_whole(column) - self.first, mode="clip")
        if column.null_count:
            found[column.is_null().to_numpy(zero_copy_only=False)] = self.absent
        return [found]


@dataclass(frozen=True, slots=True)
class _Words:
    """The part of each word, looked up once a dictionary."""

    categories: pa.Array
    absent: int
    step: int

    def of(self, column: pa.DictionaryArray) -> list[Keys]:
        """The part of each row."""
        places = _whole(pc.index_in(column.dictionary, value_set=self.categories).fill_null(OUTSIDE))
        table = np.append(np.where(places < 0, places, places * self.step), self.absent)
        empty = pc.index(column.dictionary, "").as_py()
        if empty >= 0:
            table[empty] = self.absent
        return [table[_indices(column)]]


@dataclass(frozen=True, slots=True)
class _ManyWords:
    """The parts of each row's words, as many arrays as the row with most of them has."""

    categories: dict[str, int]
    absent: int

    def of(self, column: pa.DictionaryArray) -> list[Keys]:
        """The part of the first, second, ... category of each row; NO_MORE where it has no further one."""
        sets = [*map(self._places, column.dictionary.to_pylist()), (self.absent,)]
        table = np.full((max(map(len, sets)), len(sets)), NO_MORE, dtype=np.int64)
        for word, places in enumerate(sets):
            table[: len(places), word] = places
        return list(table[:, _indices(column)])

    def _places(self, words: str) -> tuple[int, ...]:
        if not words:
            return (self.absent,)
        places = {self.categories.get(word, OUTSIDE) for word in words.split(";")}
        return (OUTSIDE,) if OUTSIDE in places else tuple(places)


def _indices(column: pa.DictionaryArray) -> NDArray[np.int32]:
    """Where each row's word stands in the dictionary; -1, the entry after the last word, where it is missing."""
    found: NDArray[np.int32] = column.indices.fill_null(-1).to_numpy()
    return found


def _whole(column: pa.Array) -> Keys:
    """Whole numbers, or days since 1970, as int64; 0 where missing."""
    numbers = column.cast(pa.int32()) if pa.types.is_date32(column.type) else column
    found: Keys = numbers.fill_null(0).to_numpy().astype(np.int64)
    return found
