"""The words of packs."""

from __future__ import annotations

from enum import StrEnum

from folkmoot.adapters.typeset.pdf import Edition
from folkmoot.apps.accounts.terms import Described

__all__ = ["NEVER_OVERRIDDEN", "Edition", "Level", "OverrideGround", "PackKind"]


class PackKind(StrEnum):
    """Who a pack is for: everybody, or those who may read the exempt items too."""

    PUBLIC = "public"
    RESTRICTED = "restricted"


class Level(StrEnum):
    """Whether a finding of the gate stops the publication or only warns of it."""

    BLOCKS = "blocks"
    WARNS = "warns"


class OverrideGround(Described):
    """Why something is published although a rule is not kept."""

    URGENCY = "urgency", "It cannot wait for the next meeting."
    SHORT_NOTICE = "short_notice", "The meeting had to be called at shorter notice."
    ADVICE = "advice", "The Monitoring Officer advises that it may be published as it is."
    BURDEN = "burden", "Putting it right would be a disproportionate burden."
    CORRECTION = "correction", "It corrects what is public already, and waiting would leave the mistake standing."


# Nobody overrides a leak: what was published cannot be taken back.
NEVER_OVERRIDDEN = frozenset({"leak"})
