"""The list of what a meeting decided, which can be public on the day itself; nothing of what is withheld."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from folkmoot.apps.committees.queries import meeting_day
from folkmoot.apps.committees.terms import PUBLIC_STATUSES, Provenance
from folkmoot.apps.minutes import queries
from folkmoot.apps.minutes.models import Minute, Sitting
from folkmoot.apps.minutes.queries.drafting import result_of


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What a meeting decided on an item: how it left it, and each motion with what the vote came to."""

    number: str
    title: str
    outcome: str
    motions: tuple[tuple[str, str], ...]
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionsView:
    """The list of a meeting's decisions, as recorded in the room; the minutes may word them more fully."""

    meeting_id: int
    committee: str
    held_on: date
    first_at: datetime
    decisions: tuple[DecisionView, ...]
    invented: bool


def decisions(meeting_id: int) -> DecisionsView | None:
    """What a meeting decided, once the list is published; nothing of what is withheld. None before."""
    rows = Sitting.objects.filter(
        meeting=meeting_id, decisions_at__isnull=False, meeting__status__in=[each.value for each in PUBLIC_STATUSES]
    )
    sitting = rows.select_related("meeting__organization").first()
    if sitting is None or sitting.decisions_at is None:
        return None
    minutes = sitting.minutes.filter(withheld="").prefetch_related("motions__vote", "actions", "nominations__nominee")
    return DecisionsView(
        meeting_id=meeting_id,
        committee=sitting.meeting.organization.name,
        held_on=meeting_day(sitting.meeting),
        first_at=sitting.decisions_at,
        decisions=tuple(each for each in map(_decision, minutes) if each.outcome or each.motions or each.actions),
        invented=sitting.provenance == Provenance.INVENTED,
    )


def decided() -> tuple[DecisionsView, ...]:
    """Every published list of decisions, the newest first."""
    keys = Sitting.objects.filter(decisions_at__isnull=False).order_by("-decisions_at", "-id")
    return tuple(filter(None, map(decisions, keys.values_list("meeting_id", flat=True))))


def _decision(minute: Minute) -> DecisionView:
    voted = [(row, row.vote) for row in minute.motions.all() if hasattr(row, "vote") and not row.withdrawn]
    elected = [f"{row.nominee.called}, {row.post}" for row in minute.nominations.all() if row.elected]
    outcome = queries.outcome_of(minute)
    return DecisionView(
        number=minute.number,
        title=minute.title,
        outcome=f"{outcome}: {'; '.join(elected)}" if elected else outcome,
        motions=tuple((row.text, result_of(vote)) for row, vote in voted),
        actions=tuple(row.text for row in minute.actions.all()),
    )
