"""May somebody compute, approve, release or withdraw? The reason for a refusal is what the page prints.

The machine itself (None) computes, and carries to its release only what is invented or printed already: all else a
second person approves.
"""

from __future__ import annotations

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import Allowed, Refused, may
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.measures.models import Vintage
from folkmoot.apps.measures.terms import State


def may_compute(user: User | None) -> Allowed | Refused:
    """Whether somebody may compute measures and set targets."""
    return Allowed() if user is None else may(user, Permission.COMPUTE_MEASURES)


def may_see_exact(user: User) -> Allowed | Refused:
    """Whether somebody may read values before the disclosure rule was applied."""
    computes = may(user, Permission.COMPUTE_MEASURES)
    return computes or may(user, Permission.APPROVE_MEASURES)


def may_submit(user: User | None, vintage: Vintage) -> Allowed | Refused:
    """Whether a vintage may be submitted for approval, once."""
    return _in_state(vintage, State.DRAFT) and may_compute(user)


def may_approve(user: User | None, vintage: Vintage) -> Allowed | Refused:
    """Whether somebody may approve a vintage: nobody who computed or submitted it."""
    if user is not None and user.pk in (vintage.computed_by_id, vintage.submitted_by_id):
        return Refused("Who computed or submitted a vintage does not approve it; a second person looks at it.")
    return _in_state(vintage, State.SUBMITTED) and _trusted(user, vintage)


def may_release(user: User | None, vintage: Vintage) -> Allowed | Refused:
    """Whether a vintage may be released, at once or from a time on."""
    return _in_state(vintage, State.APPROVED) and _trusted(user, vintage)


def may_withdraw(user: User | None, vintage: Vintage) -> Allowed | Refused:
    """Whether a vintage may be withdrawn, at any step and once."""
    if vintage.state is State.WITHDRAWN:
        return Refused(f"Vintage {vintage.pk} is withdrawn already.")
    return _trusted(user, vintage)


def _trusted(user: User | None, vintage: Vintage) -> Allowed | Refused:
    if user is not None:
        return may(user, Permission.APPROVE_MEASURES)
    if all(row.invented or row.printed for row in vintage.measures.all()):
        return Allowed()
    return Refused("Only what is invented, or printed already, is approved and released without a second person.")


def _in_state(vintage: Vintage, state: State) -> Allowed | Refused:
    if vintage.state is state:
        return Allowed()
    is_now = "still a draft" if vintage.state is State.DRAFT else str(vintage.state)
    return Refused(f"Vintage {vintage.pk} is {is_now}; this needs one that is {state}.")
