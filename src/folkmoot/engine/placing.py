"""Where rows belong in a cube: columns of a batch to a whole-number key a row, and the reason of each row without one.

Words come as dictionary codes, so that each distinct word is looked up once a batch; every axis adds its part to the
key. Keys are 32 bits wide wherever the cube allows it: half the memory to read and write at every step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import product
from math import prod
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import DTypeLike, NDArray

from folkmoot.engine.definition import Condition
from folkmoot.engine.plan import CONDITIONS, WEIGHT, WORDY, Axis, AxisKind, Plan

Keys = NDArray[np.signedinteger[Any]]
Rows = NDArray[np.bool_]
Whole = NDArray[np.int64]

AT_ONCE = 1 << 16  # rows
OUTSIDE, ABSENT, NO_MORE = -1, -2, -3
"""What stands for a category where there is none: a value that is none, a missing one that excludes, no further one."""


@dataclass(slots=True)
class Placed:
    """The keys of a batch, one array for each category that a row may have beside its first, with the rows' weights.

    `excluded` says how many rows have no key, by what and by the value that stood there.
    """

    rows: int
    keys: list[tuple[Keys, Whole | None]]
    excluded: Counter[tuple[str, str]]


class Placing:
    """Places the rows of batches in the cube of a plan; holds nothing of a batch, so that threads may share it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        width = np.int32 if plan.cells < 2**31 else np.int64
        self._columns = [_column(axis, prod(plan.shape[i + 1 :]), width) for i, axis in enumerate(plan.axes)]

    def of(self, batch: pa.RecordBatch, times: Whole | None = None) -> Iterator[Placed]:
        """The places of a batch's rows, some rows after the others: what is at hand then stays in the cache.

        `times` says how many rows each of them stands for, to count the excluded.
        """
        tables = [column.table(batch[axis.column]) for axis, column in zip(self.plan.axes, self._columns, strict=True)]
        unmet = [_unmet(condition, batch[condition.column]) for condition in self.plan.where]
        for start in range(0, batch.num_rows, AT_ONCE):
            some = None if times is None else times[start : start + AT_ONCE]
            yield self._placed(batch.slice(start, AT_ONCE), tables, unmet, some)

    def _placed(self, batch: pa.RecordBatch, tables: list[Keys], unmet: list[Rows], times: Whole | None) -> Placed:
        sieve = _Sieve(times)
        for condition, fails in zip(self.plan.where, unmet, strict=True):
            sieve.drop(fails.take(_indices(batch[condition.column]), mode="wrap"), CONDITIONS, condition.column)
        weight = _weights(self.plan, batch[self.plan.weight], sieve) if self.plan.weight else None
        parts = []
        for axis, column, table in zip(self.plan.axes, self._columns, tables, strict=True):
            cells = batch[axis.column]
            parts.append(column.of(table, cells))
            _exclude(axis, cells, parts[-1][0], sieve)
        found = []
        for chosen in product(*parts):
            further = [each for each, places in zip(chosen, parts, strict=True) if each is not places[0]]
            kept = reduce(_both, (each >= 0 for each in further), sieve.kept)
            key = _sum(chosen)
            found.append((key, weight) if kept is None else (key[kept], weight if weight is None else weight[kept]))
        return Placed(batch.num_rows if times is None else int(times.sum()), found, sieve.excluded)


def _both(one: Rows | None, other: Rows) -> Rows:
    return other if one is None else one & other


def _sum(parts: Sequence[Keys]) -> Keys:
    """The parts of a key added up; the arrays that are summed stay as they are, other keys may need them."""
    first, *others = parts
    if not others:
        return first
    key = np.asarray(first + others[0])
    for each in others[1:]:
        key += each
    return key


@dataclass(slots=True)
class _Sieve:
    """Which rows are still kept (None: all of them), and why the others are not."""

    times: Whole | None
    kept: Rows | None = None
    excluded: Counter[tuple[str, str]] = field(default_factory=Counter)

    def drop(self, wrong: Rows, name: str, value: str) -> None:
        """Keep a row no longer for one reason."""
        lost = self.lost(wrong)
        self.tell(name, value, int(np.count_nonzero(lost)) if self.times is None else int(self.times[lost].sum()))

    def lost(self, wrong: Rows) -> Rows:
        """The rows that were kept until now and no longer are."""
        if not wrong.any():
            return wrong
        lost = wrong if self.kept is None else wrong & self.kept
        self.kept = _both(self.kept, ~wrong)
        return lost

    def tell(self, name: str, value: str, rows: int) -> None:
        """Note rows as excluded."""
        if rows:
            self.excluded[name, value] += rows


def _unmet(condition: Condition, column: pa.DictionaryArray) -> Rows:
    """Whether each word of a dictionary, and after them a missing one, fails a condition."""
    return np.array([*(not condition.holds(word) for word in column.dictionary.to_pylist()), True])


def _weights(plan: Plan, column: pa.Array, sieve: _Sieve) -> Whole:
    """The weights; rows without one, or with a negative one where they are not signed, are no longer kept."""
    weight: Whole = whole(column, np.int64)
    if column.null_count:
        sieve.drop(column.is_null().to_numpy(zero_copy_only=False), WEIGHT, "")
    if not plan.signed:
        sieve.drop(weight < 0, WEIGHT, "outside")
    return weight


def _exclude(axis: Axis, column: pa.Array, places: Keys, sieve: _Sieve) -> None:
    """Rows that lie in no category of an axis are told, each with its value, and no longer kept."""
    if len(places) == 0 or places.min() >= 0:
        return
    sieve.drop(places == ABSENT, axis.id, "")
    if axis.kind not in WORDY:
        sieve.drop(places == OUTSIDE, axis.id, "outside")
        return
    lost = sieve.lost(places == OUTSIDE)
    times = None if sieve.times is None else sieve.times[lost]
    numbers = np.bincount(_indices(column)[lost], times, minlength=len(column.dictionary))
    for place in np.flatnonzero(numbers).tolist():
        sieve.tell(axis.id, column.dictionary[place].as_py(), int(numbers[place]))


def _column(axis: Axis, step: int, width: DTypeLike) -> _Numbers | _Words | _ManyWords:
    """What turns a column into parts of the key: a category's place times `step`, the cells of the axes after it."""
    absent = len(axis.categories) * step if axis.holds_missing else ABSENT
    if axis.kind is AxisKind.WORDS:
        known = np.arange(len(axis.categories), dtype=width) * step
        parts = np.concatenate([[absent], known, [OUTSIDE, absent]]).astype(width)
        return _Words(pa.array(["", *axis.categories], pa.string()), parts)
    if axis.kind is AxisKind.MANY_WORDS:
        return _ManyWords({label: place * step for place, label in enumerate(axis.categories)}, absent, width)
    return _Numbers.over(axis, absent, step, width)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The part of each whole number from `first` on; all lower ones as the first entry, all higher as the last."""

    first: int
    parts: Keys
    absent: int

    @classmethod
    def over(cls, axis: Axis, absent: int, step: int, width: DTypeLike) -> _Numbers:
        first = axis.spans[0][0] - 1
        start, end = axis.spans[-1]
        parts = np.full((start if end is None else end) - first + 1, OUTSIDE, dtype=width)
        for place, (begin, stop) in enumerate(axis.spans):
            parts[begin - first : None if stop is None else stop - first] = place * step
        return cls(first, parts, absent)

    def table(self, column: pa.Array) -> Keys:
        """The parts, whatever stands in the column."""
        return self.parts

    def of(self, table: Keys, column: pa.Array) -> list[Keys]:
        """The part of each row."""
        narrow = pa.types.is_date32(column.type) or column.type.bit_width < 32
        found = table.take(whole(column, np.int32 if narrow else np.int64) - self.first, mode="clip")
        if column.null_count:
            found[column.is_null().to_numpy(zero_copy_only=False)] = self.absent
        return [found]


@dataclass(frozen=True, slots=True)
class _Words:
    """The part of each known word, of which "" is the first, then that of an unknown word and of a missing one."""

    known: pa.Array
    parts: Keys

    def table(self, column: pa.DictionaryArray) -> Keys:
        """The part of each word of a dictionary, and after them of a missing one."""
        found = pc.index_in(column.dictionary, value_set=self.known).fill_null(len(self.known)).to_numpy()
        return self.parts.take(np.append(found, -1), mode="wrap")

    def of(self, table: Keys, column: pa.DictionaryArray) -> list[Keys]:
        """The part of each row."""
        return [table.take(_indices(column), mode="wrap")]


@dataclass(frozen=True, slots=True)
class _ManyWords:
    """The parts of each row's words, as many arrays as the row with most of them has."""

    categories: dict[str, int]
    absent: int
    width: DTypeLike

    def table(self, column: pa.DictionaryArray) -> Keys:
        """The parts of each cell of a dictionary, a row for the first, second, ...; NO_MORE where there is none."""
        sets = [*map(self._places, column.dictionary.to_pylist()), (self.absent,)]
        table = np.full((max(map(len, sets)), len(sets)), NO_MORE, dtype=self.width)
        for word, places in enumerate(sets):
            table[: len(places), word] = places
        return table

    def of(self, table: Keys, column: pa.DictionaryArray) -> list[Keys]:
        """The part of the first, second, ... category of each row."""
        return list(table[:, _indices(column)])

    def _places(self, words: str) -> tuple[int, ...]:
        if not words:
            return (self.absent,)
        places = {self.categories.get(word, OUTSIDE) for word in words.split(";")}
        return (OUTSIDE,) if OUTSIDE in places else tuple(places)


def _indices(column: pa.DictionaryArray) -> NDArray[np.int32]:
    """Where each row's word stands in the dictionary; -1, the entry after the last word, where it is missing."""
    found: NDArray[np.int32] = (column.indices.fill_null(-1) if column.null_count else column.indices).to_numpy()
    return found


def whole(column: pa.Array, width: DTypeLike) -> Any:
    """Whole numbers, or days since 1970; 0 where missing."""
    numbers = column.cast(pa.int32()) if pa.types.is_date32(column.type) else column
    return (numbers.fill_null(0) if column.null_count else numbers).to_numpy().astype(width, copy=False)
