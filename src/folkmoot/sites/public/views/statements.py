"""What the council states about this site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.sites.public.trail import trail
from folkmoot.sites.shared.conditional import published_page


@published_page()
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far the site is accessible, how that was tested, and what to do where it is not."""
    return render(request, "public/accessibility.html", {"breadcrumbs": trail("Accessibility statement")})
