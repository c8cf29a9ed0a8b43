"""GeoJSON (RFC 7946) and TopoJSON as features: what each one says of itself, and its geometry as GeoJSON has it."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from folkmoot.adapters.feeds.reading import GZIP, Unreadable

_WGS84 = ("CRS84", "EPSG:4326", "EPSG::4326")


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature by its number in the file, from 1; `geometry` is None where the file gives none."""

    number: int
    properties: Mapping[str, Any]
    geometry: Mapping[str, Any] | None
    fault: str = ""


def features(path: Path) -> list[Feature]:
    """The features of a file, gzip or not. Unreadable where it is neither GeoJSON nor TopoJSON in WGS84."""
    told = _json(path)
    if told.get("type") == "FeatureCollection" and isinstance(told.get("features"), list):
        _require_wgs84(told, path)
        return [_feature(number, each) for number, each in enumerate(told["features"], 1)]
    if told.get("type") == "Topology" and isinstance(told.get("objects"), dict):
        return list(_of_topology(told, path))
    raise Unreadable(f"{path.name} is neither a GeoJSON FeatureCollection nor a TopoJSON Topology; export it as one")


def _json(path: Path) -> Mapping[str, Any]:
    try:
        content = path.read_bytes()
        if content.startswith(GZIP):
            content = gzip.decompress(content)
        told = json.loads(content)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(f"{path.name} cannot be read: {error}") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{path.name} is not JSON: {str(error)[:200]}") from error
    if not isinstance(told, dict):
        raise Unreadable(f"{path.name} holds no JSON object; export it as GeoJSON or TopoJSON")
    return told


def _require_wgs84(told: Mapping[str, Any], path: Path) -> None:
    crs = json.dumps(told.get("crs"))
    if told.get("crs") is not None and not any(each in crs for each in _WGS84):
        raise Unreadable(f"{path.name} is in the coordinates {crs[:100]}; export it in WGS84 (longitude and latitude)")


def _feature(number: int, told: object) -> Feature:
    if not isinstance(told, dict) or not isinstance(told.get("properties"), dict):
        return Feature(number, {}, None, "is no feature with properties")
    geometry = told.get("geometry")
    if not isinstance(geometry, dict):
        return Feature(number, told["properties"], None, "has no geometry")
    return Feature(number, told["properties"], geometry)


def _of_topology(told: Mapping[str, Any], path: Path) -> Iterator[Feature]:
    """The geometries of every object of a topology; lines that neighbours share are stored once, as arcs."""
    try:
        arcs = list(_arcs(told))
        geometries = [
            each
            for name in told["objects"]
            for each in told["objects"][name].get("geometries", [told["objects"][name]])
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(f"{path.name} is no TopoJSON that can be read: {error!r}") from error
    for number, each in enumerate(geometries, 1):
        properties = each.get("properties") if isinstance(each, dict) else None
        try:
            geometry = {"type": each["type"], "coordinates": _joined(each["type"], each["arcs"], arcs)}
        except (KeyError, TypeError, IndexError, AttributeError):
            yield Feature(number, properties or {}, None, "has no geometry of arcs that are there")
        else:
            yield Feature(number, properties or {}, geometry)


def _arcs(told: Mapping[str, Any]) -> Iterator[list[tuple[float, float]]]:
    """Each arc as points; in a quantised topology each point is told by its steps from the one before."""
    transform = told.get("transform")
    for arc in told["arcs"]:
        if transform is None:
            yield [(x, y) for x, y, *_ in arc]
            continue
        (step_x, step_y), (left, bottom) = transform["scale"], transform["translate"]
        x = y = 0
        points = []
        for across, up, *_ in arc:
            x, y = x + across, y + up
            points.append((x * step_x + left, y * step_y + bottom))
        yield points


def _joined(kind: str, told: Sequence[Any], arcs: Sequence[list[tuple[float, float]]]) -> list[Any]:
    if kind == "Polygon":
        return [_ring(ring, arcs) for ring in told]
    if kind == "MultiPolygon":
        return [[_ring(ring, arcs) for ring in part] for part in told]
    raise KeyError(kind)


def _ring(told: Sequence[int], arcs: Sequence[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """A ring of arcs, one after the other; ~i is arc i backwards, and each begins where the one before ended."""
    ring: list[tuple[float, float]] = []
    for index in told:
        points = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += points[1:] if ring else points
    return ring
