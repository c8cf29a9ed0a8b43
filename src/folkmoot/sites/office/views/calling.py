"""The calendar of meetings, and calling, confirming, moving, cancelling and putting off a meeting."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.apps.accounts.rules import may_enter, require
from folkmoot.apps.committees import operations, rules
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.queries import planning
from folkmoot.apps.committees.terms import MeetingStatus, Mode
from folkmoot.methods.calendars.council_years import CouncilYear, council_year
from folkmoot.sites.office.meeting_forms import CallForm, MoveForm, ReasonForm, RescheduleForm, ShortNoticeForm, moment
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.office.views.meetings import name, the_meeting
from folkmoot.sites.shared.clock import received_at, today

TAKEN = "The body already meets at that moment. Choose another time."


@require_safe
def month(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A month of meetings, with what each collides with."""
    require(may_enter(somebody(request)))
    if not (1 <= number <= 12 and 1990 <= year <= 2090):
        raise Http404
    first = date(year, number, 1)
    weeks = planning.weeks(year, number)
    planned = [meeting for week in weeks for day in week if day.inside for meeting in day.meetings]
    shown = {
        "first": first,
        "before": _neighbour(first, -1),
        "after": _neighbour(first, 1),
        "council_year": council_year(first.replace(day=28)),
        "weeks": weeks,
        "planned": [(meeting, planning.clashes(meeting)) for meeting in planned],
        "calling": rules.may_manage_meetings(somebody(request)),
        "today": today(request),
    }
    return page(request, "calendar_month", **shown)


@require_safe
def this_month(request: HttpRequest) -> HttpResponse:
    """The month that we are in."""
    day = today(request)
    return month(request, day.year, day.month)


@require_safe
def year(request: HttpRequest, first_year: int) -> HttpResponse:
    """A council year, month by month."""
    require(may_enter(somebody(request)))
    if not 1990 <= first_year <= 2090:
        raise Http404
    found = CouncilYear(first_year)
    months = planning.months(found)
    shown = {
        "council_year": found,
        "months": months,
        "calling": rules.may_manage_meetings(somebody(request)),
        "clashing": [(each, clash) for _, rows in months for each in rows if (clash := planning.clashes(each))],
    }
    return page(request, "calendar_year", f"Council year {found.label}", **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    """Put a new meeting into the calendar, as a draft."""
    user = somebody(request)
    require(rules.may_manage_meetings(user))
    form = CallForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data | {"mode": Mode(form.cleaned_data["mode"])}
        try:
            called = operations.call_meeting(**given, by=user, at=received_at(request))
        except IntegrityError:
            form.add_error("starts_at", TAKEN)
        else:
            messages.success(request, "The meeting is in the calendar as a draft. Confirm it to make it public.")
            return redirect("office:meeting", called.pk)
    return page(request, "call", "Call a meeting", form=form)


@require_POST
def confirm(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Confirm a meeting: it is public from now on."""
    found = the_meeting(meeting_id)
    operations.change_meeting_status(
        meeting_id=found.pk, status=MeetingStatus.CONFIRMED, by=somebody(request), at=received_at(request)
    )
    messages.success(request, "The meeting is confirmed and public.")
    return redirect("office:meeting", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, meeting_id: int, how: str) -> HttpResponse:
    """Move, cancel or put off a meeting, or say why its notice is short; each with the reason that is shown."""
    found, user = the_meeting(meeting_id), somebody(request)
    require(rules.may_change_meeting(user, found))
    if how not in HOW:
        raise Http404
    kind, title, done = HOW[how]
    form = kind(request.POST or None, initial=_initial(found))
    if form.is_valid():
        given = form.cleaned_data | {"meeting_id": found.pk, "by": user, "at": received_at(request)}
        try:
            changed = _change(how, given)
        except IntegrityError:
            form.add_error("starts_at", TAKEN)
        else:
            messages.success(request, done)
            return redirect("office:meeting", changed.pk)
    way = (name(found), reverse("office:meeting", args=[found.pk]))
    return page(request, "change_meeting", way, title, form=form, meeting=found, title=title, how=how)


HOW: dict[str, tuple[type[forms.Form], str, str]] = {
    "move": (MoveForm, "Move the meeting to another place", "The meeting is moved."),
    "cancel": (ReasonForm, "Cancel the meeting", "The meeting is cancelled."),
    "put-off": (RescheduleForm, "Put the meeting off", "This is the meeting in its place, as a draft."),
    "short-notice": (ShortNoticeForm, "Short notice", "It is kept, and printed from now on."),
}


def _initial(found: Meeting) -> dict[str, Any]:
    said = {"venue": found.venue, "starts_at": moment(found.starts_at), "ends_at": moment(found.ends_at)}
    return said | {"reason": found.short_notice_reason} if found.short_notice_reason else said


def _change(how: str, given: dict[str, Any]) -> Meeting:
    match how:
        case "move":
            return operations.move_meeting(**given)
        case "cancel":
            return operations.change_meeting_status(status=MeetingStatus.CANCELLED, **given)
        case "put-off":
            return operations.reschedule_meeting(**given)
        case _:
            return operations.explain_short_notice(**given)


def _neighbour(first: date, step: int) -> date:
    index = first.year * 12 + first.month - 1 + step
    return date(index // 12, index % 12 + 1, 1)
