"""Council years: from one annual meeting to the next, and the suffix by which minutes are numbered (5/21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CouncilYear:
    """The year that began with the annual meeting of `first_year`."""

    first_year: int

    @property
    def label(self) -> str:
        """2021/22."""
        return f"{self.first_year}/{(self.first_year + 1) % 100:02d}"

    @property
    def suffix(self) -> str:
        """21: the second part of a minute's number."""
        return f"{self.first_year % 100:02d}"


def council_year(day: date, annual_meetings: Sequence[date] = ()) -> CouncilYear:
    """The council year that a day lies in; give the dates of the annual meetings to be sure of days in May."""
    return CouncilYear(day.year if day >= opens_on(day.year, annual_meetings) else day.year - 1)


def opens_on(year: int, annual_meetings: Sequence[date] = ()) -> date:
    """The day of the annual meeting, which opens the council year.

    Where it is not known, the year is taken to open on 8 May, the earliest day of an annual meeting of a principal
    council in a year without elections (LGA 1972 Sch 12 para 1: March, April or May).
    """
    return {meeting.year: meeting for meeting in annual_meetings}.get(year, date(year, 5, 8))
