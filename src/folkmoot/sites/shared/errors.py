"""What a person sees when a page cannot be given: what happened, and what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400, "The address or the form could not be read", "Go back, check it and try again.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, "You may not see this page", str(exception) or "Your role does not include it.")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        "The form was too old to be accepted",
        "Nothing was saved. Go back, load the page again and send the form once more.",
        "If it happens again, let your browser keep cookies for this site.",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(
        request,
        404,
        "Page not found",
        "If you typed the address, check that it is correct. If you pasted it, check that you copied all of it.",
        "The search may find what you are looking for.",
    )


def too_many_requests(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        429,
        "Too many attempts",
        "Wait five minutes, then try again.",
        "If you have forgotten your password, ask an administrator for a new one.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request, so that it needs no database: that may be what is broken."""
    return _page(
        None, 500, "Sorry, there is a problem with this service", "Nothing was lost. Try again in a few minutes."
    )


def _page(request: HttpRequest | None, status: int, heading: str, *sentences: str) -> HttpResponse:
    page = render_to_string(
        "shared/error.html", {"heading": heading, "sentences": sentences, "status": status}, request
    )
    return HttpResponse(page, status=status)
