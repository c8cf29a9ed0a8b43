"""The days of the council: which are closed, and on which one a meeting falls."""

from __future__ import annotations

from datetime import date

from folkmoot.apps.committees.models import ClosureDay, Meeting
from folkmoot.apps.committees.rules.seats import day_of
from folkmoot.methods.calendars import bank_holidays
from folkmoot.methods.calendars.bank_holidays import Closed
from folkmoot.methods.calendars.notice import days_between


def closed_days() -> Closed:
    """Bank holidays in England and the council's closure days."""
    return bank_holidays.england().with_closure_days(dict(ClosureDay.objects.values_list("day", "name")))


def meeting_day(meeting: Meeting) -> date:
    """The day of a meeting by London's calendar."""
    return day_of(meeting)


def working_days_between(published: date, closes: date) -> int:
    """Whole working days between two days, neither of them counted: what residents have to read and to ask."""
    return days_between(published, closes, closed_days())
