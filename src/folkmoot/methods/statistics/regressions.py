"""Slope and relative index of inequality from a regression on the rank, as the World Health Organization computes them.

The indicator is regressed on the middle rank of each group, from 0 for the most disadvantaged to 1; the indices
compare the fitted values at 1 and at 0. The standard errors hold whatever the spread of the groups about the line.

Sources: Schlotheuber & Hosseinpoor (2022) doi:10.3390/ijerph19063697; quasi-binomial regression: Papke & Wooldridge
(1996) doi:10.1002/(SICI)1099-1255(199611)11:6<619::AID-JAE418>3.0.CO;2-1; errors: MacKinnon & White (1985)
doi:10.1016/0304-4076(85)90158-7 (HC1); of surveys: Binder (1983) doi:10.2307/1402588.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from folkmoot.methods.statistics.core import (
    Estimate,
    Flags,
    Floats,
    Holds,
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
from folkmoot.methods.statistics.slopes import SlopeIndex
from folkmoot.methods.statistics.surveys import Survey, middle_ranks

Link = Literal["logit", "identity"]
STEPS = 50
SETTLED = 1e-13


def slope_index_regression(
    value: ArrayLike,
    population: ArrayLike,
    *,
    link: Link = "logit",
    weighting: Literal["who", "population"] = "who",
    per: float = 1.0,
    levels: Levels = 0.95,
    on_invalid: OnInvalid = "flag",
) -> SlopeIndex:
    """Slope and relative index of value[..., Q] and population[..., Q], groups in order from the most disadvantaged.

    `per` is the unit of the values: 100 for percentages. "logit" takes them as proportions of the population,
    "identity" fits a straight line. `weighting` "who" weighs as the WHO's tools do: populations rounded up, cases to
    whole numbers, and in the logit fit each group by its population besides its being that many persons, so that large
    groups count by the square; "population" counts each person once and rounds nothing.
    Limits are normal for the slope and the value at 0, log-normal for the ratio.
    Flags: MISSING, NEGATIVE, ZERO_DENOMINATOR, COUNT_GT_DENOMINATOR (a proportion above 1), BELOW_MINIMUM_COUNT (no
    fit: the proportions are all 0 or all 1, or part so at one rank), TOO_FEW_AREAS (two groups have no limits),
    WIDE_INTERVAL (no limits of a ratio whose line reaches 0).
    ValueError for fewer than two groups.
    """
    choose("link", link, ("logit", "identity"))
    choose("weighting", weighting, ("who", "population"))
    values, people = np.broadcast_arrays(as_floats(value), as_floats(population))
    if values.ndim == 0 or values.shape[-1] < 2:
        raise ValueError(f"groups are on the last axis, two or more: got {values.shape}")
    status = _status(values, people, per, link)
    judge(status, on_invalid)
    groups = values.shape[-1]
    with np.errstate(all="ignore"):  # rows that cannot be computed are flagged and blanked
        share, weights = values / per, people
        if weighting == "who":
            people = weights = np.ceil(people)
            if link == "logit":
                share, weights = np.round(share * people) / people, people**2
        fitted, bread, scores = _fit(_ranks(people), share, weights, link)
        meat = np.einsum("...qi,...qj->...ij", scores, scores) * groups / (groups - 2)
        unfit = (status == 0) & ~np.isfinite(bread).all((-1, -2))
        status = status | flags((Status.BELOW_MINIMUM_COUNT, unfit))
        few = np.broadcast_to(groups < 3, status.shape)
        return _indices(fitted, bread @ meat @ bread, link, per, as_levels(levels), status, few)


def slope_index_of_individuals(
    value: ArrayLike,
    order: ArrayLike,
    survey: Survey,
    *,
    link: Link = "logit",
    per: float = 1.0,
    levels: Levels = 0.95,
) -> SlopeIndex:
    """Slope and relative index of a survey's persons, value[n] and order[n] (of their group, or of the person).

    `link` and `per` as in `slope_index_regression`; the errors are those of the survey's design. Persons without a
    value, an order or a weight are left out. Flags: MISSING (nobody is left), NEGATIVE, COUNT_GT_DENOMINATOR,
    BELOW_MINIMUM_COUNT (no fit). ValueError where a column has another length.
    """
    choose("link", link, ("logit", "identity"))
    given, place = as_floats(value), as_floats(order)
    if given.ndim != 1 or given.shape != place.shape:
        raise ValueError(f"values and orders are columns of one length: got {given.shape} and {place.shape}")
    kept = np.isfinite(given) & np.isfinite(place) & (as_floats(survey.weights) > 0)
    design = survey.of(kept)
    if not kept.any():
        none = flags((Status.MISSING, np.True_))
        with np.errstate(all="ignore"):
            return _indices(np.full(2, np.nan), np.full((2, 2), np.nan), link, per, as_levels(levels), none, np.False_)
    with np.errstate(all="ignore"):
        share = given[kept] / per
        fitted, bread, scores = _fit(middle_ranks(place[kept], design.weights), share, design.weights, link)
        status = _status(share, design.weights, 1.0, link)
        status = status | flags((Status.BELOW_MINIMUM_COUNT, (status == 0) & ~np.isfinite(bread).all()))
        covariance = bread @ design.covariance(scores) @ bread
        return _indices(fitted, covariance, link, per, as_levels(levels), status, np.False_)


def _status(values: Floats, people: Floats, per: float, link: Link) -> Flags:
    return flags(
        (Status.MISSING, ~(np.isfinite(values) & np.isfinite(people)).all(-1)),
        (Status.NEGATIVE, ((people < 0) | (values < 0) & (link == "logit")).any(-1)),
        (Status.ZERO_DENOMINATOR, (people == 0).any(-1)),
        (Status.COUNT_GT_DENOMINATOR, (values > per).any(-1) & (link == "logit")),
    )


def _ranks(people: Floats) -> Floats:
    share = people / people.sum(-1, keepdims=True)
    return np.asarray(np.cumsum(share, axis=-1) - share / 2)


def _fit(rank: Floats, share: Floats, weights: Floats, link: Link) -> tuple[Floats, Floats, Floats]:
    """Coefficients [..., 2] (level, slope), the inverse information [..., 2, 2] and the scores [..., Q, 2].

    A logit fit that does not settle, as when proportions are all 0 or all 1, has no inverse: NaN.
    """
    total = weights.sum(-1, keepdims=True)
    weights = weights / total
    design = np.stack([np.ones_like(rank), rank], axis=-1)
    if link == "identity":
        bread = _inverse(_information(design, weights))
        found = _apply(bread, _score(design, weights * (share - share[..., :1])))
        found[..., 0] += share[..., 0]
        middle = _along(design, found)
    else:
        mean = (weights * share).sum(-1)
        found = np.stack([np.log(mean / (1 - mean)), np.zeros_like(mean)], axis=-1)
        for _ in range(STEPS):
            middle = expit(_along(design, found))
            bread = _inverse(_information(design, weights * middle * (1 - middle)))
            step = _apply(bread, _score(design, weights * (share - middle)))
            found = found + step
            if not (np.abs(step) > SETTLED).any():
                break
        settled = np.asarray((np.abs(step) < 1e-6).all(-1))
        bread = np.where(settled[..., np.newaxis, np.newaxis], bread, np.nan)
        middle = expit(_along(design, found))
    scores = design * (weights * (share - middle))[..., np.newaxis]
    scale = total[..., np.newaxis]
    return found, bread / scale, scores * scale


def _information(design: Floats, weights: Floats) -> Floats:
    return np.asarray(np.einsum("...qi,...q,...qj->...ij", design, weights, design))


def _score(design: Floats, residual: Floats) -> Floats:
    return np.asarray(np.einsum("...qi,...q->...i", design, residual))


def _apply(matrix: Floats, vector: Floats) -> Floats:
    return np.asarray(np.einsum("...ij,...j->...i", matrix, vector))


def _along(design: Floats, coefficients: Floats) -> Floats:
    return np.asarray(np.einsum("...qi,...i->...q", design, coefficients))


def _inverse(matrix: Floats) -> Floats:
    """Inverses of 2 x 2 matrices, NaN or infinite for singular ones, which must not stop the batch."""
    a, b, d = matrix[..., 0, 0], matrix[..., 0, 1], matrix[..., 1, 1]
    turned = np.stack([np.stack([d, -b], axis=-1), np.stack([-b, a], axis=-1)], axis=-2)
    return np.asarray(turned / (a * d - b * b)[..., np.newaxis, np.newaxis])


def _indices(
    fitted: Floats,
    covariance: Floats,
    link: Link,
    per: float,
    levels: tuple[float, ...],
    status: Flags,
    few: Holds,
) -> SlopeIndex:
    """Indices from coefficients and their covariance, the errors by the delta method."""
    first, last = fitted[..., 0], fitted[..., 0] + fitted[..., 1]
    at_first, at_last = np.array([1.0, 0.0]), np.array([1.0, 1.0])  # what the two coefficients add at ranks 0 and 1
    if link == "logit":
        first, last = expit(first), expit(last)
        at_first = (first * (1 - first))[..., np.newaxis] * at_first
        at_last = (last * (1 - last))[..., np.newaxis] * at_last
    relative = at_last / last[..., np.newaxis] - at_first / first[..., np.newaxis]
    reach = normal_quantiles(levels)
    slope, ratio, begin = (
        np.sqrt(np.einsum("...i,...ij,...j->...", each, covariance, each))[..., np.newaxis] * reach
        for each in (at_last - at_first, relative, at_first)
    )
    difference, quotient = ((last - first) * per)[..., np.newaxis], (last / first)[..., np.newaxis]
    endless = ~np.isfinite(ratio).all(-1) | ~(last / first > 0)  # a line that crosses 0 has no ratio on a log scale

    def made(value: Floats, low: Floats, high: Floats, method: Method, why: Flags) -> Estimate:
        return estimate(
            value[..., 0],
            (low, high),
            levels=levels,
            numerator=last * per,
            denominator=first * per,
            status=status,
            method=constant(method, status.shape),
            unlimited=(why, why != 0),
        )

    none, factor, base = flags((Status.TOO_FEW_AREAS, few)), np.exp(ratio), (first * per)[..., np.newaxis]
    reason = none | flags((Status.WIDE_INTERVAL, endless & ~few))
    return SlopeIndex(
        made(difference, difference - slope * per, difference + slope * per, Method.NORMAL, none),
        made(quotient, quotient / factor, quotient * factor, Method.LOG_NORMAL, reason),
        made(base, base - begin * per, base + begin * per, Method.NORMAL, none),
    )
