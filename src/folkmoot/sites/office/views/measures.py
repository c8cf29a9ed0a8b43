"""Measures in the office: the definitions with their newest vintage, one measure, and computing."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe
from django_tasks.exceptions import TaskResultDoesNotExist

from folkmoot.apps.accounts.rules import require
from folkmoot.apps.measures import queries, rules, tasks
from folkmoot.apps.measures.models import VintageMeasure
from folkmoot.apps.measures.terms import State
from folkmoot.apps.records.models import FactRevision
from folkmoot.engine.checking import check
from folkmoot.engine.definition import Measure
from folkmoot.sites.office import definitions
from folkmoot.sites.office.forms import ComputeForm
from folkmoot.sites.office.pages import page, somebody


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Every definition with its newest vintage, and what was computed from files elsewhere."""
    user = somebody(request)
    require(rules.may_see_exact(user))
    newest = {row.measure: row for row in VintageMeasure.objects.select_related("vintage").order_by("vintage_id")}
    known = definitions.measures()
    lines: list[tuple[str, str, Measure | None, VintageMeasure | None]] = [
        (each.id, each.title, each, newest.get(each.id)) for each in known.values()
    ]
    lines += [(row.measure, row.title, None, row) for row in newest.values() if row.measure not in known]
    shown = {"lines": sorted(lines, key=lambda line: line[1]), "computing": rules.may_compute(user)}
    return page(request, "measures", **shown)


@require_safe
def measure(request: HttpRequest, measure_id: str) -> HttpResponse:
    """One measure: its definition with its worked example, its inputs, and its vintages."""
    user = somebody(request)
    require(rules.may_see_exact(user))
    defined = definitions.measures().get(measure_id)
    rows = list(VintageMeasure.objects.filter(measure=measure_id).select_related("vintage").order_by("-vintage_id"))
    if defined is None and not rows:
        raise Http404
    title = defined.title if defined else rows[0].title
    shown = {
        "measure": defined,
        "title": title,
        "example": check(defined) if defined else None,
        "inputs": _inputs(measure_id, rows),
        "targets": queries.targets(measure_id),
        "projecting": rules.may_compute(user) and any(row.vintage.state is State.RELEASED for row in rows),
        "rows": rows,
    }
    return page(request, "measure", title, **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def compute(request: HttpRequest) -> HttpResponse:
    """Choose what is computed; the worker computes it."""
    user = somebody(request)
    require(rules.may_compute(user))
    form = ComputeForm(definitions.coverages(), _computable(), request.POST or None)
    if form.is_valid():
        run = tasks.compute.enqueue(
            [str(definitions.path(each)) for each in form.cleaned_data["measures"]],
            str(definitions.coverage_path(form.cleaned_data["coverage"])),
            user.pk,
        )
        return redirect("office:run", run.id)
    return page(request, "compute", "Compute", form=form)


@require_safe
def run(request: HttpRequest, run_id: str) -> HttpResponse:
    """How far a computing is, and what came of it."""
    require(rules.may_compute(somebody(request)))
    try:
        result = tasks.compute.get_result(run_id)
    except TaskResultDoesNotExist as missing:
        raise Http404 from missing
    outcome = result.return_value if result.is_finished and not result.errors else None
    shown = {"result": result, "outcome": outcome, "said": tasks.progress(run_id)}
    return page(request, "run", "Computing", **shown)


def _computable() -> dict[str, str]:
    """The measures for which records may be held, by id."""
    return {each.id: each.title for each in definitions.measures().values() if not each.not_held}


def _inputs(measure_id: str, rows: list[VintageMeasure]) -> list[tuple[str, str, FactRevision | None, bool]]:
    """Each data set with what it is to the measure, its newest vintage, and whether values of it were computed."""
    defined = definitions.measures().get(measure_id)
    if defined is None:
        return []
    used = {each["key"]: each["sha256"] for each in rows[0].built_from} if rows else {}
    parts = [("Taken over" if defined.published else "Counted", defined.numerator), ("Out of", defined.denominator)]
    found = []
    for part, counted in parts:
        if counted is not None:
            newest = FactRevision.objects.filter(data_set__key=counted.data_set).select_related("data_set").last()
            known = newest is None or used.get(counted.data_set) in (None, newest.sha256)
            found.append((part, counted.data_set, newest, not known))
    return found
