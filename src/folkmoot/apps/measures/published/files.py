"""Values of a release as CSV."""

from __future__ import annotations

import csv as csv_format
import io
from collections.abc import Iterator

from folkmoot.apps.measures import queries
from folkmoot.apps.measures.published.courses import beside, paths
from folkmoot.apps.measures.published.values import row_of, sources
from folkmoot.apps.measures.published.views import PathView
from folkmoot.apps.measures.queries.values import at, origin

COLUMNS = (
    "measure", "title", "unit_type", "unit", "unit_name", "period", "breakdown", "category", "series", "value",
    "lower_95", "upper_95", "count", "denominator", "note", "value_unit", "origin", "source", "vintage",
    "invented",
)  # fmt: skip


def csv(measure_id: str, vintage: str = "", *, unit: str = "") -> str | None:
    """Every value of a measure as CSV, with targets and projections; None where the world can read none.

    Of one unit with those that it stands beside, where `unit` is its code.
    """
    row = row_of(measure_id, vintage)
    if row is None:
        return None
    found, defined = queries.sheet(row.public), queries.definition(row)
    text = io.StringIO()
    written = csv_format.writer(text)
    written.writerow(COLUMNS)
    types = {each.code: each.unit_type for each in found.units}
    wanted = {unit, *(found.units[place].code for place in beside(found, unit))} if unit else types.keys()
    source = "; ".join(dict.fromkeys(each.source for each in sources(row)))
    end = [source, row.vintage.sha256, "invented" if row.invented else ""]
    for place in found.places():
        line = at(row, found, place)
        if line.unit in wanted:
            figures = [line.value, line.lower, line.upper, line.count, line.denominator]
            named = [line.unit, line.unit_name, line.period, line.breakdown, line.category, line.series]
            told = [types[line.unit], *named, *map(_written, figures), line.note]
            written.writerow([row.measure, row.title, *told, defined.unit, origin(defined), *end])
    for path in paths(measure_id, vintage, unit=unit):
        for period, *given in _points(path):
            named = [types[path.unit], path.unit, path.unit_name, period, "", "", path.series]
            written.writerow(
                [row.measure, row.title, *named, *map(_written, given), "", "", path.rule, defined.unit, "", *end]
            )
    return text.getvalue()


def _points(path: PathView) -> Iterator[tuple[str, float, float | None, float | None]]:
    """What a path asks for or foresees, by period: in those that have values, then after them."""
    known = dict(path.values)
    yield from ((period, value, None, None) for period, value in known.items())
    yield from ((each.period, each.value, each.lower, each.upper) for each in path.points if each.period not in known)


def _written(number: float | None) -> str:
    return "" if number is None else f"{number:.10g}"
