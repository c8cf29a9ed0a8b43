"""Confidence limits of a count: Byar's approximation, and the exact limits of a Poisson count."""

from __future__ import annotations

from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainccinv, gammaincinv, ndtri

from folkmoot.methods.statistics.core import (
    Codes,
    Floats,
    Levels,
    Masks,
    Method,
    as_floats,
    as_levels,
    choose,
    constant,
    limits_by_level,
)

CountMethod = Literal["byar", "exact", "gamma"]
TABLED = 64  # whole counts below this have their exact limits looked up


def poisson_limits(
    count: ArrayLike, *, levels: Levels = 0.95, method: CountMethod = "byar", exact_below: float = 10
) -> tuple[Floats, Floats]:
    """Lower and upper limits of counts, shape (*batch, L).

    "byar": Byar's approximation, exact where the count is below `exact_below` (as the Office for Health Improvement
    and Disparities does); "exact": the exact limits throughout; "gamma": the same numbers by another road.
    Missing, infinite and negative counts have NaN limits. Sources: Garwood (1936) doi:10.1093/biomet/28.3-4.437;
    Breslow & Day (1987), Statistical methods in cancer research, volume II, IARC Scientific Publication 82, page 69.
    """
    choose("method", method, ("byar", "exact", "gamma"))
    boundary = exact_below if method == "byar" else np.inf
    with np.errstate(all="ignore"):
        return limits_by_level(partial(count_kernel, exact_below=boundary), as_levels(levels), as_floats(count))


def byar_limits(count: ArrayLike, *, levels: Levels = 0.95) -> tuple[Floats, Floats]:
    """Byar's limits at every count, however small; NaN where Byar's lower limit would be negative."""
    return poisson_limits(count, levels=levels, method="byar", exact_below=0)


def count_methods(count: Floats, method: CountMethod, exact_below: float) -> Codes:
    """Which method each count's limits come from."""
    if method == "byar":
        small = count < exact_below
        return np.where(small, np.uint8(Method.EXACT_POISSON), np.uint8(Method.BYAR))
    return constant(Method.GAMMA if method == "gamma" else Method.EXACT_POISSON, count.shape)


def count_kernel(x: Floats, level: float, *, exact_below: float) -> tuple[Floats, Floats]:
    """Limits of one block of counts at one level: exact below `exact_below`, Byar's from there on."""
    small = x < exact_below
    if small.all():
        return _exact(x, level)
    lower, upper = _byar(x, level)
    if small.any():
        lower[small], upper[small] = _exact(x[small], level)
    return lower, upper


def scaled_count_kernel(x: Floats, scale: Floats, level: float, *, exact_below: float) -> tuple[Floats, Floats]:
    """The limits of counts in another unit, such as events per 100,000."""
    lower, upper = count_kernel(x, level, exact_below=exact_below)
    return lower * scale, upper * scale


def _byar(x: Floats, level: float) -> tuple[Floats, Floats]:
    third = float(ndtri((1 + level) / 2)) / 3
    base = 1 - 1 / (9 * x) - third / np.sqrt(x)
    lower = np.where((base >= 0) & (x < np.inf), x * base * base * base, np.nan)
    lower = np.where(x == 0, 0.0, lower)
    more = x + 1
    root = 1 - 1 / (9 * more) + third / np.sqrt(more)
    return lower, np.asarray(np.where(x < np.inf, more * root * root * root, np.nan))


def _exact(x: Floats, level: float) -> tuple[Floats, Floats]:
    """Garwood's limits; those of small whole counts come from a table, since most counts of small areas repeat."""
    if x.size <= TABLED or not _tabled(x).all():
        return _garwood(x, level)
    lower, upper = _garwood(np.arange(TABLED, dtype=np.float64), level)
    places = x.astype(np.intp)
    return lower[places], upper[places]


def _tabled(x: Floats) -> Masks:
    return np.asarray((x >= 0) & (x < TABLED) & (x == np.floor(x)))


def _garwood(x: Floats, level: float) -> tuple[Floats, Floats]:
    tail = (1 - level) / 2
    lower = np.where(x == 0, 0.0, gammaincinv(x, tail))
    return lower, np.asarray(np.where((x >= 0) & (x < np.inf), gammainccinv(x + 1, tail), np.nan))
