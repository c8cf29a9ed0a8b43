"""Slope and relative index of inequality of groups in order, such as deprivation deciles.

A line weighted by population runs through the groups' values at their middle ranks, from 0 for the most deprived
person to 1 for the least deprived. The slope index is the line's value at 1 less that at 0, the relative index their
ratio. The limits need no simulation: a weighted sum of independent normals is normal, and of other distributions it
has cumulants that add up.

Sources: Low & Low (2004) doi:10.1093/pubmed/fdh104; limits of the ratio: Fieller (1954)
doi:10.1111/j.2517-6161.1954.tb00159.x; quantiles from cumulants: Cornish & Fisher (1938) doi:10.2307/1400905.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit, ndtri

from folkmoot.methods.statistics.core import (
    Codes,
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

Scale = Literal["identity", "log", "logit"]
NODES = 12  # of the quadrature that finds the cumulants of log-normal and logit-normal values
ROUNDS = 3  # of the search for a ratio's limit when the values are not normal; it gains two digits a round
CROOKED = 0.4  # the most skew, or excess, at which four cumulants place a limit to a few hundredths of its error
UNSURE = 0.25  # the most that the value at rank 0 may vary, as a share of itself, for the same
POINTS = 1 << 15  # of the evenly spread draws for sums beyond that

_THERE: dict[str, Callable[[Floats], Floats]] = {"identity": np.asarray, "log": np.log, "logit": logit}
_BACK: dict[str, Callable[[Floats], Floats]] = {"identity": np.asarray, "log": np.exp, "logit": expit}

Pair = tuple[Floats, Floats]
Cumulants = tuple[Floats, ...]


@dataclass(frozen=True, slots=True)
class SlopeIndex:
    """The slope index, the relative index and the line's value at rank 0, each with limits.

    Of `sii` and `rii`, `numerator` is the line's value at rank 1 and `denominator` that at rank 0, in the unit of
    `per`. A negative `per` turns the sign of the slope index and turns the relative index over, for indicators of
    which little is good; the intercept keeps its sign.
    """

    sii: Estimate
    rii: Estimate
    intercept: Estimate


@dataclass(frozen=True, slots=True)
class _Line:
    """Weights [..., Q] that turn the groups' values into the line's slope and its values at ranks 0, 1/2 and 1."""

    slope: Floats
    first: Floats
    middle: Floats
    last: Floats


def slope_index(
    value: ArrayLike,
    population: ArrayLike,
    *,
    se: ArrayLike | None = None,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    limits_level: float = 0.95,
    scale: Scale = "identity",
    transform: bool = False,
    levels: Levels = 0.95,
    per: float = 1.0,
    interval: Literal["analytic", "simulate"] = "analytic",
    draws: int = 100_000,
    rng: np.random.Generator | None = None,
    on_invalid: OnInvalid = "flag",
) -> SlopeIndex:
    """Slope and relative index of value[..., Q] and population[..., Q], groups in order from the most deprived.

    The values' uncertainty is `se`, or `lower` and `upper` at `limits_level`, all in the values' unit; without either
    the indices have no limits. `scale` is where the values are normal: "identity" (life expectancy), "log" (rates),
    "logit" (proportions between 0 and 1). With `transform` the line itself is fitted on that scale, and the limits are
    those of its slope about the fitted value at rank 1/2. `per` multiplies the slope and the intercept.

    "analytic" limits are exact where the sum is normal, else by its first four cumulants; where those lead astray,
    because the sum is far from normal, by sorting draws at fixed, evenly spread points (the method is then SIMULATED).
    "simulate" sorts `draws` draws from `rng` and takes the numbers round(draws * p), as PHEindicatormethods does.
    Flags: MISSING, NEGATIVE, ZERO_DENOMINATOR (a group's population), COUNT_GT_DENOMINATOR (a proportion above 1),
    BELOW_MINIMUM_COUNT (a value, or a limit, that has no logarithm or logit: no limits, nor with `transform` a value),
    WIDE_INTERVAL (of the ratio: the line's value at 0 may be 0, so that its limits have no end).
    ValueError: fewer than two groups, `transform` on the identity scale, or "simulate" without `rng`.
    """
    choose("scale", scale, ("identity", "log", "logit"))
    choose("interval", interval, ("analytic", "simulate"))
    values, people, error = _given(value, population, se, lower, upper, limits_level, scale)
    if transform and scale == "identity":
        raise ValueError('transform fits the line on another scale: give scale="log" or "logit"')
    if interval == "simulate" and rng is None:
        raise ValueError('interval="simulate" draws from rng: pass a numpy Generator, such as default_rng(seed)')
    chosen = as_levels(levels)
    status, unlimited = _status(values, people, error, scale, transform=transform)
    judge(status, on_invalid)
    with np.errstate(all="ignore"):  # rows that cannot be computed are flagged and blanked
        line = _line(people)
        back = _BACK[scale]
        fitted = _THERE[scale](values) if transform else values
        middle, slope = _sum(line.middle, fitted), _slope(line, fitted)
        ends = (middle - slope / 2, middle + slope / 2)
        if transform:
            ends = back(ends[0]), back(ends[1])
        drawn: Holds = np.broadcast_to(interval == "simulate", status.shape)
        if error is None:
            nothing = np.full((*status.shape, len(chosen)), np.nan)
            found = ((nothing, nothing),) * 3
        elif rng is not None and interval == "simulate":
            found = _simulated(line, values, error, scale, draws, rng, chosen, transform=transform)
        elif transform:
            found = _transformed(line, _THERE[scale](values), error, back, chosen)
        else:
            found, drawn = _analytic(line, values, error, scale, chosen, unlimited == 0)
    methods = _methods(error, drawn, transform=transform)
    return _turned(ends, found, chosen, per, status, unlimited, methods)


def _given(
    value: ArrayLike,
    population: ArrayLike,
    se: ArrayLike | None,
    lower: ArrayLike | None,
    upper: ArrayLike | None,
    limits_level: float,
    scale: Scale,
) -> tuple[Floats, Floats, Floats | None]:
    """Values, populations and, on the scale on which they are normal, the values' standard errors; all one shape."""
    values, people = as_floats(value), as_floats(population)
    if values.ndim == 0 or people.ndim == 0 or min(values.shape[-1], people.shape[-1]) < 2:
        raise ValueError(f"groups are on the last axis, two or more: got {values.shape} and {people.shape}")
    if (lower is None) != (upper is None) or (se is not None and lower is not None):
        raise ValueError("give the standard errors, or both limits, or neither")
    with np.errstate(all="ignore"):
        if se is not None:
            slope = {"identity": np.ones_like(values), "log": values, "logit": values * (1 - values)}[scale]
            error = as_floats(se) / slope
        elif lower is not None and upper is not None:
            low, high = _THERE[scale](as_floats(lower)), _THERE[scale](as_floats(upper))
            error = (high - low) / (2 * normal_quantiles(limits_level)[0])
        else:
            values, people = np.broadcast_arrays(values, people)
            return values, people, None
    values, people, error = np.broadcast_arrays(values, people, error)
    return values, people, error


def _status(
    values: Floats, people: Floats, error: Floats | None, scale: Scale, *, transform: bool
) -> tuple[Flags, Flags]:
    """Why a row has no value, and why it has a value but no limits."""
    positive = scale != "identity"
    edge = positive & ((values == 0) | ((values == 1) & (scale == "logit")))
    spread = np.zeros_like(values) if error is None else error
    status = flags(
        (Status.MISSING, ~(np.isfinite(values) & np.isfinite(people)).all(-1)),
        (Status.NEGATIVE, ((people < 0) | (values < 0) & positive | (spread < 0)).any(-1)),
        (Status.ZERO_DENOMINATOR, (people == 0).any(-1)),
        (Status.COUNT_GT_DENOMINATOR, (values > 1).any(-1) & (scale == "logit")),
        (Status.BELOW_MINIMUM_COUNT, edge.any(-1) & transform),
    )
    no_end = np.isinf(spread) | edge
    unlimited = flags(
        (Status.BELOW_MINIMUM_COUNT, no_end.any(-1)),
        (Status.MISSING, (np.isnan(spread) & ~no_end).any(-1)),
    )
    return status, unlimited


def _line(people: Floats) -> _Line:
    share = people / people.sum(-1, keepdims=True)
    rank = np.cumsum(share, axis=-1) - share / 2 - 0.5
    slope = share * rank / (share * rank**2).sum(-1, keepdims=True)
    return _Line(slope, share - slope / 2, share, share + slope / 2)


def _slope(line: _Line, values: Floats) -> Floats:
    """The slope; exactly 0 of equal values, since it is taken of their differences from the first."""
    return _sum(line.slope, values - values[..., :1])


def _transformed(
    line: _Line, values: Floats, error: Floats, back: Callable[[Floats], Floats], levels: tuple[float, ...]
) -> tuple[Pair, Pair, Pair]:
    """Limits where the line was fitted on the scale on which the values are normal."""
    reach = normal_quantiles(levels)
    middle = _sum(line.middle, values)[..., np.newaxis]
    slope, first = _slope(line, values)[..., np.newaxis], _sum(line.first, values)[..., np.newaxis]
    spread, at_first = (
        np.sqrt(_sum(weights**2, error**2))[..., np.newaxis] * reach for weights in (line.slope, line.first)
    )
    index = _about(middle, slope - spread, slope + spread, back)
    return (*index, (back(first - at_first), back(first + at_first)))


def _about(middle: Floats, low: Floats, high: Floats, back: Callable[[Floats], Floats]) -> tuple[Pair, Pair]:
    """Limits of both indices from those of the slope, spread evenly about the fitted value at rank 1/2."""
    ends = [(back(middle - slope / 2), back(middle + slope / 2)) for slope in (low, high)]
    (least, less), (most, more) = ends
    return (less - least, more - most), (less / least, more / most)


def _analytic(
    line: _Line, values: Floats, error: Floats, scale: Scale, levels: tuple[float, ...], known: Holds
) -> tuple[tuple[Pair, Pair, Pair], Holds]:
    """Limits from the cumulants, and which rows were drawn instead."""
    cumulants = _cumulants(values, error, scale)
    reach = normal_quantiles(levels)
    both = np.concatenate([-reach, reach])
    found = np.array(
        [
            _quantile(line.slope, cumulants, both),
            _ratio(line, cumulants, both),
            _quantile(line.first, cumulants, both),
        ]
    )
    drawn = known & _crooked(line, cumulants) if len(cumulants) > 2 else np.zeros(values.shape[:-1], dtype=bool)
    if drawn.any():
        there, back = _THERE[scale](values), _BACK[scale]
        deviates = _evenly_spread(values.shape[-1])
        places = _places(POINTS, levels)
        for row in map(tuple, np.argwhere(drawn)):
            found[(slice(None), *row)] = _of_draws(line, row, back(there[row] + error[row] * deviates), places)
            if found[(2, *row)].min() <= 0:
                found[(1, *row)] = np.nan
    return (_halves(found[0]), _halves(found[1]), _halves(found[2])), drawn


def _crooked(line: _Line, cumulants: Cumulants) -> Holds:
    """Whether the sums are too far from normal for their cumulants, or the ratio's base is too near to 0."""
    found: Holds = np.sqrt(_sum(line.first**2, cumulants[1])) > UNSURE * _sum(line.first, cumulants[0])
    for weights in (line.slope, line.first, line.last):
        skew, excess = _shape(weights, cumulants[1:])
        found = found | (np.abs(skew) > CROOKED) | (np.abs(excess) > CROOKED)
    return found


def _shape(weights: Floats, cumulants: Cumulants) -> Pair:
    """Skew and excess of the sums over groups, from the second to fourth cumulants."""
    squared = weights * weights
    variance = _sum(squared, cumulants[0])
    skew = _sum(squared * weights, cumulants[1]) / (variance * np.sqrt(variance))
    return skew, _sum(squared * squared, cumulants[2]) / (variance * variance)


def _evenly_spread(groups: int) -> Floats:
    """Normal deviates [POINTS, groups] at points that fill the unit cube evenly: Roberts's sequence."""
    root = 2.0
    for _ in range(60):
        root = (1 + root) ** (1 / (groups + 1))
    steps = root ** -np.arange(1.0, groups + 1)
    return np.asarray(ndtri((0.5 + np.arange(1, POINTS + 1)[:, np.newaxis] * steps) % 1))


def _halves(limits: Floats) -> Pair:
    """Lower and upper limits, [..., L] each, of both side by side, [..., 2 * L]."""
    middle = limits.shape[-1] // 2
    return limits[..., :middle], limits[..., middle:]


def _cumulants(values: Floats, error: Floats, scale: Scale) -> Cumulants:
    """The first four cumulants of each group's value, [..., Q]; of normal values two, since the others are 0."""
    if scale == "identity":
        return values, error * error
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    weights = weights / weights.sum()
    drawn = _BACK[scale](_THERE[scale](values)[..., np.newaxis] + error[..., np.newaxis] * nodes)
    mean = drawn @ weights
    away = drawn - mean[..., np.newaxis]
    squared = away * away
    second, third, fourth = (each @ weights for each in (squared, squared * away, squared * squared))
    return mean, second, third, fourth - 3 * second * second


def _quantile(weights: Floats, cumulants: Cumulants, reach: Floats) -> Floats:
    """The quantile of the weighted sum over groups that lies `reach`, shape (L,), normal deviations from its mean."""
    mean = _sum(weights, cumulants[0])[..., np.newaxis]
    variance = _sum(weights * weights, cumulants[1])[..., np.newaxis]
    if len(cumulants) == 2:
        return mean + reach * np.sqrt(variance)
    return mean + _score(weights[..., np.newaxis, :], cumulants, reach) * np.sqrt(variance)


def _score(weights: Floats, cumulants: Cumulants, reach: Floats) -> Floats:
    """`reach` corrected for the skew and the tails of the sums with weights[..., L, Q], after Cornish and Fisher."""
    skew, excess = _shape(weights, tuple(each[..., np.newaxis, :] for each in cumulants[1:]))
    more = reach * reach
    return np.asarray(
        reach + (more - 1) * skew / 6 + (more - 3) * reach * excess / 24 - (2 * more - 5) * reach * skew * skew / 36
    )


def _ratio(line: _Line, cumulants: Cumulants, reach: Floats) -> Floats:
    """The ratio r at which last - r * first, a weighted sum, has the quantile 0: Fieller's root, then corrected."""
    score = np.broadcast_to(reach, (*line.slope.shape[:-1], len(reach)))
    found = _fieller(line, cumulants, score)
    if len(cumulants) > 2:
        for _ in range(ROUNDS):
            weights = line.last[..., np.newaxis, :] - found[..., np.newaxis] * line.first[..., np.newaxis, :]
            found = _fieller(line, cumulants, _score(weights, cumulants, reach))
    return found


def _fieller(line: _Line, cumulants: Cumulants, score: Floats) -> Floats:
    """The root on the side of the sign of `score`, [..., L]; NaN where the interval has no end."""
    mean, variance = cumulants[:2]
    top, bottom = (_sum(weights, mean)[..., np.newaxis] for weights in (line.last, line.first))
    both, over, under = (
        _sum(weights, variance)[..., np.newaxis] for weights in (line.last * line.first, line.last**2, line.first**2)
    )
    squared = score * score
    least = bottom * bottom - squared * under
    middle = top * bottom - squared * both
    root = np.sqrt(np.maximum(middle * middle - least * (top * top - squared * over), 0))
    return np.asarray((middle + np.sign(score) * root) / np.where(least > 0, least, np.nan))


def _sum(weights: Floats, figures: Floats) -> Floats:
    return np.asarray(np.einsum("...q,...q->...", weights, figures))


def _simulated(
    line: _Line,
    values: Floats,
    error: Floats,
    scale: Scale,
    draws: int,
    rng: np.random.Generator,
    levels: tuple[float, ...],
    *,
    transform: bool,
) -> tuple[Pair, Pair, Pair]:
    """Limits from sorted draws, row by row, so that a row's draws take little memory."""
    places = _places(draws, levels)
    shape = values.shape[:-1]
    found = np.empty((3, *shape, len(places)))
    there, back = _THERE[scale](values), _BACK[scale]
    for row in np.ndindex(shape):
        drawn = there[row] + error[row] * rng.standard_normal((draws, values.shape[-1]))
        found[(slice(None), *row)] = _of_draws(line, row, drawn if transform else back(drawn), places)
    sii, rii, begin = (_halves(each) for each in found)
    if transform:
        middle = _sum(line.middle, there)[..., np.newaxis]
        return (*_about(middle, *sii, back), (back(begin[0]), back(begin[1])))
    return sii, rii, begin


def _of_draws(line: _Line, row: tuple[int, ...], drawn: Floats, places: list[int]) -> Floats:
    """The sorted slopes, ratios and values at rank 0 of a row's draws, at their places."""
    first, slope = drawn @ line.first[row], drawn @ line.slope[row]
    return np.array([np.sort(each)[places] for each in (slope, (first + slope) / first, first)])


def _places(draws: int, levels: tuple[float, ...]) -> list[int]:
    """Where among the sorted draws the limits are: number round(draws * p), counted from 1; lower ones first."""
    shares = [(1 + sign * level) / 2 for sign in (-1, 1) for level in levels]
    return [min(max(round(draws * share), 1), draws) - 1 for share in shares]


def _methods(error: Floats | None, drawn: Holds, *, transform: bool) -> tuple[Codes, Codes]:
    """How the limits of the slope and of the ratio were found."""
    if error is None:
        return constant(Method.NONE, drawn.shape), constant(Method.NONE, drawn.shape)
    exact = np.uint8(Method.ANALYTIC), np.uint8(Method.ANALYTIC if transform else Method.FIELLER)
    one, other = (np.where(drawn, np.uint8(Method.SIMULATED), code) for code in exact)
    return one, other


def _turned(
    ends: Pair,
    found: tuple[Pair, Pair, Pair],
    levels: tuple[float, ...],
    per: float,
    status: Flags,
    unlimited: Flags,
    methods: tuple[Codes, Codes],
) -> SlopeIndex:
    """The results in the unit of `per`; a negative one turns slope and ratio, and their limits, round."""
    first, last = ends
    sii, rii, begin = found
    with np.errstate(all="ignore"):
        slope, ratio = last - first, last / first
        if per < 0:
            ratio, rii = 1 / ratio, (1 / rii[1], 1 / rii[0])
            sii = (sii[1], sii[0])
        status_of_ratio = status | flags((Status.ZERO_DENOMINATOR, (status == 0) & ~np.isfinite(ratio)))
        endless = np.isnan(rii[0] + rii[1]).any(-1) & (unlimited == 0) & (methods[1] != Method.NONE)
    why = unlimited | flags((Status.WIDE_INTERVAL, endless))
    size = abs(per)

    def made(value: Floats, limits: Pair, why_not: Flags, reasons: Flags, method: Codes) -> Estimate:
        return estimate(
            value,
            limits,
            levels=levels,
            numerator=last * size,
            denominator=first * size,
            status=reasons,
            method=method,
            unlimited=(why_not, why_not != 0),
        )

    return SlopeIndex(
        made(slope * per, (sii[0] * per, sii[1] * per), unlimited, status, methods[0]),
        made(ratio, rii, why, status_of_ratio, methods[1]),
        made(first * size, (begin[0] * size, begin[1] * size), unlimited, status, methods[0]),
    )
