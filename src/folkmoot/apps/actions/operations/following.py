"""Actions: recorded once from where they were asked for, reported on until they are closed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.actions import rules
from folkmoot.apps.actions.models import Action, Progress
from folkmoot.apps.actions.terms import ActionState
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.terms import Provenance


@transaction.atomic
def record_action(
    *,
    meeting_id: int,
    origin: str,
    text: str,
    owner: str,
    due: date | None,
    by: User | None,
    at: datetime,
    anchor: str = "",
    order: int = 0,
    provenance: Provenance = Provenance.RECORDED,
) -> Action:
    """Follow what was asked for at a meeting. The same origin twice changes nothing: an action keeps its words.

    Only a printed record may lack an owner or a day (the database refuses the rest).
    """
    require(rules.may_follow_up(by))
    meeting = Meeting.objects.get(pk=meeting_id)
    action, fresh = Action.objects.get_or_create(
        meeting=meeting,
        origin=origin,
        anchor=anchor,
        order=order,
        defaults={
            "organization_id": meeting.organization_id, "text": text, "owner": owner, "due": due,
            "provenance": provenance,
        },
    )  # fmt: skip
    if fresh:
        note(by=by, did=Event.ACTION_RECORDED, to=action, at=at)
        advance_publication(at=at)
    return action


@transaction.atomic
def report_progress(
    *,
    action_id: int,
    words: str,
    by: User | None,
    at: datetime,
    state: ActionState = ActionState.OPEN,
    evidence: str = "",
) -> Progress:
    """Say how an action stands, with a link to the evidence; done or dropped closes it on the day."""
    action = Action.objects.select_for_update().get(pk=action_id)
    require(rules.may_report_progress(by, action))
    if state is not ActionState.OPEN:
        action.state, action.closed_on = state, timezone.localdate(at)
        action.save()
    progress = Progress.objects.create(action=action, words=words, evidence=evidence, state=state, at=at, by=by)
    note(by=by, did=Event.PROGRESS_REPORTED, to=progress, at=at)
    advance_publication(at=at)
    return progress
