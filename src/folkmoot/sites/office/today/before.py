"""What waits before a meeting: the agenda, the reports, the forward plan, what residents ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.committees import queries as committees
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.models.planning import CallIn, ExecutiveDecision, PlannedDecision
from folkmoot.apps.committees.queries import executive
from folkmoot.apps.committees.queries import requests as asked_of
from folkmoot.apps.committees.rules import requests as request_rules
from folkmoot.apps.committees.terms import MeetingStatus, Provenance
from folkmoot.apps.committees.terms.requests import RequestKind
from folkmoot.apps.packs import queries as packs
from folkmoot.apps.packs.queries.gate import gate
from folkmoot.apps.packs.terms import PackKind
from folkmoot.apps.reports import queries as reports
from folkmoot.apps.reports import rules as report_rules
from folkmoot.apps.reports.models import Report
from folkmoot.apps.reports.terms import Aspect
from folkmoot.methods.calendars.notice import Kind
from folkmoot.sites.office.today.tasks import AHEAD, Desk, Task, in_short, named

SOON = 2 * AHEAD  # a meeting's first deadlines fall weeks before it


def meetings(desk: Desk) -> Iterator[Task]:
    """Meetings to confirm, agendas to publish, reports to ask for."""
    for meeting in _to_come(desk):
        address, invented = reverse("office:meeting", args=[meeting.pk]), _is_invented(meeting)
        if meeting.status == MeetingStatus.DRAFT:
            yield Task("Confirm the meeting or cancel it", address, named(meeting), invented=invented)
        else:
            yield from _to_publish(meeting, desk)
        last = _last_day(meeting)
        for item in reports.owed(meeting) if last and last <= desk.until else ():
            words = f"Ask for the report: {in_short(item.title)}"
            yield Task(words, f"{address}#owed", named(meeting), last, invented=invented)


def _to_publish(meeting: Meeting, desk: Desk) -> Iterator[Task]:
    due = _notice_day(meeting)
    if due is None or due > desk.until or packs.is_published(meeting.pk, PackKind.PUBLIC):
        return
    missing = len(gate(meeting, at=desk.now).blocking)
    note = f"{missing} things stand in the way." if missing > 1 else "One thing stands in the way." if missing else ""
    address = reverse("office:gate", args=[meeting.pk])
    yield Task("Publish the agenda and reports", address, named(meeting), due, note, _is_invented(meeting))


def planned(desk: Desk) -> Iterator[Task]:
    """Key decisions to announce, decisions to publish, call-ins to settle."""
    for row in PlannedDecision.objects.filter(published_at=None, due_from__gte=desk.today):
        last = executive.announced_by(row)
        if last and last.day <= desk.until:
            address = reverse("office:planned", args=[row.pk])
            yield Task(f"Announce the key decision: {in_short(row.title)}", address, row.organization.name, last.day)
    for decision in ExecutiveDecision.objects.filter(published_at=None):
        address, words = reverse("office:decision", args=[decision.pk]), f"Publish the decision: {decision.title}"
        yield Task(in_short(words), address, decision.organization.name)
    for call_in in CallIn.objects.filter(settled_on=None):
        address = reverse("office:decision", args=[call_in.decision_id])
        yield Task(f"Settle the call-in of {in_short(call_in.decision.title)}", address)


def to_write(desk: Desk) -> Iterator[Task]:
    """Reports to begin and to finish; who keeps the agenda is told of the others' by the gate."""
    for item in desk.user.reports_owed.filter(meeting__in=_to_come(desk), reports=None).order_by("order"):
        address, invented = reverse("office:add-report", args=[item.pk]), _is_invented(item.meeting)
        words = f"Write the report: {in_short(item.title)}"
        yield Task(words, address, named(item.meeting), _last_day(item.meeting), invented=invented)
    for report in _reports(desk):
        if report.submitted_at or not report_rules.may_change_report(desk.user, report):
            continue
        if Permission.MANAGE_MEETINGS in desk.held and report.created_by_id != desk.user.pk:
            continue
        note = " ".join(report_rules.unfinished(report)) or "It is complete, and can be submitted."
        yield _of_report("Finish the report", report, note)


def to_clear(desk: Desk) -> Iterator[Task]:
    """Reports that wait for a clearance that somebody may give."""
    for report in _reports(desk):
        lacking, required = report_rules.uncleared(report), set(report_rules.required(report))
        able = {aspect for aspect in Aspect if report_rules.may_clear_report(desk.user, report, aspect)}
        if lacking and able & required:
            yield _of_report("Clear the report", report, " ".join(lacking))


def asked(desk: Desk) -> Iterator[Task]:
    """Requests to check, and petitions to answer."""
    for meeting, number in asked_of.to_check(desk.now):
        words = "Check 1 request from a resident" if number == 1 else f"Check {number} requests from residents"
        address = reverse("office:meeting-requests", args=[meeting.pk])
        yield Task(words, address, named(meeting), invented=_is_invented(meeting))
    for row in asked_of.petitions_to_answer():
        address = reverse("office:request", args=[row.pk])
        words = f"Answer the petition: {in_short(row.subject)}"
        yield Task(words, address, named(row.meeting), row.petition.reply_due, invented=_is_invented(row.meeting))


def late(desk: Desk) -> Iterator[Task]:
    """Late requests, for a chair to decide before the meeting."""
    for row in asked_of.late(desk.now):
        if not request_rules.may_decide(desk.user, row, desk.today):
            continue
        address, day = reverse("office:request", args=[row.pk]), committees.meeting_day(row.meeting)
        words = f"Decide on a late {RequestKind(row.kind).noun}"
        yield Task(words, address, named(row.meeting), day, row.subject, _is_invented(row.meeting))


def _to_come(desk: Desk) -> list[Meeting]:
    """Meetings of the next weeks whose agenda is kept here, the next first."""
    rows = Meeting.objects.filter(starts_at__gt=desk.now, starts_at__lt=desk.now + SOON)
    rows = rows.exclude(provenance=Provenance.PRINTED).exclude(status=MeetingStatus.CANCELLED)
    return list(rows.select_related("organization").order_by("starts_at"))


def _reports(desk: Desk) -> Iterator[Report]:
    for meeting in _to_come(desk):
        yield from reports.reports_of(meeting)


def _of_report(words: str, report: Report, note: str) -> Task:
    meeting, address = report.agenda_item.meeting, reverse("office:report", args=[report.pk])
    words = f"{words}: {in_short(report.title)}"
    return Task(words, address, named(meeting), _last_day(meeting), note, _is_invented(meeting))


def _last_day(meeting: Meeting) -> date | None:
    """By when a report has to be there: by its own rule, else with the agenda."""
    last = committees.last_day_for_reports(meeting)
    return last.day if last else _notice_day(meeting)


def _notice_day(meeting: Meeting) -> date | None:
    """The last day on which the agenda can be published in time; None where no rule says so."""
    days = (each.day for each in committees.deadlines(meeting) if each.rule.kind is Kind.PUBLISH_AGENDA)
    return next(days, None)


def _is_invented(meeting: Meeting) -> bool:
    return meeting.provenance == Provenance.INVENTED
