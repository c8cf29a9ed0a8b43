"""Which days are bank holidays in England, from a dated table.

Source: the package `holidays` (United Kingdom, England), which computes the days of the Banking and Financial Dealings
Act 1971 and lists those proclaimed for one year. The tests hold it against GOV.UK's own list (govuk-bank-holidays).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.metadata import version

import holidays

FIRST_YEAR, LAST_YEAR = 2000, 2040


class OutsideTable(ValueError):
    """A date lies beyond the years that the table of bank holidays covers."""


@dataclass(frozen=True, slots=True)
class Closed:
    """The days on which nothing is counted besides Saturdays and Sundays, and the years for which they are known."""

    source: str
    first_year: int
    last_year: int
    names: Mapping[date, str] = field(hash=False)

    def name(self, day: date) -> str | None:
        """What the day is called if it is a holiday or a closure day; OutsideTable beyond the years known."""
        if not self.first_year <= day.year <= self.last_year:
            raise OutsideTable(
                f"{day:%d %B %Y} lies outside the bank holidays known ({self.first_year} to {self.last_year}); "
                "bring the table up to date before relying on this date"
            )
        return self.names.get(day)

    def with_closure_days(self, days: Mapping[date, str]) -> Closed:
        """The same table with the council's own closure days: stricter, never looser."""
        return Closed(f"{self.source}; council closure days", self.first_year, self.last_year, {**days, **self.names})


@cache
def england() -> Closed:
    """Bank holidays in England from 2000 to 2040; proclaimed days are known as far as the package's date."""
    found = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1), observed=True)
    names = {day: _as_in_england(name) for day, name in found.items()}
    return Closed(f"holidays {version('holidays')}, England", FIRST_YEAR, LAST_YEAR, names)


def _as_in_england(name: str) -> str:
    """A holiday's name as GOV.UK has it, where the package's would puzzle a reader in England."""
    return name.replace("(observed)", "(substitute day)").replace("May Day", "Early May bank holiday")
