"""Measuring in turns: a busy machine then slows all alike, and the ratios of a round stay true."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """What several rounds gave."""

    least: float
    median: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        return cls(min(values), statistics.median(values), max(values))

    def __str__(self) -> str:
        return f"{self.median:8.2f}  ({self.least:.2f} to {self.most:.2f})"


def in_turns(tasks: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """The seconds of each task in each round; every round runs all tasks, one after the other."""
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            begun = time.perf_counter()
            task()
            seconds[name].append(time.perf_counter() - begun)
    return seconds


def over(one: Sequence[float], other: Sequence[float]) -> Spread:
    """How many times as long one task took as the other, round by round."""
    return Spread.of([mine / theirs for mine, theirs in zip(one, other, strict=True)])
