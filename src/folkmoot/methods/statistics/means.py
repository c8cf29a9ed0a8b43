"""Means with Student's t limits."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from folkmoot.methods.statistics.core import (
    Estimate,
    Flags,
    Floats,
    Levels,
    Method,
    OnInvalid,
    Status,
    as_floats,
    as_levels,
    constant,
    estimate,
    fields_of,
    flags,
    judge,
    limits_by_level,
    read_only,
)


@dataclass(frozen=True, slots=True)
class Mean(Estimate):
    """Means; `numerator` is the sum of the values, `denominator` how many are known.

    `deviation` is the standard deviation (n - 1 below), `groups` the label of each group along the last axis, empty
    where there were none.
    """

    deviation: Floats
    groups: NDArray[np.generic]


def mean(
    values: ArrayLike, groups: ArrayLike | None = None, *, levels: Levels = 0.95, on_invalid: OnInvalid = "flag"
) -> Mean:
    """The mean of values[..., n], or of each group of them, with limits.

    `groups`, shape (n,), labels the values; the last axis of the result holds the groups in ascending order. A missing
    value makes its group's mean missing. One value has a mean, but no limits.
    Flags: MISSING, BELOW_MINIMUM_COUNT. Source: Student (1908) doi:10.1093/biomet/6.1.1.
    """
    given = as_floats(values)
    labels, place = _grouped(groups, given.shape[-1:])
    flat = given.reshape(math.prod(given.shape[:-1]), given.shape[-1])
    size = max(1, len(labels))
    cell = np.arange(len(flat))[:, np.newaxis] * size + place
    shape = (*given.shape[:-1], size) if groups is not None else given.shape[:-1]

    def total(figures: Floats) -> Floats:
        return np.asarray(np.bincount(cell.ravel(), figures.ravel(), len(flat) * size), dtype=np.float64)

    known = total(np.isfinite(flat).astype(np.float64))
    number, summed = total(np.ones_like(flat)), total(flat)
    with np.errstate(all="ignore"):
        middle = summed / number
        deviation = np.sqrt(total((flat - middle[cell]) ** 2) / (number - 1))
    missing = flags((Status.MISSING, ~np.isfinite(summed) | (number == 0)))
    return _with_limits(
        *(each.reshape(shape) for each in (known, middle, deviation, summed)),
        missing=missing.reshape(shape),
        groups=labels,
        levels=levels,
        on_invalid=on_invalid,
    )


def mean_from_moments(
    n: ArrayLike, mean: ArrayLike, sd: ArrayLike, *, levels: Levels = 0.95, on_invalid: OnInvalid = "flag"
) -> Mean:
    """Limits of means of which only the number of values, the mean and the standard deviation are known; all broadcast.

    Flags: MISSING, NEGATIVE (n or sd), ZERO_DENOMINATOR (n = 0), BELOW_MINIMUM_COUNT (n = 1). Source: see `mean`.
    """
    number, middle, deviation = np.broadcast_arrays(as_floats(n), as_floats(mean), as_floats(sd))
    wrong = flags(
        (Status.MISSING, ~(np.isfinite(number) & np.isfinite(middle) & (np.isfinite(deviation) | (number == 1)))),
        (Status.NEGATIVE, (number < 0) | (deviation < 0)),
        (Status.ZERO_DENOMINATOR, number == 0),
    )
    return _with_limits(
        number,
        middle,
        deviation,
        number * middle,
        missing=wrong,
        groups=np.empty(0),
        levels=levels,
        on_invalid=on_invalid,
    )


def _grouped(groups: ArrayLike | None, shape: tuple[int, ...]) -> tuple[NDArray[np.generic], NDArray[np.intp]]:
    if groups is None:
        return np.empty(0), np.zeros(shape, dtype=np.intp)
    given = np.asarray(groups)
    if given.shape != shape:
        raise ValueError(f"a group for each value: {given.shape} groups for values whose last axis is {shape}")
    labels, place = np.unique(given, return_inverse=True)
    return labels, place


def _with_limits(
    number: Floats,
    middle: Floats,
    deviation: Floats,
    summed: Floats,
    *,
    missing: Flags,
    groups: NDArray[np.generic],
    levels: Levels,
    on_invalid: OnInvalid,
) -> Mean:
    chosen = as_levels(levels)
    judge(missing, on_invalid)
    with np.errstate(all="ignore"):
        found = estimate(
            middle,
            limits_by_level(_student, chosen, number, middle, deviation),
            levels=chosen,
            numerator=summed,
            denominator=number,
            status=missing,
            method=constant(Method.STUDENT_T, missing.shape),
            unlimited=(Status.BELOW_MINIMUM_COUNT, number < 2),
        )
    return Mean(
        **fields_of(found),
        deviation=read_only(np.where(np.isnan(found.value), np.nan, deviation)),
        groups=read_only(groups),
    )


def _student(n: Floats, middle: Floats, deviation: Floats, level: float) -> tuple[Floats, Floats]:
    half = stdtrit(n - 1, (1 + level) / 2) * deviation / np.sqrt(n)
    return middle - half, middle + half
