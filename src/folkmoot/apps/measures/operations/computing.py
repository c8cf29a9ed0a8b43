"""From records to sheets: what is computed is kept under the key of what it was made from, and made only once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from math import ceil, nan
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from folkmoot.adapters.store.files import Damaged, Missing, Store
from folkmoot.apps.measures.models import Target
from folkmoot.apps.measures.queries.inputs import Definition, Input, Sources, find, published
from folkmoot.engine import cube, local, sheets, taking
from folkmoot.engine.cells import CELL
from folkmoot.engine.comparing import compared
from folkmoot.engine.coverage import Coverage, digest
from folkmoot.engine.cube import Cube
from folkmoot.engine.definition import Measure
from folkmoot.engine.plan import Plan
from folkmoot.engine.scope import Scope, SpanKind
from folkmoot.engine.sheets import Path as Rule
from folkmoot.engine.sheets import Point, Series, Sheet
from folkmoot.engine.tabling import VERSION, sheet
from folkmoot.methods.projection.trajectories import Path as Trajectory

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Computed:
    """One measure with its exact sheet in the store, and what it was made from."""

    definition: Definition
    sha256: str
    values: int
    built_from: list[dict[str, Any]]

    @property
    def invented(self) -> bool:
        """Whether anything that it rests on is made up."""
        return any(each["invented"] for each in self.built_from)


@dataclass(slots=True)
class Computing:
    """Computes measures for one coverage; inputs and cubes that several measures need are found once.

    So many bytes of counts are, at most, counted at once, computed from at once, and at hand for the measures to come.
    """

    store: Store
    coverage: Coverage
    sources: Sources
    memory: int
    progress: Progress
    _inputs: dict[str, Input] = field(default_factory=dict)
    _cubes: dict[str, Cube] = field(default_factory=dict)

    def inputs(self, definition: Definition) -> dict[str, Input]:
        """The inputs of a measure by what they are to it. NoRecords names what is missing."""
        measure = definition.measure
        if measure.published:
            return {taking.PART: published(measure.numerator.data_set)}
        asked = measure.survey.asked if measure.survey else None
        parts = {"numerator": measure.numerator, "denominator": measure.denominator, "survey": asked}
        return {part: self._input(each.data_set) for part, each in parts.items() if each is not None}

    def compute(self, definition: Definition) -> Computed:
        """The exact sheet of a measure. NoRecords, BadScope and BadFacts say what stands in the way."""
        measure, found = definition.measure, self.inputs(definition)
        scope = self.coverage.scope(measure)
        targets = list(Target.objects.filter(measure=measure.id).select_related("forecast"))
        told = [each.told(part) for part, each in found.items()]
        key = self.store.key_of(
            "sheet", VERSION, definition.content, digest(scope), json.dumps([_told(each) for each in targets]),
            *(each.sha256 for each in found.values()),
        )  # fmt: skip
        content = self.store.made(key, lambda: sheets.to_bytes(self._sheet(definition, scope, found, targets)))
        sha256 = hashlib.sha256(content).hexdigest()
        made = sheets.from_bytes(content)
        told.append({"part": "coverage", "key": scope.lookup.name, "sha256": digest(scope), "title": "", "source": "",
                     "period": "", "licence": "", "printed": True, "known": True, "engine": VERSION,
                     "invented": any(target.invented for target in targets)})  # fmt: skip
        return Computed(definition, sha256, int(made.value.size), told)

    def _input(self, data_set: str) -> Input:
        if data_set not in self._inputs:
            self._inputs[data_set] = find(data_set, self.sources, self.store)
        return self._inputs[data_set]

    def _sheet(self, definition: Definition, scope: Scope, found: dict[str, Input], targets: list[Target]) -> Sheet:
        measure = definition.measure
        if measure.published:
            made = taking.sheet(measure, measure.published, scope, found[taking.PART].paths)
        else:
            made = sheet(
                measure, scope, lambda wanted: self._counted(wanted, self._inputs[wanted.data_set]), memory=self.memory
            )
        stored = tuple(_path(each, scope) for each in targets if scope.place(each.unit) >= 0)
        return compared(measure, replace(made, paths=stored + _defined(measure, scope)), england=scope.england)

    def _counted(self, wanted: Plan, given: Input) -> Iterator[Cube]:
        """The cube of a plan, in as many parts as memory asks for; each is kept, and one file names them all."""
        told = json.dumps(asdict(wanted), default=date.isoformat)
        key = self.store.key_of("cubes", VERSION, told, given.sha256, str(self.memory))
        names: list[str] = json.loads(self.store.made(key, lambda: json.dumps(self._count(wanted, given)).encode()))
        for name in names:
            if name not in self._cubes:
                self._find(name, wanted, given)
            yield self._cubes[name]

    def _find(self, name: str, wanted: Plan, given: Input) -> None:
        try:
            self.store.read(name)
        except (Missing, Damaged):
            self._count(wanted, given)
        self._keep(name, cube.load(self.store.path(name)))

    def _count(self, wanted: Plan, given: Input) -> list[str]:
        parts = ceil(wanted.cells * CELL / self.memory)
        names: list[str] = []
        for part in local.count_in_parts(wanted, given.paths, memory=self.memory):
            with TemporaryDirectory() as folder:
                path = Path(folder) / "cube.parquet"
                cube.save(part, path)
                names.append(self.store.put(path.read_bytes()))
            self._keep(names[-1], part)
            if parts > 1:
                self.progress(f"{given.key}: counted part {len(names)}, of at least {parts}")
        return names

    def _keep(self, name: str, found: Cube) -> None:
        """Have a cube at hand for the measures to come; those had longest make room for it."""
        while self._cubes and sum(each.counts.nbytes for each in (*self._cubes.values(), found)) > self.memory:
            del self._cubes[next(iter(self._cubes))]
        self._cubes[name] = found


def _told(target: Target) -> list[Any]:
    rule = [target.unit, target.series, target.points, target.rule, target.made_on.isoformat(), target.source]
    return [*rule, target.limits]


def _path(target: Target, scope: Scope) -> Rule:
    days = [(date.fromisoformat(day), float(value)) for day, value in target.points]
    limits = target.limits or [(nan, nan)] * len(days)
    return Rule(
        Series(target.series), scope.place(target.unit),
        _at_ends(Trajectory(tuple(days)), scope, ends=target.series == Series.PROJECTION),
        target.rule, target.made_on, target.source,
        tuple(Point(day, value, low, high) for (day, value), (low, high) in zip(days, limits, strict=True)),
    )  # fmt: skip


def _at_ends(trajectory: Trajectory, scope: Scope, *, ends: bool = False) -> tuple[float, ...]:
    """The value of a path at the end of each period; a target stays where it is, a projection `ends`."""
    until = trajectory.points[-1][0] if ends else date.max
    return tuple(
        trajectory.on(span.last) if span.kind is SpanKind.PERIOD and span.last <= until else nan
        for span in scope.spans
    )  # fmt: skip


def _defined(measure: Measure, scope: Scope) -> tuple[Rule, ...]:
    """The targets that the definition itself states, of the units that they name; they hold from their day on."""
    return tuple(
        Rule(
            Series.TARGET, place, _at_ends(Trajectory(((target.by, target.value),)), scope),
            f"{target.bound} {target.value:g} {measure.unit} by {target.by:%-d %B %Y}", measure.changes[-1].on,
            target.source, (Point(target.by, target.value),), target.bound,
        )
        for target in measure.targets
        for place, unit in enumerate(scope.units)
        if target.whose in (unit.name, unit.code)
    )  # fmt: skip
