"""Reads a coverage file (TOML): for which units and years measures are computed, and what their data sets stand for.

[coverage]   title, first, last (years), england, reference (codes of units)
[[level]]    unit_type and edition of places; the lookup from the units of the facts, left out where they name these
[[unit]]     code, name, unit_type, parent, of (the units of the facts; itself if left out)
[[group]]    key of a group of places, whose members are among the units above
[[event]]    label, on (a day), months
[[residents]] data_set, keys of populations of places
[[printed]]  data_set (a printed table), unit (a column), on (a day), without (units left out, such as totals)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypedDict

from folkmoot.apps.measures.queries.inputs import PrintedFacts, Sources
from folkmoot.apps.measures.terms import Series
from folkmoot.apps.places import queries as places
from folkmoot.apps.places.terms import UnitType
from folkmoot.engine.coverage import Coverage
from folkmoot.engine.cube import Lookup
from folkmoot.engine.scope import GROUP, Event, Unit
from folkmoot.methods.document import keys
from folkmoot.methods.document.keys import Keys
from folkmoot.methods.projection.trajectories import Path as Trajectory


class TargetRule(TypedDict):
    """A target or a projection, as `operations.set_target` takes it."""

    measure: str
    unit: str
    series: Series
    path: Trajectory
    rule: str
    made_on: date
    source: str
    invented: bool


Parts = dict[str, list[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Covered:
    """A coverage with its title in words, and what the data sets of definitions stand for in it."""

    title: str
    coverage: Coverage
    sources: Sources


@dataclass(slots=True)
class _Units:
    """The units so far, and the parts of which they are made."""

    units: list[Unit] = field(default_factory=list)
    parts: Parts = field(default_factory=dict)
    lookups: list[str] = field(default_factory=list)

    def add(self, unit: Unit, of: Mapping[str, float]) -> None:
        self.units.append(unit)
        for code, part in of.items():
            self.parts.setdefault(code, []).append((unit.code, part))

    def code(self, named: str) -> str:
        """The code of a unit that is named by it, or by a type that no other unit is of."""
        of_type = [unit.code for unit in self.units if unit.unit_type == named]
        return of_type[0] if len(of_type) == 1 else named


def read_coverage(path: Path) -> Covered:
    """The coverage of a file. BadSource names file, line and key; UnknownPlaces says what to import first."""
    content = path.read_bytes()
    file = Keys(keys.load(content, path.name), "", path.name, keys.text_of(content, path.name))
    head = file.table("coverage")
    title, first, last = head.words("title"), head.whole("first", 0), head.whole("last", 0)
    england, reference = head.words("england", ""), head.words("reference", "")
    if not first or last < first:
        raise head.fault("first", "should be the first year, no later than `last`")
    head.finish()
    found = _Units()
    _levels(file, found)
    for each in file.tables("unit", "unit"):
        _unit(each, found)
    for each in file.tables("group", "group"):
        _group(each, found)
    events = tuple(_event(each) for each in file.tables("event", "event"))
    sources = Sources(_residents(file), _printed(file))
    file.finish()
    name = ", ".join(dict.fromkeys(found.lookups)) or "units of the facts"
    lookup = Lookup(name, {code: tuple(targets) for code, targets in found.parts.items()})
    made = Coverage(
        tuple(found.units), lookup, first, last, events=events,
        england=found.code(england), reference=found.code(reference),
    )  # fmt: skip
    return Covered(title, made, sources)


def read_target(each: Keys) -> TargetRule:
    """A target of a file: measure, unit, series, the days and values of its path, rule, made_on, source, invented."""
    made_on = each.day("made_on")
    if made_on is None:
        raise each.fault("made_on", "is missing; it is the day on which the target was decided or forecast")
    found = TargetRule(
        measure=each.words("measure"),
        unit=each.words("unit"),
        series=each.choice("series", Series, Series.TARGET),
        path=_trajectory(each),
        rule=each.words("rule"),
        made_on=made_on,
        source=each.words("source"),
        invented=each.flag("invented"),
    )
    each.finish()
    return found


def _trajectory(each: Keys) -> Trajectory:
    """Several points, or one: a level from a day on."""
    days, values = each.strings("days"), each.numbers("values")
    if len(days) != len(values):
        raise each.fault("values", f"should hold a value for each of the {len(days)} days")
    try:
        return Trajectory(tuple(zip(map(date.fromisoformat, days), values, strict=True)))
    except ValueError as error:
        raise each.fault("days", f"{error}; write days such as 2025-12-31 in quotation marks") from error


def _levels(file: Keys, found: _Units) -> None:
    """The units of places, from the smallest to the largest; each one's parent lies in the level after it."""
    levels = []
    for each in file.tables("level", "level"):
        unit_type, edition, lookup = each.choice("unit_type", UnitType), each.words("edition"), each.words("lookup", "")
        each.finish()
        levels.append(_level(unit_type, edition, lookup))
        found.lookups += [lookup] if lookup else []
    for place, (units, made) in enumerate(levels):
        above = _by_source(levels[place + 1][1] if place + 1 < len(levels) else {})
        for unit in units:
            found.add(replace(unit, parent=_parent(made.get(unit.code, {}), above)), made.get(unit.code, {}))


def _level(unit_type: UnitType, edition: str, lookup: str) -> tuple[list[Unit], dict[str, dict[str, float]]]:
    """The units of a type with, for each, the units of the facts that it is made of."""
    names = places.names(edition)
    codes = places.units(unit_type, edition)
    if not lookup:
        made = {code: {code: 1.0} for code in codes}
    else:
        made = {}
        for source, targets in places.lookup(lookup).parts.items():
            for code, part in targets:
                made.setdefault(code, {})[source] = part
    units = [Unit(code, names.get(code, code), unit_type) for code in codes if code in made]
    return units, {unit.code: made[unit.code] for unit in units}


def _by_source(made: Mapping[str, Mapping[str, float]]) -> dict[str, list[tuple[str, float]]]:
    """For each unit of the facts the units that take something of it, with how much."""
    found: dict[str, list[tuple[str, float]]] = {}
    for code, of in made.items():
        for source, part in of.items():
            found.setdefault(source, []).append((code, part))
    return found


def _parent(of: Mapping[str, float], above: Mapping[str, Sequence[tuple[str, float]]]) -> str:
    """The larger unit that holds most of a unit's parts, the first by code of equals; empty for none."""
    held: defaultdict[str, float] = defaultdict(float)
    for source, part in of.items():
        for code, other in above.get(source, ()):
            held[code] += min(part, other)
    return max(sorted(held), key=held.__getitem__, default="")


def _unit(each: Keys, found: _Units) -> None:
    code, unit_type = each.words("code"), each.choice("unit_type", UnitType)
    unit = Unit(code, each.words("name", code), unit_type, each.words("parent", ""))
    found.add(unit, dict.fromkeys(each.strings("of") or (code,), 1.0))
    each.finish()


def _group(each: Keys, found: _Units) -> None:
    """A group of places; its members are made of the units of the facts as their own level is."""
    group = places.group(each.words("key"))
    each.finish()
    members = set(group.members.values_list("unit__code", flat=True))
    of: dict[str, float] = {}
    for code, targets in found.parts.items():
        part = sum(part for target, part in targets if target in members)
        if part:
            of[code] = part
    found.add(Unit(f"group:{group.key}", group.title, GROUP), of)


def _event(each: Keys) -> Event:
    on = each.day("on")
    if on is None:
        raise each.fault("on", "is missing; it is the day of the event")
    event = Event(each.words("label"), on, each.whole("months", 12))
    each.finish()
    return event


def _residents(file: Keys) -> dict[str, tuple[str, ...]]:
    found = {}
    for each in file.tables("residents", "residents"):
        found[each.words("data_set")] = each.strings("keys")
        each.finish()
    return found


def _printed(file: Keys) -> dict[str, PrintedFacts]:
    found = {}
    for each in file.tables("printed", "printed"):
        data_set, unit, without = each.words("data_set"), each.words("unit"), each.strings("without")
        on: date | None = each.day("on")
        if on is None:
            raise each.fault("on", "is missing; it is the day that the figures are of")
        found[data_set] = PrintedFacts(unit, on, without)
        each.finish()
    return found
