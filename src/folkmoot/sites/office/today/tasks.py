"""A thing to do, and how long there is for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from textwrap import shorten

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.queries import working_days_between
from folkmoot.methods.calendars.counting import LONDON
from folkmoot.sites.shared.formats import day, long_day

AHEAD = timedelta(weeks=6)  # what falls due later is not shown yet
COUNTED = timedelta(weeks=7)  # what lies further off is said by its day alone
A_DAY = timedelta(1)
LINE = 90  # letters of a text that names a task


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose desk it is, what they may do, and when."""

    user: User
    held: frozenset[Permission]
    now: datetime

    @property
    def today(self) -> date:
        """The day by London's calendar."""
        return self.now.astimezone(LONDON).date()

    @property
    def until(self) -> date:
        """The last day of what is shown."""
        return self.today + AHEAD


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, on the page where it is done; `due` is None where nothing sets a day."""

    words: str
    address: str
    about: str = ""
    due: date | None = None
    note: str = ""
    invented: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """How long there is, in words; `pressing` on the day itself and after it."""

    words: str
    day: str
    pressing: bool
    over: bool


def when(due: date, today: date) -> When:
    """Two working days overdue, Today, In four working days."""
    said = long_day(due)
    if due == today:
        return When("Today", said, pressing=True, over=False)
    over = due < today
    first, last = (due, today) if over else (today, due)
    if last - first > COUNTED:
        return When(f"{'Since' if over else 'By'} {day(due)}", "", pressing=over, over=over)
    days = working_days_between(first, last + A_DAY)
    count = "1 working day" if days == 1 else f"{days} working days"
    if not days:
        return When("Overdue" if over else "Before the next working day", said, pressing=over, over=over)
    return When(f"{count} overdue" if over else f"In {count}", said, pressing=over, over=over)


def named(meeting: Meeting) -> str:
    """Invented Scrutiny Committee, Thursday 11 November 2021."""
    return f"{meeting.organization.name}, {long_day(meeting.starts_at)}"


def in_short(text: str) -> str:
    """The beginning of a text, as long as a line."""
    return shorten(text, LINE, placeholder=" …")
