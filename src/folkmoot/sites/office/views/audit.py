"""The audit trail, for those who read it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from folkmoot.apps.accounts import rules
from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.terms import Event, Permission
from folkmoot.sites.office.forms import AuditFilter
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.shared.paging import page_of, pages

A_PAGE = 50


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Who did what to which object and when, the newest first."""
    rules.require(rules.may(somebody(request), Permission.READ_AUDIT))
    form = AuditFilter(request.GET)
    rows = _rows(form) if form.is_valid() else AuditEntry.objects.none()
    found = page_of(request, Paginator(rows, A_PAGE))
    sentences = {event.value: event.sentence for event in Event}
    shown = {"form": form, "rows": found, "sentences": sentences, "pagination": pages(request, found)}
    return page(request, "audit", **shown)


def _rows(form: AuditFilter) -> QuerySet[AuditEntry]:
    rows = AuditEntry.objects.select_related("by", "seal").order_by("-pk")
    given = form.cleaned_data
    if given["did"]:
        rows = rows.filter(did=given["did"])
    if given["by"]:
        rows = rows.filter(by__username=given["by"].strip())
    if given["since"]:
        rows = rows.filter(at__gte=timezone.make_aware(datetime.combine(given["since"], time())))
    if given["until"]:
        rows = rows.filter(at__lt=timezone.make_aware(datetime.combine(given["until"] + timedelta(1), time())))
    return rows
