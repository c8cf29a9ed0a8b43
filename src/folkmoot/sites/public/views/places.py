"""Places: groups of areas by a rule, the editions that list areas, and each area."""

from __future__ import annotations

from itertools import groupby

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from folkmoot.apps.measures import published as measures
from folkmoot.apps.places import published
from folkmoot.sites.public.measure_words import number
from folkmoot.sites.public.trail import trail
from folkmoot.sites.shared.conditional import published_page
from folkmoot.sites.shared.paging import page_number, page_of, pages

A_PAGE = 60
MOST_CHARACTERS = 80


@published_page()
def places(request: HttpRequest) -> HttpResponse:
    """Every group of areas, and the editions of areas by their type, the larger first."""
    by_type = groupby(published.editions(), key=lambda edition: edition.type)
    shown = {
        "groups": published.groups(),
        "types": [(type_, list(editions)) for type_, editions in by_type],
        "breadcrumbs": trail("Places"),
    }
    return render(request, "public/places.html", shown)


@published_page()
def group(request: HttpRequest, key: str) -> HttpResponse:
    """A group: its rule and date, its members in a table and on a map, and what another lookup would give."""
    found = published.group(key)
    if found is None:
        raise Http404
    shown = {
        "group": found,
        "maps": published.group_maps(key),
        "breadcrumbs": trail(("Places", reverse("public:places")), found.title),
    }
    return render(request, "public/group.html", shown)


@published_page()
def edition(request: HttpRequest, key: str) -> HttpResponse:
    """The areas of an edition by name, those alone that have the words in their name or begin so in their code."""
    found = published.edition(key)
    if found is None:
        raise Http404
    words = " ".join(request.GET.get("words", "").split())[:MOST_CHARACTERS]
    total = published.count_listed(key, words)
    page = page_of(request, Paginator(range(total), A_PAGE))
    shown = {
        "edition": found,
        "words": words,
        "total": total,
        "units": published.listed(key, words, offset=A_PAGE * (page_number(request) - 1), limit=A_PAGE),
        "pagination": pages(request, page),
        "page": page,
        "breadcrumbs": trail(("Places", reverse("public:places")), found.title),
    }
    return render(request, "public/edition.html", shown)


@published_page()
def unit(request: HttpRequest, type_: str, code: str) -> HttpResponse:
    """An area: the editions that list it, what it belongs to and holds, where it lies, and what is measured there."""
    found = published.unit(type_, code)
    if found is None:
        raise Http404
    measured = [(each, number(each.value.value, each.decimals)) for each in measures.figures(found.type, code)]
    shown = {
        "unit": found,
        "measured": measured,
        "breadcrumbs": trail(("Places", reverse("public:places")), found.name),
    }
    return render(request, "public/unit.html", shown)
