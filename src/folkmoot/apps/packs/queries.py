"""Reads of packs for officers: every version, published or not, public or restricted."""

from __future__ import annotations

from django.db.models import QuerySet

from folkmoot.apps.packs.models import PackVersion
from folkmoot.apps.packs.terms import PackKind


def versions(meeting_id: int, kind: PackKind) -> QuerySet[PackVersion]:
    """Every version of one of a meeting's packs, the newest first."""
    return (
        PackVersion.objects.filter(pack__meeting=meeting_id, pack__kind=kind)
        .select_related("pack__meeting__organization", "built_by", "published_by")
        .order_by("-number")
    )


def problems(meeting_id: int, kind: PackKind) -> tuple[str, ...]:
    """What stands in the way of building a pack, one sentence a part; empty when it is ready."""
    return ()
