"""What a vote came to: majority of those present and voting, casting vote, nem con (LGA 1972 Sch 12 para 39)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Method(StrEnum):
    """How a body decides."""

    NEM_CON = "nem_con"
    ASSENT = "assent"
    SHOW_OF_HANDS = "show_of_hands"
    RECORDED = "recorded"
    BALLOT = "ballot"

    @property
    def counted(self) -> bool:
        """Whether votes are counted; otherwise nobody was against."""
        return self not in (Method.NEM_CON, Method.ASSENT)


class Choice(StrEnum):
    """How somebody votes."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Result(StrEnum):
    """What a vote came to; one that is tied without a casting vote is not carried."""

    CARRIED = "carried"
    LOST = "lost"
    TIED = "tied"


class BadVote(ValueError):
    """Counts that cannot be a vote; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Count:
    """The votes of an item; `casting` is the second vote of whoever presides, given where the others are equal."""

    method: Method
    in_favour: int = 0
    against: int = 0
    abstained: int = 0
    casting: Choice | None = None

    @property
    def result(self) -> Result:
        """Carried, lost or tied."""
        if not self.method.counted or self.in_favour > self.against:
            return Result.CARRIED
        if self.in_favour < self.against:
            return Result.LOST
        return {None: Result.TIED, Choice.FOR: Result.CARRIED}.get(self.casting, Result.LOST)

    @property
    def nem_con(self) -> bool:
        """Carried with nobody against, whether or not somebody abstained."""
        return self.result is Result.CARRIED and self.against == 0

    @property
    def unanimous(self) -> bool:
        """Everybody who was counted was in favour."""
        return self.method.counted and self.in_favour > 0 and self.against == self.abstained == 0


def check(count: Count, entitled: int, *, must_be_recorded: bool = False) -> None:
    """BadVote unless the counts can be a vote of so many entitled members, taken as the rules ask."""
    votes = count.in_favour + count.against + count.abstained
    if must_be_recorded and count.method is not Method.RECORDED:
        raise BadVote("This decision needs a recorded vote: choose it, and record how each member votes.")
    if not count.method.counted and votes:
        raise BadVote("Nobody is counted where nobody was against; leave the counts empty, or choose a show of hands.")
    if count.method.counted and not votes:
        raise BadVote("Count the votes for, against and abstaining; nobody has voted yet.")
    if votes > entitled:
        raise BadVote(f"{votes} votes are more than the {entitled} members who may vote on this item. Count again.")
    if count.casting is Choice.ABSTAIN:
        raise BadVote("A casting vote is for or against.")
    if count.casting is not None and count.in_favour != count.against:
        raise BadVote("There is a casting vote only where the votes are equal. Take it away, or count again.")
