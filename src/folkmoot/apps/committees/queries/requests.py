"""Reads of what residents ask: until when a form is open and why, what waits for whom, and who said what to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.signing import BadSignature, Signer
from django.db.models import Count, F, Q, QuerySet

from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.models.requests import Request, Room
from folkmoot.apps.committees.queries import closed_days, deadlines, meeting_day, rule
from folkmoot.apps.committees.terms import MeetingStatus, Provenance
from folkmoot.apps.committees.terms.requests import (
    ENDED,
    IN_TURN,
    KEEPS_TIME_OF,
    STANDING,
    RequestKind,
    RequestStatus,
    Way,
    WindowState,
)
from folkmoot.methods.calendars.counting import LONDON, at_clock, in_time, working_days_after
from folkmoot.methods.calendars.notice import Deadline

LAST_MOMENT = time(23, 59, 59, 999999)
TAKES_REQUESTS = frozenset({MeetingStatus.CONFIRMED, MeetingStatus.MOVED})


@dataclass(frozen=True, slots=True)
class Window:
    """Whether a form takes requests at a moment, until when, and the deadline that says why."""

    kind: RequestKind
    state: WindowState
    closes_at: datetime | None = None
    deadline: Deadline | None = None


def window(meeting: Meeting, kind: RequestKind, at: datetime, *, found: Sequence[Deadline] | None = None) -> Window:
    """Whether somebody may ask this of a meeting now. `found` are its deadlines, where they are worked out already.

    Open until the moment of the rule in force; then late, which the chair decides on, until the meeting begins.
    """
    times = {each.rule.kind: each for each in (deadlines(meeting) if found is None else found)}
    deadline = times.get(KEEPS_TIME_OF[kind])
    closes_at = _closes_at(deadline) if deadline else None
    if at >= meeting.starts_at or meeting.status not in TAKES_REQUESTS or meeting.provenance == Provenance.PRINTED:
        return Window(kind, WindowState.CLOSED, closes_at, deadline)
    if closes_at is None:
        return Window(kind, WindowState.NO_RULE)
    return Window(kind, WindowState.OPEN if in_time(at, closes_at) else WindowState.LATE, closes_at, deadline)


def _closes_at(deadline: Deadline) -> datetime:
    """The rule's hour on its day; where it names none, the whole day is in time."""
    return deadline.at or at_clock(deadline.day, LAST_MOMENT)


def sides_allowed(meeting: Meeting) -> int:
    """How many sides of A4 a statement may fill, by rule P2; one where the rule does not say."""
    return _parameter(meeting, "P2", "sides", meeting_day(meeting)) or 1


def reply_due(meeting: Meeting, received_at: datetime) -> date | None:
    """By when a petitioner is told what is done, by rule P4; None where no rule says so."""
    received = received_at.astimezone(LONDON).date()
    days = _parameter(meeting, "P4", "days", received)
    return None if days is None else working_days_after(received, days, closed_days())


def places(meeting: Meeting) -> int | None:
    """How many people the room holds: what was set for the meeting, else rule P3; None where nothing limits it."""
    room = Room.objects.filter(meeting=meeting).first()
    return room.places if room else _parameter(meeting, "P3", "places", meeting_day(meeting))


def _parameter(meeting: Meeting, rule_id: str, name: str, on: date) -> int | None:
    found = rule(meeting.organization, rule_id, on=on)
    return found.parameters.get(name) if found else None


def places_taken(meeting: Meeting) -> int:
    """How many places are offered."""
    return Request.objects.filter(meeting=meeting, status=RequestStatus.OFFERED).count()


def link_of(request: Request) -> str:
    """The part of an address by which alone somebody can see, change and withdraw what they asked."""
    return _signer().sign(request.reference)


def by_link(link: str) -> Request | None:
    """The request of a link; None where the link is not ours, or whoever asked was forgotten."""
    try:
        reference = _signer().unsign(link)
    except BadSignature:
        return None
    return of_people().filter(reference=reference, requester__isnull=False).first()


def _signer() -> Signer:
    return Signer(sep=".", salt="committees.request")


def may_change(request: Request, at: datetime) -> bool:
    """Whether its subject may still change: until its own time, or, for a late one, until the chair decides."""
    if request.status in ENDED:
        return False
    if request.status == RequestStatus.LATE:
        return at < request.meeting.starts_at
    return window(request.meeting, RequestKind(request.kind), at).state is WindowState.OPEN


def may_reword(request: Request, at: datetime) -> bool:
    """Whether its words may still change: with its subject, or, in case the line fails, while statements are taken."""
    if may_change(request, at):
        return True
    online = request.kind == RequestKind.SPEAK and request.way == Way.VIRTUAL and request.status not in ENDED
    return online and window(request.meeting, RequestKind.STATEMENT, at).state is WindowState.OPEN


def of_people() -> QuerySet[Request]:
    """Requests with all that their pages show."""
    return Request.objects.select_related("meeting__organization", "item", "requester", "petition", "decided_by")


def queue(meeting: Meeting) -> QuerySet[Request]:
    """What was asked of a meeting: those called in turn by their slots, then the others as they came."""
    return of_people().filter(meeting=meeting).order_by(F("slot").asc(nulls_last=True), "received_at", "pk")


def late(at: datetime) -> QuerySet[Request]:
    """What waits for a chair: late requests of meetings to come."""
    return of_people().filter(status=RequestStatus.LATE, meeting__starts_at__gt=at).order_by("meeting__starts_at", "pk")


def waiting_for_clerk(meeting: Meeting) -> int:
    """How many requests of a meeting the clerk has to look at."""
    return Request.objects.filter(meeting=meeting, status=RequestStatus.RECEIVED).count()


def to_check(at: datetime) -> list[tuple[Meeting, int]]:
    """The meetings to come with requests that the clerk has to look at, and how many."""
    waits = Q(requests__status=RequestStatus.RECEIVED)
    rows = Meeting.objects.filter(starts_at__gt=at).annotate(waiting=Count("requests", filter=waits))
    found = rows.filter(waiting__gt=0).select_related("organization").order_by("starts_at")
    return [(meeting, meeting.waiting) for meeting in found]


def petitions_to_answer() -> QuerySet[Request]:
    """Accepted petitions whose organisers wait for a reply, the earliest day first."""
    rows = of_people().filter(petition__isnull=False, petition__replied_at=None, status=RequestStatus.ACCEPTED)
    return rows.order_by(F("petition__reply_due").asc(nulls_last=True), "pk")


def in_turn(meeting: Meeting) -> list[Request]:
    """Who is called at the meeting, in turn."""
    return [each for each in queue(meeting) if each.kind in IN_TURN and each.status == RequestStatus.ACCEPTED]


def to_remind(at: datetime, until: datetime) -> QuerySet[Request]:
    """Those expected at a meeting that begins before `until`, and not reminded yet."""
    expected = (RequestStatus.ACCEPTED, RequestStatus.OFFERED)
    return (
        of_people()
        .filter(status__in=expected, reminded_at__isnull=True, requester__isnull=False)
        .filter(meeting__starts_at__gt=at, meeting__starts_at__lte=until)
    )


def to_forget(before: datetime) -> QuerySet[Request]:
    """Those whose meeting ended before a moment; a petition is kept until it is answered."""
    rows = Request.objects.filter(meeting__starts_at__lt=before, forgotten_at__isnull=True)
    return rows.exclude(petition__isnull=False, petition__replied_at__isnull=True, status__in=STANDING)
