"""Data sets of facts: what is held, how good each vintage is, and taking a file in."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.adapters.feeds.layout_files import BadSource
from folkmoot.adapters.feeds.reading import Unreadable
from folkmoot.apps.accounts import rules
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.records import operations, queries
from folkmoot.apps.records.models import DataSet, FactRevision
from folkmoot.apps.records.queries import Held
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.office.upload_forms import FactsForm, TakeInForm


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
    """Give a file, which is read and told of; nothing is imported yet."""
    user = somebody(request)
    rules.require(rules.may(user, Permission.IMPORT_DATA))
    kinds = sorted(((name, layout.title) for name, layout in queries.layouts().items()), key=lambda each: each[1])
    form = FactsForm(kinds, request.POST or None, request.FILES or None)
    if form.is_valid() and (token := _held(form, user)):
        return redirect("office:check-import", token)
    return page(request, "import_facts", "Import a file", form=form)


def _held(form: FactsForm, user: User) -> str:
    """The name under which the file waits; empty where it cannot be read."""
    token = secrets.token_urlsafe(24)
    try:
        operations.hold_upload(upload=form.upload(), token=token, by=user, at=timezone.now())
    except Unreadable as fault:
        form.add_error("file", f"{fault}.")
    except BadSource as fault:
        form.add_error("schema", f"{fault}.")
    except (operations.NotFacts, operations.BadKey) as refused:
        form.add_error("key", f"{refused}.")
    return "" if form.errors else token


@require_http_methods(["GET", "HEAD", "POST"])
def check_import(request: HttpRequest, token: str) -> HttpResponse:
    """How good a file is that was given; it is taken in, or refused, by whoever gave it."""
    user = somebody(request)
    held = _waiting(token, user)
    rules.require(rules.may(user, Permission.IMPORT_DATA))
    form = TakeInForm(request.POST if request.method == "POST" else None, faulty=held.quality.refused_rows > 0)
    if form.is_valid() and (revision := _taken_in(form, held, user)):
        messages.success(request, f"Vintage {revision.number} holds the {revision.rows:,} rows of this file.")
        return redirect("office:vintage", revision.data_set.key, revision.number)
    newest = FactRevision.objects.filter(data_set__key=held.key).select_related("data_set").last()
    way = ("Import a file", reverse("office:import-facts"))
    return page(request, "check_import", way, held.name, form=form, held=held, newest=newest)


@require_POST
def leave_import(request: HttpRequest, token: str) -> HttpResponse:
    """Forget a file that was given."""
    user = somebody(request)
    held = _waiting(token, user)
    operations.leave_held(token=token, by=user)
    messages.success(request, f"{held.name} was not imported, and nothing of it is kept.")
    return redirect("office:data-sets")


def _waiting(token: str, user: User) -> Held:
    try:
        return queries.held(token, user)
    except queries.NotWaiting as gone:
        raise Http404(str(gone)) from gone


def _taken_in(form: TakeInForm, held: Held, user: User) -> FactRevision | None:
    given = form.cleaned_data
    try:
        return operations.import_held(
            token=held.token, keep_good=given.get("keep_good", False), public=given["public"] or None,
            by=user, at=timezone.now(),
        )  # fmt: skip
    except (operations.RowsRefused, operations.NothingKept) as refused:
        form.add_error("keep_good", f"{refused}.")
    except (operations.NotFacts, operations.BadKey, Unreadable, BadSource) as refused:
        form.add_error(None, f"{refused}.")
    return None
