"""The clerk's and the chair's verbs on what residents ask, and the machine's: to remind and to forget."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.operations.mail import post
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.models.requests import Petition, Request, Requester, Room
from folkmoot.apps.committees.queries import letters
from folkmoot.apps.committees.queries import requests as queries
from folkmoot.apps.committees.rules import requests as rules
from folkmoot.apps.committees.terms.requests import Outcome, RequestKind, RequestStatus

REMIND_BEFORE = timedelta(hours=25)  # the day before, also when the clocks change


class NoReason(ValueError):
    """A request was declined without saying why."""


class UnknownRequest(ValueError):
    """A new order of speakers does not name exactly those who are called."""


class NotReplied(ValueError):
    """A petition is to be published before it was answered."""


@transaction.atomic
def accept(*, request_id: int, by: User | None, at: datetime) -> Request:
    """Accept a request; one for a place is offered it, or waits. NotAllowed for a late one, save for the chair."""
    request = _locked(request_id)
    require(rules.may_decide(by, request, localdate(at)))
    if request.kind == RequestKind.ATTEND:
        request.status = place_for(request.meeting)
    else:
        request.status = RequestStatus.ACCEPTED
    return _decide(request, by, at)


@transaction.atomic
def decline(*, request_id: int, reason: str, by: User | None, at: datetime) -> Request:
    """Decline a request; whoever asked is told why. NoReason without a reason."""
    request = _locked(request_id)
    require(rules.may_decide(by, request, localdate(at)))
    if not reason.strip():
        raise NoReason("Say why: whoever asked is told the reason.")
    held = request.status == RequestStatus.OFFERED
    request.status, request.reason, request.slot = RequestStatus.DECLINED, reason.strip(), None
    _decide(request, by, at)
    if held:
        offer_places(meeting=request.meeting, at=at)
    return request


def _decide(request: Request, by: User | None, at: datetime) -> Request:
    request.decided_at, request.decided_by, request.changed_at = at, by, at
    request.save()
    note(by=by, did=Event.REQUEST_DECIDED, to=request, at=at)
    tell(request, letters.decided, f"decided-{request.status}", at)
    return request


@transaction.atomic
def order_speakers(
    *, meeting_id: int, requests: Sequence[int], minutes: Mapping[int, int | None], by: User | None, at: datetime
) -> None:
    """Put those who are called in an order, with the minutes each may speak. UnknownRequest unless all are named once.

    Whoever gets another place or another time is told.
    """
    require(rules.may_manage(by))
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    found = {each.pk: each for each in queries.in_turn(meeting)}
    if sorted(requests) != sorted(found):
        raise UnknownRequest("The new order must name each of those who are called once.")
    Request.objects.filter(meeting=meeting).update(slot=None)  # no two may hold one slot at any moment
    for slot, pk in enumerate(requests, 1):
        request, before = found[pk], (found[pk].slot, found[pk].minutes)
        request.slot, request.minutes = slot, minutes.get(pk)
        request.save()
        if (request.slot, request.minutes) != before:
            tell(request, letters.ordered, "ordered", at)
    note(by=by, did=Event.REQUESTS_ORDERED, to=meeting, at=at)


@transaction.atomic
def set_room(*, meeting_id: int, places: int, by: User | None, at: datetime) -> Room:
    """Say how many people the room holds. Places that are offered stay offered; more places go to those who wait."""
    require(rules.may_manage(by))
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    room, _ = Room.objects.update_or_create(meeting=meeting, defaults={"places": places})
    note(by=by, did=Event.ROOM_SET, to=room, at=at)
    offer_places(meeting=meeting, at=at)
    return room


def place_for(meeting: Meeting) -> RequestStatus:
    """What somebody gets who asks for a place now. Locks the meeting, so that no place goes twice."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    limit = queries.places(meeting)
    free = limit is None or queries.places_taken(meeting) < limit
    return RequestStatus.OFFERED if free else RequestStatus.WAITING


def offer_places(*, meeting: Meeting, at: datetime) -> int:
    """Give free places to those who wait, the first come first, and tell them, in the caller's transaction."""
    count = 0
    for request in queries.of_people().filter(meeting=meeting, status=RequestStatus.WAITING):
        if place_for(meeting) is not RequestStatus.OFFERED:
            break
        request.status = RequestStatus.OFFERED
        _decide(request, None, at)
        count += 1
    return count


@transaction.atomic
def count_signatures(*, request_id: int, verified: int, by: User | None, at: datetime) -> Petition:
    """Record how many signatures of a petition were found good. IntegrityError for more than were handed in."""
    petition = _petition(request_id, by)
    petition.verified = verified
    if petition.published_at is not None:
        advance_publication(at=at)
    return _answered(petition, Event.SIGNATURES_COUNTED, by, at)


@transaction.atomic
def refer_petition(*, request_id: int, to: str, by: User | None, at: datetime) -> Petition:
    """Record to whom a petition went."""
    petition = _petition(request_id, by)
    petition.referred_to, petition.referred_at = to, at
    return _answered(petition, Event.PETITION_ANSWERED, by, at)


@transaction.atomic
def reply_to_petition(*, request_id: int, reply: str, by: User | None, at: datetime) -> Petition:
    """Answer a petition; whoever organised it is told in the same words. NoReason without words."""
    petition = _petition(request_id, by)
    if not reply.strip():
        raise NoReason("Say what is done about the petition.")
    petition.reply, petition.replied_at = reply.strip(), at
    _answered(petition, Event.PETITION_ANSWERED, by, at)
    tell(petition.request, letters.replied, "replied", at)
    return petition


@transaction.atomic
def publish_petition(*, request_id: int, by: User | None, at: datetime) -> Petition:
    """Let the world read what a petition asked and what came of it; no name but its subject. NotReplied before that."""
    petition = _petition(request_id, by)
    if petition.replied_at is None:
        raise NotReplied("Answer the petition first; what came of it is published with the answer.")
    petition.published_at = at
    advance_publication(at=at)
    return _answered(petition, Event.PETITION_PUBLISHED, by, at)


def _answered(petition: Petition, did: Event, by: User | None, at: datetime) -> Petition:
    petition.save()
    note(by=by, did=did, to=petition, at=at)
    return petition


@transaction.atomic
def record_outcome(*, request_id: int, outcome: Outcome, by: User | None, at: datetime) -> Request:
    """Record what came of a request at the meeting. NotAllowed for one that was not to be heard."""
    request = _locked(request_id)
    require(rules.may_manage(by))
    require(rules.fits(request, outcome))
    request.outcome, request.changed_at = outcome, at
    request.save()
    note(by=by, did=Event.REQUEST_OUTCOME_RECORDED, to=request, at=at)
    return request


@transaction.atomic
def remind(*, at: datetime) -> int:
    """Write to those who are expected the day after; how many."""
    found = list(queries.to_remind(at, at + REMIND_BEFORE).select_for_update(of=("self",)))
    for request in found:
        request.reminded_at = at
        request.save()
        tell(request, letters.reminder, "reminder", at)
    return len(found)


@transaction.atomic
def forget_requesters(*, at: datetime) -> int:
    """Delete who asked, a file of signatures with them, and what they wrote, once the days of keeping are over.

    Returns how many were forgotten.
    What stays is that something was asked and what came of it, and the words of a petition that was published.
    """
    before = at - timedelta(days=settings.KEEP_REQUESTERS_DAYS)
    found = list(queries.to_forget(before).select_for_update(of=("self",)))
    for request in found:
        Requester.objects.filter(request=request).delete()
        published = Petition.objects.filter(request=request, published_at__isnull=False).exists()
        Petition.objects.filter(request=request).update(presenter="", evidence="")
        request.words = request.words if published else ""
        request.forgotten_at = at
        request.save()
        note(by=None, did=Event.REQUESTERS_FORGOTTEN, to=request, at=at)
    return len(found)


def tell(request: Request, letter: Callable[[Request], tuple[str, str]], what: str, at: datetime) -> None:
    """Write to whoever asked, in the caller's transaction; nobody is written to once they are forgotten."""
    requester = Requester.objects.filter(request=request).first()
    if requester is not None:
        subject, body = letter(request)
        reference = f"{request.reference}-{what}-{at:%Y%m%d%H%M%S%f}"
        post(reference=reference, to=requester.email, subject=subject, body=body, at=at)


def _locked(request_id: int) -> Request:
    return queries.of_people().select_for_update(of=("self",)).get(pk=request_id)


def _petition(request_id: int, by: User | None) -> Petition:
    require(rules.may_manage(by))
    rows = Petition.objects.select_related("request__meeting__organization")
    return rows.select_for_update(of=("self",)).get(request_id=request_id)
