"""Search over agendas, reports and minutes, paragraph by paragraph."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.apps.committees import published as committees
from folkmoot.apps.packs import published as packs
from folkmoot.methods.document.model import PartKind
from folkmoot.sites.public.trail import trail
from folkmoot.sites.shared.conditional import published_page
from folkmoot.sites.shared.paging import page_number, page_of, pages

A_PAGE = 20
MOST_CHARACTERS = 200
KINDS = {
    PartKind.AGENDA: "Agendas",
    PartKind.REPORT: "Reports",
    PartKind.ANNEX: "Annexes",
    PartKind.MINUTES: "Minutes",
}


@published_page()
def search(request: HttpRequest) -> HttpResponse:
    """The paragraphs in which the words stand, the best first; of one committee or kind of paper where asked."""
    words = " ".join(request.GET.get("words", "").split())[:MOST_CHARACTERS]
    bodies = {slug: name for slug, name, _ in committees.committees()}
    committee = request.GET.get("committee", "")
    kind = request.GET.get("kind", "")
    results = packs.search(
        words,
        committee=committee if committee in bodies else "",
        kind=PartKind(kind) if kind in KINDS else None,
        limit=A_PAGE,
        offset=A_PAGE * (page_number(request) - 1),
    )
    page = page_of(request, Paginator(range(results.total), A_PAGE))
    shown = {
        "words": words,
        "committee": committee,
        "kind": kind,
        "committees": bodies,
        "kinds": KINDS,
        "results": results,
        "page": page,
        "pagination": pages(request, page),
        "breadcrumbs": trail("Search"),
    }
    return render(request, "public/search.html", shown)
