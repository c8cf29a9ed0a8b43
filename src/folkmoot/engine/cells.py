"""Counts of the cells of a plan, which every backend fills; always as int64."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from folkmoot.engine.cube import Cube
from folkmoot.engine.entries import AT_ONCE, Keys, Whole
from folkmoot.engine.plan import Plan, TooManyCells

CELL = 8  # bytes
MEMORY = 1 << 30


@dataclass(slots=True)
class Told:
    """How many rows were read, and how many excluded."""

    rows: int = 0
    excluded: Counter[tuple[str, str]] = field(default_factory=Counter)


class Cells:
    """The cells of a plan, each at none at first. TooManyCells where they would take more than `memory` bytes."""

    def __init__(self, plan: Plan, memory: int = MEMORY) -> None:
        if plan.cells * CELL > memory:
            raise TooManyCells(
                f"the cube would have {plan.cells:,} cells, and {memory // CELL:,} is the most at once; count it in "
                "parts, or ask for fewer units, periods or breakdowns"
            )
        self._plan = plan
        self._counts = np.zeros(plan.cells, np.int64)
        self._at = np.empty(AT_ONCE, np.intp)

    def add(self, keys: Keys, weights: Whole | None) -> None:
        """Count each key once, or as many times as its weight says."""
        for start in range(0, len(keys), AT_ONCE):
            some = slice(start, min(start + AT_ONCE, len(keys)))
            at = self._at[: some.stop - start]
            np.copyto(at, keys[some])
            np.add.at(self._counts, at, 1 if weights is None else weights[some])

    def cube(self, told: Told) -> Cube:
        """What was counted, with what there is to tell of the rows."""
        return Cube(self._plan, self._counts.reshape(self._plan.shape), told.rows, dict(told.excluded))
