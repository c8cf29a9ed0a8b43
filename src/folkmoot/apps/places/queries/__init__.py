"""Reads of places for officers and for the apps that come after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings

from folkmoot.adapters.store import tables
from folkmoot.adapters.store.files import Store
from folkmoot.apps.places.models import Edition, Listing, PlaceRevision, PlaceTable, UnitGroup
from folkmoot.apps.places.terms import LookupRule, Provenance, TableKind, UnitType
from folkmoot.engine.cube import Lookup


class UnknownPlaces(LookupError):
    """A table, edition or group that is not there; the message says what to import or define first."""


@dataclass(frozen=True, slots=True)
class Population:
    """Residents as the engine counts them: Parquet files of unit, date, age, sex and persons.

    `sex` is missing where the source does not divide by it. At `open_age` stand all of that age and older.
    """

    key: str
    title: str
    source: str
    licence: str
    attribution: str
    edition: str
    on: date
    open_age: int | None
    sha256: str
    paths: tuple[Path, ...]
    rows: int
    invented: bool


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A statistical neighbour: its rank from 1, the nearest, and how close its publisher holds it to be."""

    code: str
    name: str
    rank: int
    closeness: str


def store() -> Store:
    """The store of this installation."""
    return Store(Path(settings.STORE))


def edition(key: str) -> Edition:
    """An edition. UnknownPlaces where there is none."""
    found = Edition.objects.filter(key=key).first()
    if found is None:
        raise UnknownPlaces(f"there is no edition {key!r}; define its units, or import a file that lists them")
    return found


def units(type_: UnitType, edition_key: str) -> tuple[str, ...]:
    """The codes of the units of a type that an edition lists, in their order. UnknownPlaces as for edition."""
    listed = Listing.objects.filter(edition=edition(edition_key), unit__type=type_)
    return tuple(listed.order_by("unit__code").values_list("unit__code", flat=True))


def names(edition_key: str) -> dict[str, str]:
    """What each unit of an edition is called there; its code where it has no name."""
    rows = Listing.objects.filter(edition=edition(edition_key)).values_list("unit__code", "name")
    return {code: name or code for code, name in rows}


def revision(kind: TableKind, key: str, sha256: str = "") -> PlaceRevision:
    """A content of a table: the one with that hash, or the newest. UnknownPlaces where there is none."""
    rows = PlaceRevision.objects.filter(table__key=key, table__kind=kind).select_related("table__edition")
    found = (rows.filter(sha256=sha256) if sha256 else rows).order_by("number").last()
    if found is None:
        wanted = f"content {sha256[:12]} of the {kind} {key!r}" if sha256 else f"{kind} {key!r}"
        raise UnknownPlaces(f"there is no {wanted}; import it first")
    return found


def table(found: PlaceRevision, columns: list[str] | None = None) -> pa.Table:
    """The content of a revision."""
    return tables.get(store(), found.sha256, columns)


def lookup(key: str, sha256: str = "") -> Lookup:
    """A lookup by its key: the content with that hash, or the newest. UnknownPlaces where there is none."""
    return Lookup(key, parts(revision(TableKind.LOOKUP, key, sha256)))


def parts(found: PlaceRevision) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """The parts of a lookup's content."""
    return _parts(Path(settings.STORE), found.sha256)


@lru_cache(maxsize=32)
def _parts(root: Path, sha256: str) -> dict[str, tuple[tuple[str, float], ...]]:
    """Kept, since a content never changes and reading one takes as long as rolling up by it."""
    kept = tables.get(Store(root), sha256)
    found: dict[str, list[tuple[str, float]]] = {}
    columns = (kept[name].to_pylist() for name in ("source", "target", "weight"))
    for source, target, weight in zip(*columns, strict=True):
        found.setdefault(source, []).append((target, weight))
    return {source: tuple(held) for source, held in found.items()}


def targets(found: PlaceRevision, source: str) -> tuple[tuple[str, float], ...]:
    """In which units one lies by a lookup's content, each with the part that lies there; quicker than all parts."""
    kept = table(found)
    rows = kept.filter(pc.equal(kept["source"], source))
    return tuple(zip(rows["target"].to_pylist(), rows["weight"].to_pylist(), strict=True))


def count_sources(found: PlaceRevision, target: str) -> int:
    """How many units lie in one, wholly or in part, by a lookup's content."""
    kept = table(found, ["target"])
    return int(pc.sum(pc.equal(kept["target"], target)).as_py() or 0)


def population(key: str, sha256: str = "") -> Population:
    """A population by its key: the content with that hash, or the newest. UnknownPlaces where there is none."""
    found = revision(TableKind.POPULATION, key, sha256)
    of = found.table
    assert of.on is not None  # receive_population asks for the day
    return Population(
        key=of.key,
        title=of.title,
        source=of.source,
        licence=of.licence,
        attribution=of.attribution,
        edition=of.edition.key,
        on=of.on,
        open_age=of.open_age,
        sha256=found.sha256,
        paths=(tables.path(store(), found.sha256),),
        rows=found.rows,
        invented=of.provenance == Provenance.INVENTED,
    )


def populations() -> tuple[str, ...]:
    """The keys of all populations, the latest day first."""
    return _keys(TableKind.POPULATION)


def lookups(source_edition: str = "", target_edition: str = "") -> tuple[str, ...]:
    """The keys of the lookups, between those editions where they are named."""
    rows = PlaceRevision.objects.filter(table__kind=TableKind.LOOKUP)
    if source_edition:
        rows = rows.filter(table__edition__key=source_edition)
    if target_edition:
        rows = rows.filter(table__target_edition__key=target_edition)
    return tuple(rows.order_by("table__key").values_list("table__key", flat=True).distinct())


def _keys(kind: TableKind) -> tuple[str, ...]:
    rows = PlaceRevision.objects.filter(table__kind=kind).order_by("-table__on", "table__key")
    return tuple(dict.fromkeys(rows.values_list("table__key", flat=True)))


def figures(found: PlaceRevision, column: str) -> dict[str, int]:
    """The whole numbers of a column of a deprivation table by unit; units without one are left out.

    UnknownPlaces where the table has no such column.
    """
    kept = table(found)
    if column not in kept.column_names:
        raise UnknownPlaces(f"{found.table.key!r} has no column {column!r}; import an index that has it")
    pairs = zip(kept["unit"].to_pylist(), kept[column].to_pylist(), strict=True)
    return {unit: number for unit, number in pairs if number is not None}


def neighbours(key: str, code: str) -> tuple[Neighbour, ...]:
    """The statistical neighbours of a unit in a table of them, the nearest first; none where it has none.

    `code` is one of the table's own, such as the department's number 931, or the national code that a lookup of codes
    gives for it; the neighbours come with codes of the same sort.
    """
    found = revision(TableKind.NEIGHBOURS, key)
    rows, called = table(found).to_pylist(), names(found.table.edition.key)
    codes = _national(found) if any(character.isalpha() for character in code) else {}
    near = [row for row in rows if codes.get(row["unit"], row["unit"]) == code]
    return tuple(
        Neighbour(
            codes.get(row["neighbour"], row["neighbour"]),
            called.get(row["neighbour"], row["neighbour"]),
            row["rank"],
            row["closeness"],
        )
        for row in sorted(near, key=lambda row: row["rank"])
    )


def _national(found: PlaceRevision) -> dict[str, str]:
    """The national code of each unit of a table, by the lookups of codes from its edition."""
    rows = PlaceTable.objects.filter(rule=LookupRule.CODES, edition=found.table.edition).order_by("key")
    return {unit: held[0][0] for row in rows for unit, held in parts(revision(TableKind.LOOKUP, row.key)).items()}


def neighbour_tables() -> tuple[str, ...]:
    """The keys of the tables of neighbours, the latest first."""
    return _keys(TableKind.NEIGHBOURS)


def group(key: str, number: int | None = None) -> UnitGroup:
    """A group by its key, the newest or the one of a number. UnknownPlaces where there is none."""
    rows = UnitGroup.objects.filter(key=key).select_related("edition", "lookup__table", "index__table")
    found = (rows if number is None else rows.filter(number=number)).order_by("number").last()
    if found is None:
        raise UnknownPlaces(f"there is no group {key!r}; define it first")
    return found
