"""From cubes to a sheet: every value of a measure for a scope, each breakdown by itself.

Breakdowns are not crossed: a cell of ten deprivation deciles by sixteen ethnic groups by sex would hold next to nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from folkmoot.engine.cells import MEMORY
from folkmoot.engine.computing import Reference, Values, compute
from folkmoot.engine.cube import Cube
from folkmoot.engine.definition import BY_AGE, OF_VALUES, Estimator, Measure
from folkmoot.engine.plan import MISSING, Plan, Plans, Request, plan
from folkmoot.engine.scope import BadScope, Scope, SpanKind
from folkmoot.engine.sheets import Cell, Floats, Sheet
from folkmoot.methods.statistics import Status

LEVELS = (0.95, 0.998)
AGE = "age"
VERSION = "2"
"""Raised whenever the same records and definition could come out with other values, so that nothing kept is reused."""

Count = Callable[[Plan], Iterable[Cube]]
"""Counts a plan by the units of the facts and the atoms: a cube, or several of which each has some of the units."""


@dataclass(frozen=True, slots=True)
class _View:
    """Everything together, or one breakdown: its cubes by unit and span, what it refers to, and its cells."""

    cells: tuple[Cell, ...]
    numerator: Cube
    denominator: Cube | None
    reference: Reference | None = None


def sheet(measure: Measure, scope: Scope, count: Count, *, memory: int = MEMORY) -> Sheet:
    """Every value of a measure for a scope, computed for units that are made of no more than `memory` bytes of counts,
    one chunk of them after the other. BadScope and what `count` raises say what stands in the way."""
    if measure.estimator is Estimator.INDIRECT_RATIO and not scope.reference:
        raise BadScope(f"{measure.id} needs a unit to refer to; name one as `reference` in the compute plan")
    counted = _Counted(measure, scope, count)
    chunks = []
    for chunk in counted.chunks(memory):
        cells, blocks = zip(*((view.cells, _block(measure, scope, view)) for view in counted.views(chunk)), strict=True)
        chunks.append(_joined(blocks, 2))
    arrays = _joined(chunks, 0)
    return Sheet(
        measure=measure.id,
        units=scope.units,
        spans=scope.spans,
        cells=tuple(cell for view in cells for cell in view),
        value=_one_form(arrays["value"]),
        lower=_one_form(arrays["lower"]),
        upper=_one_form(arrays["upper"]),
        least=_one_form(arrays["least"]),
        most=_one_form(arrays["most"]),
        count=arrays["count"],
        denominator=arrays["denominator"],
        status=arrays["status"].astype(np.uint16),
        sums=scope.sums,
        rows=(counted.rows["numerator"], counted.rows.get("denominator", 0)),
        excluded=(
            *((*key, number) for key, number in sorted(counted.excluded.items())),
            *_without_population(scope, arrays["count"], arrays["denominator"]),
        ),
    )


def _joined(blocks: Sequence[dict[str, Floats]], axis: int) -> dict[str, Floats]:
    return {name: np.concatenate([block[name] for block in blocks], axis) for name in blocks[0]}


def _without_population(scope: Scope, count: Floats, denominator: Floats) -> Iterator[tuple[str, str, str, int]]:
    """What was counted of each unit in periods of which it has no denominator."""
    periods = [place for place, span in enumerate(scope.spans) if span.kind is SpanKind.PERIOD]
    lost = np.where(denominator[:, periods, 0] == 0, count[:, periods, 0], 0).sum(1)
    for place in np.flatnonzero(lost).tolist():
        yield ("numerator", "without a denominator", scope.units[place].code, int(lost[place]))


def _one_form(array: Floats) -> Floats:
    """Adding nothing turns -0.0 into 0.0: one value has one form, and so one hash."""
    return array + 0.0


class _Counted:
    """Counts what a measure needs, and keeps what was read and what was left out."""

    def __init__(self, measure: Measure, scope: Scope, count: Count) -> None:
        self.measure, self.scope, self.count = measure, scope, count
        self.rows: dict[str, int] = {}
        self.excluded: dict[tuple[str, str, str], int] = {}

    def chunks(self, memory: int) -> Iterator[range]:
        """The places of units that are computed at once."""
        names = [(), *((each.id,) for each in self.measure.breakdowns)]
        plans = [plan(self.measure, Request(self.scope.base, self.scope.atoms, each)).numerator for each in names]
        return self.scope.chunks(max(plans, key=lambda wanted: wanted.cells), memory)

    def views(self, chunk: range) -> Iterator[_View]:
        """Everything together first, then each breakdown, then ages where the estimator leaves them in."""
        ages = self.measure.ages is not None and self.measure.estimator not in BY_AGE
        every = self._view((), (Cell(),), chunk)
        yield _without_age(every) if ages else every
        for each in self.measure.breakdowns:
            cells = tuple(Cell(each.id, label, each.overlapping) for label in (*each.categories, MISSING))
            view = self._view((each.id,), cells, chunk)
            yield _without_age(view) if ages else view
        if ages:
            labels = next(axis.labels for axis in every.numerator.plan.axes if axis.id == AGE)
            yield replace(every, cells=tuple(Cell(AGE, label) for label in labels))

    def _view(self, breakdowns: tuple[str, ...], cells: tuple[Cell, ...], chunk: range) -> _View:
        plans = plan(self.measure, Request(self.scope.base, self.scope.atoms, breakdowns))
        keep = not breakdowns
        above = self._cube("numerator", plans.numerator, chunk, keep=keep)
        below = None
        if plans.denominator is not None:
            below = self._cube("denominator", plans.denominator, chunk, keep=keep)
        return _View(cells, above, below, self._reference(plans, chunk, keep=keep))

    def _reference(self, plans: Plans, chunk: range, *, keep: bool) -> Reference | None:
        if plans.survey is not None:
            poor, asked = plans.survey
            return Reference(
                self._cube("survey", poor, chunk, keep=False), self._cube("survey", asked, chunk, keep=keep)
            )
        if plans.denominator is None or self.measure.estimator is not Estimator.INDIRECT_RATIO:
            return None
        place = self.scope.place(self.scope.reference)
        happened, exposed = (
            self._cube("reference", each, range(place, place + 1), keep=False)
            for each in (plans.numerator, plans.denominator)
        )
        return Reference(happened, exposed)

    def _cube(self, part: str, wanted: Plan, chunk: range, *, keep: bool) -> Cube:
        found = self.scope.spread(wanted, self.count(wanted), chunk)
        if keep:
            self.rows[part] = found.rows
            self.excluded |= {(part, *reason): number for reason, number in found.excluded.items()}
        return found


def _without_age(view: _View) -> _View:
    below = view.denominator
    return replace(view, numerator=view.numerator.total(AGE), denominator=None if below is None else below.total(AGE))


def _block(measure: Measure, scope: Scope, view: _View) -> dict[str, Floats]:
    """The arrays of one view, in the shape of units, spans and cells."""
    shape = (*view.numerator.plan.shape[:2], len(view.cells))
    if measure.estimator is Estimator.CHANGE:
        found = _changes(measure, scope, view)
    elif measure.estimator is Estimator.INDIRECT_RATIO:
        found = _ratios(measure, view)
    else:
        found = _arrays(compute(measure, view.numerator, view.denominator, view.reference, levels=LEVELS))
    block = {name: array.reshape(shape) for name, array in found.items()}
    block["count"] = _totals(measure, view.numerator).reshape(shape)
    if measure.estimator is not Estimator.INDIRECT_RATIO:
        blank = np.full(shape, np.nan)
        below = blank if view.denominator is None else _totals(measure, view.denominator)
        block["denominator"] = np.broadcast_to(below.reshape(shape[0], shape[1], -1), shape).copy()
    if measure.estimator is Estimator.COUNT:
        years = np.array([span.years for span in scope.spans], dtype=np.float64)[:, np.newaxis]
        block |= {name: block[name] / years for name in ("value", "lower", "upper", "least", "most")}
    return block


def _arrays(found: Values) -> dict[str, Floats]:
    estimate = found.estimate
    return {
        "value": estimate.value,
        "lower": estimate.lower[..., 0],
        "upper": estimate.upper[..., 0],
        "least": estimate.lower[..., 1],
        "most": estimate.upper[..., 1],
        "denominator": estimate.denominator,
        "status": estimate.status.astype(np.float64),
    }


def _totals(measure: Measure, cube: Cube) -> Floats:
    """The counts on which values rest: of known ages where the estimator takes ages up, of known values for a mean."""
    counts = cube.counts.astype(np.float64)
    taken = AGE if measure.estimator in BY_AGE else "value" if measure.estimator in OF_VALUES else ""
    places = [place for place, axis in enumerate(cube.plan.axes) if axis.id == taken]
    return np.asarray(np.moveaxis(counts, places[0], -1)[..., :-1].sum(-1)) if places else counts


def _changes(measure: Measure, scope: Scope, view: _View) -> dict[str, Floats]:
    """Changes from period to period; times that are not periods of their own have none."""
    periods = [place for place, span in enumerate(scope.spans) if span.kind is SpanKind.PERIOD]
    above, below = (_at(cube, periods) for cube in (view.numerator, cast(Cube, view.denominator)))
    found = _arrays(compute(measure, above, below, levels=LEVELS))
    shape = (*view.numerator.plan.shape[:2], len(view.cells))
    made = {name: np.full(shape, np.nan) for name in found}
    made["status"] = np.full(shape, float(Status.MISSING))
    for name, array in found.items():
        made[name][:, periods[1:]] = array.reshape(shape[0], len(periods) - 1, shape[2])
    return made


def _ratios(measure: Measure, view: _View) -> dict[str, Floats]:
    """Ratios to what happened to the unit of reference in the same time."""
    below, referred = cast(Cube, view.denominator), cast(Reference, view.reference)
    found = []
    for span in range(view.numerator.plan.shape[1]):
        happened, exposed = _at(view.numerator, [span]), _at(below, [span])
        reference = Reference(_at(referred.numerator, [span]), _at(referred.denominator, [span]))
        found.append(_arrays(compute(measure, happened, exposed, reference, levels=LEVELS)))
    return {name: np.concatenate([each[name] for each in found], axis=1) for name in found[0]}


def _at(cube: Cube, spans: list[int]) -> Cube:
    """The cube at some of its spans."""
    unit, period, *others = cube.plan.axes
    kept = replace(
        period,
        categories=tuple(period.categories[place] for place in spans),
        spans=tuple(period.spans[place] for place in spans),
    )
    return replace(cube, plan=replace(cube.plan, axes=(unit, kept, *others)), counts=cube.counts[:, spans])
