"""Boundaries of areas: each outline is checked, mended where that is possible, or refused with the reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import shapely

from folkmoot.adapters.feeds import geojson, naming
from folkmoot.adapters.feeds.geojson import Feature
from folkmoot.adapters.feeds.naming import Areas
from folkmoot.adapters.feeds.quality import MOST_NAMED, Quality, Refused, column_quality
from folkmoot.adapters.feeds.reading import Unreadable

POLYGONS = ("Polygon", "MultiPolygon")
LOST = 0.01
"""The share of its area that an outline may lose by being mended; more says that it was drawn wrongly."""


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The outlines of a file: a table of `unit`, `name`, `within` and `outline`, a valid polygon in WGS84 as WKB.

    `mended` says which outlines were not valid, and why. `larger` are the areas that `within` names, if any are stated.
    """

    file: str
    file_sha256: str
    areas: Areas
    larger: Areas | None
    table: pa.Table
    quality: Quality
    mended: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A feature as it was read: an outline, or why there is none; `mended` says what was wrong with it before."""

    outline: bytes = b""
    fault: str = ""
    mended: str = ""


def read(path: Path) -> Boundaries:
    """The boundaries of a GeoJSON or TopoJSON file. Unreadable where its features name no areas by a code."""
    found = geojson.features(path)
    listed = naming.areas(list(found[0].properties) if found else [], path.name)
    if not listed:
        raise Unreadable(
            f"{path.name}: its features have no property of codes, such as wd20cd or LAD24CD; they have "
            f"{', '.join(found[0].properties) if found else 'no feature'}"
        )
    of, larger = listed[0], listed[1] if len(listed) > 1 else None
    kept: dict[str, tuple[str, str, bytes]] = {}
    refused, mended = [], []
    for feature in found:
        code = str(feature.properties.get(of.column) or "")
        read_ = _Read(fault="has no code") if not code else _outline(feature)
        if code in kept:
            read_ = _Read(fault=f"{code} has an outline already; join them to one MultiPolygon")
        if read_.fault:
            refused.append(Refused(feature.number, code or of.column, read_.fault))
            continue
        if read_.mended:
            mended.append(Refused(feature.number, code, read_.mended))
        name = str(feature.properties.get(of.name) or "") if of.name else ""
        kept[code] = (name, str(feature.properties.get(larger.column) or "") if larger else "", read_.outline)
    table = _table(kept)
    quality = Quality(
        read=len(found),
        kept=len(kept),
        refused_rows=len(refused),
        refused=tuple(refused[:MOST_NAMED]),
        columns=column_quality(table.drop_columns(["outline"])),
    )
    return Boundaries(path.name, _hash_of(path), of, larger, table, quality, tuple(mended))


def _table(kept: dict[str, tuple[str, str, bytes]]) -> pa.Table:
    rows = sorted(kept.items())
    columns: dict[str, Sequence[object]] = {
        "unit": [code for code, _ in rows],
        "name": [name for _, (name, _, _) in rows],
        "within": [within for _, (_, within, _) in rows],
        "outline": [outline for _, (_, _, outline) in rows],
    }
    kinds = {"unit": pa.string(), "name": pa.string(), "within": pa.string(), "outline": pa.binary()}
    return pa.table({name: pa.array(cells, kinds[name]) for name, cells in columns.items()})


def _outline(feature: Feature) -> _Read:
    if feature.geometry is None:
        return _Read(fault=feature.fault)
    kind = feature.geometry.get("type")
    if kind not in POLYGONS:
        return _Read(fault=f"is a {kind}, not a Polygon or MultiPolygon")
    try:
        shape = shapely.from_geojson(json.dumps(feature.geometry))
    except (shapely.GEOSException, ValueError) as error:
        return _Read(fault=f"cannot be read: {' '.join(str(error).split())[:200]}")
    return _checked(shape)


def _checked(shape: shapely.Geometry) -> _Read:
    if shape.is_empty:
        return _Read(fault="has an empty outline")
    left, bottom, right, top = shape.bounds
    if not (-180 <= left <= right <= 180 and -90 <= bottom <= top <= 90):
        return _Read(fault="lies beyond longitude and latitude; export the file in WGS84")
    if shape.is_valid:
        return _Read(shapely.normalize(shape).wkb)
    why = shapely.is_valid_reason(shape)
    whole = shapely.make_valid(shape, method="structure")
    if whole.geom_type not in POLYGONS or whole.is_empty or whole.area < (1 - LOST) * shape.area:
        return _Read(fault=f"is not valid and cannot be mended: {why}")
    return _Read(shapely.normalize(whole).wkb, mended=f"was mended: {why}")


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
