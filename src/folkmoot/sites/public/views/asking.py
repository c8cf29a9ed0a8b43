"""To ask something of a meeting, and to come back to what one asked."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.apps.accounts.intake import TooMany
from folkmoot.apps.committees import intake
from folkmoot.apps.committees.published import MeetingLine
from folkmoot.apps.committees.published import requests as published
from folkmoot.apps.committees.published.requests import FormsView, OwnRequest
from folkmoot.apps.committees.terms.requests import RequestKind, WindowState
from folkmoot.sites.public.forms import AskForm
from folkmoot.sites.public.guarded import visitor
from folkmoot.sites.public.trail import Step, trail
from folkmoot.sites.shared.clock import received_at
from folkmoot.sites.shared.formats import long_day

TAKES = frozenset({WindowState.OPEN, WindowState.LATE})


@require_safe
@never_cache
def take_part(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The ways to take part in a meeting, each with the moment until which it is open."""
    found = _forms(request, meeting_id)
    return _page(request, "take_part", found.line, "Take part", meeting=found)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest, meeting_id: int, kind: str) -> HttpResponse:
    """One form: what it asks, until when and why, and what happens next."""
    at, found = received_at(request), _forms(request, meeting_id)
    view = found.form(_kind(kind))
    form = AskForm(request.POST or None, request.FILES or None, at=at, kind=view.kind, items=found.items)
    if view.state in TAKES and form.is_valid():
        try:
            receipt = intake.ask(meeting_id=meeting_id, wish=form.wish, key=form.key, visitor=visitor(request), at=at)
        except (TooMany, intake.TooLong, intake.BadSheet, intake.Closed) as refusal:
            form.add_error(_field(refusal), str(refusal))
        else:
            return redirect(f"{reverse('public:request', args=[receipt.link])}?sent")
    shown = {"meeting": found, "view": view, "form": form, "open": view.state in TAKES}
    step = ("Take part", reverse("public:take-part", args=[meeting_id]))
    return _page(request, "ask", found.line, step, view.kind.sentence, **shown)


@require_safe
@never_cache
def own_request(request: HttpRequest, link: str) -> HttpResponse:
    """A request as whoever asked sees it."""
    found = _own(request, link)
    shown = {"request_": found, "link": link, "sent": "sent" in request.GET, "changed": "changed" in request.GET}
    return _page(request, "request", found.line, "Your request", **shown)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def change(request: HttpRequest, link: str) -> HttpResponse:
    """Change what one asked."""
    at, found = received_at(request), _own(request, link)
    items = _forms(request, found.line.id).items
    form = AskForm(
        request.POST or None, request.FILES or None, initial=found.typed, at=at, kind=found.kind, items=items
    )
    if form.is_valid():
        try:
            intake.change(link=link, wish=form.wish, at=at)
        except (intake.TooLong, intake.BadSheet, intake.Closed) as refusal:
            form.add_error(_field(refusal), str(refusal))
        else:
            return redirect(f"{reverse('public:request', args=[link])}?changed")
    step = ("Your request", reverse("public:request", args=[link]))
    return _page(request, "change", found.line, step, "Change it", request_=found, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def withdraw(request: HttpRequest, link: str) -> HttpResponse:
    """Withdraw what one asked, after one question."""
    found, refused = _own(request, link), ""
    if request.method == "POST":
        try:
            intake.withdraw(link=link, at=received_at(request))
        except intake.Closed as refusal:
            refused = str(refusal)
        else:
            return redirect("public:request", link)
    step = ("Your request", reverse("public:request", args=[link]))
    return _page(request, "withdraw", found.line, step, "Withdraw it", request_=found, link=link, refused=refused)


def _field(refusal: Exception) -> str | None:
    """The field that a refusal is about."""
    if isinstance(refusal, intake.BadSheet):
        return "sheet"
    return "words" if isinstance(refusal, intake.TooLong) else None


def _page(request: HttpRequest, template: str, line: MeetingLine, *steps: Step, **shown: Any) -> HttpResponse:
    """A page about a meeting, kept by no search engine."""
    meeting: Step = (long_day(line.starts_at), reverse("public:meeting", args=[line.id]))
    way = trail(("Meetings", reverse("public:meetings")), meeting, *steps)
    answer = render(request, f"public/{template}.html", {**shown, "line": line, "breadcrumbs": way})
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _forms(request: HttpRequest, meeting_id: int) -> FormsView:
    found = published.forms(meeting_id, at=received_at(request))
    if found is None:
        raise Http404
    return found


def _own(request: HttpRequest, link: str) -> OwnRequest:
    found = published.own(link, at=received_at(request))
    if found is None:
        raise Http404
    return found


def _kind(word: str) -> RequestKind:
    if word not in list(RequestKind):
        raise Http404
    return RequestKind(word)
