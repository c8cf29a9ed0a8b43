"""Groups of areas by a rule: the areas that hold some of the most deprived smaller areas of a country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from folkmoot.methods.geography.lookups import Parts

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class BadRule(ValueError):
    """A rule that no area, or every area, would meet; the message says what it needs."""


@dataclass(frozen=True, slots=True)
class MostDeprived:
    """Areas that hold at least `at_least` smaller areas in the national deciles 1 to `deciles`, 1 the most deprived."""

    deciles: int = 2
    at_least: int = 1

    def __post_init__(self) -> None:
        if not (1 <= self.deciles <= 9 and self.at_least >= 1):
            raise BadRule("a rule takes 1 to 9 of the ten deciles, and asks for one area in them or more")

    def words(self, *, larger: str, smaller: str, index: str) -> str:
        """The rule as a sentence; `larger` and `smaller` are the words for one area: "ward", "LSOA"."""
        number = NUMBERS[self.at_least] if self.at_least < len(NUMBERS) else str(self.at_least)
        deciles = {1: "decile 1", 2: "deciles 1 and 2"}.get(self.deciles, f"deciles 1 to {self.deciles}")
        return (
            f"Each {larger} with at least {number} {smaller}{'s' if self.at_least > 1 else ''} among the "
            f"{self.deciles * 10}% most deprived of England by the {index} ({deciles})."
        )


def held(rule: MostDeprived, deciles: Mapping[str, int], parts: Parts) -> dict[str, int]:
    """The areas of the group with how many of the most deprived smaller areas each holds, by code.

    Under a lookup by shares a smaller area counts in every larger one that holds a part of it.
    """
    counts = Counter(
        target for source, targets in parts.items() if deciles.get(source, 11) <= rule.deciles for target, _ in targets
    )
    return {target: number for target, number in sorted(counts.items()) if number >= rule.at_least}
