"""Targets and projections as rules: where a figure should be, or would be, on any day.

A rule is stored with the date on which it was made, and its values follow from it; none is typed in.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import nan


class BadPath(ValueError):
    """Points from which no path follows; the message says why."""


@dataclass(frozen=True, slots=True)
class Path:
    """Straight lines through dated points; before the first there is no value, after the last it stays where it is.

    A single point is a level that holds from its day on, such as "below 5 % from 31 December 2025".
    """

    points: tuple[tuple[date, float], ...]

    def __post_init__(self) -> None:
        days = [day for day, _ in self.points]
        if not days or any(later <= earlier for earlier, later in pairwise(days)):
            raise BadPath("a path has at least one point, and each is on a later day than the one before")

    def on(self, day: date) -> float:
        """The value on a day; NaN before the first point."""
        if day < self.points[0][0]:
            return nan
        for (start, low), (end, high) in pairwise(self.points):
            if day <= end:
                return low + (high - low) * ((day - start).days / (end - start).days)
        return self.points[-1][1]


def yearly(first_on: date, first: float, change: float, years: int) -> Path:
    """A figure that changes by the same part every year, such as -0.05 for 5 % less each year, for some years."""
    if years < 1 or change <= -1:
        raise BadPath("a path goes on for a year or more, and loses less than everything in each")
    steps = range(years + 1)
    return Path(tuple((_years_later(first_on, step), first * (1 + change) ** step) for step in steps))


def _years_later(day: date, years: int) -> date:
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
