"""Concentration indices: how far an indicator gathers among the advantaged, or the disadvantaged, of groups in order.

Sources: Kakwani, Wagstaff & van Doorslaer (1997) doi:10.1016/S0304-4076(96)01807-6; corrections for bounded
indicators: Wagstaff (2005) doi:10.1002/hec.953, Erreygers (2009) doi:10.1016/j.jhealeco.2008.02.003; surveys: Binder
(1983) doi:10.2307/1402588.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

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
    choose,
    constant,
    estimate,
    flags,
    judge,
    normal_quantiles,
)
from folkmoot.methods.statistics.surveys import Survey, middle_ranks

Kind = Literal["absolute", "relative"]
Correction = Literal["wagstaff", "erreygers", "bounded"]
Bounds = tuple[float, float]


def concentration_index(
    value: ArrayLike,
    population: ArrayLike,
    *,
    se: ArrayLike | None = None,
    kind: Kind = "absolute",
    correction: Correction | None = None,
    bounds: Bounds | None = None,
    levels: Levels = 0.95,
    on_invalid: OnInvalid = "flag",
) -> Estimate:
    """The concentration index of value[..., Q] and population[..., Q], groups in order from the most disadvantaged.

    "absolute": twice the covariance of value and rank, in the value's unit; "relative": that by the mean. Of an
    indicator between `bounds`, "bounded" takes the values from 0 to 1, "wagstaff" and "erreygers" give their indices
    (whatever the kind). With `se`, the groups' standard errors, the limits are those of a smooth function of
    independent estimates (delta method; the absolute index is exact). Without, they are those of the regression of
    value on rank, the mean taken as known, as the WHO's tools give: the groups' spread about a line.
    `numerator` is the absolute index, `denominator` the mean.
    Flags: MISSING, NEGATIVE (population or error), ZERO_DENOMINATOR (a group's population; the mean, of the relative
    index; a mean on a bound, of Wagstaff's), COUNT_GT_DENOMINATOR (a value beyond the bounds), TOO_FEW_AREAS (two
    groups without errors have no limits). ValueError: fewer than two groups, or a correction without bounds.
    """
    values, people = np.broadcast_arrays(as_floats(value), as_floats(population))
    if values.ndim == 0 or values.shape[-1] < 2:
        raise ValueError(f"groups are on the last axis, two or more: got {values.shape}")
    low, high = _bounds(kind, correction, bounds)
    error = np.zeros_like(values) if se is None else np.broadcast_to(as_floats(se), values.shape)
    status = _status(values, people, low, high) | flags((Status.NEGATIVE, (error < 0).any(-1)))
    groups = values.shape[-1]
    with np.errstate(all="ignore"):  # rows that cannot be computed are flagged and blanked
        share = people / people.sum(-1, keepdims=True)
        rank = np.cumsum(share, axis=-1) - share / 2
        mean = (share * values).sum(-1)
        weights = share * (2 * rank - 1)
        index = (weights * (values - values[..., :1])).sum(-1)  # of differences, so that equal values have none
        factor, turned = _factor(kind, correction, mean, low, high)
        status = status | flags((Status.ZERO_DENOMINATOR, (status == 0) & ~np.isfinite(factor)))
        judge(status, on_invalid)
        if se is None:
            spread = factor * _regression_error(index, values, mean, share, rank)
            unlimited = flags((Status.TOO_FEW_AREAS, np.broadcast_to(groups < 3, status.shape)))
        else:
            moved = factor[..., np.newaxis] * weights + (index * turned)[..., np.newaxis] * share
            spread = np.sqrt((moved**2 * error**2).sum(-1))
            unlimited = flags((Status.MISSING, ~np.isfinite(error).all(-1)))
    code = Method.NORMAL if se is None else Method.ANALYTIC
    return _estimate(index, factor, spread, levels, mean, status, unlimited, code)


def concentration_index_of_individuals(
    value: ArrayLike,
    order: ArrayLike,
    survey: Survey,
    *,
    kind: Kind = "absolute",
    correction: Correction | None = None,
    bounds: Bounds | None = None,
    levels: Levels = 0.95,
) -> Estimate:
    """The concentration index of a survey's persons, value[n] and order[n] (of their group, or of the person).

    `kind`, `correction` and `bounds` as in `concentration_index`; the errors are those of the regression of value on
    rank under the survey's design, the mean taken as known. Persons without a value, an order or a weight are left
    out. Flags: MISSING (nobody is left), ZERO_DENOMINATOR, COUNT_GT_DENOMINATOR.
    """
    low, high = _bounds(kind, correction, bounds)
    given, place = as_floats(value), as_floats(order)
    if given.ndim != 1 or given.shape != place.shape:
        raise ValueError(f"values and orders are columns of one length: got {given.shape} and {place.shape}")
    kept = np.isfinite(given) & np.isfinite(place) & (as_floats(survey.weights) > 0)
    design = survey.of(kept)
    if not kept.any():
        none = np.full((), np.nan)
        missing = flags((Status.MISSING, np.True_))
        return _estimate(none, none, none, levels, none, missing, np.zeros_like(missing), Method.NORMAL)
    values, weights = given[kept], design.weights
    rank, share = middle_ranks(place[kept], weights), weights / weights.sum()
    status = _status(values, weights, low, high)
    with np.errstate(all="ignore"):
        mean = np.asarray((share * values).sum())
        index = np.asarray((share * (2 * rank - 1) * values).sum())
        factor = _factor(kind, correction, mean, low, high)[0]
        status = status | flags((Status.ZERO_DENOMINATOR, (status == 0) & ~np.isfinite(factor)))
        away = rank - (share * rank).sum()
        variance = (share * away**2).sum()
        residual = 2 * variance * (values - mean) - index * away
        scores = (share * away * residual / variance)[:, np.newaxis]
        spread = factor * np.sqrt(design.covariance(scores)[0, 0])
    return _estimate(index, factor, spread, levels, mean, status, np.zeros_like(status), Method.NORMAL)


def _bounds(kind: Kind, correction: Correction | None, bounds: Bounds | None) -> Bounds:
    choose("kind", kind, ("absolute", "relative"))
    if correction is not None:
        choose("correction", correction, ("wagstaff", "erreygers", "bounded"))
    if (correction is None) != (bounds is None):
        raise ValueError("a correction goes with the bounds of the indicator, such as bounds=(0, 100)")
    low, high = bounds if bounds is not None else (-np.inf, np.inf)
    if not low < high:
        raise ValueError(f"the lower bound is below the upper, got {bounds}")
    return low, high


def _status(values: Floats, people: Floats, low: float, high: float) -> Flags:
    return flags(
        (Status.MISSING, ~(np.isfinite(values) & np.isfinite(people)).all(-1)),
        (Status.NEGATIVE, (people < 0).any(-1)),
        (Status.ZERO_DENOMINATOR, (people == 0).any(-1)),
        (Status.COUNT_GT_DENOMINATOR, ((values < low) | (values > high)).any(-1)),
    )


def _factor(kind: Kind, correction: Correction | None, mean: Floats, low: float, high: float) -> tuple[Floats, Floats]:
    """What the absolute index is multiplied by, and that factor's change with the mean."""
    width, none = np.float64(high - low), np.zeros_like(mean)
    if correction == "erreygers":
        return none + 4 / width, none
    if correction == "wagstaff":
        room = (high - mean) * (mean - low)
        return width / room, -width * (low + high - 2 * mean) / room**2
    if kind == "relative":
        base = mean - low if correction == "bounded" else mean
        return 1 / base, -1 / base**2
    return none + (1 / width if correction == "bounded" else 1.0), none


def _regression_error(index: Floats, values: Floats, mean: Floats, share: Floats, rank: Floats) -> Floats:
    """The ordinary error of the slope of twice the rank's variance times the value, on the rank, weighted by share."""
    away = rank - 0.5
    variance = (share * away**2).sum(-1)
    fitted = index[..., np.newaxis] * away
    residual = 2 * variance[..., np.newaxis] * (values - mean[..., np.newaxis]) - fitted
    return np.asarray(np.sqrt((share * residual**2).sum(-1) / (values.shape[-1] - 2) / variance))


def _estimate(
    index: Floats,
    factor: Floats,
    spread: Floats,
    levels: Levels,
    mean: Floats,
    status: Flags,
    unlimited: Flags,
    code: Method,
) -> Estimate:
    with np.errstate(all="ignore"):
        value = index * factor
        reach = np.abs(spread)[..., np.newaxis] * normal_quantiles(levels)
        limits = value[..., np.newaxis] - reach, value[..., np.newaxis] + reach
    return estimate(
        value,
        limits,
        levels=as_levels(levels),
        numerator=index,
        denominator=mean,
        status=status,
        method=constant(code, status.shape),
        unlimited=(unlimited, unlimited != 0),
    )
