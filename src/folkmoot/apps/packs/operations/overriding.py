"""The verb by which somebody answers for publishing in spite of a finding of the gate."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.packs import rules
from folkmoot.apps.packs.models import Override
from folkmoot.apps.packs.queries.gate import gate, may_be_overridden
from folkmoot.apps.packs.terms import OverrideGround


class NoSuchFinding(ValueError):
    """The gate has no such finding, or it is one that nobody may override."""


@transaction.atomic
def override_finding(
    *,
    meeting_id: int,
    rule_id: str,
    subject: str,
    ground: OverrideGround,
    reason: str,
    decided_by: str,
    by: User | None,
    at: datetime,
) -> Override:
    """Let a pack be published in spite of a finding, on a ground, for a reason and by whose decision; all is printed.

    NoSuchFinding when the gate does not find it now, or when nobody may override it, as with a leak.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    require(rules.may_override(by))
    finding = gate(meeting, at=at).finding(rule_id, subject)
    if finding is None:
        raise NoSuchFinding("The gate finds nothing of that kind any more. Look at it again.")
    if not may_be_overridden(finding):
        raise NoSuchFinding(f"Nobody may override this: {finding.sentence}")
    row = Override.objects.create(
        meeting=meeting, rule_id=rule_id, subject=subject, ground=ground, reason=reason, decided_by=decided_by, by=by,
        at=at,
    )  # fmt: skip
    note(by=by, did=Event.RULE_OVERRIDDEN, to=row, at=at)
    return row
