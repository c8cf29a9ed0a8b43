"""The forward plan, the decisions of the executive with their call-in, and the days to which everybody may come."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from folkmoot.adapters.store.files import Store
from folkmoot.apps.committees.published import planning as published
from folkmoot.sites.public.trail import trail
from folkmoot.sites.shared import files
from folkmoot.sites.shared.conditional import published_page

A_YEAR = timedelta(365)  # for which a day's papers stand on the page after it


@published_page(depends_on_today=True)
def plan(request: HttpRequest) -> HttpResponse:
    """What is to be decided, what was, and what can still be called in."""
    now = timezone.now()
    days = published.gatherings(since=now - A_YEAR)
    shown = {
        "planned": published.forward_plan(day=timezone.localdate()),
        "decisions": published.decisions(),
        "gatherings": [each for each in days if each.starts_at >= now],
        "held": [each for each in reversed(days) if each.starts_at < now and each.papers],
        "now": now,
        "breadcrumbs": trail("Forward plan"),
    }
    return render(request, "public/plan.html", shown)


@require_safe
def paper(request: HttpRequest, paper_id: int, sha256: str) -> HttpResponseBase:
    """A public paper of a public day."""
    found = published.paper(paper_id)
    if found is None or found.sha256 != sha256:
        raise Http404
    path = Store(Path(settings.STORE)).path(sha256)
    return files.send(request, path, name=found.name, media_type="application/pdf", sha256=sha256)
