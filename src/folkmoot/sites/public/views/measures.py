"""Measures as the world may read them: the list, each measure with its picture and file, and the matrix of wards."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from folkmoot.adapters.charts import render as charts
from folkmoot.apps.measures import published
from folkmoot.apps.measures.published import MeasureView
from folkmoot.sites.public import measure_courses as courses
from folkmoot.sites.public import measure_rows as rows
from folkmoot.sites.public import measure_words as words
from folkmoot.sites.public.topics import TOPICS
from folkmoot.sites.public.trail import trail
from folkmoot.sites.public.views.tables import csv_file
from folkmoot.sites.shared.conditional import published_page

HERE = "Measures"
WARD = "ward"


@published_page()
def measures(request: HttpRequest) -> HttpResponse:
    """Every measure that was released, by topic."""
    lines = {line.id: line for line in published.measures()}
    topics = [(title, [lines.pop(id) for id in ids if id in lines]) for title, ids in TOPICS]
    topics.append(("Other measures", list(lines.values())))
    shown = {"topics": [(title, found) for title, found in topics if found], "breadcrumbs": trail(HERE)}
    return render(request, "public/measures.html", shown)


@published_page()
def measure(request: HttpRequest, measure_id: str, vintage: str = "") -> HttpResponse:
    """A measure: what it means, its values beside one another, and where they come from."""
    gone = published.withdrawn(measure_id, vintage) if vintage else None
    if gone is not None:
        way = trail((HERE, reverse("public:measures")), gone.title)
        shown = {"gone": gone, "measure_id": measure_id, "breadcrumbs": way}
        return render(request, "public/withdrawn.html", shown, status=410)
    found = _measure(measure_id, vintage)
    unit_type, period = _chosen(request, found)
    drawn = rows.sheet(found, unit_type, period)
    top = rows.largest(found)
    shown = {
        "measure": found,
        "words": words,
        "unit_type": unit_type,
        "period": period,
        "sheet": drawn,
        "alternative": rows.picture(found, unit_type, drawn)[1] if drawn.marks else "",
        "breakdowns": [(each, rows.breakdown(found, each.breakdown, top, period)) for each in found.breakdowns],
        "top": next(unit.name for unit in found.units if unit.code == top),
        "course": courses.of(found, top),
        "aimed": courses.aimed(found, top),
        "older": bool(vintage) and found.vintage != found.vintages[0],
        "breadcrumbs": trail((HERE, reverse("public:measures")), found.title),
    }
    return render(request, "public/measure.html", shown)


@published_page()
def measure_picture(request: HttpRequest, measure_id: str, vintage: str) -> HttpResponse:
    """The picture of the values that the measure's page shows with the same choice."""
    found = _measure(measure_id, vintage)
    unit_type, period = _chosen(request, found)
    drawn = rows.sheet(found, unit_type, period)
    if not drawn.marks:
        raise Http404
    specification, said = rows.picture(found, unit_type, drawn)
    title = rows.headline(found, unit_type)
    svg = charts.svg(specification, title=title, description=said, fonts=Path(settings.FONTS))
    return HttpResponse(svg, content_type="image/svg+xml")


@published_page()
def measure_csv(request: HttpRequest, measure_id: str, vintage: str) -> HttpResponse:
    """Every value of a vintage as CSV."""
    found, content = _measure(measure_id, vintage), published.csv(measure_id, vintage)
    assert content is not None  # the measure is there
    return csv_file(content, f"invented-{measure_id}" if found.invented else measure_id)


@published_page()
def matrix(request: HttpRequest) -> HttpResponse:
    """Wards by measures: where each is better or worse than what it is compared with."""
    found = rows.matrix()
    order = request.GET.get("order", "name")
    if order not in ("name", "worse"):
        raise Http404
    lines = sorted(found.lines, key=lambda line: (-line.worse if order == "worse" else 0, line.district, line.name))
    shown = {
        "matrix": found,
        "lines": lines,
        "order": order,
        "breadcrumbs": trail((HERE, reverse("public:measures")), "Matrix"),
    }
    return render(request, "public/matrix.html", shown)


@published_page()
def matrix_csv(request: HttpRequest) -> HttpResponse:
    """The matrix as CSV, one row a ward and measure."""
    found, text = rows.matrix(), io.StringIO()
    written = csv.writer(text)
    written.writerow(["ward_code", "ward", "measure", "period", "value", "lower_95", "upper_95", "comparison",
                      "compared_with", "note", "unit", "vintage", "invented"])  # fmt: skip
    for line in found.lines:
        for column, cell in zip(found.columns, line.cells, strict=True):
            if cell is not None:
                figures = [each.replace(",", "") for each in (cell.value, cell.lower, cell.upper)]
                mark = "invented" if found.invented else ""
                written.writerow([line.code, line.name, column.title, column.period, *figures, cell.outcome,
                                  column.compared_with, cell.note, column.unit, column.vintage, mark])  # fmt: skip
    return csv_file(text.getvalue(), "invented-wards-by-measure" if found.invented else "wards-by-measure")


def _measure(measure_id: str, vintage: str) -> MeasureView:
    found = published.measure(measure_id, vintage)
    if found is None:
        raise Http404
    return found


def _chosen(request: HttpRequest, found: MeasureView) -> tuple[str, str]:
    """The type of units and the period that the address names; the smallest and the newest for none."""
    unit_type = request.GET.get("units") or rows.smallest(found)
    period = request.GET.get("period") or rows.newest(found)
    if unit_type not in found.unit_types or period not in found.periods:
        raise Http404
    return unit_type, period
