"""The source file (TOML) of a meeting's minutes: who was there, and the numbered minutes in the order taken.

    [sitting]                       began, ended: date and time by the clock of London
    [[present]]                     person, capacity, in_place_of (of a substitute), post, part_of_meeting ("" is all)
    [[minute]]                      number (5/21), agenda, title, outcome, nobody_declared
    [[minute.introduction]]         blocks as in a report's source; so are points, summary and decision
    [[minute.nomination]]           post, nominee, nominator, seconder, elected, nem_con
    [[minute.apology]]              person, substitute
    [[minute.action]]               id, text, owner, due

People are named by their slugs. What the record does not state (an owner, a date) is left out of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from folkmoot.methods.document.keys import Keys, load, text_of
from folkmoot.methods.document.source import Binder, check_block

Content: TypeAlias = dict[str, Any]  # a block as its source writes it
_NUMBER = re.compile(r"(?P<sequence>[1-9]\d*)/(?P<suffix>\d\d)")


class Capacity(StrEnum):
    """As what somebody was at a meeting."""

    VOTING_MEMBER = "voting_member"
    SUBSTITUTE = "substitute"
    CO_OPTEE = "co_optee"
    OTHER_MEMBER = "other_member"
    OFFICER = "officer"


class Outcome(StrEnum):
    """How the committee left an item."""

    NOTED = "noted"
    AGREED = "agreed"
    RESOLVED = "resolved"
    RECOMMENDED = "recommended"
    ELECTED = "elected"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"
    NO_DISCUSSION = "no_discussion"


class Stage(StrEnum):
    """The parts of a minute, in the order in which they are printed."""

    INTRODUCTION = "introduction"
    POINTS = "points"
    SUMMARY = "summary"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody at the meeting; `part_of_meeting` says which, where it was not the whole of it."""

    person: str
    capacity: Capacity
    in_place_of: str
    post: str
    part_of_meeting: str


@dataclass(frozen=True, slots=True)
class Nomination:
    """Somebody put forward for a post, and what came of it."""

    post: str
    nominee: str
    nominator: str
    seconder: str
    elected: bool
    nem_con: bool


@dataclass(frozen=True, slots=True)
class Apology:
    """Somebody who could not come, and who came in their place."""

    person: str
    substitute: str


@dataclass(frozen=True, slots=True)
class Action:
    """What was to be done, in the words of the minute; an owner or a date that was not stated is empty."""

    id: str
    text: str
    owner: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Minute:
    """One numbered minute. `stages` holds its blocks."""

    sequence: int
    suffix: str
    agenda: str
    title: str
    outcome: Outcome | None
    nobody_declared: bool
    stages: Mapping[Stage, tuple[Content, ...]]
    nominations: tuple[Nomination, ...]
    apologies: tuple[Apology, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """A meeting's minutes in the order taken."""

    began_at: datetime | None
    ended_at: datetime | None
    present: tuple[Present, ...]
    minutes: tuple[Minute, ...]


def read(content: bytes, name: str, bind: Binder) -> Minutes:
    """The minutes that a source file describes; BadSource says which file, key and, where known, line is at fault."""
    keys = Keys(load(content, name), "", name, text_of(content, name))
    sitting = keys.table("sitting")
    began, ended = sitting.moment("began"), sitting.moment("ended")
    if began and ended and ended <= began:
        raise sitting.fault("ended", "is not after the meeting began")
    sitting.finish()
    present = tuple(_present(each) for each in keys.tables("present", "present"))
    _refuse_twice(keys, "present", [each.person for each in present])
    _refuse_twice(keys, "present", [each.in_place_of for each in present if each.in_place_of])
    minutes = tuple(_minute(each, bind) for each in keys.tables("minute", "minute"))
    _refuse_twice(keys, "minute", [f"{each.sequence}/{each.suffix}" for each in minutes])
    if not minutes:
        raise keys.fault("minute", "is missing; minutes have at least one [[minute]]")
    keys.finish()
    return Minutes(began, ended, present, minutes)


def _present(keys: Keys) -> Present:
    capacity = keys.choice("capacity", Capacity)
    found = Present(
        person=keys.words("person"),
        capacity=capacity,
        in_place_of=keys.words("in_place_of", ""),
        post=keys.words("post", ""),
        part_of_meeting=keys.words("part_of_meeting", ""),
    )
    if (capacity is Capacity.SUBSTITUTE) is not bool(found.in_place_of):
        raise keys.fault("in_place_of", "names the member whose place a substitute takes, and nobody else's")
    keys.finish()
    return found


def _minute(keys: Keys, bind: Binder) -> Minute:
    number = keys.words("number")
    match = _NUMBER.fullmatch(number)
    if match is None:
        raise keys.fault("number", f"{number!r} is no number of a minute; write one such as 5/21")
    found = Minute(
        sequence=int(match["sequence"]),
        suffix=match["suffix"],
        agenda=keys.words("agenda", ""),
        title=keys.words("title"),
        outcome=keys.choice("outcome", Outcome) if "outcome" in keys.values else None,
        nobody_declared=keys.flag("nobody_declared"),
        stages={stage: tuple(_blocks(keys, stage, bind)) for stage in Stage},
        nominations=tuple(_nomination(each) for each in keys.tables("nomination", "nomination")),
        apologies=tuple(_apology(each) for each in keys.tables("apology", "apology")),
        actions=tuple(_action(each) for each in keys.tables("action", "action")),
    )
    _refuse_twice(keys, "nomination", [f"elected {each.post}" for each in found.nominations if each.elected])
    _refuse_twice(keys, "apology", [each.person for each in found.apologies])
    _refuse_twice(keys, "action", [each.id for each in found.actions])
    keys.finish()
    return found


def _refuse_twice(keys: Keys, key: str, named: Sequence[str]) -> None:
    """A fault where one of these stands twice."""
    for position, name in enumerate(named):
        if name in named[:position]:
            raise keys.fault(key, f"{name!r} stands twice; once is meant")


def _blocks(keys: Keys, stage: Stage, bind: Binder) -> Iterator[Content]:
    for block in keys.tables(stage, "block"):
        written = dict(block.values)
        check_block(block, bind)
        yield written


def _nomination(keys: Keys) -> Nomination:
    found = Nomination(
        post=keys.words("post"),
        nominee=keys.words("nominee"),
        nominator=keys.words("nominator"),
        seconder=keys.words("seconder", ""),
        elected=keys.flag("elected"),
        nem_con=keys.flag("nem_con"),
    )
    if found.nem_con and not found.elected:
        raise keys.fault("nem_con", "nobody against means elected; set elected = true, or leave nem_con out")
    if found.seconder == found.nominator:
        raise keys.fault("seconder", "is somebody other than the nominator")
    keys.finish()
    return found


def _apology(keys: Keys) -> Apology:
    found = Apology(keys.words("person"), keys.words("substitute", ""))
    keys.finish()
    return found


def _action(keys: Keys) -> Action:
    found = Action(keys.id(), keys.words("text"), keys.words("owner", ""), keys.day("due"))
    keys.finish()
    return found
