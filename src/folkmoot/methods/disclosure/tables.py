"""Tables with totals: which cells add up to which, on every axis and at every level of a hierarchy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from folkmoot.methods.disclosure.rules import Counts, as_counts

TOP = -1


class DoesNotAddUp(ValueError):
    """A total of the table is not the sum of its parts; the message names the cell."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a table: for each position the position of its total on the same axis, TOP for what has none.

    A flat axis of three parts with its total last is `Axis((3, 3, 3, TOP))`; a hierarchy has totals of totals. Where a
    position adds to several totals, as a ward does to its district and to a group of wards, `groups` names further
    totals with their parts.
    """

    parents: tuple[int, ...]
    groups: tuple[tuple[int, tuple[int, ...]], ...] = ()

    def __post_init__(self) -> None:
        for position, parent in enumerate(self.parents):
            if parent != TOP and not (0 <= parent < len(self.parents) and parent != position):
                raise ValueError(f"position {position} has the total {parent}, which is not another of the axis")
        for total, parts in self.groups:
            if total in parts or not parts or not {total, *parts} <= set(range(len(self.parents))):
                raise ValueError(f"position {total} is the total of {parts}, which are not others of the axis")

    @staticmethod
    def with_total(parts: int) -> Axis:
        """A flat axis of `parts` positions with their total last."""
        return Axis((parts,) * parts + (TOP,))

    @staticmethod
    def without_total(parts: int) -> Axis:
        """A flat axis whose total is not published."""
        return Axis((TOP,) * parts)

    @property
    def sums(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Each total with the positions of its parts."""
        totals = sorted({parent for parent in self.parents if parent != TOP})
        flat = tuple((total, tuple(i for i, p in enumerate(self.parents) if p == total)) for total in totals)
        return flat + self.groups


@dataclass(frozen=True, slots=True)
class Table:
    """Counts with their totals in place, and one Axis for each axis of the array."""

    counts: Counts
    axes: tuple[Axis, ...]


def table(counts: ArrayLike, axes: Sequence[Axis]) -> Table:
    """A table whose totals stand in it. DoesNotAddUp unless every total is the sum of its parts."""
    found = as_counts(counts)
    if found.shape != tuple(len(axis.parents) for axis in axes):
        raise ValueError(f"the table has the shape {found.shape}, its axes {tuple(len(a.parents) for a in axes)}")
    made = Table(found, tuple(axes))
    off = np.flatnonzero(equations(made) @ found.ravel())
    if off.size:
        row = equations(made)[[off[0]]]
        total = int(row.indices[np.argmin(row.data)])
        place = tuple(int(i) for i in np.unravel_index(total, found.shape))
        raise DoesNotAddUp(f"the total at {place} is {found[place]:,}, which is not the sum of its parts")
    return made


def with_margins(inner: ArrayLike) -> Table:
    """The table of the inner cells with a total appended at the end of every axis."""
    found = as_counts(inner)
    for axis in range(found.ndim):
        found = np.concatenate([found, found.sum(axis=axis, keepdims=True)], axis=axis)
    return Table(found, tuple(Axis.with_total(length - 1) for length in found.shape))


def equations(of: Table) -> csr_array:
    """One row an equation, one column a cell (C order): parts 1, their total -1; the product with the counts is 0."""
    positions = np.arange(of.counts.size).reshape(of.counts.shape)
    rows: list[NDArray[np.int64]] = []
    columns: list[NDArray[np.int64]] = []
    values: list[NDArray[np.float64]] = []
    first = 0
    for number, axis in enumerate(of.axes):
        lines = np.moveaxis(positions, number, -1).reshape(-1, len(axis.parents))
        for total, parts in axis.sums:
            cells = lines[:, [*parts, total]]
            rows.append(np.repeat(np.arange(first, first + len(lines)), cells.shape[1]))
            columns.append(cells.ravel())
            values.append(np.tile(np.r_[np.ones(len(parts)), -1.0], len(lines)))
            first += len(lines)
    if not rows:
        return csr_array((0, of.counts.size))
    parts_of = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
    return csr_array(parts_of, shape=(first, of.counts.size))
