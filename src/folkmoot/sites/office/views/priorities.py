"""The prioritisation meeting: the topics put before it, their scores, what was agreed, and the note to its members."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.actions import operations, rules
from folkmoot.apps.actions.models import Prioritisation, Topic, Weighing
from folkmoot.apps.actions.queries.conflicts import LIVE
from folkmoot.apps.actions.queries.priorities import tallies
from folkmoot.apps.actions.terms import TopicState
from folkmoot.apps.committees.models import Person
from folkmoot.apps.committees.models.planning import Gathering
from folkmoot.apps.committees.queries.rulebook import rule
from folkmoot.apps.committees.rules import planning
from folkmoot.apps.committees.terms.planning import GatheringKind
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.office.programme_forms import ConsiderForm, NoteOfMeetingForm, OutcomeForm, ScoreForm


@require_http_methods(["GET", "HEAD", "POST"])
def priorities(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """The topics before the meeting; the form puts another before it."""
    user, found = somebody(request), _gathering(gathering_id)
    require(planning.may_see_gathering(user, found))
    keeping = rules.may_keep_programme(user)
    if request.method == "POST":
        require(keeping)
    held = Prioritisation.objects.filter(gathering=found).first()
    weighings = held.weighings.select_related("topic").prefetch_related("marks") if held else Weighing.objects.none()
    live = Topic.objects.filter(organization=found.organization, state__in=LIVE).exclude(weighings__in=weighings)
    form = ConsiderForm(live, request.POST or None)
    if form.is_valid():
        topic = int(form.cleaned_data["topic"])
        operations.consider_topic(gathering_id=found.pk, topic_id=topic, by=user, at=timezone.now())
        messages.success(request, "The topic is before the meeting.")
        return redirect("office:priorities", found.pk)
    rows = [(each, tallies(each), TopicState(each.outcome).words if each.outcome else "") for each in weighings]
    scoring = rules.may_score(user)
    shown = {"gathering": found, "held": held, "rows": rows, "form": form, "keeping": keeping, "scoring": scoring}
    return page(request, "priorities", _here(found), "Topics", **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def weigh(request: HttpRequest, weighing_id: int, who: str) -> HttpResponse:
    """What a topic gets by the criteria in force: from who is signed in, or as all agreed."""
    user, found = somebody(request), _weighing(weighing_id)
    person = _person(user) if who == "own" else None
    require(rules.may_mark(user, person, found))
    require(rules.may_weigh(found))
    scored = rule(found.topic.organization, "S6", on=timezone.localdate())
    criteria, most = (scored.words("criteria"), scored.whole("most")) if scored else ((), 0)
    known = {each.criterion: each.value for each in found.marks.filter(person=person)}
    form = ScoreForm(criteria, most, known, request.POST or None)
    if form.is_valid():
        operations.mark_topic(weighing_id=found.pk, person=person, marks=form.scores, by=user, at=timezone.now())
        messages.success(request, "The scores are recorded.")
        return redirect("office:priorities", found.prioritisation.gathering_id)
    title = "Your scores" if who == "own" else "Agreed scores"
    shown = {"form": form, "topic": found.topic, "most": most, "title": title}
    return page(request, "weigh", _here(found.prioritisation.gathering), title, **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def conclude(request: HttpRequest, weighing_id: int) -> HttpResponse:
    """What was agreed of a topic, and why."""
    user, found = somebody(request), _weighing(weighing_id)
    require(rules.may_keep_programme(user))
    require(rules.may_weigh(found))
    form = OutcomeForm(found.topic, request.POST or None, initial={"outcome": found.outcome, "reason": found.reason})
    if form.is_valid():
        outcome, reason = TopicState(form.cleaned_data["outcome"]), form.cleaned_data["reason"]
        operations.conclude_topic(weighing_id=found.pk, outcome=outcome, reason=reason, by=user, at=timezone.now())
        messages.success(request, "What was agreed is recorded.")
        return redirect("office:priorities", found.prioritisation.gathering_id)
    return page(request, "conclude", _here(found.prioritisation.gathering), "Outcome", form=form, topic=found.topic)


@require_http_methods(["GET", "HEAD", "POST"])
def circulate(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Write the note of the meeting and send it to everybody who was invited."""
    user, found = somebody(request), _gathering(gathering_id)
    require(rules.may_keep_programme(user))
    form = NoteOfMeetingForm(request.POST or None)
    if form.is_valid():
        try:
            missed = operations.circulate_note(
                gathering_id=found.pk, text=form.cleaned_data["text"], by=user, at=timezone.now()
            )
        except operations.NothingAgreed as fault:
            form.add_error(None, str(fault))
        else:
            told = f" No address is known of {', '.join(each.called for each in missed)}." if missed else ""
            messages.success(request, f"The note is in the outbox.{told}")
            return redirect("office:priorities", found.pk)
    return page(request, "circulate", _here(found), "Note", form=form, gathering=found)


@require_POST
def publish(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Let everybody read the note."""
    found = _gathering(gathering_id)
    try:
        operations.publish_note(gathering_id=found.pk, by=somebody(request), at=timezone.now())
        messages.success(request, "Everybody can read the note on the page of the work programme.")
    except operations.NothingAgreed as fault:
        messages.error(request, str(fault))
    return redirect("office:priorities", found.pk)


def _gathering(gathering_id: int) -> Gathering:
    rows = Gathering.objects.filter(kind=GatheringKind.PRIORITIES).select_related("organization")
    return get_object_or_404(rows, pk=gathering_id)


def _weighing(weighing_id: int) -> Weighing:
    rows = Weighing.objects.select_related("prioritisation__gathering", "topic__organization")
    return get_object_or_404(rows, pk=weighing_id)


def _person(user: User) -> Person:
    return get_object_or_404(Person, account=user)


def _here(found: Gathering) -> tuple[str, str]:
    return found.title, reverse("office:priorities", args=[found.pk])
