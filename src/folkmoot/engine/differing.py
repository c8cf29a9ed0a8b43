"""What differs between two sheets of a measure: values that appeared, vanished or moved, and how far."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from folkmoot.engine.sheets import Cell, Sheet


class Fate(StrEnum):
    """What became of a value."""

    APPEARED = "appeared"
    VANISHED = "vanished"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that is not what it was; NaN where there is or was none.

    `beyond` says whether the new value lies outside the old limits; None where there were no limits.
    """

    fate: Fate
    unit: str
    unit_name: str
    period: str
    cell: Cell
    before: float
    after: float
    beyond: bool | None

    @property
    def moved(self) -> float:
        """How far it moved; NaN unless it was there before and after."""
        return self.after - self.before


def differences(before: Sheet, after: Sheet) -> tuple[Difference, ...]:
    """Every value that differs, in the order of the newer sheet, then what only the older one has."""
    old, new = (_by_name(sheet) for sheet in (before, after))
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        left, right = old.get(key), new.get(key)
        was, now = (np.nan if at is None else float(sheet.value[at]) for sheet, at in ((before, left), (after, right)))
        if was == now or (np.isnan(was) and np.isnan(now)):
            continue
        fate = Fate.APPEARED if np.isnan(was) else Fate.VANISHED if np.isnan(now) else Fate.MOVED
        unit, span, cell = right or left or (0, 0, 0)
        sheet = after if right else before
        beyond = _beyond(before, left, now) if fate is Fate.MOVED and left else None
        named = (sheet.units[unit].code, sheet.units[unit].name, sheet.spans[span].label, sheet.cells[cell])
        found.append(Difference(fate, *named, was, now, beyond))
    return tuple(found)


def _by_name(sheet: Sheet) -> dict[tuple[str, str, Cell], tuple[int, int, int]]:
    return {
        (sheet.units[unit].code, sheet.spans[span].label, sheet.cells[cell]): (unit, span, cell)
        for unit, span, cell in sheet.places()
    }


def _beyond(before: Sheet, place: tuple[int, int, int], now: float) -> bool | None:
    low, high = float(before.lower[place]), float(before.upper[place])
    return None if np.isnan(low + high) else not low <= now <= high
