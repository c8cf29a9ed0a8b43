"""The printed tables that reports stand on, to read and to take away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from folkmoot.apps.records import published
from folkmoot.apps.records.published import TableView
from folkmoot.methods.document import numbers, printed
from folkmoot.methods.document.printed import Printed
from folkmoot.sites.public.trail import trail
from folkmoot.sites.shared.conditional import published_page


@published_page()
def tables(request: HttpRequest) -> HttpResponse:
    """Every table and every data set of facts, with its source."""
    shown = {"data_sets": published.data_sets(), "sources": published.sources(), "breadcrumbs": trail("Data and feeds")}
    return render(request, "public/tables.html", shown)


@published_page()
def table(request: HttpRequest, key: str) -> HttpResponse:
    """One table whole, with its source, period and notes."""
    found = _table(key)
    cells = printed.parse(found.csv.encode(), key)
    shown = {
        "key": key,
        "table": found,
        "cells": cells,
        "numeric": _numeric(cells),
        "breadcrumbs": trail(("Data and feeds", reverse("public:data")), found.title),
    }
    return render(request, "public/table.html", shown)


@published_page()
def source(request: HttpRequest, key: str) -> HttpResponse:
    """A data set of facts: its source, licence and vintages; its rows are not shown."""
    found = published.source(key)
    if found is None:
        raise Http404
    shown = {"source": found, "breadcrumbs": trail(("Data and feeds", reverse("public:data")), found.title)}
    return render(request, "public/source.html", shown)


@published_page()
def table_csv(request: HttpRequest, key: str, sha256: str) -> HttpResponse:
    """One version of a table as CSV, for good: the address holds the hash of the content."""
    found = _table(key, sha256)
    name = key.replace("_", "-")
    if not found.invented:
        return csv_file(found.csv, name)
    return csv_file(marked(printed.parse(found.csv.encode(), key)).csv, f"invented-{name}")


def csv_file(content: str, name: str) -> HttpResponse:
    """A CSV file to be saved."""
    response = HttpResponse(content, content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def marked(table: Printed) -> Printed:
    """An invented table, saying so in every row: a file is read without the page that it was found on."""
    return Printed((*table.columns, "Provenance"), tuple((*row, "invented") for row in table.rows))


def _numeric(table: Printed) -> set[int]:
    """The columns that hold numbers and nothing else, which are aligned at the end."""
    columns = enumerate(zip(*table.rows, strict=True))
    return {
        at for at, cells in columns if any(cells) and all(not cell or numbers.value(cell) is not None for cell in cells)
    }


def _table(key: str, sha256: str = "") -> TableView:
    found = published.table(key, sha256)
    if found is None:
        raise Http404
    return found
