"""Storing a projection of a released measure by a rule."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.measures import operations, queries, rules
from folkmoot.apps.measures.terms import Method
from folkmoot.methods.projection.forecasts import BadForecast
from folkmoot.sites.office.forms import ProjectionForm
from folkmoot.sites.office.pages import page, somebody


@require_http_methods(["GET", "HEAD", "POST"])
def project(request: HttpRequest, measure_id: str) -> HttpResponse:
    """Choose place, rule and time; what comes out is stored for good."""
    user = somebody(request)
    require(rules.may_compute(user))
    row = queries.newest(measure_id)
    if row is None:
        raise Http404
    units = [(unit.code, unit.name) for unit in queries.sheet(row.public).units]
    form = ProjectionForm(units, request.POST if request.method == "POST" else None)
    if form.is_valid() and _stored(form, measure_id, user):
        messages.success(
            request, "The projection is stored. It is shown once measures are computed and released again."
        )
        return redirect("office:measure", measure_id)
    way = (row.title, reverse("office:measure", args=[measure_id]))
    return page(request, "project", way, "Project", row=row, form=form)


def _stored(form: ProjectionForm, measure_id: str, user: User) -> bool:
    given = form.cleaned_data
    try:
        operations.store_projection(
            measure=measure_id, unit=given["unit"], method=Method(given["method"]), periods=given["periods"],
            until=given["until"], by=user, at=timezone.now(),
        )  # fmt: skip
    except (operations.Unprojectable, operations.AlreadyProjected, BadForecast) as fault:
        form.add_error(None, f"{str(fault)[:1].upper()}{str(fault)[1:]}")
        return False
    return True
