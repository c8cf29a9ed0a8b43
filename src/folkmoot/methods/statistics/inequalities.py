"""The 21 summary measures of health inequality of the World Health Organization, with limits.

The limits come from the groups' standard errors by the delta method, or from draws where asked for.

Sources: Schlotheuber & Hosseinpoor (2022) doi:10.3390/ijerph19063697 (the measures); Ahn, Harper, Yu, Feuer & Liu
(2019) doi:10.1371/journal.pone.0219542 (their errors, and drawing them); Walter (1978) doi:10.1093/ije/7.2.175
(attributable fractions from counts).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.methods.statistics.concentration import concentration_index
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
from folkmoot.methods.statistics.regressions import slope_index_regression
from folkmoot.methods.statistics.summary_measures import MEASURES, ROOTS, Groups, Measured

RANKED = ("aci", "rci", "sii", "rii")
SIMPLE = ("d", "r")
ATTRIBUTABLE = ("par", "paf")
REFERRED = ("mdru", "mdrw")
DRAWN = ("bgsd", "cov", "mdbu", "mdbw", "mdmu", "mdmw", "mdru", "mdrw", "idisu", "idisw")
NAMES = (*SIMPLE, *RANKED, *(name for name in MEASURES if name not in SIMPLE))

Pair = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class _Given:
    """The groups with what is known about their errors; `error` is None where nothing is."""

    groups: Groups
    population: Floats
    error: Floats | None
    per: float | None
    status: Flags
    levels: tuple[float, ...]


def inequality(
    value: ArrayLike,
    population: ArrayLike,
    *,
    measures: Sequence[str] | None = None,
    se: ArrayLike | None = None,
    favourable: bool = True,
    ordered: bool = False,
    reference: int | None = None,
    per: float | None = None,
    missing_share: float = 0.15,
    levels: Levels = 0.95,
    interval: Literal["analytic", "simulate"] = "analytic",
    draws: int = 1000,
    rng: np.random.Generator | None = None,
    on_invalid: OnInvalid = "flag",
) -> dict[str, Estimate]:
    """Measures by name, of value[..., G] and population[..., G], groups on the last axis.

    `favourable`: much of the indicator is good. `ordered` groups run from the most disadvantaged. `reference` is the
    place of a group to compare with, `per` the unit of a proportion (1, 100). `measures` are, unless named, all that
    the order, reference and unit given allow:
    "d", "r": last and first of ordered groups; the reference and the worst; else the highest and the lowest. "aci",
    "rci": `concentration_index`; "sii", "rii": `slope_index_regression` (both need the order, these `per` too). "bgv",
    "bgsd", "cov" (%): variance, deviation and coefficient of variation between groups. "mdb", "mdm", "mdr": the mean
    difference from the best group, from the mean, from the reference, and "idis" (%) that from the mean by the mean;
    each ends in "u" unweighted or "w" weighted by population. "ti", "mld": Theil index and mean log deviation, times
    1000. "par", "paf" (%): what would change were all groups as the best one (the last of ordered ones), 0 where that
    would be for the worse. `numerator` is the mean, `denominator` the population (of the ranked, see there).

    `se` are the groups' standard errors; without them only the ranked measures have limits and, with `per`, "par" and
    "paf", from counts. "simulate" draws the measures with absolute differences or roots from normal estimates by `rng`
    and takes percentiles, as healthequal does; those lie too high where groups hardly differ.
    Missing estimates: measures of all groups are of those known, and flagged MISSING, up to `missing_share` of the
    groups; beyond it, and for ordered comparisons, there are none. Other flags: MISSING (a population; an error that
    is needed: no limits), NEGATIVE (a population or error; a value in "ti", "mld"), ZERO_DENOMINATOR (nobody; a mean,
    or the lower value of "r", of 0), TOO_FEW_AREAS (below three groups; of "d", "r" below two).
    ValueError: unknown measures, or without the order, reference or unit that they need; "simulate" without `rng`.
    """
    choose("interval", interval, ("analytic", "simulate"))
    if interval == "simulate" and rng is None:
        raise ValueError('interval="simulate" draws from rng: pass a numpy Generator, such as default_rng(seed)')
    values, people = np.broadcast_arrays(as_floats(value), as_floats(population))
    if values.ndim == 0:
        raise ValueError("groups are on the last axis, got a single value")
    wanted = _wanted(measures, ordered=ordered, reference=reference, per=per)
    error = None if se is None else np.broadcast_to(as_floats(se), values.shape)
    known = np.isfinite(values)
    with np.errstate(all="ignore"):  # rows that cannot be computed are flagged and blanked
        held = np.where(known, people, 0.0)
        share = held / held.sum(-1, keepdims=True)
        spread = np.where(known, 0.0 if error is None else error, 0.0)
        groups = Groups(np.where(known, values, 0.0), spread, share, known, favourable, ordered, reference)
        given = _Given(groups, held, error, per, _status(held, error, known), as_levels(levels))
        judge(given.status | flags((Status.MISSING, ~known.all(-1))), on_invalid)
        ranked = _ranked(wanted, values, people, error, per, given.levels)
        drawn = rng if interval == "simulate" else None
        return {
            name: ranked[name] if name in RANKED else _measure(name, given, missing_share, draws, drawn)
            for name in wanted
        }


def _wanted(
    measures: Sequence[str] | None, *, ordered: bool, reference: int | None, per: float | None
) -> tuple[str, ...]:
    """The measures named, or all that can be had. ValueError for one that cannot."""
    lacking = {name: "ordered groups: ordered=True" for name in RANKED if not ordered}
    lacking |= {name: "the unit of the proportion: per=100" for name in ("sii", "rii") if ordered and per is None}
    lacking |= {name: "a reference: reference=0 is the first group" for name in REFERRED if reference is None}
    if measures is None:
        return tuple(name for name in NAMES if name not in lacking)
    for name in measures:
        choose("a measure", name, NAMES)
        if name in lacking:
            raise ValueError(f"{name} needs {lacking[name]}")
    return tuple(measures)


def _status(people: Floats, error: Floats | None, known: np.ndarray) -> Flags:
    """What is wrong with a row whatever the measure."""
    negative = (people < 0) if error is None else (people < 0) | (known & (error < 0))
    return flags(
        (Status.MISSING, ~np.isfinite(people).all(-1)),
        (Status.NEGATIVE, negative.any(-1)),
        (Status.ZERO_DENOMINATOR, people.sum(-1) == 0),
    )


def _ranked(
    wanted: Sequence[str],
    values: Floats,
    people: Floats,
    error: Floats | None,
    per: float | None,
    levels: tuple[float, ...],
) -> dict[str, Estimate]:
    """The measures of ordered groups by their rank, which have functions of their own."""
    found: dict[str, Estimate] = {}
    if "aci" in wanted:
        found["aci"] = concentration_index(values, people, se=error, levels=levels)
    if "rci" in wanted:
        found["rci"] = concentration_index(values, people, se=error, kind="relative", levels=levels)
    if per is not None and ("sii" in wanted or "rii" in wanted):
        slope = slope_index_regression(values, people, per=per, levels=levels)
        found |= {"sii": slope.sii, "rii": slope.rii}
    return found


def _measure(name: str, given: _Given, missing_share: float, draws: int, rng: np.random.Generator | None) -> Estimate:
    groups = given.groups
    measured = MEASURES[name](groups)
    value = measured.value
    bad, partly = _reasons(name, groups, value, missing_share)
    bad = np.where(given.status != 0, given.status, bad)
    if rng is not None and given.error is not None and name in DRAWN:
        limits = _simulated(name, groups, draws, rng, given.levels)
        method = Method.SIMULATED
    else:
        limits = _limits(name, measured, _error(name, given, measured), given.levels)
        method = Method.LOG_NORMAL if name == "r" else Method.ANALYTIC
    value = np.sqrt(value) if name in ROOTS else value
    if name in ATTRIBUTABLE:
        value, limits = _improving(value, groups), (_improving(limits[0], groups), _improving(limits[1], groups))
    endless = np.asarray(np.isnan(limits[0] + limits[1]).any(-1))
    found = estimate(
        value,
        limits,
        levels=given.levels,
        numerator=groups.mean(),
        denominator=given.population.sum(-1),
        status=bad,
        method=constant(method, endless.shape),
        unlimited=(Status.MISSING if given.error is not None else Status.OK, endless),
    )
    return replace(found, status=found.status | flags((Status.MISSING, partly)))


def _reasons(name: str, groups: Groups, value: Floats, missing_share: float) -> tuple[Flags, np.ndarray]:
    """Why a row has no such measure, and whether it has one of the known groups only."""
    missing = (~groups.known).sum(-1)
    strict = groups.ordered and name in (*SIMPLE, *ATTRIBUTABLE)
    referred = groups.reference is not None and name in (*REFERRED, *SIMPLE)
    gone = ~groups.known[..., groups.reference] if referred and groups.reference is not None else np.False_
    too_many = (missing > (0 if strict else missing_share * groups.value.shape[-1])) | gone
    reasons = flags(
        (Status.MISSING, too_many),
        (Status.TOO_FEW_AREAS, groups.known.sum(-1) < (2 if name in SIMPLE else 3)),
        (Status.NEGATIVE, (groups.value < 0).any(-1) & (name in ("ti", "mld"))),
    )
    return reasons | flags((Status.ZERO_DENOMINATOR, (reasons == 0) & ~np.isfinite(value))), missing > 0


def _error(name: str, given: _Given, measured: Measured) -> Floats:
    """The standard error of a measure, [...]; NaN where there is none to tell."""
    if given.error is None:
        none = np.full(measured.value.shape, np.nan)
        return _of_counts(name, given) if name in ATTRIBUTABLE and given.per else none
    moved = np.where(measured.line == 0, 0.0, (measured.line * given.groups.error) ** 2)
    return np.asarray(np.sqrt(moved.sum(-1) + measured.missed))


def _of_counts(name: str, given: _Given) -> Floats:
    """The error of an attributable risk, from the counts that proportions stand for."""
    groups, people = given.groups, given.population
    best, total, mean = groups.best_off(), people.sum(-1), groups.mean() / (given.per or 1.0)
    number = (best * people).sum(-1)
    ill = (best * groups.value * people).sum(-1) / (given.per or 1.0)
    well, others_ill = number - ill, mean * total - ill
    others_well = total - others_ill - number
    fraction = ill * total * (others_ill * well * (total - ill) + others_well * ill**2)
    error = np.sqrt(fraction / ((others_ill + ill) ** 3 * number**3))
    return np.asarray(error * (100.0 if name == "paf" else groups.mean()))


def _limits(name: str, measured: Measured, error: Floats, levels: tuple[float, ...]) -> Pair:
    reach = error[..., np.newaxis] * normal_quantiles(levels)
    middle = measured.value[..., np.newaxis]
    if name == "r":
        factor = np.exp(reach / np.abs(middle))
        return middle / factor, middle * factor
    lower, upper = measured.least[..., np.newaxis] - reach, middle + reach
    if name in ("d", *ATTRIBUTABLE):
        return lower, upper
    lower = np.maximum(lower, 0)  # none of the others can be negative
    return (np.sqrt(lower), np.sqrt(upper)) if name in ROOTS else (lower, upper)


def _improving(value: Floats, groups: Groups) -> Floats:
    """What would be for the worse is no improvement: 0."""
    return np.maximum(value, 0) if groups.favourable else np.minimum(value, 0)


def _simulated(name: str, groups: Groups, draws: int, rng: np.random.Generator, levels: tuple[float, ...]) -> Pair:
    """Percentiles of the measure of normal draws round the estimates, best group and mean of each draw its own."""
    shape = groups.value.shape[:-1]
    found = np.empty((2, *shape, len(levels)))
    shares = (1 + np.outer((-1, 1), levels)) / 2
    for row in np.ndindex(shape):
        held = {part: getattr(groups, part)[row] for part in ("value", "error", "share", "known")}
        drawn_value = held["value"] + held["error"] * rng.standard_normal((draws, len(held["value"])))
        drawn = MEASURES[name](replace(groups, **held | {"value": drawn_value})).value
        found[(slice(None), *row)] = np.quantile(np.sqrt(drawn) if name in ROOTS else drawn, shares)
    return found[0], found[1]
