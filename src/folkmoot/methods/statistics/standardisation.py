"""Directly and indirectly standardised rates and ratios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainccinv, gammaincinv

from folkmoot.methods.statistics.age_bands import AgeBands, ByBand, joined
from folkmoot.methods.statistics.core import (
    Estimate,
    Flags,
    Floats,
    Levels,
    Method,
    MissingCount,
    OnInvalid,
    Status,
    as_floats,
    as_levels,
    blanked,
    choose,
    constant,
    estimate,
    fields_of,
    flags,
    judge,
    limits_by_level,
    read_only,
)
from folkmoot.methods.statistics.poisson import count_kernel, count_methods, scaled_count_kernel

DirectMethod = Literal["dobson", "gamma"]
Bands = AgeBands | Sequence[str]


@dataclass(frozen=True, slots=True)
class DirectRate(Estimate):
    """A directly standardised rate, with the crude rate (same unit) and the variance (that unit squared)."""

    crude: Floats
    variance: Floats


@dataclass(frozen=True, slots=True)
class Indirect(Estimate):
    """An indirectly standardised ratio or rate; `expected` events, and the reference's crude rate in the unit given."""

    expected: Floats
    reference_rate: Floats


def direct_rate(
    events: ArrayLike,
    population: ArrayLike,
    standard: ByBand,
    *,
    levels: Levels = 0.95,
    per: float = 1e5,
    minimum_count: float | None = None,
    method: DirectMethod = "dobson",
    exact_below: float = 10,
    frequency: ArrayLike | None = None,
    bands: Bands | None = None,
    axis: int = -1,
    missing_count: MissingCount = "missing",
    on_invalid: OnInvalid = "flag",
) -> DirectRate:
    """The rate that a standard population would have with these age-specific rates, per `per`, with limits.

    events[..., A], population[..., A], standard[A] (any unit); `standard` may be a mapping by band label, joined on
    the labels of `bands`. With `frequency`, shape (F,), events[..., F, A] counts the persons with that many events
    each, who are not independent of one another's. `numerator` and `denominator` are the total events and population.

    "dobson" gives no value below `minimum_count` events (10 unless said otherwise); "gamma" is valid below that, and
    gives one for any count. Missing counts are 0 with missing_count="zero".
    Flags: MISSING, NEGATIVE, ZERO_DENOMINATOR (of any band), BELOW_MINIMUM_COUNT.
    Sources: Dobson, Kuulasmaa, Eberle & Scherer (1991) doi:10.1002/sim.4780100317; Fay & Feuer (1997)
    doi:10.1002/(SICI)1097-0258(19970415)16:7<791::AID-SIM500>3.0.CO;2-#; repeat events: Carriere & Roos (1994)
    doi:10.1093/oxfordjournals.aje.a117269.
    """
    choose("method", method, ("dobson", "gamma"))
    choose("missing_count", missing_count, ("missing", "zero"))
    chosen = as_levels(levels)
    persons, population = np.moveaxis(as_floats(events), axis, -1), np.moveaxis(as_floats(population), axis, -1)
    size = population.shape[-1]
    weights = _shares(joined("standard", standard, bands, size))
    times = None if frequency is None else as_floats(frequency)
    _check_shapes(persons, size, times)
    if missing_count == "zero":
        persons = _zero_for_missing(persons)
    with np.errstate(all="ignore"):  # rows that cannot be computed are flagged and blanked
        happened, squared = _by_age(persons, times)
        total, people = happened.sum(-1), population.sum(-1)
        multiplier = weights / population
        value = np.einsum("...a,...a->...", multiplier, happened)
        variance = np.einsum("...a,...a,...a->...", multiplier, multiplier, squared)
        floor = minimum_count if minimum_count is not None else (10 if method == "dobson" else 0)
        status = _direct_status(happened, population, total, floor)
        judge(status, on_invalid)
        if method == "dobson":
            limits = limits_by_level(partial(_dobson, exact_below=exact_below), chosen, value, variance, total)
        else:
            largest = multiplier.max(-1) * (1.0 if times is None else times.max())
            limits = limits_by_level(_fay_feuer, chosen, value, variance, largest)
        found = estimate(
            value * per,
            (limits[0] * per, limits[1] * per),
            levels=chosen,
            numerator=total,
            denominator=people,
            status=status,
            method=constant(Method.DOBSON if method == "dobson" else Method.GAMMA, status.shape),
            # without an event there is no variance, and so no Dobson limits
            unlimited=(Status.BELOW_MINIMUM_COUNT, (total == 0) & (method == "dobson")),
        )
        bad = status != 0
        crude, variance = blanked(total / people * per, bad), blanked(variance * per**2, bad)
    return DirectRate(**fields_of(found), crude=read_only(crude), variance=read_only(variance))


def indirect(
    events: ArrayLike,
    population: ArrayLike,
    reference_events: ByBand,
    reference_population: ByBand,
    *,
    levels: Levels = 0.95,
    as_: Literal["ratio", "rate"] = "ratio",
    per: float | None = None,
    method: Literal["byar", "exact"] = "byar",
    exact_below: float = 10,
    bands: Bands | None = None,
    axis: int = -1,
    missing_count: MissingCount = "missing",
    on_invalid: OnInvalid = "flag",
) -> Indirect:
    """Observed events against those expected at the reference's age-specific rates, with limits.

    events[..., A] by age, or observed totals [...] (one axis fewer than population[..., A]); reference figures [A],
    or mappings by band label joined on the labels of `bands`. "ratio" is O/E * per (100 unless said otherwise);
    "rate" is O/E * the reference's crude rate per `per` (100,000 unless said otherwise). A band may have no
    population; the reference must have some in each. missing_count="zero" takes missing counts, reference counts and
    populations as 0. `numerator` is O, `denominator` E.
    Flags: MISSING, NEGATIVE, ZERO_DENOMINATOR (nothing expected). Source: Breslow & Day (1987), Statistical methods in
    cancer research, volume II, IARC Scientific Publication 82, pages 65-72; limits of O: see `poisson_limits`.
    """
    choose("as_", as_, ("ratio", "rate"))
    choose("method", method, ("byar", "exact"))
    choose("missing_count", missing_count, ("missing", "zero"))
    chosen = as_levels(levels)
    given, population = as_floats(events), np.moveaxis(as_floats(population), axis, -1)
    totals = given.ndim == population.ndim - 1
    by_age = given[..., np.newaxis] if totals else np.moveaxis(given, axis, -1)
    size = population.shape[-1]
    happened = joined("reference_events", reference_events, bands, size)
    exposed = joined("reference_population", reference_population, bands, size)
    if not totals:
        _check_shapes(by_age, size, None)
    if missing_count == "zero":
        by_age, population, happened = (_zero_for_missing(each) for each in (by_age, population, happened))
    with np.errstate(all="ignore"):  # rows that cannot be computed are flagged and blanked
        observed = by_age.sum(-1)
        expected = (population * (happened / exposed)).sum(-1)
        status = _indirect_status(by_age, population, happened, exposed, expected)
        judge(status, on_invalid)
        reference = happened.sum(-1) / exposed.sum(-1) * (1e5 if per is None else per)
        unit = reference if as_ == "rate" else np.float64(100 if per is None else per)
        scale = unit / expected
        boundary = exact_below if method == "byar" else np.inf
        kernel = partial(scaled_count_kernel, exact_below=boundary)
        limits = limits_by_level(kernel, chosen, observed, scale)
        found = estimate(
            observed * scale,
            limits,
            levels=chosen,
            numerator=observed,
            denominator=expected,
            status=status,
            method=np.broadcast_to(count_methods(observed, method, exact_below), status.shape),
        )
    return Indirect(
        **fields_of(found),
        expected=found.denominator,
        reference_rate=np.broadcast_to(reference, status.shape),
    )


def _shares(weights: Floats) -> Floats:
    """The weights as shares of their sum. ValueError for negative or missing ones, which no standard has."""
    if not (weights >= 0).all() or not (weights.sum(-1) > 0).all():
        raise ValueError("the weights of a standard population are 0 or more, and not all 0")
    return np.asarray(weights / weights.sum(-1, keepdims=True))


def _check_shapes(events: Floats, size: int, times: Floats | None) -> None:
    if events.shape[-1:] != (size,):
        raise ValueError(f"the population has {size} age bands, the events have the shape {events.shape}")
    if times is not None and events.shape[-2:-1] != times.shape:
        raise ValueError(f"events[..., F, A] are by frequency; {times.shape} frequencies for the shape {events.shape}")


def _zero_for_missing(values: Floats) -> Floats:
    return np.where(np.isnan(values), 0.0, values)


def _by_age(persons: Floats, times: Floats | None) -> tuple[Floats, Floats]:
    """Events by age, and the sum of squared events of each person by age, [..., A]."""
    if times is None:
        return persons, persons
    return np.einsum("...fa,f->...a", persons, times), np.einsum("...fa,f->...a", persons, times**2)


def _direct_status(events: Floats, population: Floats, total: Floats, minimum_count: float) -> Flags:
    missing = np.isfinite(total) & np.isfinite(population.sum(-1))
    status = flags(
        (Status.MISSING, ~missing),
        (Status.NEGATIVE, (events < 0).any(-1) | (population < 0).any(-1)),
        (Status.ZERO_DENOMINATOR, (population == 0).any(-1)),
    )
    return status | flags((Status.BELOW_MINIMUM_COUNT, (status == 0) & (total < minimum_count)))


def _indirect_status(by_age: Floats, population: Floats, happened: Floats, exposed: Floats, expected: Floats) -> Flags:
    finite = np.isfinite(by_age.sum(-1)) & np.isfinite(population.sum(-1))
    finite = finite & np.isfinite(happened.sum(-1)) & np.isfinite(exposed.sum(-1))
    return flags(
        (Status.MISSING, ~finite),
        (Status.NEGATIVE, (by_age < 0).any(-1) | (population < 0).any(-1) | (happened < 0).any(-1)),
        (Status.ZERO_DENOMINATOR, (expected == 0) | (exposed <= 0).any(-1)),
    )


def _dobson(
    value: Floats, variance: Floats, total: Floats, level: float, *, exact_below: float
) -> tuple[Floats, Floats]:
    lower, upper = count_kernel(total, level, exact_below=exact_below)
    spread = np.sqrt(variance / total)
    return value + spread * (lower - total), value + spread * (upper - total)


def _fay_feuer(value: Floats, variance: Floats, largest: Floats, level: float) -> tuple[Floats, Floats]:
    """Gamma limits; the upper one allows for one more event in the band of the largest weight."""
    tail = (1 - level) / 2
    lower = np.where(value == 0, 0.0, gammaincinv(value**2 / variance, tail) * variance / value)
    more, spread = value + largest, variance + largest**2
    return lower, np.asarray(gammainccinv(more**2 / spread, tail) * spread / more)
