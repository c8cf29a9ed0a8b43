"""To follow a committee, a subject or a ward, and to stop."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.apps.accounts import intake
from folkmoot.apps.accounts.published.following import followed
from folkmoot.apps.accounts.terms import Frequency
from folkmoot.apps.committees import published as committees
from folkmoot.sites.public.forms import FollowForm, FrequencyForm
from folkmoot.sites.public.guarded import visitor
from folkmoot.sites.public.trail import trail
from folkmoot.sites.shared.clock import received_at


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """Ask to be told; a letter then asks whether it was really them."""
    bodies = [(slug, name) for slug, name, _ in committees.committees()]
    at, asked = received_at(request), {"committee": request.GET.get("committee", "")}
    form = FollowForm(request.POST or None, initial=asked, at=at, committees=bodies)
    if form.is_valid():
        scope, about, label = form.followed
        given = form.cleaned_data
        try:
            intake.follow(
                email=given["email"], scope=scope, about=about, label=label, frequency=Frequency(given["frequency"]),
                visitor=visitor(request), at=at,
            )  # fmt: skip
        except intake.TooMany as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("public:follow-sent")
    return render(request, "public/follow.html", {"form": form, "breadcrumbs": trail("Follow")})


@require_safe
@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """That a letter is on its way, whoever asked."""
    way = trail(("Follow", reverse("public:follow")), "Check your email")
    return render(request, "public/follow_sent.html", {"breadcrumbs": way})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def subscription(request: HttpRequest, link: str) -> HttpResponse:
    """What somebody follows: to confirm it, or to change how often they are told. Opening the page changes nothing."""
    found = followed(link)
    if found is None:
        raise Http404
    form = FrequencyForm(request.POST or None, initial={"frequency": found.frequency})
    saved = form.is_valid()
    if saved:
        intake.confirm(link=link, frequency=Frequency(form.cleaned_data["frequency"]), at=received_at(request))
        found = followed(link) or found
    shown = {"followed": found, "form": form, "link": link, "saved": saved, "breadcrumbs": trail("What you follow")}
    return render(request, "public/subscription.html", shown)


@csrf_exempt  # the link is the authority, and mail programs post without a cookie (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stop(request: HttpRequest, link: str) -> HttpResponse:
    """Stop, by one click in a mail program or one button here."""
    ended = request.method == "POST"
    if ended:
        intake.stop(link=link, at=received_at(request))
    shown = {"followed": followed(link), "ended": ended, "link": link, "breadcrumbs": trail("Stop")}
    return render(request, "public/stop.html", shown)
