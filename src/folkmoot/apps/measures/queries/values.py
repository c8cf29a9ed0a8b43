"""Values of a vintage, found by measure, unit, period and category."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from folkmoot.adapters.store.files import Store
from folkmoot.apps.measures.models import Target, Vintage, VintageMeasure
from folkmoot.apps.measures.terms import Origin, Series, note_of
from folkmoot.engine import reading, sheets
from folkmoot.engine.definition import Measure
from folkmoot.engine.scope import SpanKind
from folkmoot.engine.sheets import BadSheet, Sheet


class UnknownValue(LookupError):
    """A measure, a vintage or a value that is not there; the message says what there is."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value with everything that it rests on; None where there is none, and `note` says why.

    Beside a value that was taken over `note` is what its publisher prints there.

    `vintage` is the hash of the vintage. `unit_words` stand after the value.
    """

    measure: str
    unit: str
    unit_name: str
    period: str
    period_ends_on: date
    breakdown: str
    category: str
    series: Series
    vintage: str
    value: float | None
    lower: float | None
    upper: float | None
    count: float | None
    denominator: float | None
    note: str
    unit_words: str
    origin: Origin
    invented: bool


def store() -> Store:
    """The store of this installation."""
    return Store(Path(settings.STORE))


def vintage(sha256: str) -> Vintage:
    """A vintage by its hash, or the beginning of it that no other has. UnknownValue where there is none."""
    found = list(Vintage.objects.filter(sha256__startswith=sha256)[:2]) if sha256 else []
    if len(found) != 1:
        raise UnknownValue(f"there is no one vintage {sha256[:12]!r}; the office lists the vintages with their hashes")
    return found[0]


def newest(measure: str) -> VintageMeasure | None:
    """A measure in the newest vintage that the world can read; None where there is none."""
    return released().filter(measure=measure).first()


def released() -> QuerySet[VintageMeasure]:
    """Measures in the vintages that the world can read, the newest release first."""
    return _ever_released().filter(vintage__withdrawn_at=None)


def ever_released(measure: str) -> QuerySet[VintageMeasure]:
    """A measure in every vintage that was released, withdrawn ones too, the newest first."""
    return _ever_released().filter(measure=measure)


def _ever_released() -> QuerySet[VintageMeasure]:
    rows = VintageMeasure.objects.filter(vintage__released_at__isnull=False)
    return rows.select_related("vintage").order_by("-vintage__released_at", "-vintage_id")


def held(measure: str, sha256: str = "") -> VintageMeasure:
    """A measure as the world can read it: in the vintage with that hash, or the newest. UnknownValue otherwise."""
    found = released().filter(measure=measure, vintage__sha256=sha256).first() if sha256 else newest(measure)
    if found is None:
        of = f"vintage {sha256[:12]} of the measure {measure!r}" if sha256 else f"measure {measure!r}"
        raise UnknownValue(f"there is no {of} that was released; release it before it is cited")
    return found


def earlier(measure: str, before: Vintage) -> list[VintageMeasure]:
    """A measure in every vintage decided before another one, the latest first; what was withdrawn was seen too."""
    rows = VintageMeasure.objects.filter(measure=measure, vintage__decided_at__isnull=False).exclude(vintage=before)
    return list(rows.exclude(public="").order_by("-vintage__decided_at", "-vintage_id"))


def sheet(sha256: str) -> Sheet:
    """A sheet by its hash; it never changes, so it is kept."""
    return _sheet(Path(settings.STORE), sha256)


@lru_cache(maxsize=64)
def _sheet(root: Path, sha256: str) -> Sheet:
    return sheets.from_bytes(Store(root).read(sha256))


def targets(measure: str) -> QuerySet[Target]:
    """The targets and projections that are stored for a measure, the newest first."""
    return Target.objects.filter(measure=measure).select_related("by").order_by("-made_on", "-pk")


def unit_of(found: Sheet, wanted: str) -> int:
    """The place of a unit on a sheet, by its code or its name. UnknownValue says what there is."""
    try:
        return found.unit(wanted)
    except BadSheet as error:
        raise UnknownValue(str(error)) from error


def definition(row: VintageMeasure) -> Measure:
    """The definition as it stood when the vintage was computed."""
    return _definition(Path(settings.STORE), row.definition, row.measure)


@lru_cache(maxsize=256)
def _definition(root: Path, sha256: str, measure: str) -> Measure:
    return reading.read(Store(root).read(sha256), f"{measure}.toml")


def value(
    measure: str,
    *,
    unit: str,
    period: str = "",
    breakdown: str = "",
    category: str = "",
    vintage: str = "",
    exact: bool = False,
) -> Value:
    """A value of a released vintage, the newest for no hash, as the world may see it.

    `unit` is a code or a name; no period is the newest one. `exact` is for officers who may read what the rule
    withholds. UnknownValue says what there is instead.
    """
    row = held(measure, vintage)
    found = sheet(row.exact if exact else row.public)
    try:
        place = (found.unit(unit), found.span(period), found.cell(breakdown, category))
    except BadSheet as error:
        raise UnknownValue(str(error)) from error
    return at(row, found, place)


def since(measure: str, *, unit: str, after: date) -> list[Value]:
    """The values of the periods that end after a day, in their order, each from the newest release that has it.

    As the world may see them; a release that does not know the unit is passed over.
    """
    found: dict[date, Value] = {}
    for row in released().filter(measure=measure):
        whole = sheet(row.public)
        for number, span in enumerate(whole.spans):
            if span.kind is SpanKind.PERIOD and span.last > after and span.last not in found:
                with suppress(BadSheet):
                    found[span.last] = at(row, whole, (whole.unit(unit), number, whole.cell("", "")))
    return [found[day] for day in sorted(found)]


def at(row: VintageMeasure, found: Sheet, place: tuple[int, int, int]) -> Value:
    """The value at a place of a sheet."""
    unit, span, cell = (found.units[place[0]], found.spans[place[1]], found.cells[place[2]])
    defined = definition(row)
    return Value(
        measure=row.measure,
        unit=unit.code,
        unit_name=unit.name,
        period=span.label,
        period_ends_on=span.last,
        breakdown=cell.breakdown,
        category=cell.category,
        series=Series.BENCHMARK if span.kind is SpanKind.PREVIOUS else Series.ACTUAL,
        vintage=row.vintage.sha256,
        value=known(found.value[place]),
        lower=known(found.lower[place]),
        upper=known(found.upper[place]),
        count=known(found.count[place]),
        denominator=known(found.denominator[place]),
        note="; ".join(filter(None, (note_of(int(found.status[place])), found.remarks.get(place, "")))),
        unit_words=defined.unit,
        origin=origin(defined),
        invented=row.invented,
    )


def origin(measure: Measure) -> Origin:
    """How the values of a measure come to be."""
    return Origin.PUBLISHED if measure.published else Origin.COMPUTED


def known(number: float) -> float | None:
    """A number, or None for none."""
    return None if number != number else float(number)
