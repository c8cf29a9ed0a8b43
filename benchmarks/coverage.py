"""How often nominal 95 % limits hold the true value: exactly where sums allow it, else by seeded simulation.

The grid is stated in the output. Where at least 20 events are expected, the mean over the grid is to lie between 94 and
96 %; below that each method's curve is drawn, since no method for counts keeps its level there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
from scipy.special import gammaln, xlog1py, xlogy

from folkmoot.methods.statistics import direct_rate, poisson_limits, proportion, standard_population

LEVEL = 0.95
FEW = np.array([0.5, 1, 2, 3, 5, 7, 10, 15])
MANY = np.array([20, 30, 50, 100, 200, 500, 1000])
OFFSETS = np.linspace(0, 1, 21)  # coverage saws up and down between whole counts, so each point is a mean around it
SIZES = (200, 1000, 5000)
AREAS = 4000


def of_counts(method: str) -> Callable[[np.ndarray], np.ndarray]:
    """Coverage at each expected count, summed over all counts that can occur."""

    def at(expected: np.ndarray) -> np.ndarray:
        counts = np.arange(int(expected.max() * 2 + 80))
        lower, upper = (limit[:, 0] for limit in poisson_limits(counts, levels=LEVEL, method=method))
        chance = np.exp(xlogy(counts, expected[:, np.newaxis]) - expected[:, np.newaxis] - gammaln(counts + 1))
        holds = (lower <= expected[:, np.newaxis]) & (expected[:, np.newaxis] <= upper)
        return (chance * holds).sum(axis=1)

    return at


def of_shares(method: str) -> Callable[[np.ndarray], np.ndarray]:
    """Coverage at each expected count, the mean over groups of several sizes."""

    def at(expected: np.ndarray) -> np.ndarray:
        return np.mean([_of_size(method, expected, size) for size in SIZES if expected.max() < size], axis=0)

    return at


def _of_size(method: str, expected: np.ndarray, size: int) -> np.ndarray:
    counts = np.arange(size + 1)
    share = (expected / size)[:, np.newaxis]
    found = proportion(counts, size, levels=LEVEL, method=method)
    ways = gammaln(size + 1) - gammaln(counts + 1) - gammaln(size - counts + 1)
    chance = np.exp(ways + xlogy(counts, share) + xlog1py(size - counts, -share))
    return (chance * ((found.lower[:, 0] <= share) & (share <= found.upper[:, 0]))).sum(axis=1)


def of_direct_rates(method: str) -> Callable[[np.ndarray], np.ndarray]:
    """Coverage over simulated areas of random age structure whose rates rise eightyfold with age."""

    def at(expected: np.ndarray) -> np.ndarray:
        rng = np.random.default_rng(20211111)
        weights, steep = standard_population("ESP2013"), np.geomspace(1, 80, 21)
        held = []
        for mean in expected:
            people = rng.uniform(0.3, 1.7, (AREAS, 21)) * weights
            rates = steep * (mean / (people * steep).sum(axis=1))[:, np.newaxis]
            true = (rates * weights).sum(axis=1) / weights.sum()
            found = direct_rate(
                rng.poisson(people * rates), people, weights, levels=LEVEL, per=1, method=method, minimum_count=0
            )
            known = ~np.isnan(found.lower[:, 0])
            held.append(np.mean(((found.lower[:, 0] <= true) & (true <= found.upper[:, 0]))[known]))
        return np.array(held)

    return at


METHODS = {
    "count, Byar or exact": of_counts("byar"),
    "count, exact": of_counts("exact"),
    "share, Wilson": of_shares("wilson"),
    "share, Clopper-Pearson": of_shares("clopper-pearson"),
    "share, Jeffreys": of_shares("jeffreys"),
    "direct rate, Dobson": of_direct_rates("dobson"),
    "direct rate, gamma": of_direct_rates("gamma"),
}
CONSERVATIVE = {"count, exact", "share, Clopper-Pearson", "direct rate, gamma"}  # by design at least their level


def around(at: Callable[[np.ndarray], np.ndarray], expected: float) -> float:
    """The mean coverage over expected counts from this one to the one after it."""
    return float(at(expected + OFFSETS).mean())


def main() -> int:
    print(f"coverage in % of nominal {LEVEL:.0%} limits by expected events; shares in groups of {SIZES}")
    print(f"{'':26}" + "".join(f"{each:7g}" for each in (*FEW, *MANY)) + "   mean from 20")
    curves, missed = {}, []
    for name, at in METHODS.items():
        found = 100 * np.array([around(at, each) for each in (*FEW, *MANY)])
        curves[name], mean = found[: len(FEW)], found[len(FEW) :].mean()
        print(f"{name:26}" + "".join(f"{each:7.1f}" for each in found) + f"{mean:15.2f}")
        if not 94 <= mean <= (100 if name in CONSERVATIVE else 96):
            missed.append(name)
    print("below 20 events: . under 90, - from 90, = from 94, + from 96, # from 99")
    for name, curve in curves.items():
        marks = np.searchsorted([90, 94, 96, 99], curve, side="right")
        print(f"{name:26}" + "".join(f"{'.-=+#'[mark]:>7}" for mark in marks))
    if missed:
        print(f"off the level: {', '.join(missed)}")
    return len(missed)


if __name__ == "__main__":
    sys.exit(main())
