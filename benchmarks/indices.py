"""Slope indices, life tables and disclosure control beside a bare NumPy sketch, or a limit in seconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
from benchmarks import sketch
from benchmarks.turns import Spread, in_turns, over

from folkmoot.methods.disclosure.attack import audit
from folkmoot.methods.disclosure.rules import UNDER_5
from folkmoot.methods.disclosure.secondary import Reason, protect
from folkmoot.methods.disclosure.tables import with_margins
from folkmoot.methods.statistics import AgeBands, life_table, slope_index

AREAS, WARDS, ROUNDS = 300, 7_000, 21
LEVELS = (0.95, 0.998)
BANDS = AgeBands((0, 1, *range(5, 95, 5)))
MOST_SLOPES, MOST_OVER_SKETCH, MOST_DISCLOSURE = 0.005, 2.0, 5.0


def main() -> int:
    """Print the table; how many targets were missed."""
    rng = np.random.default_rng(20211111)
    return _slopes(rng) + _life_tables(rng) + _disclosure(rng)


def _slopes(rng: np.random.Generator) -> int:
    """Every scale in turns. The least of the rounds is held against the limit; the rest is other work."""
    value = rng.uniform(0.05, 0.4, (AREAS, 10))
    people = rng.integers(800, 3000, (AREAS, 10)).astype(np.float64)
    error = np.sqrt(value * (1 - value) / people)

    def index(**options: object) -> Callable[[], object]:
        return lambda: slope_index(value, people, se=error, levels=LEVELS, **options)

    tasks = {
        "SII, identity": index(),
        "SII, logit fit": index(scale="logit", transform=True),
        "SII, logit limits": index(scale="logit"),
        "SII, log limits": index(scale="log"),
    }
    seconds = in_turns(tasks, ROUNDS)
    for name, each in seconds.items():
        _line(f"{name}, {AREAS} areas, ms", each, MOST_SLOPES, 1000)
    return sum(min(each) > MOST_SLOPES for each in seconds.values())


def _life_tables(rng: np.random.Generator) -> int:
    people = rng.integers(200, 900, (WARDS, len(BANDS))).astype(np.float64)
    rates = np.interp(np.arange(len(BANDS)), [0, 1, 8, 15, 19], [0.004, 0.0002, 0.001, 0.02, 0.2])
    dead = np.maximum(rng.poisson(people * rates), np.arange(len(BANDS)) == len(BANDS) - 1).astype(np.float64)
    tasks = {
        "sketch": lambda: sketch.life_expectancy(dead, people, BANDS.widths, LEVELS),
        "ours": lambda: life_table(dead, people, BANDS, levels=LEVELS),
    }
    seconds = in_turns(tasks, ROUNDS)
    ours, bare = life_table(dead, people, BANDS, levels=LEVELS).expectancy, tasks["sketch"]()
    np.testing.assert_allclose(ours.value, bare[0], rtol=1e-9)
    np.testing.assert_allclose(ours.lower[..., 0], bare[1], rtol=1e-9)
    ratio = over(seconds["ours"], seconds["sketch"])
    _line(f"life tables, {WARDS:,} x {len(BANDS)}, ms", seconds["ours"], None, 1000)
    _line("the sketch, ms", seconds["sketch"], None, 1000)
    print(f"{'life tables / sketch':38}{ratio}   target {MOST_OVER_SKETCH}")
    return int(ratio.median > MOST_OVER_SKETCH)


def _disclosure(rng: np.random.Generator) -> int:
    """Secondary suppression, and an audit of every withheld small count, of a table with many of them."""
    table = with_margins(rng.poisson(np.exp(rng.normal(3.2, 1.1, (200, 20)))))
    seconds = []
    for _ in range(3):
        begun = time.process_time()
        safe = protect(table, UNDER_5)
        found = audit(safe.release, UNDER_5, exact=False)
        seconds.append(time.process_time() - begun)
    small = safe.reasons == Reason.SMALL
    wide = (found.lower <= UNDER_5.low) & (found.upper >= UNDER_5.high)
    _line("disclosure, 200 x 20, processor s", seconds, MOST_DISCLOSURE)
    print(f"{small.sum():,} small counts, {(safe.hidden & ~small).sum():,} guards; all safe: {wide[small].all()}")
    return int(min(seconds) > MOST_DISCLOSURE or not wide[small].all())


def _line(name: str, seconds: Sequence[float], limit: float | None, unit: float = 1) -> None:
    shown = Spread.of([each * unit for each in seconds])
    print(f"{name:38}{shown}" + (f"   target {limit * unit:g}" if limit is not None else ""))
