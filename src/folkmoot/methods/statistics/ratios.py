"""Ratios and differences of two rates, crude or standardised."""

from __future__ import annotations

from typing import Literal

import numpy as np
from scipy.special import betainccinv, betaincinv

from folkmoot.methods.statistics.core import (
    Estimate,
    Flags,
    Floats,
    Levels,
    Method,
    Status,
    as_levels,
    choose,
    constant,
    estimate,
    flags,
    limits_by_level,
    normal_quantiles,
)
from folkmoot.methods.statistics.standardisation import DirectRate

RatioMethod = Literal["log", "exact", "mover"]
DifferenceMethod = Literal["normal", "mover"]

_NOT_RATES = (Method.WILSON, Method.CLOPPER_PEARSON, Method.JEFFREYS, Method.STUDENT_T)


def rate_ratio(first: Estimate, second: Estimate, *, levels: Levels = 0.95, method: RatioMethod = "log") -> Estimate:
    """first / second of two independent rates in the same unit (crude, direct, or indirect), with limits.

    "log": normal limits on the logarithm, from the variances; needs an event on both sides. "exact": conditional on
    the sum of two crude Poisson counts; holds with no event on one side; not for standardised rates or repeat events.
    "mover": recovered from the two rates' own limits, whose levels must include those asked for. The result broadcasts;
    `numerator` and `denominator` are the two values. Flags: those of both rates; ZERO_DENOMINATOR (second is 0);
    BELOW_MINIMUM_COUNT (a value without limits).
    Sources: Breslow & Day (1987), IARC Scientific Publication 82, pages 93-94; Przyborowski & Wilenski (1940)
    doi:10.1093/biomet/31.3-4.313; Donner & Zou (2012), Statistical Methods in Medical Research 21:347-359.
    """
    choose("method", method, ("log", "exact", "mover"))
    chosen, status = as_levels(levels), _common(first, second)
    status = status | flags((Status.ZERO_DENOMINATOR, (status == 0) & (second.value == 0)))
    with np.errstate(all="ignore"):  # rows that cannot be computed are flagged and blanked
        value = first.value / second.value
        if method == "log":
            spread = np.sqrt(_relative_variance(first) + _relative_variance(second))
            limits = limits_by_level(_log_normal, normal_quantiles(chosen), value, spread)
        elif method == "exact":
            _require_counts(first, second)
            exposure = second.denominator / first.denominator
            limits = limits_by_level(_conditional, chosen, first.numerator, second.numerator, exposure)
        else:
            limits = _mover_ratio(first, second, chosen)
        code = {"log": Method.LOG_NORMAL, "exact": Method.EXACT_CONDITIONAL, "mover": Method.MOVER}[method]
        return _compared(value, limits, chosen, first, second, status, code)


def rate_difference(
    first: Estimate, second: Estimate, *, levels: Levels = 0.95, method: DifferenceMethod = "normal"
) -> Estimate:
    """first - second of two independent rates in the same unit (crude, direct, or indirect), with limits.

    "normal": from the variances; "mover": recovered from the two rates' own limits, whose levels must include those
    asked for, and better with few events. The result broadcasts; `numerator` and `denominator` are the two values.
    Flags: those of both rates; BELOW_MINIMUM_COUNT (a value without limits).
    Sources: Rothman, Greenland & Lash (2008), Modern epidemiology, 3rd edition, chapter 14; Donner & Zou (2012),
    Statistical Methods in Medical Research 21:347-359.
    """
    choose("method", method, ("normal", "mover"))
    chosen, status = as_levels(levels), _common(first, second)
    with np.errstate(all="ignore"):  # rows that cannot be computed are flagged and blanked
        value = first.value - second.value
        if method == "normal":
            spread = np.sqrt(_variance(first) + _variance(second))
            limits = limits_by_level(_normal, normal_quantiles(chosen), value, spread)
        else:
            (a, la, ua), (b, lb, ub) = _at_levels(first, chosen), _at_levels(second, chosen)
            limits = (a - b) - np.hypot(a - la, ub - b), (a - b) + np.hypot(ua - a, b - lb)
        code = Method.NORMAL if method == "normal" else Method.MOVER
        return _compared(value, limits, chosen, first, second, status, code)


def _common(first: Estimate, second: Estimate) -> Flags:
    """Why a pair has no value: the flags of whichever side has none. ValueError where a side is no rate."""
    for side in (first, second):
        if np.isin(side.method, _NOT_RATES).any():
            raise ValueError("rates are compared, not proportions or means: their variance is another")
    return np.bitwise_or(*(np.where(np.isnan(side.value), side.status, np.uint16(0)) for side in (first, second)))


def _variance(side: Estimate) -> Floats:
    if isinstance(side, DirectRate):
        return side.variance
    return np.where(side.numerator > 0, side.value**2 / side.numerator, 0.0)


def _relative_variance(side: Estimate) -> Floats:
    return _variance(side) / side.value**2


def _require_counts(*sides: Estimate) -> None:
    if any(isinstance(side, DirectRate) for side in sides):
        raise ValueError('"exact" compares single Poisson counts; use "log" or "mover" for directly standardised rates')


def _normal(middle: Floats, spread: Floats, z: float) -> tuple[Floats, Floats]:
    return middle - z * spread, middle + z * spread


def _log_normal(value: Floats, spread: Floats, z: float) -> tuple[Floats, Floats]:
    factor = np.exp(z * spread)
    return value / factor, value * factor


def _conditional(x: Floats, y: Floats, exposure: Floats, level: float) -> tuple[Floats, Floats]:
    """Clopper and Pearson's limits of x out of x + y, turned into a ratio."""
    tail = (1 - level) / 2
    low = np.where(x == 0, 0.0, betaincinv(x, y + 1, tail))
    high = betainccinv(x + 1, y, tail)
    return low / (1 - low) * exposure, high / (1 - high) * exposure


def _mover_ratio(first: Estimate, second: Estimate, chosen: tuple[float, ...]) -> tuple[Floats, Floats]:
    (a, la, ua), (b, lb, ub) = _at_levels(first, chosen), _at_levels(second, chosen)
    low, high = la * (2 * a - la), ua * (2 * a - ua)
    lower = low / (a * b + np.sqrt((a * b) ** 2 - low * ub * (2 * b - ub)))
    below = lb * (2 * b - lb)
    return np.where(a == 0, 0.0, lower), (a * b + np.sqrt((a * b) ** 2 - high * below)) / below


def _at_levels(side: Estimate, chosen: tuple[float, ...]) -> tuple[Floats, Floats, Floats]:
    """Value and limits at the levels asked for, which the estimate must hold."""
    absent = [level for level in chosen if level not in side.levels]
    if absent:
        raise ValueError(f'"mover" needs the rates\' own limits at {absent}; they were computed at {list(side.levels)}')
    places = [side.levels.index(level) for level in chosen]
    return side.value[..., np.newaxis], side.lower[..., places], side.upper[..., places]


def _compared(
    value: Floats,
    limits: tuple[Floats, Floats],
    levels: tuple[float, ...],
    first: Estimate,
    second: Estimate,
    status: Flags,
    code: Method,
) -> Estimate:
    return estimate(
        value,
        limits,
        levels=levels,
        numerator=first.value,
        denominator=second.value,
        status=status,
        method=constant(code, status.shape),
        unlimited=(Status.BELOW_MINIMUM_COUNT, ~np.isfinite(limits[0] + limits[1]).all(-1)),
    )
