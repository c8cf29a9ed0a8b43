"""How long a member has stayed away: six months without a meeting lose the seat (LGA 1972 s85)."""

from __future__ import annotations

from collections.abc import Iterable
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


@dataclass(frozen=True, slots=True)
class Excused:
    """An absence whose reason the council approved: from when to when, and on which day it did."""

    starts_on: date
    ends_on: date
    approved_on: date


HALF_A_MONTH = timedelta(15)
A_MONTH = timedelta(30)


def away(since: date, today: date, months: int, excused: Iterable[Excused] = ()) -> Away:
    """Where somebody stands on a day, after so long without a meeting: `since` is the day of the last one attended.

    The months begin with the day after it. Warnings come two months, one month and half a month before the end. What
    the council approved before the end puts the end off to the last day of that absence, and no further: whether months
    begin anew after it the law does not say, and the earlier day is the safer warning.
    """
    first = since + timedelta(1)
    own = period_of_months(first, months)
    end = _put_off(own, since, excused)
    if today > end:
        return Away(since, end, Standing.LOST)
    if today > end - HALF_A_MONTH:
        return Away(since, end, Standing.ALMOST)
    for left, standing in ((1, Standing.FIVE_MONTHS), (2, Standing.FOUR_MONTHS)):
        turn = period_of_months(first, months - left) if end == own and months > left else end - left * A_MONTH
        if months > left and today > turn:
            return Away(since, end, standing)
    return Away(since, end, Standing.WELL)


def _put_off(end: date, since: date, excused: Iterable[Excused]) -> date:
    """The end of the months, after each absence that was approved, and begun, before it was reached."""
    for each in sorted(excused, key=lambda each: each.approved_on):
        if each.approved_on <= end and each.starts_on <= end and each.ends_on > since:
            end = max(end, each.ends_on)
    return end
