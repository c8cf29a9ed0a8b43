"""A projection of a released measure by a named rule: made once, kept with its limits, and never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from math import inf

from django.db import transaction

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.measures import queries, rules
from folkmoot.apps.measures.models import Forecast, Target, VintageMeasure
from folkmoot.apps.measures.terms import Series
from folkmoot.engine.definition import Estimator, Measure
from folkmoot.engine.scope import Span, SpanKind, ahead
from folkmoot.engine.sheets import Sheet
from folkmoot.methods.calendars.counting import LONDON
from folkmoot.methods.projection.forecasts import Method, Step, forecast


class Unprojectable(ValueError):
    """Values from which nothing can be projected as asked; the message says what to choose instead."""


class AlreadyProjected(ValueError):
    """Another projection of the same unit was stored on the same day; a stored one never changes."""


@transaction.atomic
def store_projection(
    *, measure: str, unit: str, method: Method, periods: int, until: date, by: User | None, at: datetime
) -> Target:
    """Store what a unit's value would be by a rule fitted to the last periods of the newest release, until a day.

    It is made of what the world can read, so that it gives nothing away, and shown once measures are computed and
    released again. The same one twice is one. UnknownValue, Unprojectable, BadForecast and AlreadyProjected say what
    stands in the way.
    """
    require(rules.may_compute(by))
    row = queries.held(measure)
    defined, found = queries.definition(row), queries.sheet(row.public)
    place = queries.unit_of(found, unit)
    spans = _spans(defined, found, place, periods)
    observed = [(span.last, float(found.value[place, found.spans.index(span), 0])) for span in spans]
    days = [span.last for span in ahead(defined, spans[-1].last, until)]
    least, most = _ends(defined)
    steps = forecast(observed, days, method, least=least, most=most)
    said = f"the last {periods} periods ({spans[0].label} to {spans[-1].label})"
    rule = f"{method.of(said)}; the limits hold 95% of single figures about it"
    return _store(row, found.units[place].code, method, periods, steps, rule, by=by, at=at)


def _spans(defined: Measure, found: Sheet, place: int, periods: int) -> Sequence[Span]:
    """The last periods, unbroken: each has a value, none overlaps another, and all are comparable."""
    every = sorted((span for span in found.spans if span.kind is SpanKind.PERIOD), key=lambda span: span.last)
    if len(every) < periods:
        raise Unprojectable(f"there are {len(every)} periods, not {periods}; take fewer")
    taken = every[len(every) - periods :]
    for span in taken:
        value = found.value[place, found.spans.index(span), 0]
        if value != value:
            raise Unprojectable(f"{span.label} has no value that the world can read; take only periods after it")
    for earlier, later in pairwise(taken):
        if later.first <= earlier.last:
            raise Unprojectable(f"{earlier.label} and {later.label} overlap; a rule needs periods that share no year")
        broken = [each for each in defined.breaks if earlier.last < each.on <= later.last]
        if broken:
            raise Unprojectable(f"{later.label} is not comparable with {earlier.label}: {broken[0].why} Take fewer.")
    return taken


def _ends(defined: Measure) -> tuple[float, float]:
    """What a value can be."""
    if defined.estimator in (Estimator.CHANGE, Estimator.SCORE):
        return -inf, inf
    if defined.estimator is Estimator.PUBLISHED:
        return 0.0, 100.0 if defined.unit.startswith("%") else inf
    return 0.0, defined.per if defined.estimator is Estimator.PROPORTION else inf


def _store(
    row: VintageMeasure, unit: str, method: Method, periods: int, steps: Sequence[Step], rule: str,
    *, by: User | None, at: datetime,
) -> Target:  # fmt: skip
    made_on = at.astimezone(LONDON).date()
    points = [[step.day.isoformat(), step.value] for step in steps]
    named = {"measure": row.measure, "unit": unit, "series": Series.PROJECTION, "made_on": made_on}
    held = Target.objects.filter(**named).select_related("forecast").first()
    if held is not None:
        if (held.points, held.rule) == (points, rule):
            return held
        raise AlreadyProjected(f"A projection of this was stored today: {held.rule}. It stays; make another tomorrow.")
    target = Target.objects.create(
        **named, points=points, rule=rule, source=f"Release {row.vintage_id} of this measure", invented=row.invented,
        at=at, by=by,
    )  # fmt: skip
    limits = [[step.lower, step.upper] for step in steps]
    Forecast.objects.create(target=target, method=method, periods=periods, made_from=row, limits=limits)
    note(by=by, did=Event.TARGET_SET, to=target, at=at)
    return target
