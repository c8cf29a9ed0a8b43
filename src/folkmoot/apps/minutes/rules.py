"""May somebody keep these minutes, and can they be published? The reason is what the page prints."""

from __future__ import annotations

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import Allowed, Refused, may
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.committees.rules import PRINTED
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.minutes.models import Action, Sitting


def may_keep_minutes(user: User | None) -> Allowed | Refused:
    """Whether somebody may record attendance, decisions and minutes; None is the machine itself, loading a sample."""
    return Allowed() if user is None else may(user, Permission.KEEP_MINUTES)


def may_change_minutes(user: User | None, sitting: Sitting) -> Allowed | Refused:
    """Whether somebody may change the minutes of a sitting: never printed ones, once they are imported."""
    if user is not None and sitting.provenance == Provenance.PRINTED:
        return Refused(PRINTED)
    return may_keep_minutes(user)


def unstated(action: Action) -> tuple[str, ...]:
    """What an action does not say, a sentence each; nothing is filled in for it."""
    found = () if action.owner else ("The owner is not stated.",)
    return found if action.due else (*found, "The date by which it is due is not stated.")


def unready(sitting: Sitting) -> tuple[str, ...]:
    """What keeps recorded minutes from being published, a sentence each, which says how to mend it."""
    actions = Action.objects.filter(minute__sitting=sitting).select_related("minute").order_by("minute", "order")
    return tuple(
        f"Minute {action.minute.number}, action {action.key}: {fault} Ask the committee, and record it."
        for action in actions
        for fault in unstated(action)
    )
