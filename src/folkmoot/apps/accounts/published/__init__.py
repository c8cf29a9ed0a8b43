"""What the world may know of accounts: when anything was last published."""

from __future__ import annotations

from datetime import datetime

from folkmoot.apps.accounts.models import Publication


def publication() -> tuple[int, datetime | None]:
    """How often anything was published, and when last; 0 and None before the first time."""
    return Publication.objects.values_list("number", "at").filter(pk=1).first() or (0, None)


def publication_number() -> int:
    """How often anything was published; 0 before the first time."""
    return publication()[0]


def last_published_at() -> datetime | None:
    """When anything was last published, or None."""
    return publication()[1]
