"""Data sets of facts: what is held, how good each vintage is, and taking a file in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.adapters.feeds import receiving
from folkmoot.adapters.feeds.layouts import Layout
from folkmoot.adapters.feeds.reading import Unreadable
from folkmoot.adapters.feeds.received import Received
from folkmoot.apps.accounts import rules
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.records import operations, queries
from folkmoot.apps.records.models import DataSet, FactRevision
from folkmoot.apps.records.terms import Provenance
from folkmoot.sites.office.forms import FactsForm
from folkmoot.sites.office.pages import page, somebody


@require_safe
def data_sets(request: HttpRequest) -> HttpResponse:
    """Every data set of facts with its newest vintage, and the ways to import."""
    rules.require(rules.may(somebody(request), Permission.IMPORT_DATA))
    return page(request, "data_sets", newest=queries.newest_vintages())


@require_safe
def data_set(request: HttpRequest, key: str) -> HttpResponse:
    """A data set: what must be said beside it, and its vintages."""
    rules.require(rules.may(somebody(request), Permission.IMPORT_DATA))
    found = get_object_or_404(DataSet, key=key, fact_revisions__number=1)
    rows = found.fact_revisions.select_related("by").order_by("-number")
    vintages = [(row, queries.changes(row)) for row in rows]
    return page(request, "data_set", found.title, data_set=found, vintages=vintages)


@require_safe
def vintage(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A vintage: its files with the quality report of each."""
    rules.require(rules.may(somebody(request), Permission.IMPORT_DATA))
    rows = FactRevision.objects.select_related("data_set", "by", "before")
    found = get_object_or_404(rows, data_set__key=key, number=number)
    way = (found.data_set.title, reverse("office:data-set", args=[key]))
    shown = {"vintage": found, "files": queries.files(found), "changes": queries.changes(found)}
    return page(request, "vintage", way, f"Vintage {number}", **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def import_facts(request: HttpRequest) -> HttpResponse:
    """Take a file in; where it is refused, its quality report is shown and nothing is kept."""
    user = somebody(request)
    rules.require(rules.may(user, Permission.IMPORT_DATA))
    layouts = queries.layouts()
    kinds = sorted(((name, layout.title) for name, layout in layouts.items()), key=lambda each: each[1])
    form = FactsForm(kinds, request.POST or None, request.FILES or None)
    received = _read(form, layouts) if form.is_valid() else None
    if received and (revision := _taken_in(form, received, user)):
        messages.success(request, f"Vintage {revision.number} holds the {revision.rows:,} rows of this file.")
        return redirect("office:vintage", revision.data_set.key, revision.number)
    shown = {"form": form, "report": received.quality if received else None}
    return page(request, "import_facts", "Import a file", **shown)


def _read(form: FactsForm, layouts: dict[str, Layout]) -> Received | None:
    """The file by its layout; it lies on disk only while it is read."""
    given: UploadedFile[bytes] = form.cleaned_data["file"]
    layout = layouts[form.cleaned_data["kind"]]
    layout = replace(layout, period=form.cleaned_data["period"] or layout.period)
    with TemporaryDirectory() as folder:
        path = Path(folder) / (given.name or "file")
        path.write_bytes(given.read())
        try:
            return receiving.receive(path, layout)
        except Unreadable as fault:
            form.add_error("file", f"{fault}.")
            return None


def _taken_in(form: FactsForm, received: Received, user: User) -> FactRevision | None:
    try:
        return operations.receive_facts(
            received=[received],
            key=form.cleaned_data["key"],
            vintage=form.cleaned_data["vintage"],
            keep_good=form.cleaned_data["keep_good"],
            provenance=Provenance.IMPORTED,
            by=user,
            at=timezone.now(),
        )
    except (operations.RowsRefused, operations.NothingKept) as refused:
        form.add_error("file", f"{refused}.")
    except (operations.NotFacts, operations.BadKey) as refused:
        form.add_error("key", f"{refused}.")
    return None
