"""What measures are computed for: units with their lookup, years, events; each takes what its definition allows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date

from folkmoot.engine.cube import Lookup
from folkmoot.engine.definition import Estimator, Measure
from folkmoot.engine.scope import GROUP, BadScope, Event, Scope, Span, SpanKind, Unit, around, years


@dataclass(frozen=True, slots=True)
class Coverage:
    """Units and how they are made of those of the facts; the years from `first` to `last`, or fixed `spans`; events.

    A year is of the measure's own year type. `england` and `reference` are codes of units.
    """

    units: tuple[Unit, ...]
    lookup: Lookup
    first: int = 0
    last: int = 0
    spans: tuple[Span, ...] = ()
    events: tuple[Event, ...] = ()
    england: str = ""
    reference: str = ""

    def scope(self, measure: Measure) -> Scope:
        """The units of the types that a measure may be shown for, each beside its nearest parent among them.

        BadScope where none is left.
        """
        referred = self.reference if measure.estimator is Estimator.INDIRECT_RATIO else ""
        types = measure.unit_types if measure.published else (*measure.unit_types, GROUP)
        kept = {unit.code: unit for unit in self.units if unit.unit_type in types}
        if all(unit.unit_type == GROUP for unit in kept.values()):
            raise BadScope(
                f"{measure.id} is shown for {', '.join(measure.unit_types)}, and the coverage has none of these"
            )
        every = {unit.code: unit for unit in self.units}
        kept |= {code: every[code] for code in [referred] if code in every}
        parts = {
            code: tuple(each for each in targets if each[0] in kept) for code, targets in self.lookup.parts.items()
        }
        return Scope(
            units=tuple(replace(unit, parent=_nearest(unit, every, kept)) for unit in self.units if unit.code in kept),
            lookup=Lookup(self.lookup.name, parts),
            spans=self._spans(measure),
            england=self.england if self.england in kept else "",
            reference=referred,
        )

    def _spans(self, measure: Measure) -> tuple[Span, ...]:
        found = self.spans or years(measure, self.first, self.last)
        if measure.published:  # nothing is added up: several years together are not published
            return tuple(span for span in found if span.kind is SpanKind.PERIOD)
        if measure.estimator is Estimator.CHANGE:
            return found
        return (*found, *(span for event in self.events for span in around(event)))


def _nearest(unit: Unit, every: dict[str, Unit], kept: dict[str, Unit]) -> str:
    parent = unit.parent
    while parent and parent not in kept:
        parent = every[parent].parent if parent in every else ""
    return parent


def digest(scope: Scope) -> str:
    """The hash of everything that a scope says."""
    told = [
        [asdict(unit) for unit in scope.units], scope.lookup.name, sorted(scope.lookup.parts.items()),
        [asdict(span) for span in scope.spans], scope.england, scope.reference,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(told, default=date.isoformat).encode()).hexdigest()
