"""Protection of a table: the small counts, and as few others as keep the small ones from being worked out.

A withheld small count is safe when the attacker's interval covers everything that the rule withholds. The cells to
withhold besides are chosen by Kelly's heuristic (Kelly, Golden and Assad 1992, doi:10.1002/net.3230220407): for a count
that is not safe, the cheapest change of the table that moves it is found by a linear program, and the cells that would
have to change are withheld. The choice is safe by the audit, not the fewest possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array, hstack

from folkmoot.methods.disclosure.attack import NEAR, Evidence, Floats, Link, Release, System, system
from folkmoot.methods.disclosure.rules import Counts, Mask, Rule, is_small, rounded
from folkmoot.methods.disclosure.tables import Table, equations


class Reason(IntEnum):
    """Why a cell is shown or withheld."""

    SHOWN = 0
    SMALL = 1  # the rule withholds it by itself (primary suppression)
    DIFFERENCE = 2  # what changed since the last release would be a small count
    GUARD = 3  # withheld so that another cannot be worked out (secondary suppression)


@dataclass(frozen=True, slots=True)
class Protected:
    """A table that can be published.

    `values` are the counts as shown, rounded by the rule, NaN where withheld; `hidden` and `reasons` have the same
    shape. `exposed` are the small counts that could not be made safe, because an earlier release shows too much.
    """

    table: Table
    values: Floats
    hidden: Mask
    reasons: NDArray[np.int8]
    exposed: Mask

    @property
    def release(self) -> Release:
        """What the next release must be guarded against."""
        return Release(self.table, self.hidden)


def protect(
    table: Table,
    rule: Rule,
    *,
    secondary: bool = True,
    history: Sequence[Release] = (),
    link: Link = Link.CUMULATIVE,
    zeros_hide: bool = False,
    also: Mask | None = None,
) -> Protected:
    """Withhold what the rule withholds and what would give it away; `history` are the earlier releases, latest first.

    `also` are cells that are withheld besides, such as those that were before. `zeros_hide` lets zeros guard others; by
    default they are shown, as readers take them for known.
    """
    small = is_small(table.counts, rule)
    moved = _moved(table.counts, history, rule) & ~small if link is Link.CUMULATIVE else np.zeros_like(small)
    hidden = small | moved | (np.zeros_like(small) if also is None else also)
    exposed = np.zeros_like(small)
    if secondary and hidden.any():
        hidden = _guard_lonely(table, hidden, zeros_hide=zeros_hide)
        hidden, exposed = _guard(table, hidden, rule, history, link, zeros_hide=zeros_hide)
    reasons = np.select([small, moved, hidden], [Reason.SMALL, Reason.DIFFERENCE, Reason.GUARD], Reason.SHOWN)
    values = np.where(hidden, np.nan, rounded(table.counts, rule).astype(np.float64))
    return Protected(table, values, hidden, reasons.astype(np.int8), exposed)


def _moved(counts: Counts, history: Sequence[Release], rule: Rule) -> Mask:
    """Shown counts whose growth since the last release is itself a small count."""
    if not history:
        return np.zeros(counts.shape, dtype=bool)
    growth = counts - history[0].table.counts
    return np.asarray(~history[0].hidden & (growth >= max(rule.low, 1)) & (growth <= rule.high))


def _guard_lonely(table: Table, hidden: Mask, *, zeros_hide: bool) -> Mask:
    """A total with a single withheld part (or the other way round) gives it away: withhold the smallest other too."""
    sums = csr_array(abs(equations(table)))
    found, counts = hidden.ravel().copy(), table.counts.ravel()
    lone = np.ones(sums.shape[0], dtype=bool)
    while (lonely := np.flatnonzero(lone & (sums @ found.astype(np.float64) == 1))).size:
        for row in lonely:
            cells = sums.indices[sums.indptr[row] : sums.indptr[row + 1]]
            if found[cells].sum() == 1:
                # Where none of the others is above zero, the one withheld is zero too, and nobody is in it.
                others = cells[~found[cells] & (zeros_hide | (counts[cells] > 0))]
                if not others.size:
                    lone[row] = False
                    continue
                found[others[np.argmin(counts[others])]] = True
    return found.reshape(hidden.shape)


def _guard(
    table: Table, hidden: Mask, rule: Rule, history: Sequence[Release], link: Link, *, zeros_hide: bool
) -> tuple[Mask, Mask]:
    size = table.counts.size
    known = system(Release(table, hidden), rule, history, link)
    usable = known.free.copy()
    usable[:size] |= zeros_hide | (table.counts.ravel() != 0)
    given_up = np.zeros(size, dtype=bool)
    evidence = Evidence(known, size)
    evidence.gather(rule)
    for cell in evidence.open(rule):
        if cell not in evidence.open(rule):
            continue  # a table found for another cell covers this one too
        chosen = _cells_that_move(known, usable, int(cell), rule, evidence)
        given_up[cell] = chosen is None
        if chosen is not None:
            known = known.hiding(chosen[:size], rule)
    return known.free[:size].reshape(hidden.shape), given_up.reshape(hidden.shape)


def _cells_that_move(known: System, usable: Mask, cell: int, rule: Rule, evidence: Evidence) -> Mask | None:
    """The cells of the cheapest changes that take a cell to both ends of what the rule withholds; None if none can."""
    moved = np.zeros(len(usable), dtype=bool)
    for end in (rule.low, rule.high):
        step = end - known.truth[cell]
        if step:
            change = cheapest_change(known, usable, cell, step, rule)
            if change is None:
                return None
            moved |= np.abs(change) > NEAR
            fits = known.truth[: evidence.size] + change[: evidence.size]
            evidence.lower = np.minimum(evidence.lower, fits)
            evidence.upper = np.maximum(evidence.upper, fits)
    return moved


def cheapest_change(known: System, usable: Mask, cell: int, step: float, rule: Rule) -> Floats | None:
    """The change that moves one cell by `step`, keeps every sum, and costs least in counts not yet withheld.

    Only `usable` cells change, and none falls below the least that it could be if it were withheld. The vector is as
    long as the system's; None where there is no such change.
    """
    cells = np.flatnonzero(usable)
    truth = known.truth[cells]
    cost = np.where(known.free[cells], 1e-3, 1 + np.log1p(truth))
    least = np.where(known.free[cells], known.floor[cells], np.minimum(rule.low, truth))
    most = np.stack([np.full(len(cells), np.inf), truth - least])  # how far each can rise, and how far it can fall
    must = np.zeros_like(most)
    way, here = 0 if step > 0 else 1, np.searchsorted(cells, cell)
    most[:, here] = 0
    must[way, here] = most[way, here] = abs(step)
    equal, grow = csr_array(known.equal[:, cells]), csr_array(known.grow[:, cells])
    limits = [
        LinearConstraint(hstack([equal, -equal], format="csr"), 0, 0),
        LinearConstraint(hstack([grow, -grow], format="csr"), -np.inf, -(known.grow @ known.truth)),
    ]
    done: OptimizeResult = milp(
        np.concatenate([cost, cost]), constraints=limits, bounds=Bounds(must.ravel(), most.ravel())
    )
    if done.x is None:
        return None
    change = np.zeros(len(usable))
    change[cells] = done.x[: len(cells)] - done.x[len(cells) :]
    return change
