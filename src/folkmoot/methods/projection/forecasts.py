"""What a figure would be if it went on as it did: named rules with prediction limits, and what they say of a target.

The limits are those of least squares for one new observation: the fitted value and Student's t times
s * sqrt(1 + 1/n + (x - mean)^2 / Sxx); for a level without the last term (NIST/SEMATECH e-Handbook of Statistical
Methods, 4.1.3 and 4.5.2.1). They hold what chance around the rule would do, not that the rule itself may cease to hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import inf, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

FEWEST = 3
"""Figures that a forecast rests on at least; with two there is a line, but nothing that says how sure it is."""

Floats = NDArray[np.float64]
_YEAR = 365.25


class BadForecast(ValueError):
    """Figures from which no forecast follows; the message says what to choose instead."""


class Method(StrEnum):
    """By which rule a figure goes on."""

    LINE = "straight line"
    RATE = "steady rate of change"
    LEVEL = "unchanged level"

    def of(self, periods: str) -> str:
        """The rule as a page prints it, with the periods that it was fitted to: "the last 5 periods"."""
        return {
            "straight line": f"a straight line through {periods}, by least squares",
            "steady rate of change": f"the same part more or less each year as over {periods}, by least squares",
            "unchanged level": f"no change from the mean of {periods}",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Step:
    """A forecast for a day, with the limits between which a figure of that day would lie."""

    day: date
    value: float
    lower: float
    upper: float


class Outlook(StrEnum):
    """What a forecast says of a target."""

    MET = "would be met"
    LIKELY = "would be met, but within the limits it may be missed"
    UNLIKELY = "would be missed, but within the limits it may be met"
    MISSED = "would be missed"


def forecast(
    observed: Sequence[tuple[date, float]],
    days: Sequence[date],
    method: Method,
    *,
    level: float = 0.95,
    least: float = -inf,
    most: float = inf,
) -> tuple[Step, ...]:
    """The forecast for each of `days`, with limits at `level`, from figures in the order of their days.

    `least` and `most` are what a figure can be: limits are cut there, and a forecast beyond them is refused, as are
    fewer figures than FEWEST, days that do not follow them, and a rate of change through zero. BadForecast says so.
    """
    if len(observed) < FEWEST or len({day for day, _ in observed}) < FEWEST:
        raise BadForecast(f"a forecast needs {FEWEST} figures or more, each of another day; there are {len(observed)}")
    if not days or min(days) <= observed[-1][0]:
        raise BadForecast(f"choose a day after {observed[-1][0]:%-d %B %Y}, the last that has a figure")
    values = np.array([value for _, value in observed])
    if method is Method.RATE:
        if (values <= 0).any():
            raise BadForecast("a figure of zero or less has no steady rate of change; choose another rule")
        values = np.log(values)
    centre, reach = _fitted(_years(day for day, _ in observed), values, _years(days), level, method)
    found = np.stack([centre, centre - reach, centre + reach])
    if method is Method.RATE:
        with np.errstate(over="ignore"):
            found = np.exp(found)
        if not np.isfinite(found).all():
            raise BadForecast("the figures move too much for limits that far ahead; choose an earlier day")
    if (found[0] < least).any() or (found[0] > most).any():
        raise BadForecast(
            f"by the {method} the figure leaves what it can be ({_ends(least, most)}) within that time; "
            "choose an earlier day or another rule"
        )
    limits = np.clip(found[1:], least, most)
    return tuple(map(Step, days, found[0].tolist(), limits[0].tolist(), limits[1].tolist()))


def outlook(found: Step, target: float, *, low_is_good: bool) -> Outlook:
    """What a forecast says of a target of the same day, by its value and by its limits.

    A figure that is the target itself meets it.
    """
    sign = 1 if low_is_good else -1
    good, bad = (found.lower, found.upper) if low_is_good else (found.upper, found.lower)
    aim, value, good, bad = (sign * each for each in (target, found.value, good, bad))
    if value <= aim:
        return Outlook.MET if bad <= aim else Outlook.LIKELY
    return Outlook.UNLIKELY if good <= aim else Outlook.MISSED


def _years(days: Iterable[date]) -> Floats:
    return np.array([day.toordinal() for day in days]) / _YEAR


def _fitted(
    time: Floats,
    values: Floats,
    ahead: Floats,
    level: float,
    method: Method,
) -> tuple[Floats, Floats]:
    """The fitted value at each time ahead, and how far the limits lie from it."""
    number, middle, mean = len(values), time.mean(), values.mean()
    spread = ((time - middle) ** 2).sum()
    slope = 0.0 if method is Method.LEVEL else ((time - middle) * (values - mean)).sum() / spread
    apart = 0.0 if method is Method.LEVEL else (ahead - middle) ** 2 / spread
    free = number - (1 if method is Method.LEVEL else 2)
    error = sqrt(((values - mean - slope * (time - middle)) ** 2).sum() / free)
    reach = stdtrit(free, (1 + level) / 2) * error * np.sqrt(1 + 1 / number + apart)
    return mean + slope * (ahead - middle), np.broadcast_to(reach, ahead.shape)


def _ends(least: float, most: float) -> str:
    return f"{least:g} or more" if most == inf else f"{most:g} or less" if least == -inf else f"{least:g} to {most:g}"
