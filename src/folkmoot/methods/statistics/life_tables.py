"""Life tables: life expectancy for any age bands, healthy life expectancy, gaps by age and cause, years of life lost.

Sources: Chiang (1984) The Life Table and its Applications (method II, the variance too); Silcocks, Jenner & Reza (2001)
doi:10.1136/jech.55.1.38 (variance of the last band); Sullivan (1971) doi:10.2307/4594169; Newman (1988)
doi:10.1111/j.1467-9574.1988.tb01224.x (the mortality part of healthy life expectancy's variance); Arriaga (1984)
doi:10.2307/2061029; rules of suppression after the Office for Health Improvement and Disparities.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.methods.statistics.age_bands import AgeBands, BadBands
from folkmoot.methods.statistics.core import (
    Estimate,
    Flags,
    Floats,
    Levels,
    Method,
    Status,
    as_floats,
    as_levels,
    blanked,
    choose,
    constant,
    flags,
    limits_by_level,
    normal_quantiles,
)
from folkmoot.methods.statistics.poisson import poisson_limits

BORN = 100_000.0


@dataclass(frozen=True, slots=True)
class LifeTable:
    """A table a population: every array has the shape (*batch, A), ages on the last axis.

    `dying` is the probability of dying in a band, `survivors` those alive at its start of 100,000 born, `years` the
    years lived in it, `years_left` those from it on, `spread` the part of each band in the variance of years left.
    `expectancy` are the years of life expected at the start of each band, with its deaths and population from there on.
    """

    bands: AgeBands
    deaths: Floats
    population: Floats
    dying: Floats
    survivors: Floats
    years: Floats
    years_left: Floats
    spread: Floats
    expectancy: Estimate


def life_table(
    deaths: ArrayLike,
    population: ArrayLike,
    bands: AgeBands,
    *,
    levels: Levels = 0.95,
    first_year: float = 0.1,
    minimum_population: float = 5000,
    maximum_width: float = 20.0,
    open_variance: Literal["silcocks", "chiang"] = "silcocks",
) -> LifeTable:
    """Abridged life tables; deaths[..., A] and population[..., A] broadcast, bands must end with an open one.

    `first_year` is the part of the first year that infants who die in it live; in all other bands it is a half.
    Flags, on every age of the table: MISSING, NEGATIVE, ZERO_DENOMINATOR, COUNT_GT_DENOMINATOR,
    BELOW_MINIMUM_POPULATION (`minimum_population` or fewer people in all), NO_DEATHS_IN_OPEN_BAND; on a single age,
    WIDE_INTERVAL: the 95 % interval is wider than `maximum_width` years, so that only limits are given.
    Raises BadBands when the bands are not as many as the figures, or the last is not open.
    """
    dead, people = np.broadcast_arrays(as_floats(deaths), as_floats(population))
    if dead.shape[-1:] != (len(bands),) or bands.end is not None:
        raise BadBands(f"a life table needs figures for each of its {len(bands)} bands, the last of them open")
    choose("open_variance", open_variance, ("silcocks", "chiang"))
    chosen = as_levels(levels)
    status = _status(dead, people, minimum_population)
    with np.errstate(all="ignore"):
        table = _columns(dead, people, bands, first_year, open_variance)
        dying, survivors, years, years_left, spread = table
        expected = np.where(survivors > 0, years_left / survivors, 0.0)
        error = np.sqrt(_from_here_on(spread)) / survivors
    blank = np.broadcast_to((status != 0)[..., np.newaxis], dead.shape)
    wide = ~blank & (2 * normal_quantiles(0.95)[0] * error > maximum_width)
    return LifeTable(
        bands, dead, people, dying, survivors, years, years_left, spread,
        _estimate(
            np.where(wide, np.nan, expected), error, chosen, Method.CHIANG,
            around=expected, blank=blank,
            status=np.where(wide, np.uint16(Status.WIDE_INTERVAL), status[..., np.newaxis]),
            numerator=_from_here_on(dead), denominator=_from_here_on(people),
        ),
    )  # fmt: skip


def healthy_life_expectancy(
    table: LifeTable, prevalence: ArrayLike, sample: ArrayLike, *, levels: Levels = 0.95, mortality: bool = True
) -> Estimate:
    """Years expected in good health at the start of each band (Sullivan's method), shape (*batch, A).

    `prevalence` is the share in poor health by band, 0 to 1, found in a survey of `sample` people by band. `mortality`
    adds the variance of the death rates to that of the survey. Flags as the table's, and MISSING for a prevalence that
    is none or beyond 0 to 1, ZERO_DENOMINATOR for a band without sample.
    """
    chosen = as_levels(levels)
    poor, asked = as_floats(prevalence), as_floats(sample)
    poor, asked, years = np.broadcast_arrays(poor, asked, table.years)
    status = _any_age(
        (Status.MISSING, ~((poor >= 0) & (poor <= 1)) | np.isnan(asked)), (Status.ZERO_DENOMINATOR, asked <= 0)
    )
    status = status | np.bitwise_and(table.expectancy.status[..., 0], np.uint16(~Status.WIDE_INTERVAL & 0xFFFF))
    with np.errstate(all="ignore"):
        well = 1 - poor
        left = _from_here_on(well * years)
        expected = np.where(table.survivors > 0, left / table.survivors, 0.0)
        variance = _from_here_on(years**2 * poor * well / asked)
        if mortality:
            variance = variance + _from_here_on(_spread(table, well, expected))
        error = np.sqrt(variance) / table.survivors
    blank = np.broadcast_to((status != 0)[..., np.newaxis], expected.shape)
    return _estimate(
        expected, error, chosen, Method.ANALYTIC, around=expected, blank=blank, status=status[..., np.newaxis],
        numerator=table.expectancy.numerator, denominator=table.expectancy.denominator,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gap:
    """What each age (and cause) adds to the difference in life expectancy at birth, second table minus first.

    `by_age` has the shape (*batch, A), `by_cause` (*batch, A, C) or is None; `total` (*batch). The parts of an age add
    up to it, and the ages to the total.
    """

    total: Estimate
    by_age: Estimate
    by_cause: Estimate | None


def decompose(
    first: LifeTable,
    second: LifeTable,
    *,
    causes: tuple[ArrayLike, ArrayLike] | None = None,
    levels: Levels = 0.95,
) -> Gap:
    """Arriaga's decomposition of a gap in life expectancy by age, and by cause where deaths[..., A, C] are given.

    `causes` are the deaths by cause of the first and the second table; each table's causes add up to its deaths, or
    the remainder stays unexplained. A cause's part of an age is its part of the difference in death rates there.
    Limits: deaths by age and cause vary as Poisson counts, carried through by numerical derivatives (delta method).
    Flags: those of either table. Raises ValueError when the tables have other bands.
    """
    if first.bands != second.bands:
        raise ValueError("the two life tables have other age bands; collapse them to the same ones first")
    chosen = as_levels(levels)
    status = first.expectancy.status[..., 0] | second.expectancy.status[..., 0]
    status = status & np.uint16(~Status.WIDE_INTERVAL & 0xFFFF)

    def by_age(deaths_a: Floats, deaths_b: Floats) -> Floats:
        return _arriaga(_again(first, deaths_a), _again(second, deaths_b))

    def by_cause(deaths_a: Floats, deaths_b: Floats) -> Floats:
        ages = by_age(deaths_a.sum(axis=-1), deaths_b.sum(axis=-1))[..., np.newaxis]
        moved = deaths_b / second.population[..., np.newaxis] - deaths_a / first.population[..., np.newaxis]
        whole = moved.sum(axis=-1, keepdims=True)
        return np.asarray(ages * moved / np.where(whole == 0, 1, whole))

    with np.errstate(all="ignore"):
        total = _estimate_of(*_difference(first, second), chosen, status)
        counts = (first.deaths, second.deaths)
        ages = _estimate_of(by_age(*counts), _variance(by_age, counts, 1), chosen, status[..., np.newaxis])
        if causes is None:
            return Gap(total, ages, None)
        named = (_with_the_rest(first, causes[0]), _with_the_rest(second, causes[1]))
        cells, spread = (found[..., :-1] for found in (by_cause(*named), _variance(by_cause, named, 2)))
    return Gap(total, ages, _estimate_of(cells, spread, chosen, status[..., np.newaxis, np.newaxis]))


def years_of_life_lost(
    deaths: ArrayLike,
    bands: AgeBands,
    *,
    expectancy: ArrayLike | None = None,
    until: float | None = None,
    levels: Levels = 0.95,
) -> Estimate:
    """Years that those who died in deaths[..., A] would still have lived; shape (*batch).

    Give `expectancy`, the years expected at a death in each band (such as a standard life table's at mid-band), or
    `until`, an age (75) up to which years count from the middle of the band. Limits: Dobson's, on the exact or Byar's
    limits of the number of deaths. Flags: MISSING, NEGATIVE. Raises ValueError unless exactly one of the two is given,
    BadBands when `until` is given and the open band begins before it.
    """
    if (expectancy is None) == (until is None):
        raise ValueError("give either the years expected in each band, or the age until which years count")
    dead, chosen = as_floats(deaths), as_levels(levels)
    lost = _until(bands, until) if until is not None else as_floats(expectancy)  # type: ignore[arg-type]
    status = _any_age((Status.MISSING, ~np.isfinite(dead)), (Status.NEGATIVE, dead < 0))
    total, years, variance = dead.sum(axis=-1), (dead * lost).sum(axis=-1), (dead * lost**2).sum(axis=-1)
    lower, upper = poisson_limits(total, levels=chosen)
    with np.errstate(all="ignore"):
        scale = np.where(total > 0, np.sqrt(variance / total), np.max(lost, axis=-1))[..., np.newaxis]
    ends = (years[..., np.newaxis] + scale * (end - total[..., np.newaxis]) for end in (lower, upper))
    blank = (status != 0)[..., np.newaxis]
    low, high = (np.where(blank, np.nan, end) for end in ends)
    value = np.where(status != 0, np.nan, years)
    return Estimate(value, low, high, chosen, total, np.ones_like(total), status, constant(Method.DOBSON, status.shape))


def _columns(
    dead: Floats, people: Floats, bands: AgeBands, first_year: float, open_variance: str
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Probabilities of dying, survivors, years lived, years left, and each band's part of the variance."""
    width, lived = bands.widths, _lived(bands, first_year)
    rate = dead / people
    moved = rate * np.where(np.isinf(width), 1, width)
    dying = np.minimum(moved / (1 + moved * (1 - lived)), 1)
    dying[..., -1] = 1
    survivors = np.empty_like(dying)
    survivors[..., 0] = BORN
    np.cumprod(1 - dying[..., :-1], axis=-1, out=survivors[..., 1:])
    survivors[..., 1:] *= BORN
    years = np.empty_like(dying)
    span = width[:-1]
    years[..., :-1] = span * (survivors[..., 1:] + lived[:-1] * (survivors[..., :-1] - survivors[..., 1:]))
    years[..., -1] = survivors[..., -1] / rate[..., -1]
    left = _from_here_on(years)
    expected = np.where(survivors > 0, left / survivors, 0)
    spread = np.empty_like(dying)
    reach = (1 - lived[:-1]) * span + expected[..., 1:]
    chance = np.where(dead[..., :-1] > 0, dying[..., :-1] ** 2 * (1 - dying[..., :-1]) / dead[..., :-1], 0)
    spread[..., :-1] = (survivors[..., :-1] * reach) ** 2 * chance
    spread[..., -1] = (
        survivors[..., -1] ** 2 / (dead[..., -1] * rate[..., -1] ** 2) if open_variance == "silcocks" else 0
    )
    return dying, survivors, years, left, spread


def _lived(bands: AgeBands, first_year: float) -> Floats:
    """The part of a band that those who die in it live."""
    lived = np.full(len(bands), 0.5)
    if bands.starts[:2] == (0, 1):
        lived[0] = first_year
    return lived


def _spread(table: LifeTable, well: Floats, expected: Floats) -> Floats:
    """Each band's part of the variance of healthy years left that comes from the death rates."""
    spread = np.zeros_like(table.spread)
    width, lived = table.bands.widths[:-1], _lived(table.bands, 0.1)[:-1]
    reach = (1 - lived) * width * well[..., :-1] + expected[..., 1:]
    dying, dead = table.dying[..., :-1], table.deaths[..., :-1]
    chance = np.where(dead > 0, dying**2 * (1 - dying) / dead, 0)
    spread[..., :-1] = (table.survivors[..., :-1] * reach) ** 2 * chance
    spread[..., -1] = table.spread[..., -1] * well[..., -1] ** 2
    return spread


def _from_here_on(values: Floats) -> Floats:
    """The sum over this band and all later ones."""
    return np.flip(np.cumsum(np.flip(values, axis=-1), axis=-1), axis=-1)


def _status(dead: Floats, people: Floats, minimum_population: float) -> Flags:
    status = _any_age(
        (Status.MISSING, ~(np.isfinite(dead) & np.isfinite(people))),
        (Status.NEGATIVE, (dead < 0) | (people < 0)),
        (Status.ZERO_DENOMINATOR, people == 0),
        (Status.COUNT_GT_DENOMINATOR, (dead > people) & (people > 0)),
    )
    more = flags(
        (Status.BELOW_MINIMUM_POPULATION, people.sum(axis=-1) <= minimum_population),
        (Status.NO_DEATHS_IN_OPEN_BAND, dead[..., -1] == 0),
    )
    return np.where(status == 0, more, status).astype(np.uint16)


def _any_age(*reasons: tuple[Status, np.ndarray]) -> Flags:
    return flags(*((reason, holds.any(axis=-1)) for reason, holds in reasons))


def _estimate(
    value: Floats, error: Floats, levels: tuple[float, ...], method: Method, *,
    around: Floats, blank: np.ndarray, status: Flags, numerator: Floats, denominator: Floats,
) -> Estimate:  # fmt: skip
    limits = limits_by_level(_normal, normal_quantiles(levels), around, blanked(error, blank | ~np.isfinite(error)))
    return Estimate(
        blanked(value, blank),
        *limits,
        levels,
        numerator,
        denominator,
        np.broadcast_to(status, value.shape).astype(np.uint16),
        np.where(blank, np.uint8(Method.NONE), np.uint8(method)),
    )


def _normal(middle: Floats, error: Floats, reach: float) -> tuple[Floats, Floats]:
    far = reach * error
    return middle - far, middle + far


def _estimate_of(value: Floats, variance: Floats, levels: tuple[float, ...], status: Flags) -> Estimate:
    blank = np.broadcast_to(status != 0, value.shape)
    nothing = np.full(value.shape, np.nan)
    return _estimate(
        value, np.sqrt(variance), levels, Method.ANALYTIC, around=value, blank=blank, status=status,
        numerator=nothing, denominator=nothing,
    )  # fmt: skip


def _again(table: LifeTable, deaths: Floats) -> LifeTable:
    """The same people with other numbers of deaths; only the columns that a decomposition reads are made anew."""
    dying, survivors, years, left, spread = _columns(deaths, table.population, table.bands, 0.1, "silcocks")
    return replace(table, deaths=deaths, dying=dying, survivors=survivors, years=years, years_left=left, spread=spread)


def _arriaga(first: LifeTable, second: LifeTable) -> Floats:
    """What each age adds to the expectation of life at birth of the second table over the first."""
    a, b = first.survivors, second.survivors
    direct = a / BORN * (second.years / b - first.years / a)
    later = np.zeros_like(direct)
    later[..., :-1] = second.years_left[..., 1:] / BORN * (a[..., :-1] / b[..., :-1] - a[..., 1:] / b[..., 1:])
    return np.asarray(direct + later)


def _difference(first: LifeTable, second: LifeTable) -> tuple[Floats, Floats]:
    births = tuple(table.years_left[..., 0] / BORN for table in (first, second))
    variances = tuple(table.spread.sum(axis=-1) / BORN**2 for table in (first, second))
    return births[1] - births[0], variances[0] + variances[1]


def _variance(parts: Callable[[Floats, Floats], Floats], counts: tuple[Floats, Floats], axes: int) -> Floats:
    """The variance of parts(deaths of the first, of the second), whose counts in the last `axes` axes are Poisson."""
    found = np.zeros(np.broadcast_shapes(counts[0].shape, counts[1].shape))
    for side in (0, 1):
        for cell in np.ndindex(counts[side].shape[-axes:]):
            here = (..., *cell)
            step = 1e-4 * np.maximum(counts[side][here], 1)
            ends = []
            for sign in (1, -1):
                moved = [counts[0].copy(), counts[1].copy()]
                moved[side][here] = moved[side][here] + sign * step
                ends.append(parts(*moved))
            spread = (Ellipsis, *(np.newaxis,) * axes)
            found = found + ((ends[0] - ends[1]) / (2 * step[spread])) ** 2 * counts[side][here][spread]
    return found


def _with_the_rest(table: LifeTable, causes: ArrayLike) -> Floats:
    """Deaths by cause with those of no named cause appended."""
    named = as_floats(causes)
    return np.concatenate([named, (table.deaths - named.sum(axis=-1))[..., np.newaxis]], axis=-1)


def _until(bands: AgeBands, until: float) -> Floats:
    """Years from the middle of each band to an age; none from it on."""
    if bands.starts[-1] < until and bands.end is None:
        raise BadBands(f"the open band begins at {bands.starts[-1]}, before {until:g}; years there cannot be counted")
    middles = np.array([start + ((end or start) - start) / 2 for start, end in bands.spans])
    return np.maximum(until - middles, 0)
