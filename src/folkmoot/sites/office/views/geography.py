"""What is held of places, and one lookup beside another."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from folkmoot.apps.accounts.rules import may, require
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.places import queries
from folkmoot.apps.places.models import PlaceTable
from folkmoot.apps.places.queries import comparing, held
from folkmoot.apps.places.terms import LookupRule, TableKind
from folkmoot.methods.geography.groups import MostDeprived
from folkmoot.sites.office.pages import page, somebody

MOST = 200  # lines of a long list that are shown
RULE = MostDeprived()  # by which groups of the most deprived are made where nobody says otherwise


@require_safe
def geography(request: HttpRequest) -> HttpResponse:
    """Editions, lookups, populations, boundaries, groups, and what is missing."""
    require(may(somebody(request), Permission.IMPORT_DATA))
    return page(request, "geography", held=held.held())


@require_safe
def lookup(request: HttpRequest, key: str) -> HttpResponse:
    """A lookup: how well it fits what is listed, its contents, and how another one differs."""
    require(may(somebody(request), Permission.IMPORT_DATA))
    table = get_object_or_404(PlaceTable, key=key, kind=TableKind.LOOKUP)
    newest = queries.revision(TableKind.LOOKUP, key)
    choices = held.comparable(table)
    other = next((each for each in choices if each.key == request.GET.get("other", "")), None)
    if other is None and request.GET.get("other"):
        raise Http404
    against = queries.revision(TableKind.LOOKUP, other.key) if other else None
    shown = {
        "table": table,
        "found": held.held_lookup(newest),
        "revisions": table.revisions.select_related("by").order_by("-number"),
        "choices": choices,
        "other": other,
        "other_rule": LookupRule(other.rule).words if other else "",
        "compared": comparing.beside(newest, against, RULE) if against else None,
        "most": MOST,
    }
    return page(request, "lookup", table.title, **shown)
