"""Search over agendas, reports and minutes, paragraph by paragraph."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.sites.public.trail import trail
from folkmoot.sites.shared.conditional import published_page


@published_page()
def search(request: HttpRequest) -> HttpResponse:
    """The paragraphs in which the words stand."""
    words = " ".join(request.GET.get("words", "").split())
    return render(request, "public/search.html", {"words": words, "breadcrumbs": trail("Search")})
