"""What is held of places, for officers: editions, the tables about them, groups, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow.compute as pc
from django.db.models import Count

from folkmoot.apps.places import queries
from folkmoot.apps.places.models import Edition, Listing, PlaceRevision, PlaceTable, UnitGroup
from folkmoot.apps.places.terms import LookupRule, Provenance, TableKind, UnitType

LISTED = (
    UnitType.ENGLAND, UnitType.REGION, UnitType.UPPER_TIER, UnitType.DISTRICT, UnitType.WARD, UnitType.MSOA,
    UnitType.LSOA,
)  # fmt: skip
"""The types that geography lists; teams and providers come with their records."""


@dataclass(frozen=True, slots=True)
class HeldEdition:
    """An edition with how many units it lists, and whether outlines of them are held."""

    edition: Edition
    type: UnitType
    units: int
    outlined: bool


@dataclass(frozen=True, slots=True)
class HeldLookup:
    """A lookup as it stands: how many of the units listed it gives to others, and how many it divides.

    `unmatched` are units of the edition that it gives to none, by code; `strange` those that it names and no edition
    lists, on either side.
    """

    revision: PlaceRevision
    rule: LookupRule
    listed: int
    matched: int
    divided: int
    unmatched: tuple[str, ...]
    strange: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldPopulation:
    """A population as it stands, with everybody together; whether by sex."""

    revision: PlaceRevision
    persons: int
    by_sex: bool


@dataclass(frozen=True, slots=True)
class Held:
    """Everything that is held of places; `others` are the newest contents of the tables of other kinds, by kind."""

    editions: tuple[HeldEdition, ...]
    lookups: tuple[HeldLookup, ...]
    populations: tuple[HeldPopulation, ...]
    boundaries: tuple[PlaceRevision, ...]
    indices: tuple[PlaceRevision, ...]
    neighbours: tuple[PlaceRevision, ...]
    groups: tuple[UnitGroup, ...]
    missing: tuple[str, ...]


def held() -> Held:
    """Everything that is held of places, the larger areas first, each table as it stands now."""
    boundaries = _newest(TableKind.BOUNDARIES)
    editions = _editions({each.table.edition_id for each in boundaries})
    lookups = tuple(held_lookup(each) for each in _newest(TableKind.LOOKUP))
    populations = tuple(_population(each) for each in _newest(TableKind.POPULATION))
    indices, groups = _newest(TableKind.DEPRIVATION), _groups()
    return Held(
        editions, lookups, populations, boundaries, indices, _newest(TableKind.NEIGHBOURS), groups,
        tuple(_missing(editions, lookups, populations, indices)),
    )  # fmt: skip


def held_lookup(found: PlaceRevision) -> HeldLookup:
    """A content of a lookup, held against what its editions list."""
    table = found.table
    assert table.target_edition_id is not None  # a lookup has a target
    parts = queries.parts(found)
    listed, targets = _codes(table.edition_id), _codes(table.target_edition_id)
    named = {target for given in parts.values() for target, _ in given}
    return HeldLookup(
        revision=found,
        rule=LookupRule(table.rule),
        listed=len(listed),
        matched=len(listed & parts.keys()),
        divided=sum(len(given) > 1 for given in parts.values()),
        unmatched=tuple(sorted(listed - parts.keys())),
        strange=tuple(sorted((parts.keys() - listed) | (named - targets))),
    )


def _editions(outlined: set[int]) -> tuple[HeldEdition, ...]:
    order = list(UnitType)
    rows = Edition.objects.annotate(size=Count("listings")).order_by("year", "title", "key")
    found = [HeldEdition(row, UnitType(row.type), row.size, row.pk in outlined) for row in rows]
    return tuple(sorted(found, key=lambda each: order.index(each.type)))


def _newest(kind: TableKind) -> tuple[PlaceRevision, ...]:
    """The newest content of each table of a kind, by title."""
    rows = PlaceRevision.objects.filter(table__kind=kind).select_related("table__edition", "table__target_edition")
    newest = {row.table_id: row for row in rows.order_by("number")}
    return tuple(sorted(newest.values(), key=lambda row: (row.table.title, row.table.key)))


def _codes(edition_id: int) -> set[str]:
    return set(Listing.objects.filter(edition_id=edition_id).values_list("unit__code", flat=True))


def _population(found: PlaceRevision) -> HeldPopulation:
    kept = queries.table(found, ["sex", "persons"])
    return HeldPopulation(found, int(pc.sum(kept["persons"]).as_py() or 0), kept["sex"].null_count < len(kept))


def _groups() -> tuple[UnitGroup, ...]:
    """Each group as it stands now."""
    rows = UnitGroup.objects.select_related("edition", "lookup__table", "index__table").annotate(size=Count("members"))
    newest = {row.key: row for row in rows.order_by("number")}
    return tuple(sorted(newest.values(), key=lambda row: (row.title, row.key)))


def _missing(
    editions: tuple[HeldEdition, ...],
    lookups: tuple[HeldLookup, ...],
    populations: tuple[HeldPopulation, ...],
    indices: tuple[PlaceRevision, ...],
) -> Iterator[str]:
    """What somebody would look for in vain, a sentence each."""
    real = [each for each in editions if each.edition.provenance != Provenance.INVENTED]
    for type_ in LISTED:
        if not any(each.type is type_ for each in real):
            yield "England is not listed." if type_ is UnitType.ENGLAND else f"No {type_.many} are listed."
    for each in real:
        if not each.outlined:
            yield f"{each.edition.title}: no boundaries, so that there is no map."
    if not any(each.revision.table.edition.type == UnitType.LSOA for each in populations):
        yield "No population by LSOA, so that no rate can be counted."
    if not indices:
        yield "No index of deprivation, so that no group can be made by it."
    for lookup in lookups:
        if lookup.unmatched:
            yield f"{lookup.revision.table.title}: {len(lookup.unmatched):,} of {lookup.listed:,} are given to none."
        if lookup.strange:
            yield f"{lookup.revision.table.title}: {len(lookup.strange):,} that it names are not listed."


def comparable(found: PlaceTable) -> tuple[PlaceTable, ...]:
    """The lookups that divide the same units among units of the same type."""
    assert found.target_edition is not None  # a lookup has a target
    rows = PlaceTable.objects.filter(
        kind=TableKind.LOOKUP, edition=found.edition, target_edition__type=found.target_edition.type
    )
    return tuple(rows.exclude(pk=found.pk).select_related("target_edition").order_by("title", "key"))
