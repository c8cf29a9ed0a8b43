"""The words of packs."""

from __future__ import annotations

from enum import StrEnum

from folkmoot.adapters.typeset.pdf import Edition

__all__ = ["Edition", "PackKind"]


class PackKind(StrEnum):
    """Who a pack is for: everybody, or those who may read the exempt items too."""

    PUBLIC = "public"
    RESTRICTED = "restricted"
