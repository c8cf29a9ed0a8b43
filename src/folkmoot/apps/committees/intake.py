"""Verbs of committees that are open to everybody: to ask something of a meeting, to change it, to withdraw it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from folkmoot.adapters.feeds import signatures
from folkmoot.adapters.typeset import measuring
from folkmoot.apps.accounts.intake import GoneLink, Visitor, admit
from folkmoot.apps.accounts.operations import note
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.committees.models import AgendaItem, Meeting
from folkmoot.apps.committees.models.requests import Petition, Request, Requester, SignatureSheet
from folkmoot.apps.committees.operations.requests import offer_places, place_for, tell
from folkmoot.apps.committees.queries import letters
from folkmoot.apps.committees.queries import requests as queries
from folkmoot.apps.committees.queries.requests import Window
from folkmoot.apps.committees.terms import PUBLIC_STATUSES
from folkmoot.apps.committees.terms.requests import ENDED, Need, RequestKind, RequestStatus, Way, WindowState

A_DOZEN_LETTERS = 12
LONGEST_NAME = 160
BadSheet = signatures.Unsuitable


class NoMeeting(LookupError):
    """There is no such meeting that the public knows of."""


class Closed(RuntimeError):
    """It is too late to ask, or this is not asked for; the message says why."""


class TooLong(ValueError):
    """A statement is longer than the rule allows; the message says by how much."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody typed. `item` is the key of an agenda item, `signatures` and what follows are a petition's.

    `sheet` is the name and the content of its file of signatures.
    """

    kind: RequestKind
    name: str
    email: str
    subject: str = ""
    words: str = ""
    item: int | None = None
    way: Way | None = None
    telephone: str = ""
    on_behalf_of: str = ""
    needs: tuple[Need, ...] = ()
    needs_note: str = ""
    signatures: int = 0
    evidence: str = ""
    presenter: str = ""
    sheet: tuple[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What somebody gets who asked: the reference to quote, and the link by which to come back."""

    reference: str
    link: str
    status: RequestStatus


def ask(*, meeting_id: int, wish: Wish, key: str, visitor: Visitor, at: datetime) -> Receipt:
    """Ask something of a meeting. `key` is the form's own: sent twice, it is one request, and the first one stands.

    In time by the server's receipt, or late and then for the chair. Closed when the meeting takes no more; TooLong for
    a statement of more sides than rule P2 allows; BadSheet for a file of signatures that cannot be taken; TooMany as
    `admit`; NoMeeting.
    """
    admit(visitor=visitor, at=at)
    reference = _reference(key)
    try:
        with transaction.atomic():
            request = _ask(meeting_id, wish, reference, at)
    except IntegrityError:
        request = Request.objects.get(reference=reference)
    return _receipt(request)


def _ask(meeting_id: int, wish: Wish, reference: str, at: datetime) -> Request:
    meeting = _meeting(meeting_id)
    window = queries.window(meeting, wish.kind, at)
    _require_open(window)
    check_length(meeting, wish.words)
    request = Request.objects.create(
        reference=reference,
        meeting=meeting,
        item=AgendaItem.objects.filter(meeting=meeting, pk=wish.item or 0).first(),
        kind=wish.kind,
        way=wish.way or "",
        subject=wish.subject,
        words=wish.words,
        status=_first_status(meeting, window),
        received_at=at,
        closes_at=window.closes_at,
        rule_id=window.deadline.rule.id if window.deadline else "",
        changed_at=at,
    )
    requester = Requester.objects.create(request=request, **_person(wish))
    keep_sheet(requester, wish, at)
    if wish.kind is RequestKind.PETITION:
        due = queries.reply_due(meeting, at)
        Petition.objects.create(request=request, reply_due=due, **_petition(wish))
    note(by=None, did=Event.REQUEST_RECEIVED, to=request, at=at)
    tell(request, letters.received, "received", at)
    return request


def _first_status(meeting: Meeting, window: Window) -> RequestStatus:
    if window.state is WindowState.LATE:
        return RequestStatus.LATE
    return place_for(meeting) if window.kind is RequestKind.ATTEND else RequestStatus.RECEIVED


def _require_open(window: Window) -> None:
    if window.state is WindowState.CLOSED:
        raise Closed("This meeting takes no more requests. Nothing was sent.")
    if window.state is WindowState.NO_RULE:
        raise Closed("The committee has no rule about this; ask its officer. Nothing was sent.")


def check_length(meeting: Meeting, words: str) -> None:
    """TooLong where the words, set in 11 point on A4, fill more sides than the rule allows."""
    if not words:
        return
    allowed = queries.sides_allowed(meeting)
    found = measuring.measure(words, Path(settings.FONTS))
    if found.count > allowed:
        raise TooLong(
            f"Your statement fills {found.count} sides of A4, and at most {_sides(allowed)} may be sent. "
            f"Set in {measuring.SIZE}, it is {_lines(found.lines_beyond(allowed))} too long. Shorten it and send it."
        )


def keep_sheet(requester: Requester, wish: Wish, at: datetime) -> None:
    """Keep the file of signatures in place of one that came before; BadSheet where it cannot be taken."""
    if wish.sheet is None or wish.kind is not RequestKind.PETITION:
        return
    name, content = wish.sheet
    found = signatures.judge(content, name)
    kept = {"name": name[-LONGEST_NAME:], "kind": found.kind, "count": found.count, "size": len(content)}
    SignatureSheet.objects.update_or_create(
        requester=requester, defaults={**kept, "content": content, "received_at": at}
    )


def change(*, link: str, wish: Wish, at: datetime) -> Receipt:
    """Change what was asked. GoneLink; Closed when the time for it is over; TooLong and BadSheet as `ask`.

    Subject and words can be changed while their form is open; who asks, and what they need, until the meeting.
    """
    with transaction.atomic():
        request = _own(link)
        if request.status in ENDED or at >= request.meeting.starts_at:
            raise Closed("This request can no longer be changed.")
        if queries.may_change(request, at):
            request.subject, request.way = wish.subject, wish.way or ""
            Petition.objects.filter(request=request).update(**_petition(wish))
            keep_sheet(request.requester, wish, at)
        if queries.may_reword(request, at):
            check_length(request.meeting, wish.words)
            request.words = wish.words
        request.changed_at = at
        request.save()
        Requester.objects.filter(request=request).update(**_person(wish))
        note(by=None, did=Event.REQUEST_CHANGED, to=request, at=at)
    return _receipt(request)


@transaction.atomic
def withdraw(*, link: str, at: datetime) -> Receipt:
    """Withdraw what was asked; a place in the room goes to whoever waits. GoneLink; Closed once the meeting began."""
    request = _own(link)
    if at >= request.meeting.starts_at:
        raise Closed("The meeting has begun; there is nothing left to withdraw.")
    if request.status not in ENDED:
        held = request.status == RequestStatus.OFFERED
        request.status, request.slot, request.changed_at = RequestStatus.WITHDRAWN, None, at
        request.save()
        note(by=None, did=Event.REQUEST_WITHDRAWN, to=request, at=at)
        if held:
            offer_places(meeting=request.meeting, at=at)
    return _receipt(request)


def _own(link: str) -> Request:
    found = queries.by_link(link)
    if found is None:
        raise GoneLink("This link leads to nothing any more.")
    return queries.of_people().select_for_update(of=("self",)).get(pk=found.pk)


def _meeting(meeting_id: int) -> Meeting:
    found = Meeting.objects.filter(pk=meeting_id, status__in=list(PUBLIC_STATUSES)).select_related("organization")
    meeting = found.first()
    if meeting is None:
        raise NoMeeting(f"There is no meeting {meeting_id}.")
    return meeting


def _receipt(request: Request) -> Receipt:
    return Receipt(request.reference, queries.link_of(request), RequestStatus(request.status))


def _reference(key: str) -> str:
    """Twelve letters and figures in groups of four, of an alphabet in which none looks like another."""
    made = base64.b32encode(hashlib.sha256(key.encode()).digest()).decode()[:A_DOZEN_LETTERS]
    return "-".join((made[:4], made[4:8], made[8:]))


def _person(wish: Wish) -> dict[str, object]:
    return {
        "name": wish.name, "email": wish.email, "telephone": wish.telephone, "on_behalf_of": wish.on_behalf_of,
        "needs": list(wish.needs), "needs_note": wish.needs_note,
    }  # fmt: skip


def _petition(wish: Wish) -> dict[str, object]:
    return {"signatures": wish.signatures, "evidence": wish.evidence, "presenter": wish.presenter}


def _sides(count: int) -> str:
    return "one" if count == 1 else str(count)


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"
