"""For which units and times measures are computed, and how these follow from the units and days of the facts.

Facts are counted once, by their own units and by atoms: the shortest times of which every span asked for is made. Units
and spans are sums of those counts, so that a ward, its district and a group of wards, or a year, five years together
and the year before an event, all come from one reading of the records.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

import numpy as np

from folkmoot.engine.cells import CELL
from folkmoot.engine.cube import Counts, Cube, Lookup
from folkmoot.engine.definition import Measure, YearType
from folkmoot.engine.plan import Axis, Period, Plan

GROUP = "group"
"""The type of a unit that is a group of others, such as the most deprived wards."""

PREVIOUS = 5
"""How many years before a year are taken together as what it is compared with."""


class BadScope(ValueError):
    """Units or times that do not fit together; the message says which."""


class SpanKind(StrEnum):
    """What a span is for: a figure of its own, or what others are compared with."""

    PERIOD = "period"
    PREVIOUS = "previous years together"
    BEFORE = "before an event"
    AFTER = "after an event"


@dataclass(frozen=True, slots=True)
class Span:
    """A time with its first and last day. A count over `years` taken together is given a year."""

    label: str
    first: date
    last: date
    kind: SpanKind = SpanKind.PERIOD
    years: int = 1

    def holds(self, other: Period | Span) -> bool:
        """Whether another time lies in it whole."""
        return self.first <= other.first and other.last <= self.last


@dataclass(frozen=True, slots=True)
class Unit:
    """An area, a team or a provider; `parent` is the code of the one it is compared with as its parent."""

    code: str
    name: str
    unit_type: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event, with how many months before and after it are compared."""

    label: str
    on: date
    months: int = 12


@dataclass(frozen=True, slots=True)
class Scope:
    """The units, with the lookup that makes them from the units of the facts, and the spans.

    `england` and `reference` are codes of units: the nation, and to whom indirectly standardised ratios refer.
    """

    units: tuple[Unit, ...]
    lookup: Lookup
    spans: tuple[Span, ...]
    england: str = ""
    reference: str = ""
    _places: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        codes = Counter(unit.code for unit in self.units)
        places = {code: place for place, code in enumerate(codes)}
        object.__setattr__(self, "_places", places)
        made = {code for parts in self.lookup.parts.values() for code, _ in parts}
        _refuse("stands twice among the units", [code for code, number in codes.items() if number > 1])
        _refuse("is made of no unit of the facts", [code for code in places if code not in made])
        _refuse("is made by the lookup, but no unit of the scope", sorted(made - places.keys()))
        named = [*(unit.parent for unit in self.units), self.england, self.reference]
        _refuse("is compared with, but no unit of the scope", [code for code in named if code and code not in places])
        if not self.spans or len({span.label for span in self.spans}) < len(self.spans):
            raise BadScope("a scope names at least one time, and none twice")

    def place(self, code: str) -> int:
        """Where a unit stands; -1 for none."""
        return self._places.get(code, -1)

    @property
    def base(self) -> tuple[str, ...]:
        """The units of the facts, by code."""
        return tuple(sorted(self.lookup.parts))

    @property
    def atoms(self) -> tuple[Period, ...]:
        """The times that are counted: cut wherever a span begins or ends; days in no span are left out."""
        day = timedelta(1)
        cuts = sorted({each for span in self.spans for each in (span.first, span.last + day)})
        found = [Period(f"{first} to {after - day}", first, after - day) for first, after in pairwise(cuts)]
        return tuple(atom for atom in found if any(span.holds(atom) for span in self.spans))

    @property
    def sums(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Each unit that others of one type make up exactly, as places: the total and its parts.

        Only units that take units of the facts whole can be known to add up.
        """
        inside = self._inside()
        owner = {(self.units[place].unit_type, code): place for place, codes in inside.items() for code in codes}
        types = {self.units[place].unit_type for place in inside} - {GROUP}
        found = []
        for total, codes in inside.items():
            for other in sorted(types - {self.units[total].unit_type}):
                parts = sorted({owner.get((other, code), -1) for code in codes})
                if parts[0] >= 0 and sum(len(inside[place]) for place in parts) == len(codes):
                    found.append((total, tuple(parts)))
        return tuple(found)

    def _inside(self) -> dict[int, list[str]]:
        """The units of the facts of which each unit is made, where it takes all of them whole."""
        found: dict[int, list[str]] = {place: [] for place in range(len(self.units))}
        cut = set()
        for code, parts in self.lookup.parts.items():
            for target, part in parts:
                found[self.place(target)].append(code)
                if part != 1:
                    cut.add(self.place(target))
        return {place: codes for place, codes in found.items() if place not in cut}

    def chunks(self, wanted: Plan, memory: int) -> Iterator[range]:
        """The places of units, one chunk after the other, that are made of no more counts at once than fit in memory.

        `memory` is in bytes. A unit that is made of more is a chunk by itself: of a part of a cube it takes no more
        than that part.
        """
        each = wanted.cells // wanted.shape[0] * CELL
        made_of = Counter(self.place(code) for parts in self.lookup.parts.values() for code, _ in parts)
        first = taken = 0
        for place in range(len(self.units)):
            if place > first and (taken + made_of[place]) * each > memory:
                yield range(first, place)
                first, taken = place, 0
            taken += made_of[place]
        yield range(first, len(self.units))

    def spread(self, wanted: Plan, parts: Iterable[Cube], chunk: range) -> Cube:
        """What was counted by the facts' units and the atoms, in one part or several, by the units of a chunk and the
        spans, in their order."""
        codes = [unit.code for unit in self.units[chunk.start : chunk.stop]]
        places = {code: place for place, code in enumerate(codes)}
        own = {unit: tuple(each for each in of if each[0] in places) for unit, of in self.lookup.parts.items()}
        atoms = self.atoms
        members = [[place for place, atom in enumerate(atoms) if span.holds(atom)] for span in self.spans]
        made = replace(
            wanted,
            axes=(replace(wanted.axes[0], categories=tuple(codes)), self._by_span(wanted.axes[1]), *wanted.axes[2:]),
        )
        whole = all(part == 1 for of in self.lookup.parts.values() for _, part in of)
        counts: Counts = np.zeros(made.shape, np.int64) if whole else np.zeros(made.shape, np.float64)
        rows, excluded = 0, Counter[tuple[str, str]]()
        for part in parts:
            rolled = part.roll_up(Lookup(self.lookup.name, own))
            at = [places[code] for code in rolled.plan.axes[0].categories]
            for span, days in enumerate(members):
                counts[at, span] += rolled.counts[:, days].sum(1)
            rows += part.rows
            excluded.update({**part.excluded, **part.lost(self.lookup)})
        return Cube(made, counts, rows, dict(excluded))

    def _by_span(self, axis: Axis) -> Axis:
        epoch = date(1970, 1, 1)
        days = tuple(((span.first - epoch).days, (span.last - epoch).days + 1) for span in self.spans)
        return replace(axis, categories=tuple(span.label for span in self.spans), spans=days)


def _refuse(what: str, codes: list[str]) -> None:
    if codes:
        raise BadScope(f"{codes[0]} {what}; correct the compute plan")


def years(measure: Measure, first: int, last: int) -> tuple[Span, ...]:
    """The years of a measure's year type that begin from `first` to `last`, and the five before each where they fit.

    A pooled measure has its years together instead, ending in each year.
    """
    if last < first:
        raise BadScope(f"the years {first} to {last} run backwards; give the earlier first")
    if measure.year_type is YearType.POOLED:
        size = measure.pooled_years
        return tuple(
            Span(f"{year - size + 1} to {year}", date(year - size + 1, 1, 1), date(year, 12, 31))
            for year in range(first + size - 1, last + 1)
        ) or _too_few(measure, first, last)
    singles = {year: _year(measure.year_type, year) for year in range(first, last + 1)}
    before = [
        Span(
            f"{singles[year - PREVIOUS].label} to {singles[year - 1].label}",
            singles[year - PREVIOUS].first,
            singles[year - 1].last,
            SpanKind.PREVIOUS,
            PREVIOUS,
        )
        for year in range(first + PREVIOUS, last + 1)
    ]
    return (*singles.values(), *before)


def ahead(measure: Measure, after: date, until: date) -> tuple[Span, ...]:
    """The periods of a measure's year type that end after one day and no later than another, in their order."""
    size = measure.pooled_years
    found = years(measure, after.year - size, until.year + size)
    return tuple(span for span in found if span.kind is SpanKind.PERIOD and after < span.last <= until)


def label_of(measure: Measure, day: date) -> str:
    """The period of a measure's year type that ends on a day, as it is called; else the day in words."""
    found = ahead(measure, day - timedelta(1), day)
    return found[0].label if found else f"{day:%-d %B %Y}"


def _too_few(measure: Measure, first: int, last: int) -> tuple[Span, ...]:
    raise BadScope(f"{measure.id} takes {measure.pooled_years} years together, more than {first} to {last} has")


def _year(year_type: YearType, year: int) -> Span:
    if year_type is YearType.CALENDAR:
        return Span(str(year), date(year, 1, 1), date(year, 12, 31))
    month = 4 if year_type is YearType.FINANCIAL else 9
    first = date(year, month, 1)
    return Span(f"{year}/{(year + 1) % 100:02d}", first, date(year + 1, month, 1) - timedelta(1))


def around(event: Event) -> tuple[Span, Span]:
    """The months before an event, up to the day before it, and those from it on."""
    label = f"{event.months} months"
    before = _months_later(event.on, -event.months)
    after = _months_later(event.on, event.months)
    return (
        Span(f"{label} before {event.label}", before, event.on - timedelta(1), SpanKind.BEFORE),
        Span(f"{label} from {event.label}", event.on, after - timedelta(1), SpanKind.AFTER),
    )


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
