"""May somebody work on what residents ask? The reason for a refusal is what the page prints."""

from __future__ import annotations

from datetime import date

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import Allowed, Refused, may
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.models.requests import Request
from folkmoot.apps.committees.rules.seats import may_at, may_preside
from folkmoot.apps.committees.terms.requests import ENDED, Outcome, RequestKind, RequestStatus


def may_manage(user: User | None) -> Allowed | Refused:
    """Whether somebody may accept, order and answer requests; None is the machine itself."""
    return Allowed() if user is None else may(user, Permission.MANAGE_REQUESTS)


def may_see(user: User, meeting: Meeting) -> Allowed | Refused:
    """Whether somebody may see what was asked of a meeting, by name and subject: clerks, and its chair and deputy."""
    return may_at(user, Permission.SEE_REQUESTS, meeting)


def may_read_requester(user: User) -> Allowed | Refused:
    """Whether somebody may read addresses and needs."""
    return may(user, Permission.READ_REQUESTERS)


def may_decide(user: User | None, request: Request, on: date) -> Allowed | Refused:
    """Whether somebody may, on a day, accept or decline this request: a late one its chair, any other the clerk."""
    if request.status in ENDED:
        return Refused(f"The request is {request.status}; that is final.")
    if request.status == RequestStatus.LATE and user is not None:
        return may_preside(user, Permission.DECIDE_LATE_REQUESTS, request.meeting, on)
    return may_manage(user)


def fits(request: Request, outcome: Outcome) -> Allowed | Refused:
    """Whether that can have come of the request."""
    if request.status not in (RequestStatus.ACCEPTED, RequestStatus.OFFERED):
        return Refused(f"Nothing came of it at the meeting: the request is {request.status}.")
    answers = (Outcome.ANSWERED, Outcome.TO_BE_ANSWERED)
    if outcome in answers and request.kind != RequestKind.QUESTION:
        return Refused("Only a question is answered.")
    return Allowed()
