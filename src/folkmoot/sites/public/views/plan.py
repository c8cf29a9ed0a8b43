"""The forward plan, the decisions of the executive with their call-in, and the days to which everybody may come."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from folkmoot.apps.committees.published import planning as published
from folkmoot.sites.public.trail import trail
from folkmoot.sites.shared.conditional import published_page


@published_page(depends_on_today=True)
def plan(request: HttpRequest) -> HttpResponse:
    """What is to be decided, what was, and what can still be called in."""
    shown = {
        "planned": published.forward_plan(day=timezone.localdate()),
        "decisions": published.decisions(),
        "gatherings": published.gatherings(since=timezone.now()),
        "now": timezone.now(),
        "breadcrumbs": trail("Forward plan"),
    }
    return render(request, "public/plan.html", shown)
