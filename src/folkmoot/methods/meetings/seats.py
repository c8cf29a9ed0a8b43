"""Who of those in the room counts towards the quorum and may vote on an item, and why somebody does not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Right(StrEnum):
    """On what somebody may vote."""

    FULL = "full"
    EDUCATION_ONLY = "education_only"
    NONE = "none"


class Concern(StrEnum):
    """What an item is about, where the law asks who votes on it and how."""

    NOTHING_SPECIAL = ""
    EDUCATION = "education"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Seat:
    """A member or co-optee during one item.

    `barred` says what keeps them out of this item, such as an interest; `in_arrears` that they owe council tax for two
    months or more (LGFA 1992 s106); `remote` that they take part from elsewhere.
    """

    right: Right
    present: bool = True
    remote: bool = False
    barred: str = ""
    in_arrears: bool = False


def why_not_voting(seat: Seat, concern: Concern, *, remote_counts: bool) -> str:
    """What keeps somebody from voting on an item, in a sentence; empty where nothing does.

    `remote_counts` is whether the law in force lets members who are not in the room take part in decisions.
    """
    if not seat.present:
        return "Not in the room."
    if seat.right is Right.NONE:
        return "Takes part without a vote."
    if seat.right is Right.EDUCATION_ONLY and concern is not Concern.EDUCATION:
        return "Votes on education questions only."
    if seat.barred:
        return seat.barred
    if seat.remote and not remote_counts:
        return "Takes part from elsewhere; only members in the room count and vote."
    if seat.in_arrears and concern is Concern.BUDGET:
        return "Owes council tax and may not vote on the budget."
    return ""


def counts_for_quorum(seat: Seat, *, remote_counts: bool) -> bool:
    """Whether somebody fills a seat of the quorum for an item: a full member, in the room, and not barred from it."""
    in_room = seat.present and (remote_counts or not seat.remote)
    return in_room and seat.right is Right.FULL and not seat.barred
