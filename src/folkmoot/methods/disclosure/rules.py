"""Which small counts are withheld, and how the others are rounded.

Sources: NHS England, Hospital Episode Statistics disclosure control (2018): sub-national zeros are shown, 1 to 7 are
withheld, all others are rounded to the nearest 5; percentages are taken from rounded counts; means and medians need at
least 8 cases; standardised rates and intervals are exempt; national figures are not controlled.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


class BadCounts(ValueError):
    """Counts that are negative, broken or missing; the message says where."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Counts from `low` to `high` are withheld; the others are rounded to the nearest `base` (1 rounds nothing).

    `statistic_base` is the smallest number of cases on which a mean or a median may be shown.
    """

    name: str
    low: int
    high: int
    base: int = 1
    statistic_base: int = 1
    source: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high or self.base < 1:
            raise ValueError(f"a rule withholds from 0 <= low to high >= low and rounds to 1 or more, not {self}")


NHS_2018 = Rule("nhs-2018", 1, 7, 5, 8, "NHS England, HES disclosure control, 2018")
UNDER_5 = Rule("under5", 1, 4, 1, 5, "the rule of many official statistics: fewer than five are withheld")


def threshold(below: int, base: int = 1, *, zeros: bool = False) -> Rule:
    """A rule of one's own: counts under `below` are withheld, zeros only if asked; the others rounded to `base`."""
    return Rule(f"under{below}", 0 if zeros else 1, below - 1, base, below, "the council's own rule")


def as_counts(counts: ArrayLike) -> Counts:
    """The counts as int64; BadCounts where one is negative, missing or no whole number."""
    found = np.asarray(counts)
    if found.dtype.kind == "f":
        broken = ~np.isfinite(found) | (found != np.floor(found))
        if broken.any():
            raise BadCounts(
                f"the count at {_first(broken)} is missing or no whole number; disclosure control needs all"
            )
    whole = found.astype(np.int64)
    if (whole < 0).any():
        raise BadCounts(f"the count at {_first(whole < 0)} is negative")
    return whole


def is_small(counts: ArrayLike, rule: Rule) -> Mask:
    """Which counts the rule withholds by themselves (primary suppression); the shape of `counts`."""
    found = as_counts(counts)
    return np.asarray((found >= rule.low) & (found <= rule.high))


def rounded(counts: ArrayLike, rule: Rule) -> Counts:
    """The counts to the nearest `rule.base`, halves upwards; withheld ones are rounded too, so mask them first."""
    found = as_counts(counts)
    return np.asarray((found + rule.base // 2) // rule.base * rule.base)


def percentage(events: ArrayLike, population: ArrayLike, rule: Rule) -> NDArray[np.float64]:
    """Percentages of rounded counts; NaN where either count is withheld or the base is zero. Shapes broadcast."""
    part, whole = np.broadcast_arrays(as_counts(events), as_counts(population))
    top, base = rounded(part, rule).astype(np.float64), rounded(whole, rule)
    hidden = is_small(part, rule) | is_small(whole, rule) | (base == 0)
    return np.where(hidden, np.nan, 100 * top / np.where(base == 0, 1, base))


def may_show_statistic(cases: ArrayLike, rule: Rule) -> Mask:
    """Whether a mean or a median of that many cases may be shown."""
    return np.asarray(as_counts(cases) >= rule.statistic_base)


def _first(mask: Mask) -> str:
    return str(tuple(int(axis[0]) for axis in np.nonzero(np.atleast_1d(mask))))
