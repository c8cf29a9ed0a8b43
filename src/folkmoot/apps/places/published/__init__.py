"""What the world may read of places: groups with their rules, units with their editions, and maps."""

from folkmoot.apps.places.published.groups import group, group_maps, groups
from folkmoot.apps.places.published.units import count_listed, edition, editions, listed, unit
from folkmoot.apps.places.published.views import (
    AreaView,
    EditionLine,
    GroupLine,
    GroupMaps,
    GroupView,
    MapView,
    MemberView,
    OtherView,
    SourceView,
    UnitLine,
    UnitView,
)

__all__ = [
    "AreaView",
    "EditionLine",
    "GroupLine",
    "GroupMaps",
    "GroupView",
    "MapView",
    "MemberView",
    "OtherView",
    "SourceView",
    "UnitLine",
    "UnitView",
    "count_listed",
    "edition",
    "editions",
    "group",
    "group_maps",
    "groups",
    "listed",
    "unit",
]
