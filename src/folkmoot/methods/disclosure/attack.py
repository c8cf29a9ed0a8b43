"""What an attacker can work out: the set of all tables that fit what was published, as linear constraints.

The attacker knows every shown count unrounded (rounding only helps us), that totals are the sums of their parts, that a
withheld count is at least what the rule withholds, and, where earlier releases of the same cells are given, how the
releases hang together. The interval of a cell is the range that it takes over all tables that fit: two linear programs
(Fischetti and Salazar 2000, doi:10.1287/mnsc.46.7.991.12039), solved by SciPy's HiGHS.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import block_diag, csr_array, diags_array, eye_array, kron, vstack

from folkmoot.methods.disclosure.rules import Mask, Rule
from folkmoot.methods.disclosure.tables import Table, equations

Floats = NDArray[np.float64]
NEAR = 1e-6
SMALL = 60  # withheld cells up to which whole numbers are asked for


class NotFeasible(RuntimeError):
    """What was published fits no table at all: the releases contradict one another."""


class Link(StrEnum):
    """How the cells of an earlier release hang together with those of the next."""

    SAME = "same"  # the same counts, published again
    CUMULATIVE = "cumulative"  # counts that only grow from release to release


@dataclass(frozen=True, slots=True)
class Release:
    """A table as it was published: its counts, and which of them were withheld."""

    table: Table
    hidden: Mask


@dataclass(frozen=True, slots=True)
class System:
    """Every cell of every release as one vector, the newest release first.

    `truth` are the counts, `free` the cells that the attacker does not know, `floor` the least that each can be;
    `equal @ x == 0` are the sums and `grow @ x <= 0` the growth between releases.
    """

    truth: Floats
    free: Mask
    floor: Floats
    equal: csr_array
    grow: csr_array

    def hiding(self, more: Mask, rule: Rule) -> System:
        """The system after more cells of the newest release are withheld."""
        free, floor = self.free.copy(), self.floor.copy()
        free[: more.size] |= more.ravel()
        floor[: more.size][more.ravel()] = rule.low
        return System(self.truth, free, np.minimum(floor, self.truth), self.equal, self.grow)


def system(newest: Release, rule: Rule, history: Sequence[Release] = (), link: Link = Link.CUMULATIVE) -> System:
    """What is known after the newest release and the earlier ones, latest first. All must have the same shape."""
    releases = [newest, *history]
    if len({each.table.counts.shape for each in releases}) != 1:
        raise ValueError("all releases must have the cells of the newest one, in the same places")
    truth = np.concatenate([each.table.counts.ravel() for each in releases]).astype(np.float64)
    free = np.concatenate([np.asarray(each.hidden, dtype=bool).ravel() for each in releases])
    floor = np.where(free, np.minimum(rule.low, truth), truth)
    sums = csr_array(block_diag([equations(each.table) for each in releases], format="csr"))
    links = _links(newest.table.counts.size, len(releases))
    if link is Link.SAME:
        return System(truth, free, floor, csr_array(vstack([sums, links])), links[:0])
    if (links @ truth > 0).any():
        raise NotFeasible("a count fell from one release to the next, so the releases are not cumulative")
    return System(truth, free, floor, sums, links)


def _links(size: int, count: int) -> csr_array:
    """Rows of `earlier - later`, one for each cell and each step between releases."""
    steps = diags_array([-1.0, 1.0], offsets=[0, 1], shape=(count - 1, count))
    return csr_array(kron(steps, eye_array(size), format="csr"))


@dataclass(frozen=True, slots=True)
class Intervals:
    """The range of each cell of the newest release, in the table's shape; a cell that is shown has lower == upper.

    Where `exact` is false a range is at least this wide (tables that fit were found at both ends); where it is true it
    is exactly this wide. An upper end that nothing bounds is infinite.
    """

    lower: Floats
    upper: Floats
    exact: Mask


def audit(
    newest: Release,
    rule: Rule,
    history: Sequence[Release] = (),
    link: Link = Link.CUMULATIVE,
    *,
    exact: bool = True,
    whole: bool | None = None,
) -> Intervals:
    """The interval within which an attacker can place each cell of the newest release.

    `exact` solves for both ends of every withheld cell; otherwise ends are sought only until each interval covers all
    that the rule withholds, and solved exactly where it does not. `whole` asks that the tables that fit hold whole
    numbers, which flat tables of two axes do by themselves; the default asks it of small tables of any other kind.
    """
    known = system(newest, rule, history, link)
    size = newest.table.counts.size
    if whole is None:
        whole = asks_whole(newest.table.counts.ndim, len(history), int(known.free.sum()))
    found = Evidence(known, size)
    hidden = np.flatnonzero(known.free[:size])
    if not exact:
        found.gather(rule)
        hidden = found.open(rule)
    for cell in hidden:
        found.solve(int(cell), whole=whole)
    shape = newest.table.counts.shape
    return Intervals(found.lower.reshape(shape), found.upper.reshape(shape), found.exact.reshape(shape))


def asks_whole(axes: int, earlier: int, withheld: int) -> bool:
    """Whether whole numbers must and can be asked for: fractions suffice for a single table of one or two axes."""
    return (axes > 2 or earlier > 0) and withheld <= SMALL


class Evidence:
    """Tables that fit, kept as the least and the most that each cell of the newest release was in any of them."""

    def __init__(self, known: System, size: int) -> None:
        self.known, self.size = known, size
        self.variables = np.flatnonzero(known.free)
        self.equal = csr_array(known.equal[:, self.variables])
        self.grow = csr_array(known.grow[:, self.variables])
        fixed = np.where(known.free, 0, known.truth)
        self.sums, self.room = -(known.equal @ fixed), -(known.grow @ fixed)
        self.lower = known.truth[:size].copy()
        self.upper = known.truth[:size].copy()
        self.exact = ~known.free[:size]

    def open(self, rule: Rule) -> NDArray[np.int64]:
        """The withheld small cells whose interval is not yet known to cover all that the rule withholds."""
        truth = self.known.truth[: self.size]
        small = self.known.free[: self.size] & (truth >= rule.low) & (truth <= rule.high)
        return np.flatnonzero(small & ((self.lower > rule.low + NEAR) | (self.upper < rule.high - NEAR)))

    def gather(self, rule: Rule) -> None:
        """Tables that lift, or lower, as many open cells at once as will go; ends when one brings nothing new."""
        left = self.open(rule)
        while left.size:
            for sign, ends, bound in ((-1.0, self.upper, rule.high), (1.0, self.lower, rule.low)):
                self._push(self.open(rule), sign, ends, bound)
            before, left = left, self.open(rule)
            if left.size == before.size:
                break

    def _push(self, cells: NDArray[np.int64], sign: float, ends: Floats, bound: int) -> None:
        needy = np.isin(self.variables, cells[sign * (ends[cells] - bound) > 0])
        if needy.any():
            cap = np.where(needy, np.maximum(bound, self.known.truth[self.variables]), np.inf)
            self.take(self._optimum(sign * needy.astype(np.float64), cap))

    def solve(self, cell: int, *, whole: bool) -> None:
        """Both ends of one cell's interval, exactly."""
        goal, free = (self.variables == cell).astype(np.float64), np.full(len(self.variables), np.inf)
        self.take(self._optimum(goal, free, whole=whole))
        try:
            self.take(self._optimum(-goal, free, whole=whole))
        except NotFeasible:  # a table was found just now, so no least one is missing: there is no greatest
            self.upper[cell] = np.inf
        self.exact[cell] = True

    def take(self, values: Floats) -> None:
        """Add a table that fits, given as the values of the cells that the attacker does not know."""
        inside = self.variables < self.size
        place = self.variables[inside]
        self.lower[place] = np.minimum(self.lower[place], values[inside])
        self.upper[place] = np.maximum(self.upper[place], values[inside])

    def _optimum(self, goal: Floats, top: Floats, *, whole: bool = False) -> Floats:
        floor = self.known.floor[self.variables]
        limits = [LinearConstraint(self.equal, self.sums, self.sums), LinearConstraint(self.grow, -np.inf, self.room)]
        integrality = np.ones(len(floor)) if whole else None
        done: OptimizeResult = milp(goal, constraints=limits, bounds=Bounds(floor, top), integrality=integrality)
        if done.x is None:
            raise NotFeasible(f"no table fits what was published: {done.message}")
        return np.asarray(np.round(done.x, 6))
