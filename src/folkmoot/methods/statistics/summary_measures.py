"""Each summary measure of inequality: its value, how it moves with each group's estimate, and how far that misleads.

A straight line (the delta method) follows a measure well unless it bends within the reach of chance. A variance bends
everywhere; an absolute difference has a corner at 0. Either leaves a variance that the line misses, which is added.

Sources: Schlotheuber & Hosseinpoor (2022) doi:10.3390/ijerph19063697; Theil (1967), Economics and information theory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from folkmoot.methods.statistics.core import Floats, Masks


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure of groups.

    `value` [...]; `line` [..., G], its change with each group's estimate; `missed` [...], the variance that this change
    misses; `least` [...], the value less what chance adds to it, from which the lower limit is measured.
    """

    value: Floats
    line: Floats
    missed: Floats
    least: Floats

    @classmethod
    def smooth(cls, value: Floats, line: Floats, missed: Floats | None = None) -> Measured:
        """A measure to which chance adds nothing worth the name."""
        return cls(value, line, np.zeros(()) if missed is None else missed, value)


TINY = 1e-6  # stands for an estimate of 0 where a logarithm is taken


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups on the last axis; those without an estimate weigh nothing.

    `value` [..., G] is 0 where there is no estimate, and `error` its standard error; `share` [..., G] is the share of
    the population. `favourable`: much is good. `ordered` groups run from the most disadvantaged. `reference` is the
    place of a group, if any.
    """

    value: Floats
    error: Floats
    share: Floats
    known: Masks
    favourable: bool
    ordered: bool
    reference: int | None

    def mean(self) -> Floats:
        """The mean weighted by population, [...]."""
        return _sum(self.share * self.value)

    def equal(self) -> Floats:
        """The weights of groups that count alike whatever their population."""
        return np.asarray(self.known / self.known.sum(-1, keepdims=True))

    def highest(self) -> Floats:
        """1 at the group of the highest estimate, 0 elsewhere."""
        return self._at(np.argmax(np.where(self.known, self.value, -np.inf), axis=-1))

    def lowest(self) -> Floats:
        """1 at the group of the lowest estimate, 0 elsewhere."""
        return self._at(np.argmin(np.where(self.known, self.value, np.inf), axis=-1))

    def best(self) -> Floats:
        """1 at the group that does best."""
        return self.highest() if self.favourable else self.lowest()

    def best_off(self) -> Floats:
        """1 at the most advantaged of ordered groups, else at the group that does best."""
        return self._at(-1) if self.ordered else self.best()

    def referred(self) -> Floats:
        """1 at the reference."""
        return self._at(0 if self.reference is None else self.reference)

    def compared(self) -> tuple[Floats, Floats]:
        """1 at the group that a simple measure compares, and at the one that it is compared with."""
        if self.ordered:
            pair = self._at(-1), self._at(0)
        elif self.reference is not None:
            pair = self.referred(), self.lowest() if self.favourable else self.highest()
        else:
            return self.highest(), self.lowest()
        return pair if self.favourable else (pair[1], pair[0])

    def _at(self, place: int | np.ndarray) -> Floats:
        groups = self.value.shape[-1]
        found = np.arange(groups) == np.asarray(place)[..., np.newaxis] % groups
        return np.broadcast_to(found, self.value.shape).astype(np.float64)


def _sum(weighted: Floats) -> Floats:
    return np.asarray(weighted.sum(-1))


def _column(each: Floats) -> Floats:
    """A figure a row, beside the groups."""
    return each[..., np.newaxis]


def difference(groups: Groups) -> Measured:
    one, other = groups.compared()
    return Measured.smooth(_sum((one - other) * groups.value), one - other)


def ratio(groups: Groups) -> Measured:
    one, other = groups.compared()
    over, under = _sum(one * groups.value), _sum(other * groups.value)
    return Measured.smooth(over / under, one / _column(under) - other * _column(over / under**2))


def variance_between(groups: Groups) -> Measured:
    """Of independent normals, a variance has exactly this variance: its line's and twice the squared matrix's trace."""
    away, squared = groups.value - _column(groups.mean()), groups.error**2
    once = groups.share**2 * squared
    trace = _sum(once) ** 2 - _sum(once**2) + _sum((1 - groups.share) ** 2 * once * squared)
    return Measured.smooth(_sum(groups.share * away**2), 2 * groups.share * away, 2 * trace)


def variation_squared(groups: Groups) -> Measured:
    """The square of the coefficient of variation in %, which moves evenly where the coefficient itself has a corner."""
    between, mean = variance_between(groups), groups.mean()
    unit = (100 / mean) ** 2
    line = (between.line - groups.share * _column(2 * between.value / mean)) * _column(unit)
    return Measured.smooth(between.value * unit, line, between.missed * unit**2)


def _mean_difference(groups: Groups, weights: Floats, centre: Floats) -> Measured:
    """The mean, by `weights`, of the differences from a centre, which is itself a mean by weights or a single group.

    A difference near 0 has no side that chance could not turn: its side is what it is on average, between -1 and 1, and
    what it varies beyond that is missed. Chance also makes differences where there are none: a squared difference is
    too large by its variance.
    """
    squared = groups.error**2
    away = (groups.value - _column(_sum(centre * groups.value))) * groups.known
    variance = squared * (1 - 2 * centre) + _column(_sum(centre**2 * squared))
    deviation = np.sqrt(np.where(groups.known, np.maximum(variance, 0), 0.0))
    side = np.where(deviation > 0, 2 * ndtr(away / deviation) - 1, np.sign(away))
    line = weights * side
    return Measured(
        _sum(weights * np.abs(away)),
        line - centre * _column(_sum(line)),
        _sum((weights * deviation) ** 2 * (1 - side**2)),
        _sum(weights * np.sqrt(np.maximum(away**2 - deviation**2, 0))),
    )


def _disparity(groups: Groups, weights: Floats) -> Measured:
    apart, mean = _mean_difference(groups, weights, groups.share), groups.mean()
    return Measured(
        100 * apart.value / mean,
        100 * (apart.line / _column(mean) - groups.share * _column(apart.value / mean**2)),
        apart.missed * (100 / mean) ** 2,
        100 * apart.least / mean,
    )


def _for_logarithms(groups: Groups) -> tuple[Floats, Floats]:
    """Relative estimates [..., G] and the mean, no estimate 0; those unknown are as the mean, and weigh nothing."""
    value = np.where(groups.value == 0, TINY, groups.value)
    mean = _sum(groups.share * value)
    return np.where(groups.known, value / _column(mean), 1.0), mean


def theil(groups: Groups) -> Measured:
    relative, mean = _for_logarithms(groups)
    value = _sum(groups.share * relative * np.log(relative))
    line = 1000 * groups.share * (np.log(relative) - _column(value)) / _column(mean)
    return Measured.smooth(1000 * value, line, _bent(groups, mean))


def mean_log_deviation(groups: Groups) -> Measured:
    relative, mean = _for_logarithms(groups)
    line = 1000 * groups.share * (1 - 1 / relative) / _column(mean)
    return Measured.smooth(-1000 * _sum(groups.share * np.log(relative)), line, _bent(groups, mean))


def _bent(groups: Groups, mean: Floats) -> Floats:
    """What the line misses: near equality both logarithmic indices are half the relative variance, times 1000."""
    return variance_between(groups).missed * (500 / mean**2) ** 2


def attributable_risk(groups: Groups) -> Measured:
    best = groups.best_off()
    return Measured.smooth(_sum(best * groups.value) - groups.mean(), best - groups.share)


def attributable_fraction(groups: Groups) -> Measured:
    best, mean = groups.best_off(), groups.mean()
    reached = _sum(best * groups.value)
    line = best / _column(mean) - groups.share * _column(reached / mean**2)
    return Measured.smooth(100 * (reached - mean) / mean, 100 * line)


MEASURES: dict[str, Callable[[Groups], Measured]] = {
    "d": difference,
    "r": ratio,
    "bgv": variance_between,
    "bgsd": variance_between,
    "cov": variation_squared,
    "mdbu": lambda groups: _mean_difference(groups, groups.equal(), groups.best()),
    "mdbw": lambda groups: _mean_difference(groups, groups.share, groups.best()),
    "mdmu": lambda groups: _mean_difference(groups, groups.equal(), groups.share),
    "mdmw": lambda groups: _mean_difference(groups, groups.share, groups.share),
    "mdru": lambda groups: _mean_difference(groups, groups.equal(), groups.referred()),
    "mdrw": lambda groups: _mean_difference(groups, groups.share, groups.referred()),
    "idisu": lambda groups: _disparity(groups, groups.equal()),
    "idisw": lambda groups: _disparity(groups, groups.share),
    "ti": theil,
    "mld": mean_log_deviation,
    "par": attributable_risk,
    "paf": attributable_fraction,
}
ROOTS = frozenset({"bgsd", "cov"})
"""Measures that are the root of what the function above gives."""
