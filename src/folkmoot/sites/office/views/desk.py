"""The desk: what waits for somebody, by what their roles let them do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from folkmoot.apps.accounts import rules
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.terms import SECOND_STEP, Permission
from folkmoot.apps.committees import queries as committees
from folkmoot.apps.committees.models import AgendaItem, Meeting
from folkmoot.apps.committees.published import DEADLINE_LABELS
from folkmoot.apps.committees.terms import MeetingStatus
from folkmoot.apps.packs.queries.gate import gate
from folkmoot.apps.reports import queries as reports
from folkmoot.apps.reports import rules as report_rules
from folkmoot.apps.reports.models import Report
from folkmoot.apps.reports.terms import PERMISSION_TO_CLEAR, Aspect
from folkmoot.methods.calendars.counting import Count
from folkmoot.methods.calendars.notice import Deadline
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.shared.clock import received_at, today

SHOWN = 6  # meetings of each kind


@dataclass(frozen=True, slots=True)
class Coming:
    """A meeting to come, with its deadlines worked out and what its pack still lacks."""

    meeting: Meeting
    deadlines: tuple[tuple[str, Deadline], ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report with what somebody has to do about it."""

    report: Report
    sentences: tuple[str, ...]


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Meetings to come and what is missing for each; reports to finish, reports to clear."""
    user, now = somebody(request), received_at(request)
    held = rules.permissions_of(user)
    meetings = _to_come(now)
    shown = {
        "entered": rules.may_enter(user),
        "second_step": rules.has_second_step(user) if held & SECOND_STEP else rules.Allowed(),
        "coming": [_coming(meeting, now, Permission.BUILD_PACKS in held) for meeting in meetings],
        "held": _held(now),
        "owed": _owed(user, meetings) if Permission.WRITE_REPORTS in held else [],
        "to_write": _to_write(user, meetings) if Permission.WRITE_REPORTS in held else None,
        "to_clear": _to_clear(user, meetings) if held & set(PERMISSION_TO_CLEAR.values()) else None,
        "may_build": Permission.BUILD_PACKS in held,
        "today": today(request),
    }
    return page(request, "desk", **shown)


def _to_come(now: datetime) -> list[Meeting]:
    rows = Meeting.objects.filter(starts_at__gte=now).exclude(status=MeetingStatus.CANCELLED)
    return list(rows.select_related("organization", "contact").order_by("starts_at")[:SHOWN])


def _held(now: datetime) -> list[Meeting]:
    return list(Meeting.objects.filter(starts_at__lt=now).select_related("organization").order_by("-starts_at")[:SHOWN])


def _coming(meeting: Meeting, now: datetime, building: bool) -> Coming:
    deadlines = tuple((DEADLINE_LABELS[found.rule.kind], found) for found in committees.deadlines(meeting))
    return Coming(meeting, deadlines, gate(meeting, at=now).sentences if building else ())


def _owed(user: User, meetings: Iterable[Meeting]) -> list[tuple[AgendaItem, Count | None]]:
    """Items of meetings to come whose report is somebody's to write and not there yet, with the last day for it."""
    rows = user.reports_owed.filter(meeting__in=list(meetings), reports=None)
    items = rows.select_related("meeting__organization").order_by("meeting__starts_at", "order")
    return [(item, committees.last_day_for_reports(item.meeting)) for item in items]


def _to_write(user: User, meetings: Iterable[Meeting]) -> list[Waiting]:
    """Reports of meetings to come that somebody may change, with what each lacks."""
    found = [report for meeting in meetings for report in reports.reports_of(meeting)]
    changing = [report for report in found if report_rules.may_change_report(user, report)]
    return [Waiting(report, report_rules.readiness(report)) for report in changing]


def _to_clear(user: User, meetings: Iterable[Meeting]) -> list[Waiting]:
    """Reports of meetings to come that wait for a clearance that somebody may give."""
    found = []
    for report in (report for meeting in meetings for report in reports.reports_of(meeting)):
        able = [aspect for aspect in Aspect if report_rules.may_clear_report(user, report, aspect)]
        sentences = report_rules.uncleared(report)
        if sentences and set(able) & set(report_rules.required(report)):
            found.append(Waiting(report, sentences))
    return found
