"""Which meetings wait to be recorded, and which minutes are not signed yet."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.terms import MeetingStatus, Provenance
from folkmoot.apps.minutes import rules
from folkmoot.apps.minutes.models import Sitting
from folkmoot.apps.minutes.terms import Standing

_MEETS = (MeetingStatus.CONFIRMED, MeetingStatus.MOVED, MeetingStatus.HELD)


def to_record(until: datetime) -> QuerySet[Meeting]:
    """Meetings that begin before a moment and whose record is not begun, the earliest first; printed ones are not."""
    rows = Meeting.objects.filter(starts_at__lt=until, status__in=_MEETS, sitting__isnull=True)
    return rows.exclude(provenance=Provenance.PRINTED).select_related("organization").order_by("starts_at")


def unsigned() -> list[tuple[Sitting, Standing]]:
    """Records whose minutes are not signed, and how far they have come; the earliest first, printed ones are not."""
    rows = Sitting.objects.filter(signature__isnull=True).exclude(provenance=Provenance.PRINTED)
    found = rows.select_related("meeting__organization").order_by("meeting__starts_at")
    return [(row, rules.standing(row)) for row in found]
