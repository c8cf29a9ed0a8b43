"""The agenda builder: an item's own page, its place by buttons, standing items, and reports that are owed."""

from __future__ import annotations

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from folkmoot.apps.accounts import queries as accounts
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.committees import operations, rules
from folkmoot.apps.committees.models import AgendaItem, Organization
from folkmoot.apps.minutes import operations as minutes
from folkmoot.sites.office.meeting_forms import ItemForm, TemplateItemForm, said_of
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.office.views.meetings import name, the_meeting
from folkmoot.sites.shared.clock import received_at

SAME_NUMBER = "Another item of this agenda has that number. Give this one another."


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Put an item at the end of the agenda."""
    found, user = the_meeting(meeting_id), somebody(request)
    require(rules.may_change_meeting(user, found))
    form = ItemForm(request.POST or None, owners=accounts.holders(Permission.WRITE_REPORTS))
    if form.is_valid():
        try:
            operations.add_agenda_item(meeting_id=found.pk, **form.described, by=user, at=received_at(request))
        except IntegrityError:
            form.add_error("number", SAME_NUMBER)
        else:
            messages.success(request, "The item stands at the end of the agenda.")
            return redirect("office:meeting", found.pk)
    way = (name(found), reverse("office:meeting", args=[found.pk]))
    return page(request, "item", way, "Add an item", form=form, item=None)


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Change everything about an item but its place."""
    found, user = _item(item_id), somebody(request)
    require(rules.may_change_meeting(user, found.meeting))
    form = ItemForm(request.POST or None, initial=said_of(found), owners=accounts.holders(Permission.WRITE_REPORTS))
    if form.is_valid():
        try:
            operations.revise_agenda_item(item_id=found.pk, **form.described, by=user, at=received_at(request))
        except IntegrityError:
            form.add_error("number", SAME_NUMBER)
        else:
            messages.success(request, "The item is saved.")
            return redirect("office:meeting", found.meeting_id)
    return page(request, "item", _way(found), found.title, form=form, item=found)


@require_http_methods(["GET", "HEAD", "POST"])
def add_below(request: HttpRequest, item_id: int) -> HttpResponse:
    """Put a sub-item below an item."""
    found, user = _item(item_id), somebody(request)
    require(rules.may_change_meeting(user, found.meeting))
    form = ItemForm(request.POST or None, owners=accounts.holders(Permission.WRITE_REPORTS))
    if form.is_valid():
        try:
            operations.add_agenda_item(
                meeting_id=found.meeting_id, parent=found, **form.described, by=user, at=received_at(request)
            )
        except (IntegrityError, operations.UnknownItem) as fault:
            form.add_error("number", SAME_NUMBER if isinstance(fault, IntegrityError) else f"{fault}.")
        else:
            messages.success(request, f"The item stands below {found.title}.")
            return redirect("office:meeting", found.meeting_id)
    return page(request, "item", _way(found), "Add a sub-item", form=form, item=None, above=found)


@require_POST
def move(request: HttpRequest, item_id: int, way: str) -> HttpResponse:
    """Move an item one place up or down."""
    found = _item(item_id)
    if way not in ("up", "down"):
        raise Http404
    operations.move_agenda_item(item_id=found.pk, up=way == "up", by=somebody(request), at=received_at(request))
    return redirect(reverse("office:meeting", args=[found.meeting_id]) + f"#item-{found.pk}")


@require_POST
def remove(request: HttpRequest, item_id: int) -> HttpResponse:
    """Take an item off the agenda."""
    found = _item(item_id)
    try:
        operations.remove_agenda_item(item_id=found.pk, by=somebody(request), at=received_at(request))
        messages.success(request, f"{found.title} is off the agenda.")
    except operations.ItemInUse as fault:
        messages.error(request, str(fault))
    return redirect("office:meeting", found.meeting_id)


@require_POST
def chase(request: HttpRequest, item_id: int) -> HttpResponse:
    """Record that the report of an item was asked for again."""
    found = _item(item_id)
    operations.chase_report(item_id=found.pk, by=somebody(request), at=received_at(request))
    messages.success(request, "It is on record that the report was asked for.")
    return redirect("office:meeting", found.meeting_id)


@require_POST
def standing_items(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Begin an empty agenda with the body's standing items."""
    found = the_meeting(meeting_id)
    try:
        added = operations.take_standing_items(meeting_id=found.pk, by=somebody(request), at=received_at(request))
        messages.success(request, f"{len(added)} standing items are on the agenda.")
    except operations.AgendaFull as fault:
        messages.error(request, str(fault))
    return redirect("office:meeting", found.pk)


@require_POST
def arising(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Put what arises from the last minutes on an agenda."""
    found = the_meeting(meeting_id)
    try:
        minutes.carry_matters_arising(meeting_id=found.pk, by=somebody(request), at=received_at(request))
        messages.success(request, "What the last minutes asked for is on the agenda.")
    except minutes.Unsuitable as fault:
        messages.error(request, str(fault))
    return redirect("office:meeting", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, body_id: int) -> HttpResponse:
    """The items with which every agenda of a body begins, and a form to add one."""
    body, user = get_object_or_404(Organization, pk=body_id), somebody(request)
    require(rules.may_manage_committees(user))
    form = TemplateItemForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            operations.add_template_item(organization=body, **given, by=user, at=received_at(request))
        except IntegrityError:
            form.add_error("title", "There is such an item from that day on already.")
        else:
            messages.success(request, "It stands at the end of the template.")
            return redirect("office:template", body.pk)
    return page(request, "template", "Standing items", body=body, rows=body.template_items.all(), form=form)


def _item(item_id: int) -> AgendaItem:
    return get_object_or_404(AgendaItem.objects.select_related("meeting__organization"), pk=item_id)


def _way(found: AgendaItem) -> tuple[str, str]:
    return (name(found.meeting), reverse("office:meeting", args=[found.meeting_id]))
