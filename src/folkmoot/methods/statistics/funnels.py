"""Funnel plots: limits round a centre at every size, which areas lie outside, and over-dispersion.

Sources: Spiegelhalter (2005) doi:10.1002/sim.1970; limits of proportions are score limits, those of ratios and rates
are exact Poisson limits (Garwood 1936 doi:10.1093/biomet/28.3-4.437) turned round.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincc, gammainccinv, gammaincinv, pdtrik

from folkmoot.methods.statistics.comparison import Classes
from folkmoot.methods.statistics.core import (
    Floats,
    Levels,
    Status,
    as_floats,
    as_levels,
    choose,
    flags,
    normal_quantiles,
)
from folkmoot.methods.statistics.poisson import poisson_limits

Kind = Literal["proportion", "ratio", "rate"]
KINDS = ("proportion", "ratio", "rate")
LABELS = {-2: "Low (0.001)", -1: "Low (0.025)", 0: "Not significant", 1: "High (0.025)", 2: "High (0.001)"}


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """Limits at each size, shape (*batch, L): one entry a level, in the unit of the centre."""

    lower: Floats
    upper: Floats
    levels: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Overdispersion:
    """How much more the areas vary than chance alone lets them.

    `phi` is the mean of the squared z-scores after trimming, `tau2` the variance between areas on the scale of
    `scale`: "root" (square roots of ratios, arcsines of proportions' roots) or "log" (logarithms of ratios).
    """

    phi: float
    tau2: float
    scale: Literal["root", "log"]


@dataclass(frozen=True, slots=True)
class FunnelClass:
    """Where each area lies: -2 and 2 outside the 99.8 % limits, -1 and 1 outside the 95 % limits, 0 inside.

    `status` is NOT_COMPARED, with its reason, where nothing can be said.
    """

    place: Classes
    status: NDArray[np.uint16]

    def labels(self) -> NDArray[np.str_]:
        """The peers' words for each place; "Not applicable" where nothing can be said."""
        words = np.vectorize(LABELS.__getitem__, otypes=[np.str_])(self.place)
        return np.where(self.status == 0, words, "Not applicable")


def funnel_limits(
    kind: Kind,
    centre: float,
    size: ArrayLike,
    *,
    levels: Levels = (0.95, 0.998),
    per: float = 1.0,
    overdispersion: Overdispersion | None = None,
) -> FunnelLimits:
    """Limits at each size round `centre`.

    `size` is the denominator of a proportion, the expected count of a ratio, the population (or person-years) of a
    rate. `per` is the unit of the centre: 100 for percentages or ratios of 100, 1e5 for rates per 100,000. Proportions
    end at 0 and at `per`. With `overdispersion` the limits widen by its variance between areas.
    Raises ValueError for an unknown kind, and for a centre beyond 0 to `per` of a proportion, or not above 0 otherwise.
    """
    choose("kind", kind, KINDS)
    middle, chosen = centre / per, as_levels(levels)
    if not (0 <= middle <= 1 if kind == "proportion" else middle > 0):
        raise ValueError(f"the centre of a {kind} funnel is {centre:g} per {per:g}, which cannot be")
    sizes = as_floats(size)[..., np.newaxis]
    expected = sizes * middle if kind == "rate" else sizes
    with np.errstate(all="ignore"):
        if overdispersion is not None:
            lower, upper = _widened(kind, middle, sizes if kind == "proportion" else expected, chosen, overdispersion)
        elif kind == "proportion":
            reach = normal_quantiles(chosen) * np.sqrt(middle * (1 - middle) / sizes)
            lower, upper = middle - reach, middle + reach
        else:
            tails = (1 - np.asarray(chosen)) / 2
            lower, upper = (middle * count / expected for count in _counts_on_the_limits(expected, tails))
    if kind == "proportion":
        lower, upper = np.maximum(lower, 0), np.minimum(upper, 1)
    nothing = ~(sizes > 0)
    return FunnelLimits(np.where(nothing, np.nan, lower * per), np.where(nothing, np.nan, upper * per), chosen)


def funnel_at_counts(count: ArrayLike, *, levels: Levels = (0.95, 0.998)) -> tuple[Floats, Floats]:
    """The expected counts at which a count lies on the lower and on the upper limit, shape (*batch, L) each.

    The curve of a ratio's funnel as the peers draw it: at `count` / expected. Exact, where the peers bisect to 1e-7.
    """
    tails = (1 - np.asarray(as_levels(levels))) / 2
    counts = as_floats(count)[..., np.newaxis]
    return np.asarray(gammainccinv(counts + 1, tails)), np.asarray(gammaincinv(counts, tails))


def funnel_class(
    kind: Kind,
    events: ArrayLike,
    size: ArrayLike,
    *,
    centre: float = 1.0,
    per: float = 1.0,
    rate: ArrayLike | None = None,
    minimum_count: float = 0,
) -> FunnelClass:
    """Whether each area lies outside the funnel at 95 % or at 99.8 %; an area on a limit lies inside.

    Proportions are held against the score limits round `centre`. Ratios (`size` is the expected count) and rates are
    held by the limits of their count: Byar's, exact below 10. A standardised `rate` takes the place of the crude one;
    then `size` serves where there are no events. `minimum_count` 10 keeps small standardised rates out.
    Flags besides NOT_COMPARED: MISSING, ZERO_DENOMINATOR, NEGATIVE, BELOW_MINIMUM_COUNT.
    """
    choose("kind", kind, KINDS)
    count, base = np.broadcast_arrays(as_floats(events), as_floats(size))
    status = flags(
        (Status.MISSING, ~(np.isfinite(count) & np.isfinite(base))),
        (Status.NEGATIVE, (count < 0) | (base < 0)),
        (Status.ZERO_DENOMINATOR, base == 0),
        (Status.BELOW_MINIMUM_COUNT, count < minimum_count),
    )
    if kind == "proportion":
        limits = funnel_limits("proportion", centre, base, per=per)
        share = (count / np.where(base > 0, base, np.nan) * per)[..., np.newaxis]
        outside = (share > limits.upper).astype(np.int8) - (share < limits.lower).astype(np.int8)
    else:
        expected = _expected(kind, count, base, centre / per, rate, per)[..., np.newaxis]
        lower, upper = poisson_limits(count, levels=(0.95, 0.998))
        outside = (lower > expected).astype(np.int8) - (upper < expected).astype(np.int8)
    status = np.where(status != 0, status | np.uint16(Status.NOT_COMPARED), status).astype(np.uint16)
    return FunnelClass(np.where(status == 0, outside.sum(axis=-1), 0).astype(np.int8), status)


def funnel_axis(size: ArrayLike, *, points: int = 100) -> Floats:
    """Whole sizes at which to draw the limits, spaced by a constant factor, each at least 1 above the one before.

    The axis begins at 1 where the largest size is over twice the smallest, else at 0.95 of the smallest rounded down
    to one significant digit; it ends at 1.05 of the largest rounded up to two.
    """
    sizes = as_floats(size)
    least, most = float(np.nanmin(sizes)), float(np.nanmax(sizes))
    if not (least >= 0 and np.isfinite(most) and most > 0):
        raise ValueError("sizes must be numbers from 0 on, with one above 0")
    first = 1.0 if most > 2 * least else max(1.0, _to_digits(0.95 * least, 1, up=False))
    last = _to_digits(1.05 * most, 2, up=True)
    found = [first]
    for left in range(points - 1, 0, -1):
        found.append(max(round((last / found[-1]) ** (1 / left) * found[-1]), found[-1] + 1))
    return np.asarray(found)


def overdispersion(
    kind: Kind,
    events: ArrayLike,
    size: ArrayLike,
    *,
    centre: float = 1.0,
    per: float = 1.0,
    method: Literal["winsor", "truncate"] = "winsor",
    trim: float = 0.1,
    scale: Literal["root", "log"] = "root",
) -> Overdispersion:
    """How much the areas vary beyond chance, from their z-scores with the outer ones pulled in or left out.

    "winsor" pulls the outer `trim` at either end to its bound (Spiegelhalter 2005), "truncate" leaves them out (as the
    Summary Hospital-level Mortality Indicator does, on the log scale). `tau2` is DerSimonian and Laird's estimate; it
    is 0 where the areas vary no more than chance. Raises ValueError for a proportion on the log scale.
    """
    choose("kind", kind, KINDS)
    if kind == "proportion" and scale == "log":
        raise ValueError('proportions are compared on the root scale; give scale="root"')
    count, base = np.broadcast_arrays(as_floats(events), as_floats(size))
    if kind == "proportion":
        value, middle, error = np.arcsin(np.sqrt(count / base)), np.arcsin(np.sqrt(centre / per)), 0.5 / np.sqrt(base)
    else:
        expected = base * (centre / per) if kind == "rate" else base
        ratio = count / expected
        value, middle, error = (
            (np.sqrt(ratio), np.float64(1), 0.5 / np.sqrt(expected))
            if scale == "root"
            else (np.log(np.where(ratio > 0, ratio, np.nan)), np.float64(0), 1 / np.sqrt(expected))
        )
    scores = ((value - middle) / error).ravel()
    sound = np.isfinite(scores)
    scores, weights = scores[sound], 1 / error.ravel()[sound] ** 2
    low, high = np.quantile(scores, [trim, 1 - trim])
    kept = np.ones(len(scores), dtype=bool) if method == "winsor" else (scores >= low) & (scores <= high)
    scores, weights = np.clip(scores, low, high)[kept], weights[kept]
    areas, phi = len(scores), float(np.mean(scores**2))
    spread = float(weights.sum() - (weights**2).sum() / weights.sum())
    return Overdispersion(phi, max(0.0, (areas * phi - (areas - 1)) / spread) if spread > 0 else 0.0, scale)


def _expected(kind: Kind, count: Floats, base: Floats, middle: float, rate: ArrayLike | None, per: float) -> Floats:
    if kind == "ratio":
        return base
    if rate is None:
        return base * middle
    given = np.broadcast_to(as_floats(rate), count.shape)
    with np.errstate(all="ignore"):
        return np.where(count > 0, count * middle * per / given, base * middle)


def _counts_on_the_limits(expected: Floats, tails: Floats) -> tuple[Floats, Floats]:
    """The counts that lie on the lower and on the upper limit of an expected count; the lower ends at 0."""
    lower, upper = np.asarray(pdtrik(tails, expected)), np.asarray(pdtrik(1 - tails, expected)) + 1
    under = upper <= 1  # SciPy's root ends there
    if under.any():
        upper[under] = _under_one(*(np.broadcast_to(each, upper.shape)[under] for each in (1 - tails, expected)))
    return np.maximum(lower, 0), upper


def _under_one(tail: Floats, expected: Floats) -> Floats:
    """The shape a up to 1 of a gamma distribution with P(a, beyond expected) = tail, by halving."""
    low, high = np.zeros_like(tail), np.ones_like(tail)
    for _ in range(53):  # the bits of a float
        middle = (low + high) / 2
        below = gammaincc(middle, expected) < tail
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return high


def _widened(
    kind: Kind, middle: float, size: Floats, levels: tuple[float, ...], found: Overdispersion
) -> tuple[Floats, Floats]:
    z = normal_quantiles(levels)
    if kind == "proportion":
        centre, reach = np.arcsin(np.sqrt(middle)), z * np.sqrt(0.25 / size + found.tau2)
        ends = np.maximum(centre - reach, 0), np.minimum(centre + reach, np.pi / 2)
        return np.sin(ends[0]) ** 2, np.sin(ends[1]) ** 2
    if found.scale == "log":
        reach = z * np.sqrt(1 / size + found.tau2)
        return middle * np.exp(-reach), middle * np.exp(reach)
    reach = z * np.sqrt(0.25 / size + found.tau2)
    return middle * np.maximum(1 - reach, 0) ** 2, middle * (1 + reach) ** 2


def _to_digits(value: float, digits: int, *, up: bool) -> float:
    """A value above 0 rounded up, or down, to so many significant digits."""
    unit = 10.0 ** (np.floor(np.log10(value)) - digits + 1)
    steps = np.round(value / unit, 9)
    return float((np.ceil(steps) if up else np.floor(steps)) * unit)
