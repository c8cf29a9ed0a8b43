"""Meetings as an iCalendar feed (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

LONDON = ZoneInfo("Europe/London")


class Status(StrEnum):
    """How sure an entry is."""

    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting. `uid` never changes; `sequence` rises with every change, so that calendars take the newest."""

    uid: str
    sequence: int
    summary: str
    starts_at: datetime
    ends_at: datetime | None
    location: str
    status: Status
    url: str
    changed_at: datetime


def icalendar(entries: Iterable[Entry], *, name: str, product: str) -> bytes:
    """A calendar of entries, in London's time with the zone's rules. The same entries give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", product)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Europe/London")
    found = list(entries)
    for entry in found:
        calendar.add_component(_event(entry))
    if found:
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("summary", entry.summary)
    event.add("dtstart", entry.starts_at.astimezone(LONDON))
    if entry.ends_at is not None:
        event.add("dtend", entry.ends_at.astimezone(LONDON))
    event.add("location", entry.location)
    event.add("status", entry.status.value)
    event.add("url", entry.url)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    return event
