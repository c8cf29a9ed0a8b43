"""The home page, the committees and the people on them."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from folkmoot.apps.actions.published import topics
from folkmoot.apps.committees import published
from folkmoot.apps.committees.published import MeetingLine, interests
from folkmoot.apps.minutes.published import members
from folkmoot.apps.packs import published as packs
from folkmoot.methods.calendars.council_years import CouncilYear, council_year
from folkmoot.sites.public.trail import trail
from folkmoot.sites.shared.conditional import published_page
from folkmoot.sites.shared.formats import LONDON

SHOWN_AT_HOME = 5


@published_page(depends_on_today=True)
def home(request: HttpRequest) -> HttpResponse:
    """What this is, the next meetings and the latest."""
    now = timezone.now()
    shown = {
        "upcoming": published.meetings(since=now, soonest_first=True, limit=SHOWN_AT_HOME),
        "latest": published.meetings(until=now, limit=SHOWN_AT_HOME),
        "papers": packs.changes(SHOWN_AT_HOME),
    }
    return render(request, "public/home.html", shown)


@published_page()
def committees(request: HttpRequest) -> HttpResponse:
    """Every body."""
    shown = {"committees": published.committees(), "breadcrumbs": trail("Committees")}
    return render(request, "public/committees.html", shown)


@published_page(depends_on_today=True)
def committee(request: HttpRequest, slug: str) -> HttpResponse:
    """A body: who sits on it today, what it is for, its rules of notice and its meetings."""
    today = timezone.localdate()
    found = published.committee(slug, day=today)
    if found is None:
        raise Http404
    rules = published.rules(slug)
    shown = {
        "committee": found,
        "rules": [rule for rule in rules if rule.effective_to is None or rule.effective_to >= today],
        "earlier_rules": [rule for rule in rules if rule.effective_to is not None and rule.effective_to < today],
        "years": by_council_year(found.meetings),
        "has_programme": slug in dict(topics.programmes()),
        "breadcrumbs": trail(("Committees", reverse("public:committees")), found.name),
    }
    return render(request, "public/committee.html", shown)


@published_page(depends_on_today=True)
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """A person: offices held, and seats now and before."""
    found = published.person(slug)
    if found is None:
        raise Http404
    today = timezone.localdate()
    shown = {
        "person": found,
        "register": interests.register(slug, today=today),
        "record": members.record(slug, today=today),
        "now": [seat for seat in found.seats if seat.until is None or seat.until >= today],
        "before": [seat for seat in found.seats if seat.until is not None and seat.until < today],
        "breadcrumbs": trail(("Committees", reverse("public:committees")), found.name),
    }
    return render(request, "public/person.html", shown)


def by_council_year(lines: tuple[MeetingLine, ...]) -> list[tuple[CouncilYear, list[MeetingLine]]]:
    """Meetings, the latest first, under their council years."""
    grouped = groupby(lines, key=lambda line: council_year(line.starts_at.astimezone(LONDON).date()))
    return [(year, list(found)) for year, found in grouped]
