"""Rules of notice with the dates between which they are in force, and the deadlines that they give a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from folkmoot.methods.calendars.bank_holidays import Closed
from folkmoot.methods.calendars.counting import (
    Basis,
    Count,
    Counting,
    at_clock,
    back_from,
    clear_before,
    days_in_words,
    is_working,
)


class NoRule(LookupError):
    """No rule of that kind was in force on the day."""


class Kind(StrEnum):
    """What must be done by when."""

    PUBLISH_AGENDA = "publish_agenda"
    REQUEST_TO_SPEAK = "request_to_speak"
    WRITTEN_STATEMENT = "written_statement"
    ATTEND_IN_PERSON = "attend_in_person"


@dataclass(frozen=True, slots=True)
class Rule:
    """A period of notice: `number` days counted in `counting`, until `clock`; in force from .. to, both included."""

    id: str
    kind: Kind
    number: int
    counting: Counting
    source: str
    effective_from: date
    effective_to: date | None = None
    clock: time | None = None
    basis: Basis = Basis.WORKING

    @property
    def words(self) -> str:
        """The period of notice in words: "four working days before the meeting", "five clear working days ..."."""
        if self.number == 0 and self.counting is Counting.BACK:
            return "on the day of the meeting"
        return f"{days_in_words(self.number, self.counting, self.basis)} before the meeting"

    def in_force(self, day: date) -> bool:
        """Whether the rule was in force on the day."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when something must be done, worked out: `count` as the rule says, `calendar_count` in plain days.

    `at` is the moment by London's clock where the rule names one, else None: the whole day is in time.
    """

    rule: Rule
    day: date
    at: datetime | None
    count: Count
    calendar_count: Count | None


def rule_in_force(rules: Sequence[Rule], kind: Kind, day: date) -> Rule:
    """The latest rule of that kind in force on the day; NoRule when there is none."""
    found = [rule for rule in rules if rule.kind is kind and rule.in_force(day)]
    if not found:
        raise NoRule(
            f"no rule for {kind.value.replace('_', ' ')} was in force on {day:%d %B %Y}; add one to the rule set"
        )
    return max(found, key=lambda rule: rule.effective_from)


def deadline(rule: Rule, meeting: date, closed: Closed) -> Deadline:
    """When the rule's notice ends for a meeting. Where the law says "clear days" both counts are given."""
    if rule.counting is Counting.CLEAR:
        count = clear_before(meeting, rule.number, closed, rule.basis)
        other = clear_before(meeting, rule.number, closed, Basis.CALENDAR)
    else:
        count, other = back_from(meeting, rule.number, closed, rule.basis), None
    moment = at_clock(count.day, rule.clock) if rule.clock else None
    return Deadline(rule, count.day, moment, count, other)


def days_between(published: date, closes: date, closed: Closed) -> int:
    """Whole working days that residents have between publication and the closing day, neither end counted."""
    between = range(published.toordinal() + 1, closes.toordinal())
    return sum(is_working(date.fromordinal(day), closed) for day in between)
