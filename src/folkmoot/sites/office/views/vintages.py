"""A vintage of measures: what changed, what was left out and withheld, and the steps to its release."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.apps.accounts.rules import require
from folkmoot.apps.measures import operations, queries, rules
from folkmoot.apps.measures.models import Vintage, VintageMeasure
from folkmoot.apps.measures.terms import note_of
from folkmoot.engine.differing import Difference, differences
from folkmoot.engine.sheets import Sheet
from folkmoot.sites.office.forms import ReleaseForm, WithdrawForm
from folkmoot.sites.office.pages import page, somebody

MOST = 200  # lines of a long list that are shown
REASONS = {
    "conditions": "is not what the definition counts",
    "weight": "says no number",
    "unit": "is in no unit of the coverage",
    "period": "is outside the periods",
    "age": "is outside the ages",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A measure in a vintage, with how many values appeared, vanished and moved since the release before."""

    row: VintageMeasure
    before: VintageMeasure | None
    fates: Counter[str]
    beyond: int


@require_safe
def vintage(request: HttpRequest, vintage_id: int) -> HttpResponse:
    """A vintage: its measures, what changed in each, and what may be done with it."""
    user, found = somebody(request), vintage_of(vintage_id)
    require(rules.may_see_exact(user))
    shown = {
        "vintage": found,
        "lines": [_line(row, found) for row in found.measures.all()],
        "submitting": rules.may_submit(user, found),
        "approving": rules.may_approve(user, found),
        "releasing": rules.may_release(user, found),
        "withdrawing": rules.may_withdraw(user, found),
    }
    return page(request, "values", f"Vintage {found.pk}", **shown)


@require_safe
def vintage_measure(request: HttpRequest, vintage_id: int, measure_id: str) -> HttpResponse:
    """One measure of a vintage: every change, every exclusion, and every value that is withheld."""
    require(rules.may_see_exact(somebody(request)))
    found = vintage_of(vintage_id)
    row = get_object_or_404(found.measures, measure=measure_id)
    exact = queries.sheet(row.exact)
    before = _before(row, found)
    changes = differences(queries.sheet(before.exact), exact) if before else ()
    withheld = _withheld(queries.sheet(row.public)) if row.public else []
    shown = {
        "vintage": found,
        "row": row,
        "measure": queries.definition(row),
        "before": before,
        "changes": changes[:MOST],
        "further": max(0, len(changes) - MOST),
        "sheet": exact,
        "period": exact.spans[exact.span("")].label,
        "values": _values(exact)[:MOST],
        "excluded": [(part, REASONS.get(name, f"has no category of {name}"), value, number)
                     for part, name, value, number in exact.excluded],
        "withheld": withheld[:MOST],
        "withheld_further": max(0, len(withheld) - MOST),
    }  # fmt: skip
    return page(request, "values_of", way_to(found), row.title, **shown)


@require_POST
def submit(request: HttpRequest, vintage_id: int) -> HttpResponse:
    """Hand a draft over for approval."""
    found = vintage_of(vintage_id)
    operations.submit_vintage(vintage_id=found.pk, by=somebody(request), at=timezone.now())
    messages.success(request, f"Vintage {found.pk} waits for the approval of a second person.")
    return redirect("office:values", found.pk)


@require_POST
def approve(request: HttpRequest, vintage_id: int) -> HttpResponse:
    """Approve a vintage, as a second person."""
    found = vintage_of(vintage_id)
    operations.approve_vintage(vintage_id=found.pk, by=somebody(request), at=timezone.now())
    messages.success(request, f"Vintage {found.pk} is approved and can be released.")
    return redirect("office:values", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, vintage_id: int) -> HttpResponse:
    """Release a vintage: at once, or from a time on."""
    found, user = vintage_of(vintage_id), somebody(request)
    require(rules.may_release(user, found))
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _released(form, found, request):
        return redirect("office:values", found.pk)
    return page(request, "release", way_to(found), "Release", vintage=found, form=form)


def _released(form: ReleaseForm, found: Vintage, request: HttpRequest) -> bool:
    given = form.cleaned_data
    try:
        made = operations.release_vintage(
            vintage_id=found.pk, embargo_until=given["embargo_until"], accept_exposed=given["accept_exposed"],
            by=somebody(request), at=timezone.now(),
        )  # fmt: skip
    except operations.Exposed as exposed:
        form.add_error("accept_exposed", str(exposed))
        return False
    except operations.Overtaken as overtaken:
        form.add_error(None, str(overtaken))
        return False
    when = "is released" if made.released_at else "will be released when its embargo ends"
    messages.success(request, f"Vintage {found.pk} {when}.")
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, vintage_id: int) -> HttpResponse:
    """Take a vintage back, for a reason that everybody can read."""
    found, user = vintage_of(vintage_id), somebody(request)
    require(rules.may_withdraw(user, found))
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        operations.withdraw_vintage(vintage_id=found.pk, reason=form.cleaned_data["reason"], by=user, at=timezone.now())
        messages.success(request, f"Vintage {found.pk} is withdrawn.")
        return redirect("office:values", found.pk)
    return page(request, "withdraw", way_to(found), "Withdraw", vintage=found, form=form)


def way_to(found: Vintage) -> tuple[str, str]:
    """The way to a vintage, for the trail above a page."""
    return f"Vintage {found.pk}", reverse("office:values", args=[found.pk])


def vintage_of(vintage_id: int) -> Vintage:
    """A vintage with its measures and with everybody who decided something of it; 404 for none."""
    rows = Vintage.objects.select_related(
        "computed_by", "submitted_by", "approved_by", "decided_by", "withdrawn_by"
    ).prefetch_related("measures")
    return get_object_or_404(rows, pk=vintage_id)


def _before(row: VintageMeasure, found: Vintage) -> VintageMeasure | None:
    """The measure in the release before."""
    return next(iter(queries.earlier(row.measure, found)), None)


def _line(row: VintageMeasure, found: Vintage) -> Line:
    before = _before(row, found)
    if before is None or before.exact == row.exact:
        return Line(row, before, Counter(), 0)
    changes: tuple[Difference, ...] = differences(queries.sheet(before.exact), queries.sheet(row.exact))
    return Line(row, before, Counter(each.fate.value for each in changes), sum(each.beyond is True for each in changes))


def _values(exact: Sheet) -> list[tuple[str, float, float, float, float]]:
    """The newest value of each unit, before anything is withheld: value, limits and count."""
    span = exact.span("")
    value, lower, upper, count = (
        array[:, span, 0].tolist() for array in (exact.value, exact.lower, exact.upper, exact.count)
    )
    return list(zip((unit.name for unit in exact.units), value, lower, upper, count, strict=True))


def _withheld(public: Sheet) -> list[tuple[str, str, str, str]]:
    """Each value that the rule withholds: unit, period, category and why."""
    found = []
    for unit, span, cell in public.places():
        why = note_of(int(public.status[unit, span, cell]))
        if "withheld" in why:
            category = public.cells[cell].category
            found.append((public.units[unit].name, public.spans[span].label, category, why))
    return found
