"""How dates and times are written on every page."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def long_day(value: date | datetime) -> str:
    """Thursday 11 November 2021, by the clock of London."""
    day = local(value)
    return f"{day:%A} {day.day} {day:%B %Y}"


def day(value: date | datetime) -> str:
    """11 November 2021, by the clock of London."""
    found = local(value)
    return f"{found.day} {found:%B %Y}"


def clock(value: datetime) -> str:
    """10am, 2:30pm, midday or midnight."""
    at = value.astimezone(LONDON)
    if at.minute == 0 and at.hour in (0, 12):
        return "midday" if at.hour == 12 else "midnight"
    hour = at.hour % 12 or 12
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{hour}{minutes}{'am' if at.hour < 12 else 'pm'}"


def local(value: date | datetime) -> date | datetime:
    """The value as London sees it; plain dates stay as they are."""
    return value.astimezone(LONDON) if isinstance(value, datetime) else value
