"""A measure of one place over time: the page, its picture and its file."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from folkmoot.adapters.charts import render as charts
from folkmoot.apps.measures import published
from folkmoot.apps.measures.published import CourseView, MeasureView
from folkmoot.sites.public import measure_courses as courses
from folkmoot.sites.public.trail import trail
from folkmoot.sites.public.views.measures import HERE
from folkmoot.sites.public.views.tables import csv_file
from folkmoot.sites.shared.conditional import published_page


@published_page()
def course(request: HttpRequest, measure_id: str, unit: str, vintage: str = "") -> HttpResponse:
    """A measure of one place over time; another place can be chosen."""
    found, given = _found(measure_id, vintage, unit)
    chosen = request.GET.get("place")
    if chosen is not None:
        if chosen not in {each.code for each in found.units}:
            raise Http404
        return redirect(_address(measure_id, chosen, vintage))
    shown = {
        "measure": found,
        "course": courses.told(found, given),
        "here": _address(measure_id, unit, vintage),
        "types": found.unit_types,
        "older": bool(vintage) and found.vintage != found.vintages[0],
        "breadcrumbs": trail(
            (HERE, reverse("public:measures")), (found.title, reverse("public:measure", args=[found.id])),
            given.unit.name,
        ),
    }  # fmt: skip
    return render(request, "public/course.html", shown)


@published_page()
def picture(request: HttpRequest, measure_id: str, vintage: str, unit: str) -> HttpResponse:
    """The picture of a place over time."""
    found, given = _found(measure_id, vintage, unit)
    if not courses.drawable(given):
        raise Http404
    specification, said = courses.picture(found, given)
    svg = charts.svg(specification, title=courses.title(found, given), description=said, fonts=Path(settings.FONTS))
    return HttpResponse(svg, content_type="image/svg+xml")


@published_page()
def file(request: HttpRequest, measure_id: str, vintage: str, unit: str) -> HttpResponse:
    """The figures of a place over time, of those beside it, and of its targets and projections, as CSV."""
    found, _ = _found(measure_id, vintage, unit)
    content = published.csv(measure_id, vintage, unit=unit)
    assert content is not None  # the measure is there
    return csv_file(content, f"invented-{measure_id}-over-time" if found.invented else f"{measure_id}-over-time")


def _found(measure_id: str, vintage: str, unit: str) -> tuple[MeasureView, CourseView]:
    found = published.measure(measure_id, vintage)
    given = published.course(measure_id, vintage, unit)
    if found is None or given is None or given.unit.code != unit:
        raise Http404
    return found, given


def _address(measure_id: str, unit: str, vintage: str) -> str:
    if vintage:
        return reverse("public:vintage-course", args=[measure_id, vintage, unit])
    return reverse("public:course", args=[measure_id, unit])
