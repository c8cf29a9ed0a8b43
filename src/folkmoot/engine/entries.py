"""A column of a batch as entries of a table, which says what each of them adds to the key of its row.

Words come as dictionary codes, so that each distinct word is looked up once a batch. Numbers and days are entries
themselves once the first is taken off them; all that lie beyond an end have the entry there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import DTypeLike, NDArray

from folkmoot.engine.definition import Condition
from folkmoot.engine.plan import Axis, AxisKind

Keys = NDArray[np.signedinteger[Any]]
Rows = NDArray[np.bool_]
Whole = NDArray[np.int64]

AT_ONCE = 1 << 16
"""How many rows or keys are at hand at once: few enough to stay in the processor's cache."""

OUTSIDE, ABSENT, NO_MORE = -1, -2, -3
"""What stands for a category where there is none: a value that is none, a missing one that excludes, no further one."""


@dataclass(frozen=True, slots=True)
class Coded:
    """Words by their codes, -1 where missing.

    `table` has a line for each category that a row may be in; its last entry is that of a missing word.
    """

    codes: NDArray[np.int32]
    words: pa.Array
    table: Keys

    @classmethod
    def of(cls, column: pa.DictionaryArray, table: Keys) -> Coded:
        """The codes of a column."""
        indices = column.indices.fill_null(-1) if column.null_count else column.indices
        return cls(indices.to_numpy(), column.dictionary, table)

    @property
    def most(self) -> int:
        """How many categories a row may be in."""
        return len(self.table)

    def parts(self, some: slice, part: Keys, entries: Whole) -> list[Keys]:
        """What some rows add to their keys, a line each. Written over: `part` by the first, `entries` by the codes."""
        np.copyto(entries, self.codes[some])
        self.table[0].take(entries, out=part, mode="wrap")
        return [part, *(line.take(entries, mode="wrap") for line in self.table[1:])]

    def values(self, some: slice, lost: Rows, times: Whole | None) -> Iterator[tuple[str, int]]:
        """The words of the rows that are lost among some, and how many have each; `times` is what a row stands for."""
        numbers = np.bincount(self.codes[some][lost], times, minlength=len(self.words))
        for code in np.flatnonzero(numbers).tolist():
            yield self.words[code].as_py(), int(numbers[code])


@dataclass(frozen=True, slots=True)
class Numbered:
    """Numbers or days from `first` on; those in `empty` are missing and add `absent`."""

    numbers: NDArray[Any]
    first: int
    table: Keys
    empty: Rows | None
    absent: int
    most: ClassVar = 1

    def parts(self, some: slice, part: Keys, entries: Whole) -> list[Keys]:
        """What some rows add to their keys. Written over: `part` by that, `entries` by the places in the table."""
        np.copyto(entries, self.numbers[some], casting="same_kind")
        entries -= self.first
        self.table.take(entries, out=part, mode="clip")
        if self.empty is not None:
            part[self.empty[some]] = self.absent
        return [part]

    def values(self, some: slice, lost: Rows, times: Whole | None) -> Iterator[tuple[str, int]]:
        """How many rows are lost; their numbers are not told apart."""
        yield "outside", int(np.count_nonzero(lost) if times is None else times.sum())


def met(condition: Condition, column: pa.DictionaryArray) -> Coded:
    """A column by which rows that do not meet a condition are OUTSIDE."""
    holds = [*map(condition.holds, column.dictionary.to_pylist()), False]
    return Coded.of(column, np.where(holds, np.int32(0), np.int32(OUTSIDE))[np.newaxis])


def whole(column: pa.Array) -> NDArray[Any]:
    """Whole numbers, or days since 1970, in the width that they have; 0 where missing."""
    numbers = column.cast(pa.int32()) if pa.types.is_date32(column.type) else column
    found: NDArray[Any] = (numbers.fill_null(0) if column.null_count else numbers).to_numpy()
    return found


def empty(column: pa.Array) -> Rows | None:
    """Which cells are missing; None where none is."""
    return np.asarray(column.is_null().to_numpy(zero_copy_only=False)) if column.null_count else None


def reader(axis: Axis, step: int, width: DTypeLike) -> Numbers | Words | ManyWords:
    """What reads the column of an axis: a category adds its place times `step`, the cells of the axes after it."""
    absent = len(axis.categories) * step if axis.holds_missing else ABSENT
    places = np.arange(len(axis.categories), dtype=width) * step
    if axis.kind is AxisKind.NUMBERS or axis.kind is AxisKind.DAYS:
        return Numbers.over(axis, places, absent)
    if axis.kind is AxisKind.MANY_WORDS:
        return ManyWords(dict(zip(axis.categories, places.tolist(), strict=True)), absent, width)
    known = pa.array(["", *axis.categories], pa.string())
    return Words(known, np.concatenate([[absent], places, [OUTSIDE, absent]]).astype(width))


@dataclass(frozen=True, slots=True)
class Numbers:
    """The part of each whole number from `first` on: of all lower ones the first, of all higher ones the last."""

    first: int
    table: Keys
    absent: int

    @classmethod
    def over(cls, axis: Axis, places: Keys, absent: int) -> Numbers:
        """The parts of the categories of an axis."""
        first = axis.spans[0][0] - 1
        start, end = axis.spans[-1]
        table = np.full((start if end is None else end) - first + 1, OUTSIDE, dtype=places.dtype)
        for place, (begin, stop) in zip(places, axis.spans, strict=True):
            table[begin - first : None if stop is None else stop - first] = place
        return cls(first, table, absent)

    def read(self, column: pa.Array) -> Numbered:
        """A batch's column."""
        return Numbered(whole(column), self.first, self.table, empty(column), self.absent)


@dataclass(frozen=True, slots=True)
class Words:
    """The part of each known word, of which "" is the first, then that of an unknown word and of a missing one."""

    known: pa.Array
    table: Keys

    def read(self, column: pa.DictionaryArray) -> Coded:
        """A batch's column."""
        found = pc.index_in(column.dictionary, value_set=self.known).fill_null(len(self.known)).to_numpy()
        return Coded.of(column, self.table.take(np.append(found, -1), mode="wrap")[np.newaxis])


@dataclass(frozen=True, slots=True)
class ManyWords:
    """The parts of a row's words, in as many lines as the row with most of them has."""

    categories: dict[str, int]
    absent: int
    width: DTypeLike

    def read(self, column: pa.DictionaryArray) -> Coded:
        """A batch's column."""
        sets = [*map(self._places, column.dictionary.to_pylist()), (self.absent,)]
        table = np.full((max(map(len, sets)), len(sets)), NO_MORE, dtype=self.width)
        for word, places in enumerate(sets):
            table[: len(places), word] = places
        return Coded.of(column, table)

    def _places(self, words: str) -> tuple[int, ...]:
        if not words:
            return (self.absent,)
        places = {self.categories.get(word, OUTSIDE) for word in words.split(";")}
        return (OUTSIDE,) if OUTSIDE in places else tuple(places)
