"""What the world is shown of places, as frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from folkmoot.apps.places.models import Listing, PlaceRevision
from folkmoot.apps.places.terms import Provenance, UnitType


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where a table is from, with the hash of the content that was used."""

    title: str
    source: str
    licence: str
    attribution: str
    note: str
    sha256: str
    invented: bool


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group in a list."""

    key: str
    title: str
    edition: str
    on: date
    members: int
    invented: bool


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in a list; `within` names the larger one that its edition states."""

    code: str
    type: str
    name: str
    within: str


@dataclass(frozen=True, slots=True)
class MemberView:
    """A unit of a group, and how many of the smaller units that the rule asks for it holds."""

    unit: UnitLine
    number: int | None


@dataclass(frozen=True, slots=True)
class OtherView:
    """The same rule under another lookup: how many units it gives, and which come in and fall out."""

    lookup: str
    rule: str
    members: int
    added: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether it gives another group."""
        return bool(self.added or self.lost)


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group with its rule, date, tables and members, and what other lookups would give."""

    key: str
    number: int
    title: str
    rule: str
    on: date
    edition: str
    type: UnitType
    smaller: UnitType | None
    members: tuple[MemberView, ...]
    lookup: SourceView | None
    lookup_rule: str
    index: SourceView | None
    others: tuple[OtherView, ...]
    invented: bool


@dataclass(frozen=True, slots=True)
class AreaView:
    """An area of a map: its path and a point within it; `member` is its number in the list beside the map, or 0."""

    code: str
    name: str
    path: str
    at: tuple[int, int]
    member: int


@dataclass(frozen=True, slots=True)
class MapView:
    """A map; `title` says of what."""

    title: str
    width: int
    height: int
    areas: tuple[AreaView, ...]


@dataclass(frozen=True, slots=True)
class GroupMaps:
    """The map of a group, and parts of it drawn larger where members lie close together; `alone` lie on no part."""

    whole: MapView
    parts: tuple[MapView, ...]
    alone: frozenset[str]
    source: SourceView


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition in a list."""

    key: str
    title: str
    type: UnitType
    units: int
    invented: bool


@dataclass(frozen=True, slots=True)
class ListingView:
    """A unit as an edition lists it."""

    edition: str
    edition_key: str
    name: str
    within: UnitLine | None


@dataclass(frozen=True, slots=True)
class KinView:
    """What became of an area from one edition to another, with the unit that it was before or is after.

    `unit` is None where the code stayed and the ground did not; `came_before` says on which side it is. `rule` says by
    what the two are held to be one area.
    """

    before: str
    after: str
    unit: UnitLine | None
    came_before: bool
    words: str
    rule: str


@dataclass(frozen=True, slots=True)
class PartView:
    """What a unit lies in by some lookups; `share` is the part of it that lies there, 1 for the whole."""

    unit: UnitLine
    share: float
    lookups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoldingView:
    """How many smaller units a unit holds by a lookup, wholly or in part."""

    lookup: str
    number: int
    of: str


@dataclass(frozen=True, slots=True)
class NeighboursView:
    """The authorities most like one by a published list, the nearest first: each with how close it is held to be."""

    title: str
    on: date
    near: tuple[tuple[UnitLine, str], ...]
    source: SourceView


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit with its editions, what it belongs to and what it holds."""

    code: str
    type: UnitType
    name: str
    listings: tuple[ListingView, ...]
    kin: tuple[KinView, ...]
    parts: tuple[PartView, ...]
    holdings: tuple[HoldingView, ...]
    groups: tuple[GroupLine, ...]
    neighbours: NeighboursView | None
    map: MapView | None
    map_source: SourceView | None
    invented: bool


def line_of(row: Listing) -> UnitLine:
    """A unit as an edition lists it."""
    return UnitLine(row.unit.code, row.unit.type, row.name or row.unit.called, row.within.called if row.within else "")


def source_of(found: PlaceRevision) -> SourceView:
    """Where a content of a table is from."""
    table = found.table
    return SourceView(
        table.title,
        table.source,
        table.licence,
        table.attribution,
        table.note,
        found.sha256,
        table.provenance == Provenance.INVENTED,
    )
