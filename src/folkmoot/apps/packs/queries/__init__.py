"""Reads of packs for officers: every version, published or not, public or restricted."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from folkmoot.adapters.store.files import Store
from folkmoot.apps.packs.models import PackVersion
from folkmoot.apps.packs.terms import Edition, PackKind


def store() -> Store:
    """Where files are kept."""
    return Store(Path(settings.STORE))


def versions(meeting_id: int, kind: PackKind) -> QuerySet[PackVersion]:
    """Every version of one of a meeting's packs, the newest first."""
    return (
        PackVersion.objects.filter(pack__meeting=meeting_id, pack__kind=kind)
        .select_related("pack__meeting__organization", "built_by", "published_by")
        .order_by("-number")
    )


def is_published(meeting_id: int, kind: PackKind) -> bool:
    """Whether any version of one of a meeting's packs is published."""
    return versions(meeting_id, kind).filter(published_at__isnull=False).exists()


def path(version: PackVersion, edition: Edition = Edition.STANDARD) -> Path:
    """Where the PDF of a version lies."""
    return store().path(version.sha256 if edition == Edition.STANDARD else version.large_print_sha256)


def file_name(version: PackVersion, edition: Edition = Edition.STANDARD) -> str:
    """Under which name a version's PDF is saved: isc-2021-11-11-agenda-pack-v2-large-print.pdf."""
    meeting = version.pack.meeting
    stem = (meeting.organization.code or meeting.organization.slug).lower()
    kind = "restricted-pack" if version.pack.kind == PackKind.RESTRICTED else "agenda-pack"
    large = "-large-print" if edition == Edition.LARGE_PRINT else ""
    return f"{stem}-{meeting.starts_at:%Y-%m-%d}-{kind}-v{version.number}{large}.pdf"
