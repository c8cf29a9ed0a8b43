"""The work programme: suggestions, their scores, and the meetings they are taken to."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import Refused, may_enter, require
from folkmoot.apps.actions import operations, queries, rules
from folkmoot.apps.actions.models import Topic
from folkmoot.apps.actions.queries import capacity, conflicts
from folkmoot.apps.actions.terms import Source, TopicState, Way
from folkmoot.apps.committees.models import Meeting, Organization
from folkmoot.apps.committees.models.planning import PlannedDecision
from folkmoot.apps.committees.queries.planning import STANDING
from folkmoot.apps.committees.queries.rulebook import rule
from folkmoot.apps.committees.terms import SCRUTINISES, MeetingStatus
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.office.programme_forms import LinkForm, ScheduleForm, ScoreForm, SortForm, SuggestionForm

# In this order the page shows them: what waits to be sorted, what is planned, then the rest.
IN_TURN = (
    TopicState.SUGGESTED,
    TopicState.SCHEDULED,
    TopicState.SHORTLISTED,
    TopicState.LONGLISTED,
    TopicState.DONE,
    TopicState.REFERRED,
    TopicState.DECLINED,
)


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """The topics by their state, what waits for somebody first and then the highest score; of one body if asked."""
    user = somebody(request)
    require(may_enter(user))
    bodies = Organization.objects.filter(topics__isnull=False).distinct().order_by("name")
    shown_of = bodies.filter(slug=request.GET.get("body", "")) or bodies
    rows = Topic.objects.filter(organization__in=shown_of).select_related("organization", "meeting")
    rows = rows.prefetch_related("scores")
    by_state = [(state, queries.ranked([row for row in rows if row.state == state])) for state in IN_TURN]
    today = timezone.localdate()
    shown = {
        "states": [(state, found) for state, found in by_state if found],
        "may_suggest": rules.may_suggest(user),
        "conflicts": [each for body in shown_of for each in conflicts.conflicts(body, today=today)],
        "ahead": [(each, capacity.load(each)) for each in _ahead(shown_of)],
        "bodies": bodies,
        "chosen": request.GET.get("body", ""),
    }
    return page(request, "programme", **shown)


def _ahead(bodies: QuerySet[Organization]) -> QuerySet[Meeting]:
    """The meetings to come of the bodies that have a work programme, the soonest first."""
    rows = Meeting.objects.filter(organization__in=bodies, status__in=STANDING, starts_at__gte=timezone.now())
    return rows.select_related("organization").order_by("starts_at")


@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest) -> HttpResponse:
    """Put a topic forward: members and officers as themselves, who keeps the programme for anybody."""
    user = somebody(request)
    require(rules.may_suggest(user))
    bodies = Organization.objects.filter(classification__in=SCRUTINISES).order_by("name")
    form = SuggestionForm(bodies, rules.sources_of(user), request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        topic = operations.suggest_topic(
            organization=Organization.objects.get(pk=given["organization"]), title=given["title"], why=given["why"],
            theme=given["theme"], source=Source(given["source"]), put_forward_by=given["put_forward_by"], by=user,
            at=timezone.now(), tell=_teller(user),
        )  # fmt: skip
        messages.success(request, "The suggestion is recorded. It is shown to the public once it is on the longlist.")
        return redirect("office:topic", topic.pk)
    return page(request, "suggest", "Suggest a topic", form=form)


@require_safe
def topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """A topic with its history, its scores and what can be done with it."""
    user = somebody(request)
    require(may_enter(user))
    found = the_topic(topic_id)
    scored = rule(found.organization, "S6", on=timezone.localdate())
    shown = {
        "topic": found,
        "state": TopicState(found.state),
        "criteria": scored.words("criteria") if scored else (),
        "scores": {each.criterion: each.value for each in found.scores.all()},
        "total": queries.total(found),
        "may_score": rules.may_score(user),
        "may_keep": rules.may_keep_programme(user),
        "may_schedule": rules.may_pass(found, TopicState.SCHEDULED),
        "may_put_on_agenda": rules.may_put_on_agenda(found),
        "stakeholders": found.stakeholders.prefetch_related("asked"),
        "weighings": found.weighings.exclude(outcome="").select_related("prioritisation__gathering"),
        "conflicts": [each for each in _conflicts(found) if each.topic.pk == found.pk],
        "taken_over": found.taken_over_as.select_related("organization"),
    }
    return page(request, "topic", found.title, **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def sort(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Take a topic a step on, for a reason."""
    found, user = the_topic(topic_id), somebody(request)
    require(rules.may_keep_programme(user))
    bodies = Organization.objects.exclude(pk=found.organization_id).order_by("name")
    form = SortForm(found, bodies, request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        state, chosen = TopicState(given["state"]), given["referred_to"]
        body = Organization.objects.get(pk=chosen) if chosen else None
        refused = rules.may_refer(found, body) if state is TopicState.REFERRED else None
        if not isinstance(refused, Refused):
            operations.sort_topic(
                topic_id=found.pk, state=state, reason=given["reason"], referred_to=body, by=user, at=timezone.now()
            )
            messages.success(request, "The step is recorded with its reason.")
            return redirect("office:topic", found.pk)
        form.add_error("referred_to", refused.reason)
    return page(request, "sort", here(found), "Next step", form=form, topic=found)


@require_http_methods(["GET", "HEAD", "POST"])
def score(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Score a topic by the criteria in force."""
    found, user = the_topic(topic_id), somebody(request)
    require(rules.may_score(user))
    scored = rule(found.organization, "S6", on=timezone.localdate())
    criteria, most = (scored.words("criteria"), scored.whole("most")) if scored else ((), 0)
    known = {each.criterion: each.value for each in found.scores.all()}
    form = ScoreForm(criteria, most, known, request.POST or None)
    if form.is_valid():
        for criterion, value in form.scores.items():
            operations.score_topic(topic_id=found.pk, criterion=criterion, value=value, by=user, at=timezone.now())
        messages.success(request, "The scores are recorded.")
        return redirect("office:topic", found.pk)
    return page(request, "score", here(found), "Scores", form=form, topic=found, most=most)


@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Put a topic of the shortlist on the programme of a meeting."""
    found, user = the_topic(topic_id), somebody(request)
    require(rules.may_keep_programme(user))
    require(rules.may_pass(found, TopicState.SCHEDULED))
    over = [MeetingStatus.HELD.value, MeetingStatus.CANCELLED.value]
    meetings = found.organization.meetings.exclude(status__in=over).order_by("starts_at")
    form = ScheduleForm(meetings, request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        operations.schedule_topic(
            topic_id=found.pk, meeting_id=Meeting.objects.get(pk=given["meeting"]).pk, way=Way(given["way"]),
            reason=given["reason"], minutes=given["minutes"], by=user, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, "The topic is on the programme.")
        return redirect("office:topic", found.pk)
    return page(request, "schedule", here(found), "Put it on the programme", form=form, topic=found)


@require_POST
def on_agenda(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Put a topic at the end of the agenda of its meeting."""
    item = operations.put_on_agenda(topic_id=the_topic(topic_id).pk, by=somebody(request), at=timezone.now())
    messages.success(request, "The topic stands at the end of the agenda. Say here whose report it is.")
    return redirect("office:item", item.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Say which planned decision a topic is about."""
    found, user = the_topic(topic_id), somebody(request)
    require(rules.may_keep_programme(user))
    planned = PlannedDecision.objects.select_related("organization")
    form = LinkForm(planned, request.POST or None, initial={"decision": found.decision_id or ""})
    if form.is_valid():
        chosen = form.cleaned_data["decision"]
        operations.link_decision(
            topic_id=found.pk, decision=planned.get(pk=chosen) if chosen else None, by=user, at=timezone.now()
        )
        messages.success(request, "It is recorded which decision the topic is about.")
        return redirect("office:topic", found.pk)
    return page(request, "link", here(found), "The decision it is about", form=form, topic=found)


def _teller(user: User) -> tuple[str, str] | None:
    """Who is told what came of a suggestion: who made it, unless they record it for somebody else."""
    return None if rules.may_keep_programme(user) or not user.email else (user.get_full_name() or "you", user.email)


def _conflicts(found: Topic) -> list[conflicts.Conflict]:
    return conflicts.conflicts(found.organization, today=timezone.localdate())


def the_topic(topic_id: int) -> Topic:
    """The topic of that key, or 404."""
    rows = Topic.objects.select_related(
        "organization", "meeting", "referred_to", "referred_from__organization", "decision__organization", "item"
    )
    return get_object_or_404(rows.prefetch_related("scores", "steps"), pk=topic_id)


def here(found: Topic) -> tuple[str, str]:
    """The step of the way that leads to a topic."""
    return found.title, reverse("office:topic", args=[found.pk])
