"""What residents ask of meetings: the queue, one request, the order of speakers, places in the room."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.apps.accounts.rules import may, require
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.models.requests import Request, SignatureSheet
from folkmoot.apps.committees.operations import requests as operations
from folkmoot.apps.committees.queries import requests as queries
from folkmoot.apps.committees.rules import requests as rules
from folkmoot.apps.committees.terms import MeetingStatus
from folkmoot.apps.committees.terms.requests import Need, Outcome, RequestKind, RequestStatus, Way
from folkmoot.sites.office.asking import DecisionForm, OutcomeForm, PlacesForm, SpeakersForm
from folkmoot.sites.office.pages import Step, page, somebody
from folkmoot.sites.shared.clock import received_at
from folkmoot.sites.shared.formats import long_day

CALLED = {kind.value: kind for kind in RequestKind}
WAYS = {way.value: way.sentence for way in Way}


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Late requests, which wait for a chair, and the meetings to come with what was asked of each."""
    user, at = somebody(request), received_at(request)
    require(may(user, Permission.SEE_REQUESTS))
    to_come = Meeting.objects.filter(starts_at__gt=at).exclude(status=MeetingStatus.CANCELLED)
    rows = to_come.select_related("organization").order_by("starts_at")[:20]
    shown = {
        "late": [each for each in queries.late(at) if rules.may_see(user, each.meeting)],
        "meetings": [
            (each, queries.queue(each).count(), queries.waiting_for_clerk(each))
            for each in rows
            if rules.may_see(user, each)
        ],
        "kinds": CALLED,
    }
    return page(request, "requests", **shown)


@require_safe
def of_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Everything asked of one meeting, by kind."""
    user, found = somebody(request), _meeting(meeting_id)
    require(rules.may_see(user, found))
    order = list(RequestKind)
    rows = sorted(queries.queue(found), key=lambda each: order.index(RequestKind(each.kind)))
    kinds = [(RequestKind(kind), list(each)) for kind, each in groupby(rows, key=lambda each: each.kind)]
    shown = {
        "meeting": found,
        "kinds": kinds,
        "statuses": {status.value: status for status in RequestStatus},
        "managing": rules.may_manage(user),
        "in_turn": queries.in_turn(found),
        "places": queries.places(found),
        "taken": queries.places_taken(found),
        "ways": WAYS,
    }
    return page(request, "meeting_requests", _to_meeting(found), "Requests", **shown)


@require_safe
def speakers(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Who is called, in turn, for the chair to have on paper; no address and no need stands on it."""
    found = _meeting(meeting_id)
    require(rules.may_see(somebody(request), found))
    shown = {"meeting": found, "in_turn": queries.in_turn(found), "kinds": CALLED, "ways": WAYS}
    return page(request, "speakers", _to_meeting(found), _to_queue(found), "Speakers", **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Put those who are called in an order, and say how long each may speak."""
    user, found = somebody(request), _meeting(meeting_id)
    require(rules.may_manage(user))
    form = SpeakersForm(queries.in_turn(found), request.POST or None)
    if form.is_valid():
        operations.order_speakers(
            meeting_id=found.pk, requests=form.ordered, minutes=form.minutes, by=user, at=received_at(request)
        )
        messages.success(request, "The order is saved. Whoever has another place or time is told.")
        return redirect("office:meeting-requests", found.pk)
    shown = {"form": form, "kinds": CALLED, "meeting": found}
    return page(request, "order_speakers", _to_meeting(found), _to_queue(found), "Order", **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def places(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Say how many people the room holds."""
    user, found = somebody(request), _meeting(meeting_id)
    require(rules.may_manage(user))
    form = PlacesForm(request.POST or None, initial={"places": queries.places(found)})
    if form.is_valid():
        number = form.cleaned_data["places"]
        operations.set_room(meeting_id=found.pk, places=number, by=user, at=received_at(request))
        messages.success(request, "The places are saved; free ones went to those who wait.")
        return redirect("office:meeting-requests", found.pk)
    taken = queries.places_taken(found)
    return page(request, "places", _to_meeting(found), _to_queue(found), "Places", form=form, taken=taken)


@require_http_methods(["GET", "HEAD", "POST"])
def request_(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request: who asks what, and the decision on it."""
    user, found = somebody(request), _request(request_id)
    require(rules.may_see(user, found.meeting))
    deciding = rules.may_decide(user, found, localdate(received_at(request)))
    form = DecisionForm(request.POST or None)
    if request.method == "POST":
        require(deciding)
    if form.is_valid():
        _decide(request, found, form)
        messages.success(request, "It is decided, and whoever asked is told.")
        return redirect("office:request", found.pk)
    shown = {
        "asked": found,
        "kind": RequestKind(found.kind),
        "status": RequestStatus(found.status),
        "deciding": deciding,
        "managing": rules.may_manage(user),
        "reading": rules.may_read_requester(user),
        "needs": _needs(found),
        "sheet": SignatureSheet.objects.filter(requester__request=found).defer("content").first(),
        "way": WAYS.get(found.way, ""),
        "outcome": Outcome(found.outcome) if found.outcome else None,
        "outcomes": [each for each in Outcome if rules.fits(found, each)],
        "form": form,
    }
    return page(request, "request", _to_meeting(found.meeting), _to_queue(found.meeting), found.reference, **shown)


def _decide(request: HttpRequest, found: Request, form: DecisionForm) -> None:
    user, at, given = somebody(request), received_at(request), form.cleaned_data
    if given["decision"] == "accept":
        operations.accept(request_id=found.pk, by=user, at=at)
    else:
        operations.decline(request_id=found.pk, reason=given["reason"], by=user, at=at)


@require_POST
def outcome(request: HttpRequest, request_id: int) -> HttpResponse:
    """Record what came of a request at the meeting."""
    user, found, form = somebody(request), _request(request_id), OutcomeForm(request.POST)
    require(rules.may_manage(user))
    if form.is_valid():
        chosen = Outcome(form.cleaned_data["outcome"])
        operations.record_outcome(request_id=found.pk, outcome=chosen, by=user, at=received_at(request))
        messages.success(request, "What came of it is recorded.")
    else:
        messages.error(request, "Choose what came of it. Nothing was saved.")
    return redirect("office:request", found.pk)


def _needs(found: Request) -> list[str]:
    """What helps whoever asked, in words; nothing once they are forgotten."""
    requester = getattr(found, "requester", None)
    return [Need(need).sentence for need in requester.needs] if requester else []


def _meeting(meeting_id: int) -> Meeting:
    return get_object_or_404(Meeting.objects.select_related("organization"), pk=meeting_id)


def _request(request_id: int) -> Request:
    return get_object_or_404(queries.of_people(), pk=request_id)


def _to_meeting(found: Meeting) -> Step:
    return f"{found.organization.name}, {long_day(found.starts_at)}", reverse("office:meeting", args=[found.pk])


def _to_queue(found: Meeting) -> Step:
    return "Requests", reverse("office:meeting-requests", args=[found.pk])
