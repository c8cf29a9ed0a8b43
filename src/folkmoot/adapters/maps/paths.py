"""The paths of a map: every area's outline as the `d` of an SVG path, with one view box for all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from folkmoot.adapters.maps.projection import transverse_mercator

MAKER = f"1, shapely {shapely.__version__}, GEOS {shapely.geos_version_string}"
"""Names what draws: another one may draw otherwise, and what it drew is kept under another key."""

FINE = 10
"""Steps of the drawing to a pixel: paths are written in whole steps, which takes half the bytes of decimals."""

EDGE = 2
"""Pixels left free around the outlines, for half the width of a line."""

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map: the size of its view box in steps, the path of each area, and a point within it, both by code."""

    width: int
    height: int
    paths: Mapping[str, str]
    points: Mapping[str, tuple[int, int]]

    @property
    def json(self) -> bytes:
        """As bytes to be kept."""
        return json.dumps(asdict(self), separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Drawing:
        """As it was kept."""
        told = json.loads(content)
        points = {code: (x, y) for code, (x, y) in told["points"].items()}
        return cls(told["width"], told["height"], told["paths"], points)


def draw(outlines: Mapping[str, bytes], *, width: int, coarse: float = 0.5) -> Drawing:
    """Draw areas `width` pixels wide. `outlines` are polygons in WGS84 as WKB, by code.

    They are simplified together, so that neighbours still share their edges, to `coarse` pixels. An area too small to
    be seen is drawn as one step, never left out.
    """
    if not outlines:
        return Drawing(width * FINE, 0, {}, {})
    codes = sorted(outlines)
    shapes = shapely.transform(shapely.from_wkb([outlines[code] for code in codes]), transverse_mercator)
    left, top, right, bottom = shapely.total_bounds(shapes)
    scale = (width - 2 * EDGE) * FINE / max(right - left, 1e-12)
    height = round((bottom - top) * scale) + 2 * EDGE * FINE

    def placed(points: Points) -> Points:
        return np.asarray((points - (left, top)) * scale + EDGE * FINE)

    fine = shapely.coverage_simplify(shapely.transform(shapes, placed), coarse * FINE)
    inside = shapely.get_coordinates(shapely.point_on_surface(fine)).round().astype(int).tolist()
    return Drawing(
        width * FINE,
        height,
        {code: _path(shape) for code, shape in zip(codes, fine, strict=True)},
        {code: (x, y) for code, (x, y) in zip(codes, inside, strict=True)},
    )


def _path(shape: shapely.Geometry) -> str:
    rings = [ring for ring in map(_steps, _rings(shape)) if ring is not None]
    if rings:
        return "".join(map(_written, rings))
    x, y = shapely.get_coordinates(shapely.point_on_surface(shape)).round().astype(int)[0]
    return f"M{x} {y}h1v1h-1z"


def _rings(shape: shapely.Geometry) -> Iterator[Points]:
    for part in shapely.get_parts(shape):
        for ring in shapely.get_rings(part):
            yield shapely.get_coordinates(ring)


def _steps(ring: Points) -> NDArray[np.int64] | None:
    """A ring in whole steps, each point unlike the one before; None where nothing of it is left."""
    whole = ring.round().astype(np.int64)
    kept = whole[np.any(whole != np.roll(whole, 1, axis=0), axis=1)]
    return kept if len(kept) > 2 else None


def _written(ring: NDArray[np.int64]) -> str:
    """M100 200l5-3 2 8z: from the first point, each step relative to the one before; a minus sign needs no space."""
    numbers = np.diff(ring, axis=0).ravel().tolist()
    return f"M{ring[0, 0]} {ring[0, 1]}l" + " ".join(map(str, numbers)).replace(" -", "-") + "z"
