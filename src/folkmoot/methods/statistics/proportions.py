"""Proportions with Wilson, Clopper-Pearson or Jeffreys limits."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainccinv, betaincinv

from folkmoot.methods.statistics.core import (
    Estimate,
    Floats,
    Levels,
    Method,
    OnInvalid,
    as_floats,
    as_levels,
    choose,
    constant,
    count_status,
    estimate,
    judge,
    limits_by_level,
    normal_quantiles,
)

ProportionMethod = Literal["wilson", "clopper-pearson", "jeffreys"]


def proportion(
    events: ArrayLike,
    population: ArrayLike,
    *,
    levels: Levels = 0.95,
    per: float = 1.0,
    method: ProportionMethod = "wilson",
    on_invalid: OnInvalid = "flag",
) -> Estimate:
    """The share of a population that has a property, with limits.

    `events` and `population` broadcast; the value is events / population * per. Flags: MISSING, NEGATIVE,
    ZERO_DENOMINATOR, COUNT_GT_DENOMINATOR. Raises InvalidRows with on_invalid="raise".
    Sources: Wilson (1927) doi:10.1080/01621459.1927.10502953; Clopper & Pearson (1934) doi:10.1093/biomet/26.4.404;
    Brown, Cai & DasGupta (2001) doi:10.1214/ss/1009213286 for Jeffreys' limits.
    """
    choose("method", method, tuple(_KERNELS))
    events, population = as_floats(events), as_floats(population)
    chosen = as_levels(levels)
    status = count_status(events, population, within=True)
    judge(status, on_invalid)
    kernel, code = _KERNELS[method]
    parameters = normal_quantiles(chosen) if code is Method.WILSON else chosen
    with np.errstate(all="ignore"):  # rows that cannot be computed are flagged and blanked
        value = events / population
        value *= per
        limits = limits_by_level(lambda x, n, level: kernel(x, n, level, per), parameters, events, population)
    return estimate(
        value,
        limits,
        levels=chosen,
        numerator=events,
        denominator=population,
        status=status,
        method=constant(code, status.shape),
    )


def _wilson(x: Floats, n: Floats, z: float, per: float) -> tuple[Floats, Floats]:
    half = z * np.sqrt(z * z + 4 * x * (1 - x / n))
    centre = 2 * x + z * z
    scale = per / (2 * (n + z * z))
    upper = np.where(x == n, per, (centre + half) * scale)  # exactly the whole, whatever the rounding
    return (centre - half) * scale, upper


def _clopper_pearson(x: Floats, n: Floats, level: float, per: float) -> tuple[Floats, Floats]:
    tail = (1 - level) / 2
    lower = np.where(x == 0, 0.0, betaincinv(x, n - x + 1, tail))
    upper = np.where(x == n, 1.0, betainccinv(x + 1, n - x, tail))
    return lower * per, upper * per


def _jeffreys(x: Floats, n: Floats, level: float, per: float) -> tuple[Floats, Floats]:
    tail = (1 - level) / 2
    lower = np.where(x == 0, 0.0, betaincinv(x + 0.5, n - x + 0.5, tail))
    upper = np.where(x == n, 1.0, betainccinv(x + 0.5, n - x + 0.5, tail))
    return lower * per, upper * per


_KERNELS = {
    "wilson": (_wilson, Method.WILSON),
    "clopper-pearson": (_clopper_pearson, Method.CLOPPER_PEARSON),
    "jeffreys": (_jeffreys, Method.JEFFREYS),
}
