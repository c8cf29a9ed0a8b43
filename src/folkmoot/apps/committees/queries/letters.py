"""The letters that go with a request: plain words, what happens next, and the link by which to come back."""

from __future__ import annotations

from folkmoot.apps.accounts.queries.mail import address
from folkmoot.apps.committees.models.requests import Request
from folkmoot.apps.committees.queries.requests import link_of
from folkmoot.apps.committees.terms.requests import RequestKind, RequestStatus, Way
from folkmoot.methods.calendars.counting import LONDON


def received(request: Request) -> tuple[str, str]:
    """Confirmation that a request came, with its reference."""
    kind = RequestKind(request.kind)
    return (
        f"We have your {kind.noun}: {request.reference}",
        _letter(
            request,
            f"Thank you. We received your {kind.noun} on {_moment(request)}.",
            RequestStatus(request.status).sentence,
            *_fallback(request),
        ),
    )


def decided(request: Request) -> tuple[str, str]:
    """What became of it."""
    kind, status = RequestKind(request.kind), RequestStatus(request.status)
    lines = [f"This is about your {kind.noun}, {request.reference}.", status.sentence]
    if request.reason and status is RequestStatus.DECLINED:
        lines.append(f"Why: {request.reason}")
    if status is RequestStatus.ACCEPTED and request.slot:
        lines.append(in_turn(request))
    return f"Your {kind.noun}: {status.label.lower()} ({request.reference})", _letter(request, *lines)


def ordered(request: Request) -> tuple[str, str]:
    """When somebody is called."""
    kind = RequestKind(request.kind)
    return f"When you are called: {request.reference}", _letter(
        request, f"This is about your {kind.noun}, {request.reference}.", in_turn(request)
    )


def reminder(request: Request) -> tuple[str, str]:
    """That the meeting is near."""
    kind = RequestKind(request.kind)
    how = "Join online; democratic services send you the way in." if request.way == Way.VIRTUAL else ""
    turn = in_turn(request) if request.slot else ""
    return f"The meeting is soon: {request.reference}", _letter(
        request, f"This is a reminder of your {kind.noun}, {request.reference}.", turn, how, *_fallback(request)
    )


def replied(request: Request) -> tuple[str, str]:
    """The answer to a petition."""
    return f"The answer to your petition: {request.reference}", _letter(
        request, f"This is the council's answer to your petition, {request.reference}.", request.petition.reply
    )


def meeting_changed(request: Request) -> tuple[str, str]:
    """That the meeting is moved, called anew or cancelled."""
    word = {"moved": "moved", "rescheduled": "to be called on another day"}.get(request.meeting.status, "cancelled")
    return f"The meeting is {word}: {request.reference}", _letter(
        request, f"The meeting that you asked something of is {word}. Your reference is {request.reference}.",
        "Its page on our site says more. If you no longer want to take part, you can withdraw by the link below.",
    )  # fmt: skip


def in_turn(request: Request) -> str:
    """You are number 2 of those who are called, and may speak for 3 minutes."""
    spoken = (
        f" You may speak for {request.minutes} minute{'' if request.minutes == 1 else 's'}." if request.minutes else ""
    )
    return f"You are number {request.slot} of those who are called." + spoken


def _fallback(request: Request) -> list[str]:
    if request.kind == RequestKind.SPEAK and request.way == Way.VIRTUAL and not request.words:
        return [
            "You asked to speak online. If the line fails, the committee can still read what you wanted to say: "
            "you can leave a written statement by the link below."
        ]
    return []


def _moment(request: Request) -> str:
    at = request.received_at.astimezone(LONDON)
    return f"{at.day} {at:%B %Y} at {at:%H:%M:%S}"


def _letter(request: Request, *lines: str) -> str:
    starts = request.meeting.starts_at.astimezone(LONDON)
    what = [f"Subject: {request.subject}"] if request.subject else []
    meeting = [
        f"Meeting: {request.meeting.organization.name}",
        f"{starts:%A} {starts.day} {starts:%B %Y}, {starts:%H:%M}, {request.meeting.venue}",
        *what,
    ]
    closing = [
        "To see, change or withdraw it:",
        address("public:request", link_of(request)),
        "Keep this link to yourself: whoever has it can do the same.",
    ]
    return "\n\n".join([*filter(None, lines), "\n".join(meeting), "\n".join(closing)]) + "\n"
