"""The clocks of the executive: when a planned key decision may be made (N9), until when one can be called in (S5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from folkmoot.apps.accounts.rules import Allowed, Refused
from folkmoot.apps.committees.models.planning import ExecutiveDecision, PlannedDecision
from folkmoot.apps.committees.queries.days import closed_days
from folkmoot.apps.committees.queries.rulebook import NotSet, required_rule, rule
from folkmoot.apps.committees.terms.planning import Exceptional
from folkmoot.methods.calendars.counting import LONDON, Basis, Count, at_clock, clear_before, forward_from


@dataclass(frozen=True, slots=True)
class Window:
    """How long a decision waits: until the end of a day, for so many signatures; `signed` is how many there are."""

    until: datetime
    needed: int
    signed: int

    @property
    def last_day(self) -> date:
        """The last day on which it can be called in, to its end."""
        return (self.until - timedelta(1)).date()

    @property
    def valid(self) -> bool:
        """Whether enough members signed."""
        return self.signed >= self.needed

    def open_at(self, at: datetime) -> bool:
        """Whether it can still be called in."""
        return at < self.until


def announced_by(planned: PlannedDecision) -> Count | None:
    """N9: by which day a key decision has to be announced to be made on its first day; None where nothing asks it."""
    found = rule(planned.organization, "N9", on=planned.due_from)
    return found.count(planned.due_from) if found and planned.key else None


def excepted_by(planned: PlannedDecision) -> Count | None:
    """N9: by which day scrutiny's chair has to be told of a key decision under the general exception."""
    found = rule(planned.organization, "N9", on=planned.due_from)
    if found is None or not planned.key:
        return None
    basis = Basis(found.parameters.get("exception_basis", Basis.WORKING))
    return clear_before(planned.due_from, found.whole("exception_number"), closed_days(), basis)


def may_decide(planned: PlannedDecision, on: date) -> Allowed | Refused:
    """Whether a planned decision may be made on a day, counting from when it was announced."""
    found = rule(planned.organization, "N9", on=on) if planned.key else None
    if found is None:
        return Allowed()
    if planned.exception == Exceptional.URGENT:
        return Allowed()
    last = found.count(on)
    if planned.published_at and planned.published_at.astimezone(LONDON).date() <= last.day:
        return Allowed()
    basis = Basis(found.parameters.get("exception_basis", Basis.WORKING))
    told = clear_before(on, found.whole("exception_number"), closed_days(), basis)
    if planned.exception == Exceptional.GENERAL and planned.told_on and planned.told_on <= told.day:
        return Allowed()
    return Refused(
        f"It is a key decision and was not announced in time. {last.reason} Wait, tell the scrutiny chair by "
        f"{_day(told.day)} (general exception), or have the scrutiny chair agree that it is urgent."
    )


def window(decision: ExecutiveDecision) -> Window | None:
    """S5: until when a decision can be called in, and by how many; None for one that is urgent or not public yet.

    NotSet where the council has not set its call-in rule.
    """
    if decision.published_at is None or decision.urgent_reason:
        return None
    day = decision.published_at.astimezone(LONDON).date()
    found = required_rule(decision.organization, "S5", on=day)
    last = forward_from(day, found.whole("window_days"), closed_days())
    call_in = getattr(decision, "call_in", None)
    signed = call_in.signatures.count() if call_in else 0
    until = at_clock(date.fromordinal(last.toordinal() + 1), time.min)
    return Window(until, found.whole("signatories"), signed)


def may_call_in(decision: ExecutiveDecision, at: datetime) -> Allowed | Refused:
    """Whether a decision can be called in at a moment."""
    if decision.urgent_reason:
        return Refused(f"The decision was urgent and cannot be called in: {decision.urgent_reason}")
    if decision.published_at is None:
        return Refused("The decision is not public yet; the time for call-in begins when it is.")
    try:
        found = window(decision)
    except NotSet as fault:
        return Refused(str(fault))
    assert found is not None, "a public decision that is not urgent has a window"
    if not found.open_at(at):
        return Refused(f"The time for call-in ended at the end of {_day(found.last_day)}.")
    return Allowed()


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
