"""What the verbs of minutes begin and end with: the sitting's row, locked; that something changed; what follows."""

from __future__ import annotations

from datetime import datetime

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.actions import operations as actions
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.minutes import rules
from folkmoot.apps.minutes.models import Action, Minute, Sitting


def sitting_to_change(sitting_id: int, by: User | None) -> Sitting:
    """The sitting, its row locked: whoever writes anything of the minutes takes turns on it. NotAllowed with why."""
    rows = Sitting.objects.select_for_update(of=("self",)).select_related("meeting__organization")
    sitting = rows.get(pk=sitting_id)
    require(rules.may_change_minutes(by, sitting))
    return sitting


def minute_to_change(minute_id: int, by: User | None) -> Minute:
    """A minute of a sitting that is locked."""
    sitting = sitting_to_change(Minute.objects.values_list("sitting_id", flat=True).get(pk=minute_id), by)
    minute = sitting.minutes.select_related("agenda_item", "organization").get(pk=minute_id)
    minute.sitting = sitting
    return minute


def changed(sitting: Sitting, at: datetime) -> None:
    """Something of a sitting is new: who watches will see it, and what the chair checked is to be checked again."""
    sitting.change += 1
    if sitting.published_at is None and sitting.checked_at is not None:
        sitting.sent_at = sitting.checked_at = sitting.checked_by = None
    sitting.save()
    if sitting.published_at or sitting.decisions_at:
        advance_publication(at=at)


def follow_up(sitting: Sitting, *, by: User | None, at: datetime) -> None:
    """Hand over what published minutes ask for to those who follow it. What is followed already stays as it is."""
    for asked in Action.objects.filter(minute__sitting=sitting).select_related("minute").order_by("minute", "order"):
        actions.record_action(
            meeting_id=sitting.meeting_id,
            origin=f"Minute {asked.minute.number}",
            anchor=asked.minute.key,
            order=asked.order,
            text=asked.text,
            owner=asked.owner,
            due=asked.due,
            provenance=Provenance(sitting.provenance),
            by=by,
            at=at,
        )
