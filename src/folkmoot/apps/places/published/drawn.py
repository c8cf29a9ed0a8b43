"""Maps as the world may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from folkmoot.apps.places.models import PlaceRevision
from folkmoot.apps.places.published.views import AreaView, MapView
from folkmoot.apps.places.queries import maps

WIDE = 560
"""Pixels across, of a whole map."""


def map_of(
    title: str,
    outlines: PlaceRevision,
    names: Mapping[str, str],
    numbers: Mapping[str, int],
    *,
    width: int = WIDE,
    codes: Sequence[str] = (),
) -> MapView:
    """The outlines, or some of them, with the members of a group numbered."""
    drawn = maps.drawing(outlines, width=width, codes=codes)
    areas = (
        AreaView(code, names.get(code, code), path, drawn.points[code], numbers.get(code, 0))
        for code, path in drawn.paths.items()
    )
    members_last = sorted(areas, key=lambda area: (area.member > 0, area.code))  # so that nothing covers their edges
    return MapView(title, drawn.width, drawn.height, tuple(members_last))
