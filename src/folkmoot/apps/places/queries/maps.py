"""Maps of units: drawn once for a content of their boundaries, and kept."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from folkmoot.adapters.maps import paths
from folkmoot.adapters.maps.paths import Drawing
from folkmoot.adapters.store.files import Store
from folkmoot.apps.places import queries
from folkmoot.apps.places.models import PlaceRevision, Unit
from folkmoot.apps.places.terms import TableKind

MOST = 2_000
"""Areas on one map: more could not be told apart, and would weigh more than a page should."""


def boundaries_of(edition_key: str) -> PlaceRevision | None:
    """The newest outlines of an edition; None where there are none that a map can show."""
    return _outlines(edition_key).last()


def boundaries_with(unit: Unit) -> PlaceRevision | None:
    """The outlines among which a unit is, those of the newest edition; None where there are none."""
    editions = unit.listings.order_by("-edition__year", "-edition__pk").values_list("edition__key", flat=True)
    found = (outlines for key in editions for outlines in _outlines(key).reverse())
    return next((each for each in found if unit.code in queries.table(each, ["unit"])["unit"].to_pylist()), None)


def _outlines(edition_key: str) -> QuerySet[PlaceRevision]:
    tables = PlaceRevision.objects.filter(table__kind=TableKind.BOUNDARIES, table__edition__key=edition_key)
    return tables.filter(rows__lte=MOST).select_related("table").order_by("at", "pk")


def drawing(found: PlaceRevision, *, width: int, codes: Collection[str] = ()) -> Drawing:
    """The map of a content of boundaries, or of some of its units, so many pixels wide."""
    store = queries.store()
    key = Store.key_of("map", paths.MAKER, found.sha256, str(width), *sorted(codes))
    return Drawing.from_json(store.made(key, lambda: _draw(found, width, codes)))


def _draw(found: PlaceRevision, width: int, codes: Collection[str]) -> bytes:
    kept = queries.table(found, ["unit", "outline"])
    outlines = dict(zip(kept["unit"].to_pylist(), kept["outline"].to_pylist(), strict=True))
    return paths.draw({code: outlines[code] for code in codes or outlines if code in outlines}, width=width).json
