"""How many members must be there before a body may decide anything (LGA 1972 Sch 12 paras 6 and 45)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil


@dataclass(frozen=True, slots=True)
class Quorum:
    """A quorum as a rule states it: a share of all seats, and never below `least`.

    A council's is a quarter of its whole number; a committee's is what its constitution says.
    """

    share: Fraction
    least: int = 1

    def needed(self, seats: int) -> int:
        """Members needed of a body of so many seats, part of a member counted as one: a quarter of 63 is 16."""
        return max(ceil(self.share * seats), self.least)
