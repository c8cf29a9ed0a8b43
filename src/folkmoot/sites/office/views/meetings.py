"""A meeting as its officers see it: the agenda with its reports, what is missing, and the packs."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.apps.accounts import rules as accounts
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.actions.queries import capacity
from folkmoot.apps.committees import operations, queries
from folkmoot.apps.committees import rules as committees
from folkmoot.apps.committees.models import AgendaItem, Meeting
from folkmoot.apps.committees.published import DEADLINE_LABELS
from folkmoot.apps.committees.queries import planning
from folkmoot.apps.committees.queries import requests as asked
from folkmoot.apps.committees.rules import planning as planning_rules
from folkmoot.apps.committees.rules import requests as request_rules
from folkmoot.apps.committees.rules import seats
from folkmoot.apps.committees.terms import NEXT_STATUS, MeetingStatus, Provenance
from folkmoot.apps.minutes import queries as minute_queries
from folkmoot.apps.minutes import rules as minutes
from folkmoot.apps.packs import queries as pack_queries
from folkmoot.apps.packs import rules as packs
from folkmoot.apps.packs.models import PackVersion
from folkmoot.apps.packs.queries.gate import gate
from folkmoot.apps.packs.terms import PackKind
from folkmoot.apps.reports import queries as reports
from folkmoot.apps.reports import rules as report_rules
from folkmoot.apps.reports.models import Report
from folkmoot.methods.calendars.counting import Count
from folkmoot.sites.office.forms import OrderForm
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.shared.clock import received_at, today
from folkmoot.sites.shared.formats import long_day


@dataclass(frozen=True, slots=True)
class Pack:
    """One of a meeting's packs, with the versions that somebody may see and why they may not build another."""

    kind: PackKind
    versions: tuple[tuple[PackVersion, accounts.Allowed | accounts.Refused], ...]
    building: accounts.Allowed | accounts.Refused


@require_safe
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Everything about a meeting on one page."""
    user = somebody(request)
    accounts.require(accounts.may_enter(user))
    found = the_meeting(meeting_id)
    building = packs.may_build(user, PackKind.PUBLIC)
    shown = {
        "meeting": found,
        "items": _items(user, found),
        "owed": _owed(found),
        "deadlines": [(DEADLINE_LABELS[each.rule.kind], each) for each in queries.deadlines(found)],
        "arises_from": minute_queries.carried_to(found),
        "arising": minute_queries.matters_arising(found),
        "writing": found.provenance != Provenance.PRINTED and accounts.may(user, Permission.WRITE_REPORTS),
        "changing": committees.may_change_meeting(user, found),
        "gate": gate(found, at=received_at(request)) if building else None,
        "may_build": building,
        "packs": [_pack(user, found, kind) for kind in PackKind if packs.may_read(user, found, kind)],
        "may_see_requests": request_rules.may_see(user, found),
        "requests_waiting": asked.waiting_for_clerk(found),
        "giving_leave": seats.may_give_leave(user),
        "keeping": minutes.may_keep_minutes(user),
        "checking": minutes.may_read_minutes(user, found),
        "today": today(request),
        "next": sorted(NEXT_STATUS[MeetingStatus(found.status)]),
        "history": found.status_changes.all(),
        "clashes": planning.clashes(found),
        "load": capacity.load(found),
        "asking": planning_rules.may_read_questions(user, found),
    }
    return page(request, "meeting", name(found), **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def reorder(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Put the agenda into another order; the numbers follow."""
    found, user = the_meeting(meeting_id), somebody(request)
    accounts.require(committees.may_change_meeting(user, found))
    form = OrderForm(list(found.items.all()), request.POST or None)
    if form.is_valid():
        try:
            operations.reorder_agenda(meeting_id=found.pk, items=form.ordered, by=user, at=received_at(request))
        except operations.UnknownItem as fault:
            form.add_error(None, f"{fault}.")
        else:
            messages.success(request, "The agenda has its new order.")
            return redirect("office:meeting", found.pk)
    return page(request, "reorder", (name(found), reverse("office:meeting", args=[found.pk])), "Order", form=form)


def the_meeting(meeting_id: int) -> Meeting:
    """The meeting of that key, or 404."""
    return get_object_or_404(Meeting.objects.select_related("organization", "contact"), pk=meeting_id)


def name(found: Meeting) -> str:
    """Invented Scrutiny Committee, Thursday 11 November 2021."""
    return f"{found.organization.name}, {long_day(found.starts_at)}"


def _items(user: User, found: Meeting) -> list[tuple[AgendaItem, list[tuple[Report, bool]]]]:
    """Each item with its reports, and whether somebody may read them."""
    of_item: dict[int, list[tuple[Report, bool]]] = {}
    for report in reports.reports_of(found):
        readable = bool(report_rules.may_read_report(user, report))
        of_item.setdefault(report.agenda_item_id, []).append((report, readable))
    return [(item, of_item.get(item.pk, [])) for item in found.items.all()]


def _owed(found: Meeting) -> list[tuple[AgendaItem, Count | None]]:
    """The items that still have no report, with the last day for it."""
    last = queries.last_day_for_reports(found)
    return [(item, last) for item in reports.owed(found)]


def _pack(user: User, found: Meeting, kind: PackKind) -> Pack:
    rows = pack_queries.versions(found.pk, kind)
    versions = tuple((version, packs.may_publish(user, version)) for version in rows)
    return Pack(kind, versions, packs.may_build(user, kind))
