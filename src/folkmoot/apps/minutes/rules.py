"""May somebody keep these minutes, and can they be published? The reason is what the page prints."""

from __future__ import annotations

from datetime import date

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import Allowed, Refused, may
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.actions.queries import left_open
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.rules import PRINTED
from folkmoot.apps.committees.rules.seats import may_at, may_preside
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.minutes.models import Action, Minute, Signature, Sitting
from folkmoot.apps.minutes.terms import Standing

SIGNED = "These minutes are signed and stay as they are. Record a correction beside the minute instead."
APPROVED = "These minutes are approved. Have them signed; a correction can then stand beside them."


def may_keep_minutes(user: User | None) -> Allowed | Refused:
    """Whether somebody may record attendance, decisions and minutes; None is the machine itself, loading a sample."""
    return Allowed() if user is None else may(user, Permission.KEEP_MINUTES)


def may_change_minutes(user: User | None, sitting: Sitting) -> Allowed | Refused:
    """Whether somebody may change the minutes of a sitting: printed ones never, others until they are approved."""
    if user is not None and sitting.provenance == Provenance.PRINTED:
        return Refused(PRINTED)
    how_far = standing(sitting)
    if how_far in (Standing.SIGNED, Standing.APPROVED):
        return Refused(SIGNED if how_far is Standing.SIGNED else APPROVED)
    return may_keep_minutes(user)


def may_read_minutes(user: User, meeting: Meeting) -> Allowed | Refused:
    """Whether somebody may read minutes before they are published: who keeps them, and who chairs or deputises."""
    return may_keep_minutes(user) or may_at(user, Permission.CHECK_MINUTES, meeting)


def may_check_minutes(user: User | None, sitting: Sitting, on: date) -> Allowed | Refused:
    """Whether somebody may say, on a day, that the chair has checked minutes which were sent to them.

    That is who presided at the meeting, else its chair, or the deputy in the chair's absence.
    """
    if standing(sitting) is not Standing.WITH_CHAIR:
        return Refused("Only minutes that are with the Chair can be checked. Send them first.")
    if user is None:
        return Allowed()
    if sitting.presiding is not None and sitting.presiding.account_id == user.pk:
        return may(user, Permission.CHECK_MINUTES)
    return may_preside(user, Permission.CHECK_MINUTES, sitting.meeting, on)


def standing(sitting: Sitting) -> Standing:
    """How far minutes have come. Printed ones are published, and nothing here says more of them."""
    if Signature.objects.filter(sitting=sitting).exists():
        return Standing.SIGNED
    if sitting.approved_in_id is not None:
        return Standing.APPROVED
    if sitting.published_at is not None:
        return Standing.PUBLISHED
    if sitting.checked_at is not None:
        return Standing.CHECKED
    return Standing.WITH_CHAIR if sitting.sent_at is not None else Standing.OPEN


def unstated(action: Action) -> tuple[str, ...]:
    """What an action does not say, a sentence each; nothing is filled in for it."""
    return left_open(action.owner, action.due)


def may_take_back(minute: Minute) -> Allowed | Refused:
    """Whether an item that was opened by mistake can be put back: the last one, with nothing recorded of it."""
    later = Minute.objects.filter(
        organization=minute.organization, suffix=minute.suffix, sequence__gt=minute.sequence
    ).exists()
    if later:
        return Refused("Only the minute with the highest number can be put back; a number is never given twice.")
    written = minute.revisions.exclude(content={}).exists()
    recorded = any(
        rows.exists()
        for rows in (
            minute.motions, minute.declarations, minute.questions, minute.exclusions, minute.actions,
            minute.nominations, minute.apologies,
        )
    )  # fmt: skip
    if written or recorded:
        return Refused("Something is recorded of this item already, so that it stays.")
    return Allowed()
