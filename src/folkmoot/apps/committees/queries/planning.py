"""The calendar of meetings: what is planned in a month or a council year, and what a planned meeting collides with."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.queries import members_on
from folkmoot.apps.committees.queries.days import closed_days, meeting_day, working_days_between
from folkmoot.apps.committees.queries.rulebook import rules_of_notice
from folkmoot.apps.committees.terms import MeetingStatus
from folkmoot.methods.calendars.bank_holidays import OutsideTable
from folkmoot.methods.calendars.council_years import CouncilYear, opens_on
from folkmoot.methods.calendars.counting import LONDON, at_clock, is_working
from folkmoot.methods.calendars.notice import Kind, deadline

USUAL_LENGTH = timedelta(hours=2)  # of a meeting whose end is not planned
STANDING = (MeetingStatus.DRAFT, MeetingStatus.CONFIRMED, MeetingStatus.MOVED)
FEW_DAYS = 1


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a calendar: its meetings, and what it is called where nothing is counted on it."""

    day: date
    inside: bool
    closed: str
    meetings: tuple[Meeting, ...]


def weeks(year: int, month: int) -> list[list[Day]]:
    """A month as weeks from Monday to Sunday, with the days of its neighbours that fill the first and the last."""
    days = calendar.Calendar().monthdatescalendar(year, month)
    on = _by_day(_between(days[0][0], days[-1][-1] + timedelta(1)))
    return [
        [Day(day, day.month == month, _closed(day), tuple(on.get(day, ()))) for day in week] for week in days
    ]  # fmt: skip


def months(year: CouncilYear) -> list[tuple[date, tuple[Meeting, ...]]]:
    """The months of a council year, each with the meetings in it; a council year begins and ends within a May."""
    first, last = opens_on(year.first_year), opens_on(year.first_year + 1)
    rows = list(_between(first, last))
    starts = [
        date(first.year + (first.month - 1 + ahead) // 12, (first.month - 1 + ahead) % 12 + 1, 1) for ahead in range(13)
    ]
    return [(start, tuple(row for row in rows if meeting_day(row).replace(day=1) == start)) for start in starts]


def clashes(meeting: Meeting) -> tuple[str, ...]:
    """What a planned meeting collides with, a sentence each; nothing for one that was held, cancelled or put off."""
    return tuple(_clashes(meeting)) if meeting.status in STANDING else ()


def _clashes(meeting: Meeting) -> Iterator[str]:
    day = meeting_day(meeting)
    name = _closed(day)
    if name or not _is_working(day):
        yield f"{_day(day)} is {name or 'no working day'}."
    others = _between(day, day + timedelta(1)).exclude(pk=meeting.pk)
    for other in others:
        at = other.starts_at.astimezone(LONDON)
        named = f"{other.organization.name} at {at:%H:%M}"
        if other.organization_id == meeting.organization_id:
            yield f"The same body meets twice on this day: {named}."
        if not _overlap(meeting, other):
            continue
        if other.venue.casefold() == meeting.venue.casefold():
            yield f"The room is taken: {named}, {other.venue}."
        both = _members(meeting, day) & _members(other, day)
        if both and other.organization_id != meeting.organization_id:
            yield f"{', '.join(sorted(both))} would have to be at {named} at the same time."
    yield from _deadline_clashes(meeting, day)


def _deadline_clashes(meeting: Meeting, day: date) -> Iterator[str]:
    """Deadlines that leave residents no time, or that fall on each other."""
    try:
        found = {
            each.kind: deadline(each, day, closed_days()) for each in rules_of_notice(meeting.organization, on=day)
        }
    except OutsideTable:
        return
    publish, speak = found.get(Kind.PUBLISH_AGENDA), found.get(Kind.REQUEST_TO_SPEAK)
    if publish and speak:
        days = working_days_between(publish.day, speak.day)
        if days <= FEW_DAYS:
            have = "no whole working day" if days == 0 else "one whole working day"
            yield (
                f"Published on the last day, {_day(publish.day)}, the agenda leaves residents {have} before requests "
                f"to speak close on {_day(speak.day)}."
            )
    for item in meeting.items.exclude(to_follow_on=None):
        if speak and item.to_follow_on and item.to_follow_on >= speak.day:
            yield (
                f"The report on {item.title} is to follow on {_day(item.to_follow_on)}, but requests to speak close on "
                f"{_day(speak.day)}."
            )


def _between(first: date, after: date) -> QuerySet[Meeting]:
    """Planned meetings from a day until before another, the soonest first."""
    rows = Meeting.objects.filter(starts_at__gte=at_clock(first, time.min), starts_at__lt=at_clock(after, time.min))
    return rows.filter(status__in=[*STANDING, MeetingStatus.HELD]).select_related("organization").order_by("starts_at")


def _by_day(rows: Sequence[Meeting] | QuerySet[Meeting]) -> dict[date, list[Meeting]]:
    found: dict[date, list[Meeting]] = {}
    for row in rows:
        found.setdefault(meeting_day(row), []).append(row)
    return found


def _overlap(one: Meeting, other: Meeting) -> bool:
    return one.starts_at < _end(other) and other.starts_at < _end(one)


def _end(meeting: Meeting) -> datetime:
    return meeting.ends_at or meeting.starts_at + USUAL_LENGTH


def _members(meeting: Meeting, day: date) -> set[str]:
    return {row.person.called for row in members_on(meeting.organization, day)}


def _closed(day: date) -> str:
    try:
        return closed_days().name(day) or ""
    except OutsideTable:
        return ""


def _is_working(day: date) -> bool:
    try:
        return is_working(day, closed_days())
    except OutsideTable:
        return True


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
