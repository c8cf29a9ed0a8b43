"""Which units an edition lists, and which unit of one edition is which of another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.places import queries, rules
from folkmoot.apps.places.models import Edition, Listing, Succession, Unit
from folkmoot.apps.places.terms import EditionOf, Named, Provenance, Source, UnitType
from folkmoot.methods.geography import succession
from folkmoot.methods.geography.succession import Listed

BATCH, UPDATED = 2000, 100  # an update looks through its whole batch for each row


@transaction.atomic
def define_units(*, of: EditionOf, units: Iterable[Named], source: Source, by: User | None, at: datetime) -> Edition:
    """List units in an edition. What is listed already stays; a name or larger unit that was not known is added.

    Units are known by type and code, so that editions share them. The same list twice changes nothing.
    """
    require(rules.may_import(by))
    edition, fresh = Edition.objects.get_or_create(
        key=of.key,
        defaults={
            "type": of.type, "title": of.title, "year": of.year, "source": source.source, "licence": source.licence,
            "provenance": source.provenance,
        },
    )  # fmt: skip
    Edition.objects.select_for_update().get(pk=edition.pk)  # two lists of one edition come one after the other
    listed = {named.code: named for named in units}
    within = {named.within: Named(named.within) for named in listed.values() if named.within}
    larger = _units(of.within_type, within, source.provenance) if of.within_type else {}
    known = _units(of.type, listed, source.provenance)
    if _list(edition, known, larger, listed) or fresh:
        _name(edition, known, listed)
        note(by=by, did=Event.UNITS_LISTED, to=edition, at=at)
        advance_publication(at=at)
    return edition


def _units(of: UnitType, wanted: Mapping[str, Named], provenance: Provenance) -> dict[str, Unit]:
    """The units of those codes, made where they are not there yet; another import may be making them too."""
    known = {unit.code: unit for unit in Unit.objects.filter(type=of)}
    fresh = [
        Unit(type=of, code=code, name=named.name, provenance=provenance)
        for code, named in wanted.items()
        if code not in known
    ]
    if fresh:
        Unit.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)
        known = {unit.code: unit for unit in Unit.objects.filter(type=of)}
    return {code: known[code] for code in wanted}


def _list(edition: Edition, known: Mapping[str, Unit], larger: Mapping[str, Unit], listed: Mapping[str, Named]) -> bool:
    """Whether anything was added to an edition."""
    there = {row.unit_id: row for row in Listing.objects.filter(edition=edition)}
    fresh, changed = [], []
    for code, named in listed.items():
        parent = larger.get(named.within)
        row = there.get(known[code].pk)
        if row is None:
            fresh.append(Listing(edition=edition, unit=known[code], name=named.name, within=parent))
        elif (named.name and row.name != named.name) or (parent and row.within_id != parent.pk):
            row.name, row.within = named.name or row.name, parent or row.within
            changed.append(row)
    Listing.objects.bulk_create(fresh, batch_size=BATCH)
    Listing.objects.bulk_update(changed, ["name", "within"], batch_size=UPDATED)
    return bool(fresh or changed)


def _name(edition: Edition, known: Mapping[str, Unit], listed: Mapping[str, Named]) -> None:
    """Call each unit as its newest edition does; one without a year is older than any with one."""
    later = Listing.objects.filter(edition__type=edition.type, edition__year__gt=edition.year or 0).exclude(name="")
    newer = set(later.exclude(edition=edition).values_list("unit_id", flat=True))
    renamed = []
    for code, named in listed.items():
        unit = known[code]
        if named.name and unit.name != named.name and (unit.pk not in newer or not unit.name):
            unit.name = named.name
            renamed.append(unit)
    Unit.objects.bulk_update(renamed, ["name"], batch_size=UPDATED)


@transaction.atomic
def link_editions(
    *,
    before: str,
    after: str,
    by: User | None,
    at: datetime,
    extents: tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]] = ({}, {}),
) -> int:
    """Say which unit of one edition is which of another, in place of what was said before; how many there are.

    `extents` are what the units of either edition hold, such as their LSOAs by a lookup. The rules, in their order:
    the same ground, the same code, the same name in the same district. UnknownPlaces where an edition is not there.
    """
    require(rules.may_import(by))
    earlier, later = queries.edition(before), queries.edition(after)
    left, right = _listings(earlier), _listings(later)
    found = succession.links(_listed(left.values(), extents[0]), _listed(right.values(), extents[1]))
    rows = [
        Succession(before=left[link.before], after=right[link.after], rule=link.rule, same_ground=link.same_ground)
        for link in found
    ]
    kept = Succession.objects.filter(before__edition=earlier, after__edition=later)
    if set(kept.values_list("before_id", "after_id", "rule", "same_ground")) != {
        (row.before_id, row.after_id, str(row.rule), row.same_ground) for row in rows
    }:
        kept.delete()
        Succession.objects.bulk_create(rows, batch_size=BATCH)
        note(by=by, did=Event.EDITIONS_LINKED, to=later, at=at)
        advance_publication(at=at)
    return len(rows)


def _listings(edition: Edition) -> dict[str, Listing]:
    rows = Listing.objects.filter(edition=edition).select_related("unit", "within")
    return {row.unit.code: row for row in rows}


def _listed(rows: Iterable[Listing], extents: Mapping[str, frozenset[str]]) -> Sequence[Listed]:
    return [
        Listed(row.unit.code, row.name, row.within.code if row.within else "", extents.get(row.unit.code, frozenset()))
        for row in rows
    ]
