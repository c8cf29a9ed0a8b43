"""The worked example of a definition, computed again and told in one line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from folkmoot.engine import estimating
from folkmoot.engine.definition import BY_AGE, OF_VALUES, Estimator, Measure
from folkmoot.methods.statistics import Status


@dataclass(frozen=True, slots=True)
class Checked:
    """A worked example; `faults` is empty where the stated figures follow from the method."""

    measure: Measure
    line: str
    faults: tuple[str, ...]


def check(measure: Measure) -> Checked:
    """The example of a measure, and where what it states is not what the method gives.

    That of a published value is what was printed, and nothing follows from it.
    """
    if measure.published is not None:
        return Checked(measure, _line(measure, _stated(measure)), ())
    found = estimating.of_example(measure)
    if found.status != Status.OK and np.isnan(found.value):
        reason = Status(int(found.status)).name
        told = f"{measure.id}.toml, [example]: its figures have no value ({reason}); correct them"
        return Checked(measure, "", (told,))
    example = measure.example
    computed = (float(found.value), float(found.lower[..., 0]), float(found.upper[..., 0]))
    stated = (example.value, example.lower, example.upper)
    faults = tuple(
        f"{measure.id}.toml, [example], {name}: is {given}, but the method gives {_number(value, example.decimals)}"
        for name, given, value in zip(("value", "lower", "upper"), stated, computed, strict=True)
        if given is not None and not abs(given - value) <= 0.5 * 10**-example.decimals + 1e-9
    )
    return Checked(measure, _line(measure, computed), faults)


def _stated(measure: Measure) -> tuple[float, float, float]:
    value, *limits = measure.example.value, measure.example.lower, measure.example.upper
    lower, upper = (np.nan if each is None else each for each in limits)
    return value, lower, upper


def _line(measure: Measure, computed: tuple[float, float, float]) -> str:
    value, lower, upper = (_number(each, measure.example.decimals) for each in computed)
    limits = "" if np.isnan(computed[1]) else f" ({lower} to {upper})"
    aims = "".join(
        f"; {each.whose} means to be {each.bound} {_number(each.value)} by {each.by.year}" for each in measure.targets
    )
    mark = "; invented figures" if measure.example.invented else ""
    return f"{_working(measure)} = {value}{limits} {measure.unit}{mark}{aims}"


def _working(measure: Measure) -> str:
    """What is divided by what, as far as one line can say it."""
    above, below = measure.example.numerator, measure.example.denominator
    if measure.published is not None:
        return "Published, not recomputed"
    if measure.estimator in OF_VALUES:
        return f"{measure.estimator} of {len(above)} records"
    if measure.estimator is Estimator.CHANGE:
        return f"{_number(above[1])}/{_number(below[1])} beside {_number(above[0])}/{_number(below[0])}"
    if measure.estimator in BY_AGE:
        return f"{measure.estimator}: {_number(sum(above))} of {_number(sum(below))} in {len(above)} age bands"
    return _number(above[0]) if not below else f"{_number(above[0])} / {_number(below[0])}"


def _number(value: float, decimals: int | None = None) -> str:
    return f"{value:,.{decimals}f}" if decimals is not None else f"{value:,.10g}"
