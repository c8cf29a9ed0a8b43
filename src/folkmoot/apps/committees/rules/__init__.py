"""May somebody change this record? The reason for a refusal is what the page prints."""

from __future__ import annotations

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import Allowed, Refused, may
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.terms import NEXT_STATUS, MeetingStatus, Provenance

PRINTED = "This record is as printed in a published document; it is kept unchanged."


def may_manage_committees(user: User | None) -> Allowed | Refused:
    """Whether somebody may keep bodies, people and rules; None is the machine itself, loading a sample."""
    return Allowed() if user is None else may(user, Permission.MANAGE_COMMITTEES)


def may_link_accounts(user: User | None) -> Allowed | Refused:
    """Whether somebody may say whose account it is: who manages accounts; None is the machine itself."""
    return Allowed() if user is None else may(user, Permission.MANAGE_ACCOUNTS)


def may_manage_meetings(user: User | None) -> Allowed | Refused:
    """Whether somebody may call meetings and keep agendas; None is the machine itself, loading a sample."""
    return Allowed() if user is None else may(user, Permission.MANAGE_MEETINGS)


def may_change_meeting(user: User | None, meeting: Meeting) -> Allowed | Refused:
    """Whether somebody may change a meeting that stands: never a printed one, once it is loaded."""
    if user is not None and meeting.provenance == Provenance.PRINTED:
        return Refused(PRINTED)
    return may_manage_meetings(user)


def may_pass(meeting: Meeting, status: MeetingStatus) -> Allowed | Refused:
    """Whether a meeting may pass from its status to another."""
    allowed = NEXT_STATUS[MeetingStatus(meeting.status)]
    if status in allowed:
        return Allowed()
    if not allowed:
        return Refused(f"The meeting is {meeting.status}; that is final.")
    able = ", ".join(sorted(allowed))
    return Refused(f"The meeting is {meeting.status} and cannot become {status.value}; it can become {able}.")


def may_keep_register(user: User | None) -> Allowed | Refused:
    """Whether somebody may keep the register of interests; None is the machine itself, loading a sample."""
    return Allowed() if user is None else may(user, Permission.KEEP_REGISTER)
