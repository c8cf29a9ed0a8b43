"""What of a rule can differ: its parameters, what each holds, and the check of what somebody sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from fractions import Fraction
from typing import Any

from folkmoot.apps.committees.terms import Classification
from folkmoot.methods.calendars.counting import Basis, Counting


class BadParameter(ValueError):
    """A rule was given a parameter that it does not have, or a value that the parameter cannot take."""


class Holds(StrEnum):
    """What a parameter holds, in the words of a refusal."""

    WHOLE = "a whole number"
    SHARE = "a share such as 1/4"
    CLOCK = "a time such as 09:00"
    COUNTING = "'clear days' or 'days before'"
    BASIS = "'working' or 'calendar'"
    FLAG = "true or false"
    WORDS = "a list of words"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What of a rule can differ from body to body and from time to time; `needed` ones are set, or the rule is not."""

    name: str
    holds: Holds
    meaning: str
    needed: bool = True


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule: its id, what it is called, what it asks in our words, who sets it, and for which bodies it is made."""

    id: str
    title: str
    asks: str
    by_law: bool
    parameters: tuple[Parameter, ...] = ()
    bodies: frozenset[Classification] = frozenset(Classification)

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name; BadParameter when the rule has none."""
        for each in self.parameters:
            if each.name == name:
                return each
        known = ", ".join(each.name for each in self.parameters) or "none"
        raise BadParameter(f"rule {self.id} has no parameter {name!r}; it has {known}")


def checked(entry: RuleEntry, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters as a row keeps them. BadParameter names the rule, the parameter and what it holds."""
    for each in entry.parameters:
        if each.needed and each.name not in parameters:
            raise BadParameter(f"rule {entry.id}, {each.name}: is missing; give {each.holds.value} ({each.meaning})")
    return {name: _checked(entry, entry.parameter(name), value) for name, value in parameters.items()}


def _checked(entry: RuleEntry, parameter: Parameter, value: Any) -> Any:
    if isinstance(value, time):
        value = value.isoformat("minutes")
    try:
        well = _READ[parameter.holds](value)
    except (ValueError, TypeError, ZeroDivisionError, AttributeError):
        well = False
    if not well:
        raise BadParameter(f"rule {entry.id}, {parameter.name}: {value!r} should be {parameter.holds.value}")
    return list(value) if parameter.holds is Holds.WORDS else value


_READ: Mapping[Holds, Callable[[Any], bool]] = {
    Holds.WHOLE: lambda value: type(value) is int and value >= 0,
    Holds.SHARE: lambda value: 0 < Fraction(value) <= 1,
    Holds.CLOCK: lambda value: bool(time.fromisoformat(value)) or True,
    Holds.COUNTING: lambda value: bool(Counting(value)),
    Holds.BASIS: lambda value: bool(Basis(value)),
    Holds.FLAG: lambda value: type(value) is bool,
    Holds.WORDS: lambda value: not isinstance(value, str) and all(isinstance(each, str) for each in value),
}
