"""The second stage: cubes of counts to the values of a measure, with limits and the reason where there are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from folkmoot.engine import estimating
from folkmoot.engine.cube import Cube
from folkmoot.engine.definition import BY_AGE, OF_VALUES, REFERRING, Estimator, Measure
from folkmoot.engine.estimating import Figures, Levels
from folkmoot.engine.plan import Axis
from folkmoot.methods.statistics import Estimate, Status

Floats = NDArray[np.float64]


class BadCubes(ValueError):
    """Cubes that do not fit the measure or one another; the message says what is missing or differs."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value by the labels of the axes; NaN where there is none, and `status` says why."""

    labels: tuple[str, ...]
    value: float
    lower: float
    upper: float
    numerator: float
    denominator: float
    status: Status


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a measure in the shape of `axes`.

    `left_out` is how many of the numerator belong to no age band, or carry no value, where the estimator needs one.
    `without_population` names the units that have events in a period and no denominator, with how many events.
    """

    axes: tuple[Axis, ...]
    estimate: Estimate
    left_out: float
    without_population: Mapping[str, float]

    def lines(self) -> Iterator[Value]:
        """The values one by one, with the limits of the first level."""
        found = self.estimate
        columns = (found.value, found.lower[..., 0], found.upper[..., 0], found.numerator, found.denominator)
        figures = (each.ravel().tolist() for each in columns)
        status = map(Status, found.status.ravel().tolist())
        yield from map(Value, product(*(axis.labels for axis in self.axes)), *figures, status)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a measure refers to beside its own counts.

    An indirectly standardised ratio: a population, what happened there, and to how many. A healthy life expectancy: a
    survey of its own units, those in poor health, and those asked.
    """

    numerator: Cube
    denominator: Cube


def compute(
    measure: Measure,
    numerator: Cube,
    denominator: Cube | None = None,
    reference: Reference | None = None,
    *,
    levels: Levels = 0.95,
) -> Values:
    """The values of a measure by the axes of its numerator.

    Age is taken up by an estimator that needs ages, the measured value by a mean or median; a change is that of each
    period from the one before, so that the first has none. Reference rates are by age of everybody in the reference,
    whatever the breakdown. BadCubes says what does not fit.
    """
    if (denominator is None) != (measure.denominator is None):
        raise BadCubes(f"{measure.id}: a {measure.estimator} takes {_wanted(measure)}")
    if (reference is None) != (measure.estimator not in REFERRING):
        raise BadCubes(f"{measure.id}: a reference belongs to {' and '.join(REFERRING)}, and only to those")
    taken = "age" if measure.estimator in BY_AGE else "value" if measure.estimator in OF_VALUES else ""
    axes = numerator.plan.axes
    above, left_out = _counts(numerator, axes, taken)
    kept = tuple(axis for axis in axes if axis.id != taken)
    figures = Figures(above)
    if denominator is not None:
        figures = replace(figures, denominator=np.broadcast_to(_counts(denominator, axes, taken)[0], above.shape))
    if reference is not None:
        happened, exposed = _referred(measure, reference, axes)
        figures = replace(figures, reference_numerator=happened, reference_denominator=exposed)
    unmatched = _without_population(kept, figures) if denominator is not None else {}
    if measure.estimator is Estimator.CHANGE:
        kept, figures = _from_period_to_period(kept, figures)
    return Values(kept, estimating.values(measure, figures, levels=levels), left_out, unmatched)


def _wanted(measure: Measure) -> str:
    return "no denominator" if measure.denominator is None else "the cube of its denominator too"


def _counts(cube: Cube, axes: tuple[Axis, ...], taken: str) -> tuple[Floats, float]:
    """The counts by `axes`, the one taken last and without missing; and how many were missing there.

    An axis that the cube does not have gets one place, for all of its categories.
    """
    own = {axis.id: axis for axis in cube.plan.axes}
    strange = [axis.id for axis in cube.plan.axes if axis not in axes]
    absent = [place for place, axis in enumerate(axes) if axis.id not in own]
    if strange or taken in {axes[place].id for place in absent} or (taken and taken not in own):
        raise BadCubes(f"axis {(strange or [taken])[0]!r} is not the same in every cube; count them by one request")
    counts = np.expand_dims(cube.counts.astype(np.float64), absent)
    if not taken:
        return counts, 0.0
    last = np.moveaxis(counts, [axis.id for axis in axes].index(taken), -1)
    return last[..., :-1], float(last[..., -1].sum())


def _referred(measure: Measure, reference: Reference, axes: tuple[Axis, ...]) -> tuple[Floats, Floats]:
    if measure.estimator is Estimator.INDIRECT_RATIO:
        return _by_age(reference.numerator, axes), _by_age(reference.denominator, axes)
    return _counts(reference.numerator, axes, "age")[0], _counts(reference.denominator, axes, "age")[0]


def _without_population(axes: tuple[Axis, ...], figures: Figures) -> dict[str, float]:
    """The events of each unit in periods of which it has no denominator."""
    kept = [place for place, axis in enumerate(axes) if axis.id in ("unit", "period")]
    others = tuple(place for place in range(figures.numerator.ndim) if place not in kept)
    events, people = figures.numerator.sum(others), figures.denominator.sum(others)
    lost = np.where(people == 0, events, 0.0).reshape(len(axes[0].labels), -1).sum(-1)
    return {axes[0].labels[place]: float(lost[place]) for place in np.flatnonzero(lost).tolist()}


def _by_age(cube: Cube, axes: tuple[Axis, ...]) -> Floats:
    """All of a reference by age, of the same bands as the measure's own cube."""
    age = next(axis for axis in axes if axis.id == "age")
    place = next((place for place, axis in enumerate(cube.plan.axes) if axis == age), None)
    if place is None:
        raise BadCubes("the reference is not by the same ages; count it by the same definition")
    by_age = np.moveaxis(cube.counts.astype(np.float64), place, -1).reshape(-1, len(age.labels))
    return np.asarray(by_age.sum(0)[:-1])


def _from_period_to_period(axes: tuple[Axis, ...], figures: Figures) -> tuple[tuple[Axis, ...], Figures]:
    place = [axis.id for axis in axes].index("period")
    period = axes[place]
    if len(period.categories) < 2:
        raise BadCubes("a change needs two periods or more")

    def pairs(counts: Floats) -> Floats:
        by_period = np.moveaxis(counts, place, -1)
        return np.moveaxis(np.stack([by_period[..., :-1], by_period[..., 1:]], -1), -2, place)

    later = replace(period, categories=period.categories[1:], spans=period.spans[1:])
    paired = replace(figures, numerator=pairs(figures.numerator), denominator=pairs(figures.denominator))
    return (*axes[:place], later, *axes[place + 1 :]), paired
