"""The names and column names of PHEindicatormethods (R) and PHStatsMethods (Python), for work that moves over.

Each takes columns of equal length and returns columns by name, ready for a data frame; the numbers are this package's
(see docs/methods/differences-from-peers.md). `groups` stands for the peers' grouped data frame; the rows of a group
are its age bands, and each row carries its own standard or reference figures, so that nothing is joined by position.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.methods.statistics.age_bands import AgeBands
from folkmoot.methods.statistics.core import Estimate, Floats, Levels, Method, Status, as_floats, as_levels
from folkmoot.methods.statistics.funnels import funnel_class
from folkmoot.methods.statistics.life_tables import life_table
from folkmoot.methods.statistics.means import mean
from folkmoot.methods.statistics.proportions import proportion
from folkmoot.methods.statistics.quantile_rules import quantiles
from folkmoot.methods.statistics.rates import rate
from folkmoot.methods.statistics.slopes import Scale, slope_index
from folkmoot.methods.statistics.standardisation import direct_rate, indirect

Columns = dict[str, NDArray[Any]]

_METHODS = {
    Method.NONE: "",
    Method.WILSON: "Wilson",
    Method.BYAR: "Byars",
    Method.EXACT_POISSON: "Exact",
    Method.STUDENT_T: "Student's t-distribution",
    Method.DOBSON: "Dobson",
}


def phe_proportion(x: ArrayLike, n: ArrayLike, *, confidence: Levels = 0.95, multiplier: float = 1) -> Columns:
    """`proportion` under R's names: value, lowercl, uppercl, confidence, statistic, method."""
    found = proportion(x, n, levels=confidence, per=multiplier)
    return _phe(found, f"proportion of {_plain(multiplier)}")


def phe_rate(x: ArrayLike, n: ArrayLike, *, confidence: Levels = 0.95, multiplier: float = 1e5) -> Columns:
    """`rate` under R's names."""
    return _phe(rate(x, n, levels=confidence, per=multiplier), f"rate per {_plain(multiplier)}")


def phe_mean(x: ArrayLike, groups: ArrayLike | None = None, *, confidence: Levels = 0.95) -> Columns:
    """`mean` under R's names: value_sum, value_count, stdev, value, ..."""
    found = mean(x, groups, levels=confidence)
    first = {"value_sum": found.numerator, "value_count": found.denominator, "stdev": found.deviation}
    keys = {} if groups is None else {"group": found.groups}
    return keys | {name: np.atleast_1d(column) for name, column in first.items()} | _phe(found, "mean")


def phe_dsr(
    x: ArrayLike,
    n: ArrayLike,
    stdpop: ArrayLike,
    groups: ArrayLike | None = None,
    *,
    confidence: Levels = 0.95,
    multiplier: float = 1e5,
) -> Columns:
    """`direct_rate` under R's names: total_count, total_pop, value, ...; a missing count is 0, as there."""
    labels, (events, population, standard) = _by_group(groups, x, n, stdpop)
    found = direct_rate(events, population, standard, levels=confidence, per=multiplier, missing_count="zero")
    columns = _phe(found, f"dsr per {_plain(multiplier)}")
    few = found.status & np.uint16(Status.BELOW_MINIMUM_COUNT) != 0
    columns["statistic"] = np.where(few, "dsr NA for total count < 10", columns["statistic"])
    return labels | {"total_count": found.numerator, "total_pop": found.denominator} | columns


def calculate_ISRate(  # noqa: N802 - the peer's name
    x: ArrayLike,
    n: ArrayLike,
    x_ref: ArrayLike,
    n_ref: ArrayLike,
    groups: ArrayLike | None = None,
    *,
    confidence: Levels = 0.95,
    multiplier: float = 1e5,
) -> Columns:
    """`indirect(as_="rate")` under R's names: observed, expected, ref_rate, value, ...; missing figures are 0."""
    labels, (events, population, *reference) = _by_group(groups, x, n, x_ref, n_ref)
    found = indirect(
        events, population, *reference, levels=confidence, as_="rate", per=multiplier, missing_count="zero"
    )
    first = {"observed": found.numerator, "expected": found.expected, "ref_rate": found.reference_rate}
    return labels | first | _phe(found, f"indirectly standardised rate per {_plain(multiplier)}")


def calculate_ISRatio(  # noqa: N802 - the peer's name
    x: ArrayLike,
    n: ArrayLike,
    x_ref: ArrayLike,
    n_ref: ArrayLike,
    groups: ArrayLike | None = None,
    *,
    confidence: Levels = 0.95,
    refvalue: float = 1,
) -> Columns:
    """`indirect` under R's names: observed, expected, value, ...; missing figures are 0."""
    labels, (events, population, *reference) = _by_group(groups, x, n, x_ref, n_ref)
    found = indirect(events, population, *reference, levels=confidence, per=refvalue, missing_count="zero")
    first = {"observed": found.numerator, "expected": found.expected}
    return labels | first | _phe(found, f"indirectly standardised ratio x {_plain(refvalue)}")


def phe_quantile(
    values: ArrayLike, groups: ArrayLike | None = None, *, nquantiles: int = 10, invert: bool = True
) -> Columns:
    """`quantiles` under R's names: quantile, nquantiles, groupvars, qinverted."""
    highest_is: Literal[1, "q"] = 1 if invert else "q"
    found = quantiles(values, nquantiles, groups=groups, highest_is=highest_is).value
    words = "highest quantile represents lowest values" if invert else "lowest quantile represents lowest values"
    return {
        "quantile": found,
        "nquantiles": np.full(found.shape, nquantiles),
        "groupvars": np.full(found.shape, "None" if groups is None else "group"),
        "qinverted": np.full(found.shape, words),
    }


_SCALES: tuple[Scale, ...] = ("identity", "log", "logit")  # by R's value_type


def phe_sii(
    quantile: ArrayLike,
    population: ArrayLike,
    x: ArrayLike,
    groups: ArrayLike | None = None,
    *,
    value_type: Literal[0, 1, 2] = 0,
    se: ArrayLike | None = None,
    lower_cl: ArrayLike | None = None,
    upper_cl: ArrayLike | None = None,
    transform: bool = False,
    confidence: Levels = 0.95,
    multiplier: float = 1,
) -> Columns:
    """`slope_index` under R's names: sii, rii, sii_lower95_0cl, ..., intercept; the same names for every transform."""
    given = [column for column in (se, lower_cl, upper_cl) if column is not None]
    labels, (order, people, value, *errors) = _by_group(groups, quantile, population, x, *given)
    places = np.argsort(order, axis=-1, kind="stable")
    people, value, *errors = (np.take_along_axis(column, places, -1) for column in (people, value, *errors))
    found = slope_index(
        value,
        people,
        se=errors[0] if se is not None else None,
        lower=errors[0] if lower_cl is not None else None,
        upper=errors[-1] if upper_cl is not None else None,
        scale=_SCALES[value_type],
        transform=transform,
        levels=confidence,
        per=multiplier,
    )
    columns: Columns = {"sii": found.sii.value, "rii": found.rii.value}
    for name, index in (("sii", found.sii), ("rii", found.rii)):
        for place, level in enumerate(index.levels):
            percent = f"{level * 100:.1f}".replace(".", "_")
            columns[f"{name}_lower{percent}cl"] = index.lower[..., place]
            columns[f"{name}_upper{percent}cl"] = index.upper[..., place]
    return labels | columns | {"intercept": found.intercept.value}


def phe_life_expectancy(
    deaths: ArrayLike,
    population: ArrayLike,
    startage: ArrayLike,
    groups: ArrayLike | None = None,
    *,
    confidence: Levels = 0.95,
) -> Columns:
    """`life_table` under R's names, a row a group and age: startage, value, ..., pops_used, dths_used."""
    labels, (ages, dead, people) = _by_group(groups, startage, deaths, population)
    places = np.argsort(ages, axis=-1, kind="stable")
    ages, dead, people = (np.take_along_axis(column, places, -1) for column in (ages, dead, people))
    bands = AgeBands(tuple(int(age) for age in ages[0]))
    found = life_table(dead, people, bands, levels=confidence).expectancy
    columns: Columns = {"startage": ages.ravel(), "value": found.value.ravel()}
    for place, level in enumerate(found.levels):
        for name, limit in zip(_limit_names(level, found.levels), (found.lower, found.upper), strict=True):
            columns[name] = limit[..., place].ravel()
    repeated = {name: np.repeat(label, len(bands)) for name, label in labels.items()}
    return repeated | columns | {"pops_used": found.denominator.ravel(), "dths_used": found.numerator.ravel()}


def assign_funnel_significance(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    statistic: Literal["proportion", "ratio", "rate"],
    rate: ArrayLike | None = None,
    rate_type: Literal["dsr", "crude"] | None = None,
    multiplier: float = 1,
) -> Columns:
    """`funnel_class` under R's names: the column significance, against the total of the areas given."""
    count, size = as_floats(numerator), as_floats(denominator)
    if statistic == "ratio":
        return {"significance": funnel_class("ratio", count, size).labels()}
    base = size
    if rate_type == "dsr" and rate is not None:  # the people at whose crude rate the standardised one would be
        given = as_floats(rate)
        base = np.where(count > 0, count * multiplier / np.where(given > 0, given, np.nan), size)
        counted = count > 0
        centre = count[counted].sum() / base[counted].sum() * multiplier
    else:
        centre = np.nansum(count) / np.nansum(size) * multiplier
    minimum = 10 if rate_type == "dsr" else 0
    found = funnel_class(
        statistic, count, size, centre=centre, per=multiplier, rate=rate, minimum_count=minimum
    ).labels()
    words = "Not applicable for events less than 10 for dsrs" if rate_type == "dsr" else "Not applicable"
    return {"significance": np.where(found == "Not applicable", words, found)}


_PORT = {
    "value": "Value",
    "confidence": "Confidence",
    "statistic": "Statistic",
    "method": "Method",
    "total_count": "Total Count",
    "total_pop": "Total Pop",
    "observed": "Observed",
    "expected": "Expected",
}
_FIRST_WORDS = {"proportion": "Proportion", "rate": "Rate", "mean": "Mean", "dsr": "DSR"}


def _python(of: Callable[..., Columns]) -> Callable[..., Columns]:
    """The same function under the names of the Python port; `confidence=None` is its 0.95."""

    def renamed(*columns: ArrayLike, confidence: Levels | None = None, **options: Any) -> Columns:
        levels = as_levels(0.95 if confidence is None else confidence)
        names = dict(_PORT)
        for level in levels:
            label = f"{level * 100:.10g}".replace(".", "_")
            names |= zip(_limit_names(level, levels), (f"lower_{label}_ci", f"upper_{label}_ci"), strict=True)
        found = of(*columns, confidence=levels, **options)
        first, space, rest = np.strings.partition(found["statistic"], " ")
        found["statistic"] = np.array([_FIRST_WORDS.get(word, word) for word in first.tolist()])
        found["statistic"] = np.strings.add(np.strings.add(found["statistic"], space), rest)
        return {names.get(name, name): column for name, column in found.items()}

    renamed.__doc__ = f"`{of.__name__}` under the names of PHStatsMethods: Value, lower_95_ci, upper_95_ci, ..."
    return renamed


ph_proportion = _python(phe_proportion)
ph_rate = _python(phe_rate)
ph_mean = _python(phe_mean)
ph_dsr = _python(phe_dsr)
ph_ISRate = _python(calculate_ISRate)  # noqa: N816 - the peer's name
ph_ISRatio = _python(calculate_ISRatio)  # noqa: N816 - the peer's name
ph_quantile = phe_quantile


def _phe(found: Estimate, statistic: str) -> Columns:
    value = np.atleast_1d(found.value)
    columns: Columns = {"value": value}
    for place, level in enumerate(found.levels):
        lower, upper = _limit_names(level, found.levels)
        columns[lower] = np.atleast_1d(found.lower[..., place])
        columns[upper] = np.atleast_1d(found.upper[..., place])
    words = np.array([_METHODS.get(each, "") for each in Method])
    columns["confidence"] = np.full(value.shape, ", ".join(f"{level * 100:.10g}%" for level in found.levels))
    columns["statistic"] = np.full(value.shape, statistic)
    columns["method"] = words[np.atleast_1d(found.method)]
    return columns


def _limit_names(level: float, levels: tuple[float, ...]) -> tuple[str, str]:
    """lowercl and uppercl for a single level; lower95_0cl and upper95_0cl for 0.95 among several."""
    percent = "" if len(levels) == 1 else f"{level * 100:.1f}".replace(".", "_")
    return f"lower{percent}cl", f"upper{percent}cl"


def _by_group(groups: ArrayLike | None, *columns: ArrayLike) -> tuple[Columns, list[Floats]]:
    """The columns with a row a group, [G, A], and the groups' labels. ValueError for groups of unequal length."""
    given = [as_floats(column) for column in columns]
    if groups is None:
        return {}, [column[np.newaxis] for column in given]
    labels, place, sizes = np.unique(np.asarray(groups), return_inverse=True, return_counts=True)
    if (sizes != sizes[0]).any():
        uneven = labels[sizes != sizes[0]][0]
        raise ValueError(f"group {uneven} has not as many rows as {labels[0]}; give every group all its age bands")
    order = np.argsort(place, kind="stable").reshape(len(labels), -1)
    return {"group": labels}, [column[order] for column in given]


def _plain(number: float) -> str:
    return f"{number:.12g}"
