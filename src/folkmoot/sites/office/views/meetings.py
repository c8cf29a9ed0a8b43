"""A meeting as its officers see it: the agenda with its reports, what is missing, and the packs."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.apps.accounts import rules as accounts
from folkmoot.apps.accounts.models import User
from folkmoot.apps.committees import operations, queries
from folkmoot.apps.committees import rules as committees
from folkmoot.apps.committees.models import AgendaItem, Meeting
from folkmoot.apps.committees.published import DEADLINE_LABELS
from folkmoot.apps.committees.queries import requests as asked
from folkmoot.apps.committees.rules import requests as request_rules
from folkmoot.apps.committees.terms import ItemKind
from folkmoot.apps.packs import queries as pack_queries
from folkmoot.apps.packs import rules as packs
from folkmoot.apps.packs.models import PackVersion
from folkmoot.apps.packs.terms import PackKind
from folkmoot.apps.reports import queries as reports
from folkmoot.apps.reports import rules as report_rules
from folkmoot.apps.reports.models import Report
from folkmoot.sites.office.forms import AgendaItemForm, OrderForm
from folkmoot.sites.office.pages import page, somebody
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
    found = _meeting(meeting_id)
    building = packs.may_build(user, PackKind.PUBLIC)
    shown = {
        "meeting": found,
        "items": _items(user, found),
        "deadlines": [(DEADLINE_LABELS[each.rule.kind], each) for each in queries.deadlines(found)],
        "changing": committees.may_change_meeting(user, found),
        "problems": pack_queries.problems(found) if building else (),
        "may_build": building,
        "packs": [_pack(user, found, kind) for kind in PackKind if packs.may_read(user, kind)],
        "may_see_requests": request_rules.may_see(user),
        "requests_waiting": asked.waiting_for_clerk(found),
        "today": timezone.localdate(),
    }
    return page(request, "meeting", _name(found), **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def add_item(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Put an item at the end of the agenda."""
    found, user = _meeting(meeting_id), somebody(request)
    accounts.require(committees.may_change_meeting(user, found))
    form = AgendaItemForm(request.POST or None)
    if form.is_valid() and _added(form, found, user):
        messages.success(request, "The item stands at the end of the agenda.")
        return redirect("office:meeting", found.pk)
    return page(
        request, "add_item", (_name(found), reverse("office:meeting", args=[found.pk])), "Add an item", form=form
    )


def _added(form: AgendaItemForm, found: Meeting, user: User) -> bool:
    given = form.cleaned_data
    exempt = (given["exempt_ground"], given["exempt_reason"]) if given["exempt_ground"] else None
    try:
        operations.add_agenda_item(
            meeting_id=found.pk, title=given["title"], kind=ItemKind(given["kind"]), number=given["number"],
            text=given["text"], report_by=given["report_by"], exempt=exempt, by=user, at=timezone.now(),
        )  # fmt: skip
    except IntegrityError:
        form.add_error("number", "Another item of this agenda has that number. Give this one another.")
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def reorder(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Put the agenda into another order; the numbers follow."""
    found, user = _meeting(meeting_id), somebody(request)
    accounts.require(committees.may_change_meeting(user, found))
    form = OrderForm(list(found.items.all()), request.POST or None)
    if form.is_valid():
        operations.reorder_agenda(meeting_id=found.pk, items=form.ordered, by=user, at=timezone.now())
        messages.success(request, "The agenda has its new order.")
        return redirect("office:meeting", found.pk)
    return page(request, "reorder", (_name(found), reverse("office:meeting", args=[found.pk])), "Order", form=form)


def _meeting(meeting_id: int) -> Meeting:
    return get_object_or_404(Meeting.objects.select_related("organization", "contact"), pk=meeting_id)


def _name(found: Meeting) -> str:
    return f"{found.organization.name}, {long_day(found.starts_at)}"


def _items(user: User, found: Meeting) -> list[tuple[AgendaItem, list[tuple[Report, bool]]]]:
    """Each item with its reports, and whether somebody may read them."""
    of_item: dict[int, list[tuple[Report, bool]]] = {}
    for report in reports.reports_of(found):
        readable = bool(report_rules.may_read_report(user, report))
        of_item.setdefault(report.agenda_item_id, []).append((report, readable))
    return [(item, of_item.get(item.pk, [])) for item in found.items.all()]


def _pack(user: User, found: Meeting, kind: PackKind) -> Pack:
    rows = pack_queries.versions(found.pk, kind)
    versions = tuple((version, packs.may_publish(user, version)) for version in rows)
    return Pack(kind, versions, packs.may_build(user, kind))
