"""Counts to values with limits: one function of methods.statistics for each estimator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import cast

import numpy as np
from numpy.typing import NDArray

from folkmoot.engine.definition import BY_AGE, OF_VALUES, Estimator, Example, Measure
from folkmoot.methods import statistics
from folkmoot.methods.statistics import Estimate, Method, Status
from folkmoot.methods.statistics.core import as_levels, constant, count_status, estimate, flags
from folkmoot.methods.statistics.standards import StandardName

Floats = NDArray[np.float64]
Levels = float | tuple[float, ...]


def _none() -> Floats:
    return np.empty(0)


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts, shape [...], or [..., A] by age band for estimators that need ages.

    A change has its earlier and its later figure on the last axis. A mean or median has how many records carry the
    value 0, 1, 2, ... there. Reference figures belong to an indirectly standardised ratio, shape [A], and to a healthy
    life expectancy, shape [..., A]: those in poor health, of those asked.
    """

    numerator: Floats
    denominator: Floats = field(default_factory=_none)
    reference_numerator: Floats = field(default_factory=_none)
    reference_denominator: Floats = field(default_factory=_none)


def values(measure: Measure, figures: Figures, *, levels: Levels = 0.95) -> Estimate:
    """The values of a measure, shape [...]; without limits where the definition says that everything is counted."""
    found = _ESTIMATORS[measure.estimator](measure, figures, levels)
    return _without_limits(found) if measure.complete else found


def of_example(measure: Measure) -> Estimate:
    """The value that follows from the figures of the definition's worked example."""
    example = measure.example
    given = Figures(*(np.asarray(each, dtype=np.float64) for each in _columns(example)))
    if measure.estimator in OF_VALUES:
        whole = given.numerator.astype(np.int64)
        return values(measure, Figures(np.bincount(whole).astype(np.float64)))
    if measure.estimator in BY_AGE or measure.estimator is Estimator.CHANGE:
        return values(measure, given)
    if given.denominator.size:
        return values(measure, Figures(given.numerator[0], given.denominator[0]))
    return values(measure, Figures(given.numerator[0]))


def _columns(example: Example) -> tuple[tuple[float, ...], ...]:
    return (example.numerator, example.denominator, example.reference_numerator, example.reference_denominator)


def _without_limits(found: Estimate) -> Estimate:
    blank = np.full(found.lower.shape, np.nan)
    return replace(found, lower=blank, upper=blank, method=constant(Method.NONE, found.status.shape))


def _count(measure: Measure, figures: Figures, levels: Levels) -> Estimate:
    return statistics.rate(figures.numerator, 1.0, per=measure.per, levels=levels)


def _proportion(measure: Measure, figures: Figures, levels: Levels) -> Estimate:
    return statistics.proportion(figures.numerator, figures.denominator, per=measure.per, levels=levels)


def _crude(measure: Measure, figures: Figures, levels: Levels) -> Estimate:
    return statistics.rate(figures.numerator, figures.denominator, per=measure.per, levels=levels)


def _direct(measure: Measure, figures: Figures, levels: Levels) -> Estimate:
    standard = statistics.standard_population(cast(StandardName, measure.standard), measure.ages)
    return statistics.direct_rate(figures.numerator, figures.denominator, standard, per=measure.per, levels=levels)


def _indirect(measure: Measure, figures: Figures, levels: Levels) -> Estimate:
    return statistics.indirect(
        figures.numerator,
        figures.denominator,
        figures.reference_numerator,
        figures.reference_denominator,
        per=measure.per,
        levels=levels,
    )


def _life_expectancy(measure: Measure, figures: Figures, levels: Levels) -> Estimate:
    assert measure.ages is not None  # the reader refuses a life expectancy without age bands
    return _at_birth(
        statistics.life_table(figures.numerator, figures.denominator, measure.ages, levels=levels).expectancy
    )


def _healthy_life_expectancy(measure: Measure, figures: Figures, levels: Levels) -> Estimate:
    """Sullivan's method; an age at which nobody was asked is told as a denominator of zero."""
    assert measure.ages is not None  # as above
    table = statistics.life_table(figures.numerator, figures.denominator, measure.ages, levels=levels)
    poor, asked = figures.reference_numerator, figures.reference_denominator
    share = np.divide(poor, asked, out=np.zeros_like(asked), where=asked > 0)
    return _at_birth(statistics.healthy_life_expectancy(table, share, asked, levels=levels))


def _at_birth(found: Estimate) -> Estimate:
    """The first age of a table's expectations."""
    names = ("value", "numerator", "denominator", "status", "method")
    first = {name: getattr(found, name)[..., 0] for name in names}
    return replace(found, lower=found.lower[..., 0, :], upper=found.upper[..., 0, :], **first)


def _mean(measure: Measure, figures: Figures, levels: Levels) -> Estimate:
    number, middle, spread = _moments(figures.numerator)
    return statistics.mean_from_moments(number, middle, spread, levels=levels)


def _moments(counts: Floats) -> tuple[Floats, Floats, Floats]:
    """How many records, their mean and their standard deviation, from how many carry each of 0, 1, 2, ..."""
    value = np.arange(counts.shape[-1], dtype=np.float64)
    number = counts.sum(-1)
    with np.errstate(all="ignore"):  # no record has no mean, one has no deviation; both are flagged
        middle = (counts * value).sum(-1) / number
        variance = (counts * (value - middle[..., np.newaxis]) ** 2).sum(-1) / (number - 1)
    return number, np.where(number > 0, middle, 0.0), np.where(number > 1, np.sqrt(variance), 0.0)


def _median(measure: Measure, figures: Figures, levels: Levels) -> Estimate:
    """The middle value, or the mean of the two middle ones; no limits are given."""
    counts = figures.numerator
    number = counts.sum(-1)
    reached = np.cumsum(counts, axis=-1)
    low = (reached < (number[..., np.newaxis] + 1) // 2).sum(-1)
    high = (reached < number[..., np.newaxis] // 2 + 1).sum(-1)
    status = flags((Status.ZERO_DENOMINATOR, number == 0))
    return _unlimited(measure.per * (low + high) / 2, number, number, status, levels)


def _change(measure: Measure, figures: Figures, levels: Levels) -> Estimate:
    """How much more the later rate is than the earlier, per `per` of the earlier; a negative value is a fall."""
    earlier, later = (
        statistics.rate(figures.numerator[..., place], figures.denominator[..., place], per=1.0, levels=levels)
        for place in (0, 1)
    )
    ratio = statistics.rate_ratio(later, earlier, levels=levels)
    shifted = {name: (getattr(ratio, name) - 1) * measure.per for name in ("value", "lower", "upper")}
    return replace(ratio, **shifted)


def _ratio(measure: Measure, figures: Figures, levels: Levels) -> Estimate:
    """One count over another that does not hold it; both vary, so that the limits allow for both."""
    above, below = (
        statistics.rate(each, 1.0, per=1.0, levels=levels) for each in (figures.numerator, figures.denominator)
    )
    ratio = statistics.rate_ratio(above, below, levels=levels)
    return replace(ratio, **{name: getattr(ratio, name) * measure.per for name in ("value", "lower", "upper")})


def _score(measure: Measure, figures: Figures, levels: Levels) -> Estimate:
    """A sum of scores, each times its weight, over the sum of the weights; scores may be negative. No limits."""
    status = count_status(np.abs(figures.numerator), figures.denominator)
    with np.errstate(all="ignore"):  # rows that cannot be computed are flagged and blanked
        value = figures.numerator / figures.denominator * measure.per
    return _unlimited(value, figures.numerator, figures.denominator, status, levels)


def _unlimited(
    value: Floats, numerator: Floats, denominator: Floats, status: NDArray[np.uint16], levels: Levels
) -> Estimate:
    chosen = as_levels(levels)
    blank = np.full((*status.shape, len(chosen)), np.nan)
    return estimate(
        np.asarray(value, dtype=np.float64),
        (blank, blank),
        levels=chosen,
        numerator=numerator,
        denominator=denominator,
        status=status,
        method=constant(Method.NONE, status.shape),
    )


_ESTIMATORS: dict[Estimator, Callable[[Measure, Figures, Levels], Estimate]] = {
    Estimator.COUNT: _count,
    Estimator.PROPORTION: _proportion,
    Estimator.CRUDE_RATE: _crude,
    Estimator.DIRECT_RATE: _direct,
    Estimator.INDIRECT_RATIO: _indirect,
    Estimator.MEAN: _mean,
    Estimator.MEDIAN_DURATION: _median,
    Estimator.LIFE_EXPECTANCY: _life_expectancy,
    Estimator.HEALTHY_LIFE_EXPECTANCY: _healthy_life_expectancy,
    Estimator.CHANGE: _change,
    Estimator.RATIO: _ratio,
    Estimator.SCORE: _score,
}
