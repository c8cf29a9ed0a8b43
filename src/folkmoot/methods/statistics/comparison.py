"""An area beside its benchmark: better, similar or worse; lower, similar or higher; against one level or two.

The rules are those of the national profile tool (Fingertips), named by its comparator ids where it has one. An area is
never compared with itself, and nothing is compared without limits: such rows are NOT_COMPARED.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.methods.statistics.core import Floats, Status, as_floats

Classes = NDArray[np.int8]
Holds = NDArray[np.bool_]


class Polarity(StrEnum):
    """Whether a high value is good, a low one is, or neither is judged."""

    HIGH_GOOD = "high is good"
    LOW_GOOD = "low is good"
    NONE = "not judged"


class Outcome(IntEnum):
    """What a comparison says; the sign is where the value lies, so that 2 is the highest or the best."""

    NOT_COMPARED = -128
    MUCH_WORSE = -12
    WORSE = -11
    MUCH_LOWER = -2
    LOWER = -1
    SIMILAR = 0
    HIGHER = 1
    MUCH_HIGHER = 2
    BETTER = 11
    MUCH_BETTER = 12

    @property
    def words(self) -> str:
        """The words that a page prints: "worse (99.8 %)", "not compared"."""
        name = self.name.replace("MUCH_", "").replace("_", " ").lower()
        return f"{name} (99.8 %)" if self.name.startswith("MUCH_") else name


@dataclass(frozen=True, slots=True)
class Comparison:
    """Where each value lies beside its benchmark.

    `place` has the batch shape: -2 below at the wider level, -1 below, 0 similar, 1 above, 2 above at the wider level.
    `outcome` holds the codes of Outcome after the polarity was applied; `status` is NOT_COMPARED where nothing could
    be said.
    """

    place: Classes
    outcome: Classes
    status: NDArray[np.uint16]

    def words(self) -> NDArray[np.str_]:
        """The words of each outcome."""
        return np.asarray(np.vectorize(lambda code: Outcome(code).words, otypes=[np.str_])(self.outcome))


def compare(
    lower: ArrayLike,
    upper: ArrayLike,
    benchmark: ArrayLike,
    *,
    polarity: Polarity,
    wider: tuple[ArrayLike, ArrayLike] | None = None,
    same: ArrayLike = False,
) -> Comparison:
    """Whether the benchmark's value lies outside the area's own interval (comparators 1 and, with `wider`, 17).

    `lower` and `upper` are the 95 % limits, `wider` the pair at 99.8 %; all broadcast. A benchmark on a limit is
    similar. `same` marks areas that are their own benchmark.
    """
    low, high, mark = as_floats(lower), as_floats(upper), as_floats(benchmark)
    place = _outside(mark, low, high)
    known = np.isfinite(low) & np.isfinite(high) & np.isfinite(mark)
    if wider is not None:
        least, most = as_floats(wider[0]), as_floats(wider[1])
        place = place + _outside(mark, least, most)
        known &= np.isfinite(least) & np.isfinite(most)
    return _judged(place, known & ~np.asarray(same, dtype=bool), polarity)


def compare_overlap(
    lower: ArrayLike,
    upper: ArrayLike,
    benchmark_lower: ArrayLike,
    benchmark_upper: ArrayLike,
    *,
    polarity: Polarity,
    same: ArrayLike = False,
) -> Comparison:
    """Whether two intervals lie apart (comparator 12); intervals that touch overlap.

    Two intervals can overlap although the difference is significant, so this rule says "similar" too often; it is here
    because published profiles use it.
    """
    low, high = as_floats(lower), as_floats(upper)
    least, most = as_floats(benchmark_lower), as_floats(benchmark_upper)
    known = np.isfinite(low) & np.isfinite(high) & np.isfinite(least) & np.isfinite(most)
    place = (low > most).astype(np.int8) - (high < least).astype(np.int8)
    return _judged(place, known & ~np.asarray(same, dtype=bool), polarity)


def compare_with_limits(
    value: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    *,
    polarity: Polarity,
    wider: tuple[ArrayLike, ArrayLike] | None = None,
    same: ArrayLike = False,
) -> Comparison:
    """Whether the area's value lies outside limits drawn round what is expected of it (comparators 5 and 6).

    The limits come from `funnel_limits`: round the benchmark's proportion, or the benchmark's rate, at the area's size.
    """
    found = as_floats(value)
    low, high = as_floats(lower), as_floats(upper)
    place = -_outside(found, low, high)
    known = np.isfinite(found) & np.isfinite(low) & np.isfinite(high)
    if wider is not None:
        least, most = as_floats(wider[0]), as_floats(wider[1])
        place = place - _outside(found, least, most)
        known &= np.isfinite(least) & np.isfinite(most)
    return _judged(place, known & ~np.asarray(same, dtype=bool), polarity)


def compare_with_target(
    lower: ArrayLike,
    upper: ArrayLike,
    target: ArrayLike,
    *,
    polarity: Literal[Polarity.HIGH_GOOD, Polarity.LOW_GOOD],
    top: ArrayLike | None = None,
) -> Comparison:
    """Whether a target is met: better than it, near it, or worse.

    `lower` and `upper` are the limits of the value, or twice the value where the target is held against the value
    alone. With `top` the target is a range from `target` to `top`: inside it counts as similar. A value on the target
    meets it: met and not only similar, when the target is a single value.
    """
    low, high, aim = as_floats(lower), as_floats(upper), as_floats(target)
    ceiling = aim if top is None else as_floats(top)
    known = np.isfinite(low) & np.isfinite(high) & np.isfinite(aim) & np.isfinite(ceiling)
    if top is None and polarity is Polarity.HIGH_GOOD:
        place = (low >= ceiling).astype(np.int8) - (high < aim).astype(np.int8)
    elif top is None:
        place = (low > ceiling).astype(np.int8) - (high <= aim).astype(np.int8)
    else:
        place = (low > ceiling).astype(np.int8) - (high < aim).astype(np.int8)
    return _judged(place, known, polarity)


def _outside(mark: Floats, low: Floats, high: Floats) -> Classes:
    """1 where the interval lies above the mark, -1 where it lies below, 0 where it holds it."""
    return np.asarray((mark < low).astype(np.int8) - (mark > high).astype(np.int8), dtype=np.int8)


def _judged(place: Classes, known: Holds, polarity: Polarity) -> Comparison:
    place, known = np.broadcast_arrays(place, known)
    judged = place if polarity is Polarity.HIGH_GOOD else -place
    outcome = place if polarity is Polarity.NONE else np.sign(judged) * np.where(judged == 0, 0, 10 + np.abs(judged))
    status = np.where(known, np.uint16(Status.OK), np.uint16(Status.NOT_COMPARED))
    return Comparison(
        np.where(known, place, 0).astype(np.int8),
        np.where(known, outcome, Outcome.NOT_COMPARED).astype(np.int8),
        status.astype(np.uint16),
    )
