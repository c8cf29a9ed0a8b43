"""How long a member has stayed away: six months without a meeting lose the seat (LGA 1972 s85)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from folkmoot.methods.calendars.counting import period_of_months


class Standing(StrEnum):
    """How near somebody is to losing their seat."""

    WELL = "well"
    FOUR_MONTHS = "four_months"
    FIVE_MONTHS = "five_months"
    ALMOST = "almost"  # half a month is left
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Away:
    """Since when somebody has stayed away, the last day on which attending keeps the seat, and how near that is."""

    since: date
    keeps_until: date
    standing: Standing


HALF_A_MONTH = timedelta(15)


def away(since: date, today: date, months: int) -> Away:
    """Where somebody stands on a day, after so long without a meeting: `since` is the day of the last one attended.

    The months begin with the day after it. Warnings come two months, one month and half a month before the end.
    """
    first = since + timedelta(1)
    end = period_of_months(first, months)
    if today > end:
        return Away(since, end, Standing.LOST)
    if today > end - HALF_A_MONTH:
        return Away(since, end, Standing.ALMOST)
    for left, standing in ((1, Standing.FIVE_MONTHS), (2, Standing.FOUR_MONTHS)):
        if months > left and today > period_of_months(first, months - left):
            return Away(since, end, standing)
    return Away(since, end, Standing.WELL)
