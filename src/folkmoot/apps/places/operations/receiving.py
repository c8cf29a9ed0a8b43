"""Tables about places: each content is kept in the store as Parquet, and a row says which it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from folkmoot.adapters.store import tables
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.places import queries, rules
from folkmoot.apps.places.models import Edition, Listing, PlaceRevision, PlaceTable
from folkmoot.apps.places.terms import LookupRule, Source, TableKind
from folkmoot.methods.geography import lookups
from folkmoot.methods.geography.lookups import Parts

Report = Mapping[str, Any]
"""What was read, kept and refused of a file, as JSON."""


class BadPlaceTable(ValueError):
    """A table that cannot be taken in; the message names it, the column or unit, and what is asked for."""


@transaction.atomic
def define_lookup(
    *,
    key: str,
    edition: str,
    target_edition: str,
    rule: LookupRule,
    parts: Parts,
    source: Source,
    by: User | None,
    at: datetime,
    report: Report | None = None,
) -> PlaceRevision:
    """Keep which part of each unit of an edition lies in which unit of another.

    BadLookup where the parts of a unit do not add up to 1; BadPlaceTable where a unit is not listed in its edition.
    """
    below, above = queries.edition(edition), queries.edition(target_edition)
    lookups.checked(parts)
    rows = [(unit, target, weight) for unit in sorted(parts) for target, weight in sorted(parts[unit])]
    _require_listed(key, below, parts)
    _require_listed(key, above, {target for _, target, _ in rows})
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    table = pa.table(
        [
            pa.array(column, kind)
            for column, kind in zip(columns, (pa.string(), pa.string(), pa.float64()), strict=True)
        ],
        names=["source", "target", "weight"],
    )
    between = {"edition": below, "target_edition": above, "rule": rule}
    return _receive(key, TableKind.LOOKUP, source, between, table, report, by=by, at=at)


@transaction.atomic
def receive_population(
    *,
    key: str,
    edition: str,
    on: date,
    table: pa.Table,
    source: Source,
    by: User | None,
    at: datetime,
    open_age: int | None = None,
    report: Report | None = None,
) -> PlaceRevision:
    """Keep residents by unit, date, age, sex and `persons`, the columns by which the engine counts them.

    `open_age` is the age that stands for itself and all above it. BadPlaceTable where a column is missing or of another
    type, a row is of another day, a number is negative or missing, or a unit is not listed in the edition.
    """
    of = queries.edition(edition)
    kept = _shaped(key, table, {"unit": pa.string(), "date": pa.date32(), "age": pa.int32(), "sex": pa.string(),
                                "persons": pa.int32()}, empty=("sex",))  # fmt: skip
    if pc.any(pc.not_equal(kept["date"], pa.scalar(on))).as_py():
        raise BadPlaceTable(f"{key}: a row is of another day than {on:%d %B %Y}; keep each day under a key of its own")
    for column in ("age", "persons"):
        if pc.any(pc.less(kept[column], 0)).as_py():
            raise BadPlaceTable(f"{key}, column {column!r}: a number is below 0; correct the row")
    _require_listed(key, of, pc.unique(kept["unit"]).to_pylist())
    described = {"edition": of, "on": on, "open_age": open_age}
    return _receive(key, TableKind.POPULATION, source, described, kept, report, by=by, at=at)


@transaction.atomic
def receive_boundaries(
    *,
    key: str,
    edition: str,
    table: pa.Table,
    source: Source,
    by: User | None,
    at: datetime,
    report: Report | None = None,
) -> PlaceRevision:
    """Keep the outlines of units: `unit` and `outline`, a valid polygon in WGS84 as WKB. BadPlaceTable as above."""
    of = queries.edition(edition)
    kept = _shaped(key, table, {"unit": pa.string(), "outline": pa.binary()})
    _require_once(key, kept["unit"])
    _require_listed(key, of, kept["unit"].to_pylist())
    return _receive(key, TableKind.BOUNDARIES, source, {"edition": of}, kept, report, by=by, at=at)


@transaction.atomic
def receive_deprivation(
    *,
    key: str,
    edition: str,
    on: date,
    table: pa.Table,
    source: Source,
    by: User | None,
    at: datetime,
    report: Report | None = None,
) -> PlaceRevision:
    """Keep an index: `unit`, any columns of numbers, and for groups `imd_decile` of 1 to 10. BadPlaceTable as above."""
    of = queries.edition(edition)
    _shaped(key, table, {"unit": pa.string()})
    if "imd_decile" in table.column_names:
        deciles = _shaped(key, table, {"imd_decile": pa.int32()})["imd_decile"]
        if pc.any(pc.or_(pc.less(deciles, 1), pc.greater(deciles, 10))).as_py():
            raise BadPlaceTable(f"{key}, column 'imd_decile': a number is not 1 to 10; 1 is the most deprived tenth")
    _require_once(key, table["unit"])
    _require_listed(key, of, table["unit"].to_pylist())
    return _receive(key, TableKind.DEPRIVATION, source, {"edition": of, "on": on}, table, report, by=by, at=at)


@transaction.atomic
def receive_neighbours(
    *,
    key: str,
    edition: str,
    on: date,
    table: pa.Table,
    source: Source,
    by: User | None,
    at: datetime,
    report: Report | None = None,
) -> PlaceRevision:
    """Keep statistical neighbours: `unit`, `neighbour`, `rank` from 1, `closeness` in words. BadPlaceTable as above."""
    of = queries.edition(edition)
    columns = {"unit": pa.string(), "neighbour": pa.string(), "rank": pa.int32(), "closeness": pa.string()}
    kept = _shaped(key, table, columns)
    _require_listed(key, of, {*kept["unit"].to_pylist(), *kept["neighbour"].to_pylist()})
    return _receive(key, TableKind.NEIGHBOURS, source, {"edition": of, "on": on}, kept, report, by=by, at=at)


def _shaped(key: str, table: pa.Table, columns: Mapping[str, pa.DataType], empty: Iterable[str] = ()) -> pa.Table:
    """The columns in their order, of their types; only those of `empty` may miss a cell."""
    missing = [name for name in columns if name not in table.column_names]
    if missing:
        raise BadPlaceTable(f"{key} has no column {missing[0]!r}; it takes {', '.join(columns)}")
    shaped = table.select(list(columns))
    try:
        shaped = shaped.cast(pa.schema(columns.items()))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise BadPlaceTable(f"{key}: a column holds something else than it should: {error}") from error
    for name in columns:
        if name not in empty and shaped[name].null_count:
            raise BadPlaceTable(
                f"{key}, column {name!r}: {shaped[name].null_count} cells are empty; fill or refuse them"
            )
    return shaped


def _require_once(key: str, column: pa.ChunkedArray) -> None:
    counts = pc.value_counts(column.combine_chunks())
    doubled = [each["values"] for each in counts.to_pylist() if each["counts"] > 1]
    if doubled:
        raise BadPlaceTable(f"{key}: {doubled[0]} stands there more than once; keep one row of it")


def _require_listed(key: str, edition: Edition, codes: Iterable[str]) -> None:
    listed = set(Listing.objects.filter(edition=edition).values_list("unit__code", flat=True))
    strange = sorted(set(codes) - listed)
    if strange:
        raise BadPlaceTable(
            f"{key}: {strange[0]} is not listed in {edition.title} ({len(strange)} such codes); "
            "define the units of that edition first, or name another edition"
        )


def _receive(
    key: str,
    kind: TableKind,
    source: Source,
    described: Mapping[str, object],
    table: pa.Table,
    report: Report | None,
    *,
    by: User | None,
    at: datetime,
) -> PlaceRevision:
    """A new revision, unless the newest has the same content. The file is kept first: a kill leaves none without it."""
    require(rules.may_import(by))
    fields = {
        "kind": kind, "title": source.title, "source": source.source, "licence": source.licence, "note": source.note,
        "attribution": source.attribution, "provenance": source.provenance, **described,
    }  # fmt: skip
    found = PlaceTable.objects.select_for_update().filter(key=key).first()
    if found is not None and found.kind != kind:
        raise BadPlaceTable(f"{key!r} is the key of a table of {found.kind} already; choose another key")
    place_table, fresh = PlaceTable.objects.update_or_create(key=key, defaults=fields)
    newest = place_table.revisions.last()
    if newest is not None and _same(newest, table):
        if found is not None and any(getattr(found, name) != value for name, value in fields.items()):
            note(by=by, did=Event.PLACE_TABLE_CORRECTED, to=place_table, at=at)
            advance_publication(at=at)
        return newest
    revision = PlaceRevision.objects.create(
        table=place_table,
        number=newest.number + 1 if newest else 1,
        sha256=tables.put(queries.store(), table),
        rows=table.num_rows,
        report=dict(report or {}),
        at=at,
        by=by,
    )
    note(by=by, did=Event.PLACE_TABLE_RECEIVED if fresh else Event.PLACE_TABLE_CORRECTED, to=revision, at=at)
    advance_publication(at=at)
    return revision


def _same(newest: PlaceRevision, table: pa.Table) -> bool:
    """Compared cell by cell: another version of pyarrow may write the same table as other bytes."""
    return bool(newest.rows == table.num_rows and queries.table(newest).equals(table.replace_schema_metadata(None)))
