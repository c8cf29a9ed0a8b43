"""What somebody follows, to whoever has its link."""

from __future__ import annotations

from dataclasses import dataclass

from folkmoot.apps.accounts.queries import mail as queries
from folkmoot.apps.accounts.terms import Frequency


@dataclass(frozen=True, slots=True)
class Followed:
    """What somebody follows and how often they are told; not confirmed, they are told nothing yet."""

    label: str
    frequency: Frequency
    confirmed: bool


def followed(link: str) -> Followed | None:
    """What the link leads to; None where that has ended."""
    row = queries.by_link(link)
    return Followed(row.label, Frequency(row.frequency), row.confirmed_at is not None) if row else None
