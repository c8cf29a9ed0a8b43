"""What came of it: actions, recommendations and the work programmes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from folkmoot.apps.accounts.intake import TooMany
from folkmoot.apps.actions import intake, published
from folkmoot.apps.actions.published import topics
from folkmoot.apps.actions.terms import TopicState
from folkmoot.apps.committees import published as committees
from folkmoot.sites.public.forms import SuggestForm
from folkmoot.sites.public.guarded import visitor
from folkmoot.sites.public.trail import trail
from folkmoot.sites.shared.clock import received_at
from folkmoot.sites.shared.conditional import published_page

HERE = "What came of it"


@published_page(depends_on_today=True)
def outcomes(request: HttpRequest) -> HttpResponse:
    """Every recommendation and action, those still open first."""
    today = timezone.localdate()
    shown = {
        "recommendations": published.recommendations(today=today),
        "actions": published.actions(today=today),
        "programmes": topics.programmes(),
        "breadcrumbs": trail(HERE),
    }
    return render(request, "public/outcomes.html", shown)


@published_page(depends_on_today=True)
def recommendation(request: HttpRequest, recommendation_id: int) -> HttpResponse:
    """One recommendation, from the meeting that made it to what came of it."""
    found = published.recommendation(recommendation_id, today=timezone.localdate())
    if found is None:
        raise Http404
    shown = {"recommendation": found, "breadcrumbs": trail((HERE, reverse("public:outcomes")), found.reference)}
    return render(request, "public/recommendation.html", shown)


@published_page(depends_on_today=True)
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """A committee's work programme: what is planned, and what waits for its turn."""
    found = topics.programme(slug, today=timezone.localdate())
    if found is None:
        raise Http404
    shown = {
        "programme": found,
        "planned": found.of(TopicState.SCHEDULED),
        "waiting": found.of(TopicState.SHORTLISTED, TopicState.LONGLISTED),
        "settled": found.of(TopicState.DONE, TopicState.REFERRED, TopicState.DECLINED),
        "breadcrumbs": trail((HERE, reverse("public:outcomes")), "Work programme"),
    }
    return render(request, "public/programme.html", shown)


@published_page()
def priorities(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """How members chose among the topics: the note of a prioritisation meeting."""
    found = topics.priorities(gathering_id)
    if found is None:
        raise Http404
    way = ("Work programme", reverse("public:programme", args=[found.slug]))
    shown = {"priorities": found, "breadcrumbs": trail((HERE, reverse("public:outcomes")), way, found.title)}
    return render(request, "public/priorities.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def suggest(request: HttpRequest, slug: str) -> HttpResponse:
    """Suggest a topic for a committee's work programme."""
    at, today = received_at(request), timezone.localdate()
    body = committees.committee(slug, day=today)
    if body is None or not body.scrutinises:
        raise Http404
    form, receipt = SuggestForm(request.POST or None, at=at), None
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("title", "why", "name", "email")}
        try:
            receipt = intake.suggest(slug=slug, visitor=visitor(request), at=at, **given)
        except TooMany as refusal:
            form.add_error(None, str(refusal))
    way = (body.name, reverse("public:committee", args=[slug]))
    shown = {"committee": body, "form": form, "receipt": receipt, "breadcrumbs": trail(way, "Suggest a topic")}
    return render(request, "public/suggest.html", shown)
