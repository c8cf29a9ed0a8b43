"""The words of packs."""

from __future__ import annotations

from enum import StrEnum


class PackKind(StrEnum):
    """Who a pack is for: everybody, or those who may read the exempt items too."""

    PUBLIC = "public"
    RESTRICTED = "restricted"


class Edition(StrEnum):
    """In which size of type a pack is set; large print is 18 point, reflowed."""

    STANDARD = "standard"
    LARGE_PRINT = "large-print"
