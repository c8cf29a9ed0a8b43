"""Statistical process control: XmR, p, u, c, t and g charts with the rules of NHS England's Making Data Count.

Sources: Shewhart (1931); Wheeler (2000) Understanding Variation; t charts after Nelson (1994)
doi:10.1080/00224065.1994.11979492; g charts after Benneyan (2001) doi:10.1023/A:1013975621869; rules: NHS England,
Making Data Count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.methods.statistics.core import Floats, as_floats, choose

Chart = Literal["xmr", "p", "u", "c", "t", "g"]
CHARTS = ("xmr", "p", "u", "c", "t", "g")
Holds = NDArray[np.bool_]
D2 = 1.128  # the expected moving range of two values of a normal process, in standard deviations
SCREEN = 3.267  # moving ranges beyond this many times their mean are left out when asked
NELSON = 3.6  # the power that makes waiting times nearly normal


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts as a signal: points outside the limits, `shift` points on one side, `trend` points in one direction,
    two of three beyond two thirds of the way to a limit."""

    shift: int = 7
    trend: int = 7
    two_of_three: bool = True


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A chart of a series with the time on the last axis; every array has the shape of the values.

    The limits are three standard deviations from the centre; where a count cannot be negative, nor a share exceed 1,
    they end there. The signals mark each point that belongs to one.
    """

    values: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    outside: Holds
    shift: Holds
    trend: Holds
    two_of_three: Holds

    @property
    def signal(self) -> Holds:
        """Whether a point belongs to any signal: special-cause variation."""
        return np.asarray(self.outside | self.shift | self.trend | self.two_of_three)


def control_chart(
    values: ArrayLike,
    sizes: ArrayLike | None = None,
    *,
    kind: Chart = "xmr",
    rules: Rules = Rules(),
    screen: bool = False,
    baseline: int | None = None,
) -> ControlChart:
    """Centre, limits and signals of a series, time on the last axis; missing points are left out and carry no signal.

    "xmr" single values; "p" events out of `sizes`; "u" events per `sizes`; "c" counts; "t" times between events; "g"
    cases between events. `baseline` computes centre and limits from that many first points. `screen` leaves extreme
    moving ranges out of the limits (xmr and t). Raises ValueError for an unknown kind, for sizes that are missing or
    not asked for, and for values that the kind cannot have.
    """
    choose("kind", kind, CHARTS)
    given = as_floats(values)
    if (sizes is not None) != (kind in ("p", "u")):
        raise ValueError(f"a {kind} chart {'needs' if kind in ('p', 'u') else 'takes no'} sizes")
    if kind != "xmr" and (given < 0).any():
        raise ValueError(f"a {kind} chart has no values below 0")
    base = np.ones_like(given) if sizes is None else np.broadcast_to(as_floats(sizes), given.shape)
    if kind == "p" and (given > base).any():
        raise ValueError("a p chart has no more events than its sizes")
    part = slice(None, baseline)
    with np.errstate(all="ignore"):
        if kind in ("xmr", "t"):
            points = given ** (1 / NELSON) if kind == "t" else given
            centre, reach = _individuals(points[..., part], screen=screen)
        else:
            points = given / base
            centre, reach = _counted(kind, given[..., part], base, part)
    centre, reach = np.broadcast_to(centre, given.shape), np.broadcast_to(reach, given.shape)
    lower, upper = _ends(kind, centre - reach, centre + reach)
    signals = _signals(points, centre, lower, upper, reach, rules)
    if kind == "t":
        points, centre, lower, upper = given, centre**NELSON, lower**NELSON, upper**NELSON
    return ControlChart(points, centre, lower, upper, *signals)


def _individuals(points: Floats, *, screen: bool) -> tuple[Floats, Floats]:
    """Centre and three standard deviations from the mean moving range, kept as columns."""
    moved = np.abs(np.diff(points, axis=-1))
    mean = np.nanmean(moved, axis=-1, keepdims=True)
    if screen:
        mean = np.nanmean(np.where(moved > SCREEN * mean, np.nan, moved), axis=-1, keepdims=True)
    return np.nanmean(points, axis=-1, keepdims=True), np.asarray(3 / D2 * mean)


def _counted(kind: Chart, count: Floats, base: Floats, part: slice) -> tuple[Floats, Floats]:
    known = np.isfinite(count)
    share = np.nansum(count, axis=-1, keepdims=True) / np.where(known, base[..., part], 0).sum(axis=-1, keepdims=True)
    if kind == "p":
        return share, 3 * np.sqrt(share * (1 - share) / base)
    if kind == "g":
        return share, 3 * np.sqrt(share * (share + 1))
    return share, 3 * np.sqrt(share / base)


def _ends(kind: Chart, lower: Floats, upper: Floats) -> tuple[Floats, Floats]:
    if kind == "xmr":
        return lower, upper
    return np.maximum(lower, 0), np.minimum(upper, 1) if kind == "p" else upper


def _signals(
    points: Floats, centre: Floats, lower: Floats, upper: Floats, reach: Floats, rules: Rules
) -> tuple[Holds, Holds, Holds, Holds]:
    side = np.sign(np.nan_to_num(points - centre)).astype(np.int8)
    steps = np.diff(points, axis=-1, prepend=np.nan)
    way = np.sign(np.nan_to_num(steps)).astype(np.int8)
    far = np.nan_to_num(np.abs(points - centre)) > reach * 2 / 3
    near = np.where((points > upper) | (points < lower), 0, side) * far
    none = np.zeros(points.shape, dtype=bool)
    return (
        np.asarray((points > upper) | (points < lower)),
        _runs(side, rules.shift),
        _rises(way, rules.trend),
        _two_of_three(near, side) if rules.two_of_three else none,
    )


def _runs(side: NDArray[np.int8], length: int) -> Holds:
    """Points in a run of at least `length` on one side."""
    found = np.zeros(side.shape, dtype=bool)
    for start in range(side.shape[-1] - length + 1):
        window = side[..., start : start + length]
        run = (window == 1).all(axis=-1) | (window == -1).all(axis=-1)
        found[..., start : start + length] |= run[..., np.newaxis]
    return found


def _rises(way: NDArray[np.int8], length: int) -> Holds:
    """Points in a run of at least `length` that all rise, or all fall: one step fewer than points."""
    found = np.zeros(way.shape, dtype=bool)
    for start in range(way.shape[-1] - length + 1):
        window = way[..., start + 1 : start + length]
        run = (window == 1).all(axis=-1) | (window == -1).all(axis=-1)
        found[..., start : start + length] |= run[..., np.newaxis]
    return found


def _two_of_three(near: NDArray[np.int8], side: NDArray[np.int8]) -> Holds:
    """Two of three points in a row near the same limit, all three on its side of the centre; marks the two."""
    found = np.zeros(near.shape, dtype=bool)
    for start in range(near.shape[-1] - 2):
        window, sides = near[..., start : start + 3], side[..., start : start + 3]
        for sign in (1, -1):
            close = window == sign
            run = (close.sum(axis=-1) >= 2) & (sides == sign).all(axis=-1)
            found[..., start : start + 3] |= close & run[..., np.newaxis]
    return found
