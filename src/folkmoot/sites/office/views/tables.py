"""Printed tables: take one in, read it, correct a cell."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.apps.accounts import rules
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.records import operations, queries
from folkmoot.apps.records.models import DataSet, TableRevision
from folkmoot.apps.records.terms import Provenance
from folkmoot.methods.document.printed import BadTable
from folkmoot.sites.office.forms import CellForm, TableForm
from folkmoot.sites.office.pages import page, somebody


@require_safe
def tables(request: HttpRequest) -> HttpResponse:
    """Every printed table, with how often it was corrected."""
    rules.require(rules.may(somebody(request), Permission.IMPORT_DATA))
    rows = DataSet.objects.filter(revisions__isnull=False).distinct().order_by("title").prefetch_related("revisions")
    return page(request, "tables", data_sets=rows)


@require_safe
def table(request: HttpRequest, key: str) -> HttpResponse:
    """A table cell by cell, and its revisions."""
    rules.require(rules.may(somebody(request), Permission.IMPORT_DATA))
    data_set = get_object_or_404(DataSet.objects.filter(revisions__isnull=False).distinct(), key=key)
    revisions = data_set.revisions.select_related("by").order_by("-number")
    shown = {"data_set": data_set, "table": queries.table(key).table, "revisions": revisions}
    return page(request, "table", data_set.title, **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def import_table(request: HttpRequest) -> HttpResponse:
    """Take a printed table in, or one again that was printed anew."""
    user = somebody(request)
    rules.require(rules.may(user, Permission.IMPORT_DATA))
    form = TableForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (revision := _imported(form, user)):
        messages.success(request, f"The table is kept as revision {revision.number}. Reports may cite it now.")
        return redirect("office:table", form.cleaned_data["key"])
    return page(request, "import_table", "Import a table", form=form)


def _imported(form: TableForm, user: User) -> TableRevision | None:
    given = dict(form.cleaned_data)
    file: UploadedFile[bytes] = given.pop("file")
    public = not given.pop("restricted")
    try:
        return operations.import_printed_table(
            content=file.read(), file_name=file.name or "the file", provenance=Provenance.PRINTED, public=public,
            by=user, at=timezone.now(), **given,
        )  # fmt: skip
    except (BadTable, operations.NotATable) as fault:
        form.add_error("file" if isinstance(fault, BadTable) else "key", f"{fault}.")
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, key: str, row: int) -> HttpResponse:
    """Correct one cell of a row: first shown as it would be, then saved as a new revision."""
    user = somebody(request)
    rules.require(rules.may(user, Permission.IMPORT_DATA))
    data_set = get_object_or_404(DataSet.objects.filter(revisions__isnull=False).distinct(), key=key)
    found = queries.table(key).table
    if not 1 <= row <= len(found.rows):
        raise Http404
    form = CellForm(found.columns, request.POST or None)
    changed = None
    if form.is_valid():
        column, value = form.cleaned_data["column"], form.cleaned_data["value"].strip()
        try:
            changed = found.with_cell(row, column, value)
        except BadTable as fault:
            form.add_error("value", f"{fault}.")
    if changed and "save" in request.POST:
        reason = form.cleaned_data["reason"]
        operations.correct_printed_table(
            key=key, row=row, column=column, value=value, reason=reason, by=user, at=timezone.now()
        )
        messages.success(request, f"Row {row} is corrected. Pages and packs made from now on show the new value.")
        return redirect("office:table", key)
    way = (data_set.title, reverse("office:table", args=[key]))
    shown = {"data_set": data_set, "table": found, "row": row, "form": form, "changed": changed}
    return page(request, "correct", way, f"Row {row}", **shown)
