"""What the rules say for a body on a day: the reads that every deadline, gate and vote goes through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet

from folkmoot.apps.committees.models import JointTerms, Organization, Rule
from folkmoot.apps.committees.queries.days import closed_days
from folkmoot.apps.committees.terms.parameters import RuleEntry
from folkmoot.apps.committees.terms.rulebook import RULE_OF_KIND, RULEBOOK, entry_of
from folkmoot.methods.calendars import notice
from folkmoot.methods.calendars.counting import Basis, Count, Counting, back_from, clear_before
from folkmoot.methods.calendars.notice import Kind


class NotSet(LookupError):
    """The law leaves something open and nobody has set it for the body; the message says what to set."""

    def __init__(self, entry: RuleEntry, name: str = "") -> None:
        what = f"rule {entry.id}, {entry.title}" + (f", {entry.parameter(name).meaning}" if name else "")
        super().__init__(f"{what}: is not set for this body. Set it on the page of the body's rules.")


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """What a rule says on a day: its entry in the rulebook, its parameters, where it is written, from when to when.

    `own` says that the body set it for itself; else it is the law for every body of its kind.
    """

    entry: RuleEntry
    parameters: Mapping[str, Any]
    source: str
    confirmed: bool
    own: bool
    effective_from: date
    effective_to: date | None

    @property
    def id(self) -> str:
        """P1."""
        return self.entry.id

    def whole(self, name: str) -> int:
        """A parameter that is a whole number. NotSet where it is left open."""
        return int(self._set(name))

    def share(self, name: str) -> Fraction:
        """A parameter that is a share, such as a quarter. NotSet where it is left open."""
        return Fraction(self._set(name))

    def flag(self, name: str) -> bool:
        """A parameter that is true or false. NotSet where it is left open."""
        return bool(self._set(name))

    def words(self, name: str) -> tuple[str, ...]:
        """A parameter that is a list of words. NotSet where it is left open."""
        return tuple(self._set(name))

    def clock(self, name: str = "clock") -> time | None:
        """A parameter that is an hour, or None where the whole day is in time."""
        value = self.parameters.get(name)
        return time.fromisoformat(value) if value else None

    def count(self, before: date) -> Count:
        """The day that the rule's `number` of days leads back to from a day, with every day counted."""
        basis = Basis(self.parameters.get("basis", Basis.WORKING))
        counting = Counting(self._set("counting"))
        find = clear_before if counting is Counting.CLEAR else back_from
        return find(before, self.whole("number"), closed_days(), basis)

    def notice(self, kind: Kind) -> notice.Rule:
        """The same as a rule of notice."""
        return notice.Rule(
            id=self.id,
            kind=kind,
            number=self.whole("number"),
            counting=Counting(self._set("counting")),
            source=self.source,
            effective_from=self.effective_from,
            effective_to=self.effective_to,
            clock=self.clock(),
            basis=Basis(self.parameters.get("basis", Basis.WORKING)),
        )

    def _set(self, name: str) -> Any:
        self.entry.parameter(name)
        if name not in self.parameters:
            raise NotSet(self.entry, name)
        return self.parameters[name]


def rule(organization: Organization, rule_id: str, *, on: date) -> RuleInForce | None:
    """What a rule says for a body on a day: its own row before the law's; None where it is not set.

    None too for a body that the rule is not made for. UnknownRule for an id that the rulebook does not have.
    """
    entry = entry_of(rule_id)
    return next(iter(_in_force(organization, [entry], on)), None)


def required_rule(organization: Organization, rule_id: str, *, on: date) -> RuleInForce:
    """The same where nothing can be done without the rule; NotSet tells what to set."""
    found = rule(organization, rule_id, on=on)
    if found is None:
        raise NotSet(entry_of(rule_id))
    return found


def rules_in_force(organization: Organization, *, on: date) -> list[RuleInForce]:
    """Every rule that is set for a body on a day, in the order of the rulebook."""
    return _in_force(organization, RULEBOOK.values(), on)


def rules_not_set(organization: Organization, *, on: date) -> list[RuleEntry]:
    """The rules made for such a body that nobody has set on a day, in the order of the rulebook."""
    found = {each.id for each in rules_in_force(organization, on=on)}
    return [entry for entry in _made_for(organization, RULEBOOK.values()) if entry.id not in found]


def _made_for(organization: Organization, entries: Iterable[RuleEntry]) -> list[RuleEntry]:
    return [entry for entry in entries if organization.classification in entry.bodies]


def _in_force(organization: Organization, entries: Iterable[RuleEntry], on: date) -> list[RuleInForce]:
    """The law's rows come first, so that those of the body that lends its rules, then its own, take their place."""
    made_for = {entry.id: entry for entry in _made_for(organization, entries)}
    rows = _rows(organization).filter(rule_id__in=made_for, effective_from__lte=on)
    rows = rows.filter(Q(effective_to=None) | Q(effective_to__gte=on)).order_by("effective_from")
    nearest = sorted(rows, key=lambda row: (row.organization_id is not None, row.organization_id == organization.pk))
    standing = {row.rule_id: row for row in nearest}
    return [_said(entry, standing[entry.id]) for entry in made_for.values() if entry.id in standing]


def _rows(organization: Organization) -> QuerySet[Rule]:
    """The law, the rules that a joint body works under (`JointTerms`), and a body's own."""
    lent = JointTerms.objects.filter(organization=organization).values("rules_of")
    return Rule.objects.filter(Q(organization=organization) | Q(organization=None) | Q(organization__in=lent))


def _said(entry: RuleEntry, row: Rule) -> RuleInForce:
    return RuleInForce(
        entry=entry,
        parameters=row.parameters,
        source=row.source,
        confirmed=row.confirmed,
        own=row.organization_id is not None,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
    )


def rules_of_notice(organization: Organization, *, on: date) -> list[notice.Rule]:
    """The rules in force on a day that give a meeting a deadline which everybody sees, in the order of `Kind`."""
    found = {each.id: each for each in rules_in_force(organization, on=on)}
    return [found[rule_id].notice(kind) for kind, rule_id in RULE_OF_KIND.items() if rule_id in found]


def rules_of(organization: Organization) -> list[notice.Rule]:
    """Every rule of notice that a body ever had, the law's too."""
    kinds = {rule_id: kind for kind, rule_id in RULE_OF_KIND.items()}
    entries = {entry.id: entry for entry in _made_for(organization, map(entry_of, kinds))}
    rows = _rows(organization).filter(rule_id__in=entries).order_by("effective_from")
    return [_said(entries[row.rule_id], row).notice(kinds[row.rule_id]) for row in rows]
