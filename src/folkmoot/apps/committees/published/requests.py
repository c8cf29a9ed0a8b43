"""What the public site shows of requests: the forms of a meeting, a request to whoever has its link, and petitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.models.requests import Petition, Request, SignatureSheet
from folkmoot.apps.committees.published import MeetingLine, meeting_line
from folkmoot.apps.committees.queries import deadlines
from folkmoot.apps.committees.queries import requests as queries
from folkmoot.apps.committees.queries.letters import in_turn
from folkmoot.apps.committees.queries.requests import Window
from folkmoot.apps.committees.terms.requests import ENDED, Outcome, RequestKind, RequestStatus, WindowState


@dataclass(frozen=True, slots=True)
class FormView:
    """A form of a meeting: whether it takes requests now, until when, and why until then."""

    kind: RequestKind
    state: WindowState
    closes_at: datetime | None
    words: str  # four working days before the meeting
    reason: str  # Fri 5 Nov is four working days before Thu 11 Nov: ...
    rule_id: str
    source: str


@dataclass(frozen=True, slots=True)
class FormsView:
    """A meeting with its forms, its items to speak on, how long a statement may be, and how long we keep a name."""

    line: MeetingLine
    forms: tuple[FormView, ...]
    items: tuple[tuple[int, str], ...]
    petitions: tuple[PetitionView, ...]
    sides: int
    kept_days: int

    def form(self, kind: RequestKind) -> FormView:
        """The form of a kind."""
        return next(form for form in self.forms if form.kind is kind)


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """A request as whoever asked sees it. `typed` is what stands in the form's fields."""

    reference: str
    line: MeetingLine
    kind: RequestKind
    status: RequestStatus
    received_at: datetime
    closes_at: datetime | None
    late: bool
    reason: str
    turn: str
    outcome: Outcome | None
    reply_due: date | None
    referred_to: str
    reply: str
    sheet: str
    may_withdraw: bool
    may_change: bool
    may_reword: bool
    typed: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PetitionView:
    """A petition that was published: what it asked, how many signed, and what came of it. It names nobody.

    `verified` of the signatures handed in were found good; None where nobody counted them.
    """

    subject: str
    words: str
    signatures: int
    verified: int | None
    referred_to: str
    reply: str
    published_at: datetime


def forms(meeting_id: int, *, at: datetime) -> FormsView | None:
    """The forms of a meeting at a moment; None where the public knows of no such meeting."""
    line = meeting_line(meeting_id)
    if line is None:
        return None
    meeting = Meeting.objects.select_related("organization").get(pk=meeting_id)
    found = deadlines(meeting)
    items = meeting.items.exclude(number="").values_list("pk", "number", "title")
    return FormsView(
        line=line,
        forms=tuple(_form(queries.window(meeting, kind, at, found=found)) for kind in RequestKind),
        items=tuple((pk, f"{number}. {title}") for pk, number, title in items),
        petitions=petitions(meeting_id),
        sides=queries.sides_allowed(meeting),
        kept_days=settings.KEEP_REQUESTERS_DAYS,
    )


def own(link: str, *, at: datetime) -> OwnRequest | None:
    """The request that a link leads to; None where it leads to nothing any more."""
    row = queries.by_link(link)
    line = meeting_line(row.meeting_id) if row else None
    if row is None or line is None:
        return None
    petition: Petition | None = getattr(row, "petition", None)
    to_come = at < row.meeting.starts_at
    return OwnRequest(
        reference=row.reference,
        line=line,
        kind=RequestKind(row.kind),
        status=RequestStatus(row.status),
        received_at=row.received_at,
        closes_at=row.closes_at,
        late=row.late,
        reason=row.reason,
        turn=in_turn(row) if row.slot else "",
        outcome=Outcome(row.outcome) if row.outcome else None,
        reply_due=petition.reply_due if petition else None,
        referred_to=petition.referred_to if petition else "",
        reply=petition.reply if petition else "",
        sheet=_sheet_of(row),
        may_withdraw=to_come and row.status not in ENDED,
        may_change=queries.may_change(row, at),
        may_reword=queries.may_reword(row, at),
        typed=_typed(row, petition),
    )


def petitions(meeting_id: int) -> tuple[PetitionView, ...]:
    """The petitions of a meeting whose outcome is published, as they came."""
    rows = Petition.objects.filter(request__meeting_id=meeting_id, published_at__isnull=False)
    return tuple(
        PetitionView(
            row.request.subject, row.request.words, row.signatures, row.verified, row.referred_to,
            row.reply, row.published_at,
        )
        for row in rows.select_related("request").order_by("pk") if row.published_at
    )  # fmt: skip


def _sheet_of(row: Request) -> str:
    """What the file of signatures is called that came with a petition; empty where none did."""
    return SignatureSheet.objects.filter(requester__request=row).values_list("name", flat=True).first() or ""


def _form(found: Window) -> FormView:
    deadline = found.deadline
    return FormView(
        kind=found.kind,
        state=found.state,
        closes_at=found.closes_at,
        words=deadline.rule.words if deadline else "",
        reason=deadline.count.reason if deadline else "",
        rule_id=deadline.rule.id if deadline else "",
        source=deadline.rule.source if deadline else "",
    )


def _typed(row: Request, petition: Petition | None) -> dict[str, Any]:
    requester = row.requester
    found: dict[str, Any] = {name: getattr(row, name) for name in ("subject", "words", "way")}
    found |= {
        name: getattr(requester, name) for name in ("name", "email", "telephone", "on_behalf_of", "needs", "needs_note")
    }
    found["item"] = row.item_id or ""
    if petition:
        found |= {name: getattr(petition, name) for name in ("signatures", "evidence", "presenter")}
    return found
