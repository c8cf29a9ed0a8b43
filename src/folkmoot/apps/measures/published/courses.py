"""One unit over time: its values, whom it stands beside, its targets, and where it would go."""

from __future__ import annotations

from collections.abc import Sequence

from folkmoot.apps.measures import queries
from folkmoot.apps.measures.published.values import comparisons, row_of, unit_view
from folkmoot.apps.measures.published.views import (
    AimView,
    BreakView,
    CourseView,
    PathView,
    PointView,
    StepView,
)
from folkmoot.apps.measures.queries.values import Value, at, known
from folkmoot.apps.measures.terms import Against, Series
from folkmoot.engine import sheets
from folkmoot.engine.definition import Bound, Measure
from folkmoot.engine.scope import SpanKind, ahead, label_of
from folkmoot.engine.sheets import BadSheet, Sheet
from folkmoot.methods.projection.forecasts import Outlook, Step, outlook
from folkmoot.methods.statistics import Polarity

_BOUNDS = {Polarity.LOW_GOOD: Bound.AT_MOST, Polarity.HIGH_GOOD: Bound.AT_LEAST}


def paths(measure_id: str, vintage: str = "", *, unit: str = "") -> tuple[PathView, ...]:
    """The targets and projections of a measure, of one unit or of all, in the order in which they were made."""
    row = row_of(measure_id, vintage)
    if row is None:
        return ()
    found, defined = queries.sheet(row.public), queries.definition(row)
    return tuple(
        _path(defined, found, path)
        for path in found.paths
        if unit in ("", found.units[path.unit].code, found.units[path.unit].name)
    )


def course(measure_id: str, vintage: str, unit: str) -> CourseView | None:
    """A unit over the periods of a release, by its code; None where the world can read none."""
    row = row_of(measure_id, vintage)
    if row is None:
        return None
    found, defined = queries.sheet(row.public), queries.definition(row)
    try:
        place = found.unit(unit)
    except BadSheet:
        return None
    spans = sorted(
        (number for number, span in enumerate(found.spans) if span.kind is SpanKind.PERIOD),
        key=lambda number: found.spans[number].last,
    )
    others = beside(found, unit)
    compared = comparisons(measure_id, vintage, unit=unit)
    before = {each.value.period: each for each in compared if each.against is Against.LAST_YEAR}
    steps = tuple(
        StepView(
            at(row, found, (place, span, 0)),
            before.get(found.spans[span].label),
            tuple(at(row, found, (other, span, 0)) for other in others),
        )
        for span in spans
    )
    own = paths(measure_id, vintage, unit=found.units[place].code)
    projections = tuple(path for path in reversed(own) if path.series is Series.PROJECTION)
    targets = [path for path in own if path.series is not Series.PROJECTION]
    return CourseView(
        unit=unit_view(found.units[place]),
        steps=steps,
        beside=tuple(unit_view(found.units[other]) for other in others),
        breaks=tuple(BreakView(each.on, each.why) for each in defined.breaks),
        aims=tuple(filter(None, (_aim(defined, path, steps, projections) for path in targets))),
        projections=projections,
    )


def beside(found: Sheet, unit: str) -> tuple[int, ...]:
    """The places of those whom a unit stands beside: its parent and the nation, each where it is another unit."""
    own = next((each for each in found.units if each.code == unit), None)
    england = next((each.label for each in found.comparisons if each.against is Against.ENGLAND), "")
    wanted = dict.fromkeys((own.parent if own else "", england))
    codes = {each.code: place for place, each in enumerate(found.units)}
    return tuple(codes[code] for code in wanted if code in codes and code != unit)


def _path(defined: Measure, found: Sheet, path: sheets.Path) -> PathView:
    labels = [span.label for span in found.spans]
    return PathView(
        series=path.series,
        unit=found.units[path.unit].code,
        unit_name=found.units[path.unit].name,
        values=tuple((label, value) for label, value in zip(labels, path.values, strict=True) if value == value),
        points=tuple(
            PointView(label_of(defined, each.day), each.day, each.value, known(each.lower), known(each.upper))
            for each in path.points
        ),
        bound=path.bound or (_BOUNDS.get(defined.polarity, "") if path.series is not Series.PROJECTION else ""),
        rule=path.rule,
        made_on=path.made_on,
        source=path.source,
    )


def _aim(
    defined: Measure, path: PathView, steps: Sequence[StepView], projections: Sequence[PathView]
) -> AimView | None:
    """A target beside the newest value, or the one that was the newest when it was due."""
    if not path.points:  # released before a release kept the points
        return None
    last = path.points[-1]
    values = [each.value for each in steps if each.value.value is not None]
    ends = max((each.value.period_ends_on for each in steps), default=last.day)
    due = last.day <= ends
    now = next((each for each in reversed(values) if not due or each.period_ends_on <= last.day), None)
    if now is None or now.value is None:
        return None
    foreseen = None if due else _foreseen(defined, last, now, projections)
    judged = defined.polarity is not Polarity.NONE
    return AimView(
        path=path,
        at=last,
        now=now,
        distance=now.value - last.value,
        met=_meets(now.value, last.value, path.bound) if due and path.bound else None,
        outlook=_outlook(defined, foreseen, last) if foreseen and judged else None,
        foreseen=foreseen,
    )


def _meets(value: float, aim: float, bound: str) -> bool:
    return {Bound.BELOW: value < aim, Bound.AT_MOST: value <= aim, Bound.AT_LEAST: value >= aim}[Bound(bound)]


def _foreseen(defined: Measure, last: PointView, now: Value, projections: Sequence[PathView]) -> PointView | None:
    """What the newest projection says of the last period that ends by the day of a target."""
    periods = ahead(defined, now.period_ends_on, last.day)
    if not periods or not projections:
        return None
    return next((each for each in projections[0].points if each.day == periods[-1].last), None)


def _outlook(defined: Measure, foreseen: PointView, last: PointView) -> Outlook:
    lower = foreseen.value if foreseen.lower is None else foreseen.lower
    upper = foreseen.value if foreseen.upper is None else foreseen.upper
    step = Step(foreseen.day, foreseen.value, lower, upper)
    return outlook(step, last.value, low_is_good=defined.polarity is Polarity.LOW_GOOD)
