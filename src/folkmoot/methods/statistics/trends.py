"""Whether the last years of a series show a trend: the recent-trend marker of the national profile tool.

Five unbroken yearly points; a straight line weighted by 1/se^2; a trend is called when the line's chi-squared exceeds
that of the level (9.5495 at 99.8 %) and every line that leaves one point out slopes the same way. For proportions the
chi-squared is Cochran and Armitage's (Armitage 1955, doi:10.2307/3001775) and the lines are fitted on the logit scale.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from folkmoot.methods.statistics.comparison import Classes, Polarity
from folkmoot.methods.statistics.core import Floats, Status, as_floats, as_levels

WIDTH_95 = 3.92  # limits are taken as 1.96 standard errors on either side, as the profile tool does


@dataclass(frozen=True, slots=True)
class Trend:
    """The trend of each series; arrays of the batch shape.

    `direction` is 1 for rising, -1 for falling, 0 for no trend; `slope` is per period, in the value's unit (in logits
    for proportions); `chi_squared` has one degree of freedom. `better` is 1 or -1 where the polarity judges the
    direction. Rows without five points, or with points that the method does not take, have a status and NaN.
    """

    direction: Classes
    better: Classes
    slope: Floats
    chi_squared: Floats
    status: NDArray[np.uint16]


def recent_trend(
    value: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    *,
    points: int = 5,
    level: float = 0.998,
    polarity: Polarity = Polarity.NONE,
) -> Trend:
    """The trend of rates and other values with 95 % limits, periods on the last axis, the latest last.

    Flags: TOO_FEW_AREAS where there are fewer than `points` periods, MISSING where one of the last has no value or no
    limits. Limits that coincide leave no weight and count as missing.
    """
    values, low, high = np.broadcast_arrays(as_floats(value), as_floats(lower), as_floats(upper))
    if values.shape[-1] < points:
        return _no_trend(values.shape[:-1], Status.TOO_FEW_AREAS)
    values, low, high = values[..., -points:], low[..., -points:], high[..., -points:]
    with np.errstate(all="ignore"):
        error = (high - low) / WIDTH_95
        weights = 1 / error**2
        lines = _slopes(values, weights)
        chi_squared = lines[..., 0] ** 2 * _spread(weights)
    missing = ~(np.isfinite(values) & np.isfinite(weights)).all(axis=-1)
    status = np.where(missing, np.uint16(Status.MISSING), np.uint16(Status.OK))
    return _called(lines, chi_squared, status, level, polarity)


def recent_trend_of_proportions(
    events: ArrayLike,
    population: ArrayLike,
    *,
    points: int = 5,
    level: float = 0.998,
    polarity: Polarity = Polarity.NONE,
) -> Trend:
    """The trend of proportions from their counts, periods on the last axis, the latest last.

    Flags: TOO_FEW_AREAS below `points` periods, MISSING, ZERO_DENOMINATOR, and BELOW_MINIMUM_COUNT where a proportion
    is 0 or 1, which has no logit.
    """
    count, base = np.broadcast_arrays(as_floats(events), as_floats(population))
    if count.shape[-1] < points:
        return _no_trend(count.shape[:-1], Status.TOO_FEW_AREAS)
    count, base = count[..., -points:], base[..., -points:]
    with np.errstate(all="ignore"):
        share = count / base
        lines = _slopes(np.log(share / (1 - share)), base * share * (1 - share))
        chi_squared = _armitage(count, base)
    status = np.zeros(count.shape[:-1], dtype=np.uint16)
    for flag, holds in (
        (Status.MISSING, ~(np.isfinite(count) & np.isfinite(base))),
        (Status.ZERO_DENOMINATOR, base <= 0),
        (Status.BELOW_MINIMUM_COUNT, (base > 0) & ((count <= 0) | (count >= base))),
    ):
        status |= np.where(holds.any(axis=-1), np.uint16(flag), np.uint16(0))
    return _called(lines, chi_squared, status, level, polarity)


def _slopes(values: Floats, weights: Floats) -> Floats:
    """Slopes of the weighted lines, shape (*batch, 1 + P): with every point, then leaving out each in turn."""
    points = values.shape[-1]
    kept = np.vstack([np.ones(points), 1 - np.eye(points)])
    time = np.arange(1.0, points + 1)
    total, first = weights @ kept.T, (weights * time) @ kept.T
    level, cross = (weights * values) @ kept.T, (weights * values * time) @ kept.T
    second = (weights * time**2) @ kept.T
    found = (total * cross - first * level) / (total * second - first**2)
    flat = np.abs(found) < 1e-12 * np.abs(values).max(axis=-1, keepdims=True)  # no slope but what rounding left
    return np.where(flat, 0, found)


def _spread(weights: Floats) -> Floats:
    """The weighted sum of squares of time about its mean: the inverse of the slope's variance."""
    time = np.arange(1.0, weights.shape[-1] + 1)
    total = weights.sum(axis=-1)
    mean = (weights * time).sum(axis=-1) / total
    return np.asarray((weights * (time - mean[..., np.newaxis]) ** 2).sum(axis=-1))


def _armitage(count: Floats, base: Floats) -> Floats:
    """Cochran and Armitage's chi-squared for a trend in proportions, with the periods' numbers as scores."""
    time = np.arange(1.0, count.shape[-1] + 1)
    all_count, all_base = count.sum(axis=-1), base.sum(axis=-1)
    share = all_count / all_base
    moved = (count * time).sum(axis=-1) - all_count * (base * time).sum(axis=-1) / all_base
    return np.asarray(moved**2 / (share * (1 - share) * _spread(base)))


def _called(lines: Floats, chi_squared: Floats, status: NDArray[np.uint16], level: float, polarity: Polarity) -> Trend:
    limit = ndtri((1 + as_levels(level)[0]) / 2) ** 2
    way = (lines > 0).all(axis=-1).astype(np.int8) - (lines < 0).all(axis=-1).astype(np.int8)
    sound = status == 0
    sign = np.where(sound & (chi_squared > limit), way, 0).astype(np.int8)
    judge = {Polarity.HIGH_GOOD: 1, Polarity.LOW_GOOD: -1, Polarity.NONE: 0}[polarity]
    return Trend(
        sign,
        np.asarray(sign * judge, dtype=np.int8),
        np.where(sound, lines[..., 0], np.nan),
        np.where(sound, chi_squared, np.nan),
        status,
    )


def _no_trend(shape: tuple[int, ...], why: Status) -> Trend:
    none = np.zeros(shape, dtype=np.int8)
    return Trend(none, none, np.full(shape, np.nan), np.full(shape, np.nan), np.full(shape, why, dtype=np.uint16))
