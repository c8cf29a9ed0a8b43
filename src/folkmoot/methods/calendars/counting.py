"""The only code that counts days: working days, clear days and periods that begin with a day.

Clear days are whole days with both ends left out. The statute says "clear days" and not which; councils count days that
are neither Saturdays, Sundays nor bank holidays, and a count of those also satisfies a count of calendar days.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from folkmoot.methods.calendars.bank_holidays import Closed

LONDON = ZoneInfo("Europe/London")
SATURDAY = 5


class Basis(StrEnum):
    """Which days are counted."""

    WORKING = "working"
    CALENDAR = "calendar"


class Counting(StrEnum):
    """Whether the day found is itself counted."""

    CLEAR = "clear days"  # both ends left out
    BACK = "days before"  # the meeting left out, the day found counted


@dataclass(frozen=True, slots=True)
class Skipped:
    """A weekday that was not counted, and what it is called."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Count:
    """A day found by counting back, with every day that was counted, latest first."""

    day: date
    before: date
    number: int
    counting: Counting
    basis: Basis
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]

    @property
    def reason(self) -> str:
        """The count in words, such as "Fri 5 Nov is four working days before Thu 11 Nov: Wed 10, Tue 9, ..."."""
        verb = "leaves" if self.counting is Counting.CLEAR else "is"
        days = days_in_words(self.number, self.counting, self.basis)
        lead = f"{_short(self.day)} {verb} {days} before {_short(self.before)}"
        listed = ", ".join(_brief(day, after) for day, after in zip(self.counted, (None, *self.counted), strict=False))
        missed = ", ".join(f"{_short(each.day)} ({each.name})" for each in self.skipped)
        return f"{lead}: {listed or 'no day lies between'}." + (f" Not counted: {missed}." if missed else "")


def is_working(day: date, closed: Closed) -> bool:
    """Monday to Friday, not a bank holiday in England, not a closure day. OutsideTable beyond the years known."""
    return closed.name(day) is None and day.weekday() < SATURDAY


def clear_before(meeting: date, number: int, closed: Closed, basis: Basis = Basis.WORKING) -> Count:
    """The latest day P with `number` whole days strictly between P and the meeting (LGA 1972 s100A(6), s100B(3)).

    Counting working days, P is itself a working day: nobody publishes, and nobody reads, on a day that does not count.
    Raises ValueError for a negative number, OutsideTable beyond the years of `closed`.
    """
    between = _step_back(meeting, number, closed, basis)
    found = _step_back(between.day, 1, closed, basis)
    return Count(found.day, meeting, number, Counting.CLEAR, basis, between.counted, between.skipped + found.skipped)


def back_from(meeting: date, number: int, closed: Closed, basis: Basis = Basis.WORKING) -> Count:
    """`number` days back from the meeting: the meeting's own day is left out, the day found is counted.

    0 gives the meeting's day. Raises ValueError for a negative number, OutsideTable beyond the years of `closed`.
    """
    steps = _step_back(meeting, number, closed, basis)
    return Count(steps.day, meeting, number, Counting.BACK, basis, steps.counted, steps.skipped)


def working_days_after(day: date, number: int, closed: Closed) -> date:
    """The working day that is `number` after a day, which is itself left out; 0 gives the day.

    Raises ValueError for a negative number, OutsideTable beyond the years of `closed`.
    """
    if number < 0:
        raise ValueError(f"days are counted on from a day; {number} is negative")
    while number:
        day += timedelta(1)
        number -= is_working(day, closed)
    return day


def forward_from(start: date, number: int, closed: Closed) -> date:
    """The last of `number` working days after a day, which is itself left out; 0 gives the day.

    Raises ValueError for a negative number, OutsideTable beyond the years of `closed`.
    """
    if number < 0:
        raise ValueError(f"days are counted on from a day; {number} is negative")
    day, left = start, number
    while left:
        day += timedelta(1)
        left -= is_working(day, closed)
    return day


class _Steps(NamedTuple):
    day: date
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]


def _step_back(meeting: date, number: int, closed: Closed, basis: Basis) -> _Steps:
    if number < 0:
        raise ValueError(f"days are counted back from a meeting; {number} is negative")
    counted: list[date] = []
    skipped: list[Skipped] = []
    day = meeting
    while len(counted) < number:
        day -= timedelta(1)
        name = closed.name(day)
        if basis is Basis.CALENDAR or (name is None and day.weekday() < SATURDAY):
            counted.append(day)
        elif name is not None and day.weekday() < SATURDAY:
            skipped.append(Skipped(day, name))
    return _Steps(day, tuple(counted), tuple(skipped))


def at_clock(day: date, clock: time) -> datetime:
    """A wall-clock time in London on the day; 09:00 is nine by the clock, summer and winter."""
    return datetime.combine(day, clock, LONDON)


def in_time(received_at: datetime, deadline: datetime) -> bool:
    """Whether the server's receipt is in time: the deadline itself is, a microsecond later is late."""
    return received_at <= deadline


def period_of_days(first: date, days: int) -> date:
    """The last day of a period of days beginning with `first`: 28 days from 10 May 2021 end on 6 June 2021."""
    if days < 1:
        raise ValueError(f"a period has at least one day, not {days}")
    return first + timedelta(days - 1)


def period_of_months(first: date, months: int) -> date:
    """The last day of months beginning with `first`: two months from 12 November end on 11 January.

    The corresponding date rule: the period ends before the same day of a later month, or before that month's end where
    it has no such day (two months from 31 December 2021 end on 27 February 2022).
    """
    if months < 1:
        raise ValueError(f"a period has at least one month, not {months}")
    years, month = divmod(first.month - 1 + months, 12)
    year, month = first.year + years, month + 1
    same = date(year, month, min(first.day, calendar.monthrange(year, month)[1]))
    return same - timedelta(1)


def period_of_years(first: date, years: int) -> date:
    """The last day of years beginning with `first`: six years from 11 November 2021 end on 10 November 2027."""
    return period_of_months(first, 12 * years)


def _short(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _brief(day: date, after: date | None) -> str:
    return _short(day) if after is not None and after.month != day.month else f"{day:%a} {day.day}"


def days_in_words(number: int, counting: Counting, basis: Basis) -> str:
    """Days as a sentence names them: "five clear working days", "one day", "28 days"; in figures above ten."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    clear = "clear " if counting is Counting.CLEAR else ""
    working = "working " if basis is Basis.WORKING else ""
    return f"{words[number] if number < len(words) else number} {clear}{working}day{'' if number == 1 else 's'}"
