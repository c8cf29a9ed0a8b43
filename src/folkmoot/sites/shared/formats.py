"""How dates and times are written on every page."""

from __future__ import annotations

from datetime import date, datetime, time
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


def clock(value: datetime | time) -> str:
    """10am, 2:30pm, midday or midnight; a plain time is London's already."""
    at = value.astimezone(LONDON) if isinstance(value, datetime) else value
    if at.minute == 0 and at.hour in (0, 12):
        return "midday" if at.hour == 12 else "midnight"
    hour = at.hour % 12 or 12
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{hour}{minutes}{'am' if at.hour < 12 else 'pm'}"


def moment(value: datetime) -> str:
    """11 November 2021, 09:00:00 by the clock of London, to the second: what a receipt says."""
    return f"{day(value)}, {value.astimezone(LONDON):%H:%M:%S}"


def day_number(value: date | datetime) -> str:
    """11."""
    return str(local(value).day)


def month(value: date | datetime) -> str:
    """Nov."""
    return f"{local(value):%b}"


def month_name(value: date | datetime) -> str:
    """November."""
    return f"{local(value):%B}"


def year(value: date | datetime) -> str:
    """2021."""
    return f"{local(value):%Y}"


def sentence(text: str) -> str:
    """Words of a minute, such as "bring a report", as a line begins: only its first letter changes."""
    return text[:1].upper() + text[1:]


def size(count: int) -> str:
    """840 kB, 2.1 MB: how long a download takes to arrive, roughly."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"


def local(value: date | datetime) -> date | datetime:
    """The value as London sees it; plain dates stay as they are."""
    return value.astimezone(LONDON) if isinstance(value, datetime) else value
