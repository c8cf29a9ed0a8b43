"""Where rows belong in a cube: columns of a batch to a whole-number key a row, and the reason of each row without one.

Every axis adds its part to the key, for some rows after the others and always in the same memory: asking for more costs
more than the sums. Keys are 32 bits wide wherever the cube allows it: half the memory to read and write at every step.
Those of rows without weights come in ascending order: cells that are counted one after the other lie beside each other,
and NumPy sorts outside the interpreter's lock and counts inside it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import prod

import numpy as np
import pyarrow as pa
from numpy.typing import DTypeLike

from folkmoot.engine.entries import (
    ABSENT,
    AT_ONCE,
    OUTSIDE,
    Coded,
    Keys,
    Numbered,
    Rows,
    Whole,
    empty,
    met,
    reader,
    whole,
)
from folkmoot.engine.plan import CONDITIONS, WEIGHT, Plan


@dataclass(frozen=True, slots=True)
class Placed:
    """The keys of a batch, one for each category that a row may have, with the rows' weights.

    `excluded` says how many rows have no key, by what and by the value that stood there.
    """

    rows: int
    keys: Keys
    weights: Whole | None
    excluded: Counter[tuple[str, str]]


class Placing:
    """Places the rows of batches in the cube of a plan; belongs to one thread, in whose memory it works."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        width = np.dtype(np.int32 if plan.cells < 2**31 else np.int64)
        self._room = _Room(width, weighted=bool(plan.weight))
        self._readers = [reader(axis, prod(plan.shape[i + 1 :]), width) for i, axis in enumerate(plan.axes)]

    def of(self, batch: pa.RecordBatch, times: Whole | None = None) -> Placed:
        """The places of a batch's rows. Their keys and weights stand until the next batch is placed.

        `times` says how many rows each of them stands for, to count the excluded.
        """
        read = _Batch(
            [(each.column, met(each, batch[each.column])) for each in self.plan.where],
            _Weights(batch[self.plan.weight], signed=self.plan.signed) if self.plan.weight else None,
            [(axis.id, own.read(batch[axis.column])) for axis, own in zip(self.plan.axes, self._readers, strict=True)],
        )
        rows, excluded = batch.num_rows, Counter[tuple[str, str]]()
        self._room.clear(rows * prod(column.most for _, column in read.axes))
        for start in range(0, rows, AT_ONCE):
            some = slice(start, min(start + AT_ONCE, rows))
            read.place(_Sieve(some, excluded, None if times is None else times[some]), self._room)
        keys, weights = self._room.kept()
        if weights is None:
            keys.sort()
        return Placed(rows if times is None else int(times.sum()), keys, weights, excluded)


class _Room:
    """The keys of rows that are kept, one after the other, their weights, and what some rows are worked out in."""

    def __init__(self, width: DTypeLike, *, weighted: bool) -> None:
        self.part: Keys = np.empty(AT_ONCE, width)
        self.entries = np.empty(AT_ONCE, np.int64)
        self._keys: Keys = np.empty(0, width)
        self._weights = np.empty(0, np.int64) if weighted else None
        self._end = 0

    def clear(self, most: int) -> None:
        """Begin again, with room for so many keys."""
        self._end = 0
        if most > len(self._keys):
            self._keys = np.empty(most, self._keys.dtype)
            self._weights = None if self._weights is None else np.empty(most, np.int64)

    def next(self, rows: int) -> Keys:
        """Where the next keys will stand: whoever works them out there saves copying them."""
        return self._keys[self._end : self._end + rows]

    def keep(self, keys: Keys, weights: Whole | None, which: Rows | None) -> None:
        """Keep keys, or those of some rows."""
        if which is not None:
            keys, weights = keys[which], None if weights is None else weights[which]
        some = slice(self._end, self._end + len(keys))
        self._keys[some] = keys
        if self._weights is not None and weights is not None:
            self._weights[some] = weights
        self._end = some.stop

    def kept(self) -> tuple[Keys, Whole | None]:
        """All that was kept."""
        return self._keys[: self._end], None if self._weights is None else self._weights[: self._end]


@dataclass(frozen=True, slots=True)
class _Batch:
    """The columns of a batch: those of the conditions, the weights, and those of the axes by their ids."""

    conditions: list[tuple[str, Coded]]
    weights: _Weights | None
    axes: list[tuple[str, Coded | Numbered]]

    def place(self, sieve: _Sieve, room: _Room) -> None:
        """Keep the keys of some rows in the room, one for each category that a row has."""
        rows = sieve.some.stop - sieve.some.start
        part, entries, key = room.part[:rows], room.entries[:rows], room.next(rows)
        for name, condition in self.conditions:
            sieve.drop(condition.parts(sieve.some, part, entries)[0] == OUTSIDE, CONDITIONS, name)
        weights = None if self.weights is None else self.weights.of(sieve)
        key.fill(0)
        found: list[tuple[Keys, Rows | None]] = [(key, None)]
        for name, column in self.axes:
            first, *further = column.parts(sieve.some, part, entries)
            _exclude(name, column, first, sieve)
            others = [(each + more, _both(fits, more >= 0)) for more in further for each, fits in found]
            for each, _ in found:
                each += first
            found += others
        for each, fits in found:
            room.keep(each, weights, sieve.kept if fits is None else _both(sieve.kept, fits))


def _both(one: Rows | None, other: Rows) -> Rows:
    return other if one is None else one & other


@dataclass(slots=True)
class _Sieve:
    """Which of some rows are still kept (None: all of them), and why the others are not."""

    some: slice
    excluded: Counter[tuple[str, str]]
    times: Whole | None
    kept: Rows | None = None

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


class _Weights:
    """How many a row counts as. Rows that have none, or a negative one where they are not signed, are not kept."""

    def __init__(self, column: pa.Array, *, signed: bool) -> None:
        self._weights, self._empty, self._signed = whole(column), empty(column), signed

    def of(self, sieve: _Sieve) -> Whole:
        """The weights of some rows."""
        weight = self._weights[sieve.some].astype(np.int64, copy=False)
        if self._empty is not None:
            sieve.drop(self._empty[sieve.some], WEIGHT, "")
        if not self._signed:
            sieve.drop(weight < 0, WEIGHT, "outside")
        return weight


def _exclude(name: str, column: Coded | Numbered, parts: Keys, sieve: _Sieve) -> None:
    """Rows that lie in no category of an axis are told, each with its value, and no longer kept."""
    if parts.min() >= 0:
        return
    sieve.drop(parts == ABSENT, name, "")
    lost = sieve.lost(parts == OUTSIDE)
    for value, rows in column.values(sieve.some, lost, None if sieve.times is None else sieve.times[lost]):
        sieve.tell(name, value, rows)
