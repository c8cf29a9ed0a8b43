"""Values of a vintage as a printed table, so that a report is bound to them as to any other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from folkmoot.apps.measures.models import VintageMeasure
from folkmoot.apps.measures.queries import values
from folkmoot.apps.measures.queries.values import UnknownValue
from folkmoot.apps.records.queries import BoundTable
from folkmoot.engine.definition import Measure
from folkmoot.engine.scope import GROUP, SpanKind
from folkmoot.engine.sheets import BadSheet, Sheet
from folkmoot.methods.document.printed import Printed

PREFIX = "measure:"


@dataclass(frozen=True, slots=True)
class _View:
    """What the rows of a table are: the units of a type, the periods of a unit, or the categories of a breakdown."""

    unit_type: str = ""
    unit: str = ""
    period: str = ""
    breakdown: str = ""


def bound(key: str, sha256: str = "") -> BoundTable:
    """The table of a key such as `measure:ID`, `measure:ID:ward`, `measure:ID:E07000178` or `measure:ID:E07000178:sex`.

    After the id stand, in any order, a type of units, a unit, a period and a breakdown. The rows are the categories of
    the breakdown, else the periods of the unit, else the units of the type, which is the smallest one if none is named.
    It is read from the released vintage with that hash, the newest for none, as the world may see it. UnknownValue says
    what there is instead.
    """
    _, measure, *words = key.split(":")
    row = values.held(measure, sha256)
    found, definition = values.sheet(row.public), values.definition(row)
    view = _view(found, words)
    try:
        places, label = _places(found, view)
    except BadSheet as error:
        raise UnknownValue(str(error)) from error
    return BoundTable(
        key=key,
        title=_title(definition, found, view),
        source="; ".join(dict.fromkeys(each["source"] for each in row.built_from if each["source"])),
        period=found.spans[places[0][1]].label if not view.unit or view.breakdown else "",
        note=" ".join((*definition.caveats, *(["Published, not recomputed."] if definition.published else []))),
        invented=row.invented,
        sha256=row.vintage.sha256,
        table=_printed(row, found, definition, places, label),
        public=True,
    )


def _view(found: Sheet, words: list[str]) -> _View:
    types = {unit.unit_type for unit in found.units}
    periods = {span.label for span in found.spans}
    breakdowns = {cell.breakdown for cell in found.cells} - {""}
    said: dict[str, str] = {}
    for word in words:
        kind = next(
            (kind for kind, known in (("unit_type", types), ("period", periods), ("breakdown", breakdowns))
             if word in known), "unit")  # fmt: skip
        if kind in said:
            raise UnknownValue(f"{found.measure}: {word!r} and {said[kind]!r} cannot both be chosen; take one of them")
        said[kind] = word
    return _View(**said)


def _places(found: Sheet, view: _View) -> tuple[list[tuple[int, int, int]], str]:
    """The places of the rows in their order, and what the first column holds."""
    if view.breakdown:
        unit = found.unit(view.unit) if view.unit else _largest(found)
        cells = [place for place, cell in enumerate(found.cells) if cell.breakdown == view.breakdown]
        return [(unit, found.span(view.period), cell) for cell in cells], view.breakdown.replace("-", " ").capitalize()
    if view.unit:
        unit = found.unit(view.unit)
        periods = [place for place, span in enumerate(found.spans)
                   if span.label == view.period or (not view.period and span.kind is SpanKind.PERIOD)]  # fmt: skip
        return [(unit, span, 0) for span in periods], "Period"
    wanted = view.unit_type or _smallest(found)
    units = [place for place, unit in enumerate(found.units) if unit.unit_type == wanted]
    return [(unit, found.span(view.period), 0) for unit in units], "Area"


def _smallest(found: Sheet) -> str:
    """The type that most units are of, groups aside."""
    types = [unit.unit_type for unit in found.units if unit.unit_type != GROUP]
    return max(dict.fromkeys(types), key=types.count)


def _largest(found: Sheet) -> int:
    """The unit that has no parent, the first where there are several."""
    return next((place for place, unit in enumerate(found.units) if not unit.parent), 0)


def _title(definition: Measure, found: Sheet, view: _View) -> str:
    of = f", {found.units[found.unit(view.unit)].name}" if view.unit else ""
    return f"{definition.title}{of}"


def _printed(
    row: VintageMeasure, found: Sheet, definition: Measure, places: list[tuple[int, int, int]], label: str
) -> Printed:
    """Values to the places of the definition's example; limits and a denominator where the measure has any."""
    lines = [values.at(row, found, place) for place in places]
    digits = definition.example.decimals
    columns = {
        label: [_name(found, place, label) for place in places],
        definition.unit[:1].upper() + definition.unit[1:]: [_number(line.value, digits, line.note) for line in lines],
    }
    if np.isfinite(found.lower).any():
        columns["Lower limit (95%)"] = [_number(line.lower, digits) for line in lines]
        columns["Upper limit (95%)"] = [_number(line.upper, digits) for line in lines]
    if np.isfinite(found.count).any():
        columns["Count"] = [_number(line.count, 0) for line in lines]
    if np.isfinite(found.denominator).any():
        columns["Of"] = [_number(line.denominator, 0) for line in lines]
    return Printed(tuple(columns), tuple(zip(*columns.values(), strict=True)))


def _name(found: Sheet, place: tuple[int, int, int], label: str) -> str:
    unit, span, cell = place
    if found.cells[cell].breakdown:
        return found.cells[cell].category
    return found.spans[span].label if label == "Period" else found.units[unit].name


def _number(number: float | None, decimals: int, note: str = "") -> str:
    return (note.partition(":")[0] if note else "") if number is None else f"{number:.{decimals}f}"
