"""Quantiles of areas, such as deprivation deciles, under a named rule for ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.methods.statistics.core import Flags, Floats, Masks, Status, as_floats, choose, flags, read_only

QuantileRule = Literal["ohid", "percentile", "ntile"]
FEWEST_FOR_PERCENTILES = 5


@dataclass(frozen=True, slots=True)
class Quantiles:
    """The quantile of each area, 1 to q, NaN where it has none and `status` says why; both of the values' shape."""

    value: Floats
    status: Flags


def quantiles(
    values: ArrayLike,
    q: int = 10,
    *,
    groups: ArrayLike | None = None,
    highest_is: Literal[1, "q"] = 1,
    rule: QuantileRule = "ohid",
    weights: ArrayLike | None = None,
) -> Quantiles:
    """Cut areas into q quantiles within each group; values, groups and weights have the shape (n,).

    `highest_is=1` puts the highest value (the most deprived, of a deprivation score) in quantile 1, "q" in quantile q.
    "ohid": 1 + floor(q * share of the group's areas strictly before it), so that ties stay together; with `weights`,
    such as populations, the share of weight. "percentile": by bounds interpolated between the ordered values
    (the seventh definition of Hyndman & Fan), rounded to ten decimals, as Fingertips coloured its maps; ties stay
    together, at least five values. "ntile": as SQL's NTILE, equal sizes by order, ties split in the order given.
    Flags: MISSING (not counted in the group), TOO_FEW_AREAS (fewer than q, or than five for percentiles).
    ValueError for q below 2, other shapes, or weights with another rule than "ohid".
    Sources: Office for Health Improvement and Disparities, Assigning deprivation categories (technical guidance);
    Hyndman & Fan (1996) doi:10.1080/00031305.1996.10473566.
    """
    choose("rule", rule, ("ohid", "percentile", "ntile"))
    given = as_floats(values)
    if given.ndim != 1 or q < 2:
        raise ValueError(f"quantiles are of one column of values into 2 or more, got the shape {given.shape} and q={q}")
    if highest_is not in (1, "q"):
        raise ValueError(f"highest_is is 1 or 'q', got {highest_is!r}")
    if weights is not None and rule != "ohid":
        raise ValueError(f"weights go with the rule 'ohid', not {rule!r}")
    place = _places(groups, given.shape)
    weight = np.ones_like(given) if weights is None else as_floats(weights)
    known = np.isfinite(given) & (weight > 0) & (weight < np.inf)
    number = np.bincount(place[known], minlength=place.max(initial=0) + 1)[place]
    fewest = max(q, FEWEST_FOR_PERCENTILES) if rule == "percentile" else q
    few = known & (number < fewest)
    usable = known & ~few
    found = np.full(given.shape, np.nan)
    if rule == "percentile":
        order = _order(given, place, usable)
        ascending = _by_bounds(given[order], place[order], q)
        found[order] = q + 1 - ascending if highest_is == 1 else ascending
    else:
        order = _order(-given if highest_is == 1 else given, place, usable)
        sorted_values = given[order] if rule == "ohid" else np.arange(len(order), dtype=np.float64)
        found[order] = _by_share(sorted_values, place[order], weight[order], q)
    return Quantiles(read_only(found), read_only(flags((Status.MISSING, ~known), (Status.TOO_FEW_AREAS, few))))


def _places(groups: ArrayLike | None, shape: tuple[int, ...]) -> NDArray[np.intp]:
    if groups is None:
        return np.zeros(shape, dtype=np.intp)
    given = np.asarray(groups)
    if given.shape != shape:
        raise ValueError(f"a group for each value: {given.shape} groups for {shape} values")
    return np.asarray(np.unique(given, return_inverse=True)[1])


def _order(key: Floats, place: NDArray[np.intp], usable: Masks) -> NDArray[np.intp]:
    """Positions of the usable values by group and then by key; equal keys in the order given."""
    rows = np.flatnonzero(usable)
    return rows[np.lexsort((key[rows], place[rows]))]


def _starts(place: NDArray[np.intp]) -> NDArray[np.intp]:
    """Where the group of each sorted row begins."""
    first = np.diff(place, prepend=-1) > 0
    return np.maximum.accumulate(np.where(first, np.arange(len(place)), 0))


def _by_share(ordered: Floats, place: NDArray[np.intp], weight: Floats, q: int) -> Floats:
    """1 + floor(q * weight strictly before / weight of the group); exact in whole numbers where all weights are 1."""
    start = _starts(place)
    tied = (np.diff(ordered, prepend=np.nan) == 0) & (np.diff(start, prepend=0) == 0)
    before = np.r_[0.0, np.cumsum(weight)]
    first = np.maximum.accumulate(np.where(tied, 0, np.arange(len(place))))
    whole = np.bincount(place, weight)[place]
    return np.asarray(np.minimum(1 + np.floor(q * (before[first] - before[start]) / whole), q))


def _by_bounds(ascending: Floats, place: NDArray[np.intp], q: int) -> Floats:
    """How many of the group's q - 1 bounds lie below each value, plus 1."""
    start = _starts(place)
    size = np.bincount(place)[place]
    found = np.ones(len(place))
    for cut in range(1, q):
        position = (size - 1) * cut / q
        low = np.floor(position).astype(np.intp)
        here, after = ascending[start + low], ascending[start + low + 1]
        found += ascending > np.round(here + (position - low) * (after - here), 10)
    return found
