"""What the world may read of groups of units: the rule, the members, what another lookup would give, and the maps."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Max

from folkmoot.apps.places import queries
from folkmoot.apps.places.models import Edition, GroupMember, Listing, UnitGroup
from folkmoot.apps.places.published.drawn import map_of
from folkmoot.apps.places.published.views import (
    GroupLine,
    GroupMaps,
    GroupView,
    MapView,
    MemberView,
    OtherView,
    UnitLine,
    line_of,
    source_of,
)
from folkmoot.apps.places.queries import maps
from folkmoot.apps.places.terms import LookupRule, Provenance, TableKind, UnitType
from folkmoot.methods.geography import groups as rules
from folkmoot.methods.geography.groups import MostDeprived

INSET = 360
"""Pixels across, of a part of a map that is drawn larger."""


def groups() -> tuple[GroupLine, ...]:
    """Every group as it stands now, by title."""
    newest = UnitGroup.objects.values("key").annotate(newest=Max("number"))
    numbers = {row["key"]: row["newest"] for row in newest}
    rows = UnitGroup.objects.select_related("edition").annotate(size=Count("members")).order_by("title", "key")
    return tuple(
        GroupLine(row.key, row.title, row.edition.title, row.on, row.size, row.provenance == Provenance.INVENTED)
        for row in rows
        if row.number == numbers[row.key]
    )


def group(key: str) -> GroupView | None:
    """A group as it stands now; None where there is none."""
    try:
        found = queries.group(key)
    except queries.UnknownPlaces:
        return None
    members = _members(found)
    lookup, index = found.lookup, found.index
    return GroupView(
        key=found.key,
        number=found.number,
        title=found.title,
        rule=found.rule,
        on=found.on,
        edition=found.edition.title,
        type=UnitType(found.edition.type),
        smaller=UnitType(lookup.table.edition.type) if lookup else None,
        members=members,
        lookup=source_of(lookup) if lookup else None,
        lookup_rule=LookupRule(lookup.table.rule).words if lookup else "",
        index=source_of(index) if index else None,
        others=_others(found, members),
        invented=found.provenance == Provenance.INVENTED,
    )


def _members(found: UnitGroup) -> tuple[MemberView, ...]:
    numbers = dict(GroupMember.objects.filter(group=found).values_list("unit_id", "number"))
    listed = _lines(found.edition, numbers)
    return tuple(MemberView(line, numbers[unit_id]) for unit_id, line in listed)


def _lines(edition: Edition, units: Sequence[int] | dict[int, int | None]) -> list[tuple[int, UnitLine]]:
    """Units of an edition in the order of their names."""
    rows = Listing.objects.filter(edition=edition, unit_id__in=list(units)).select_related("unit", "within")
    lines = [(row.unit_id, line_of(row)) for row in rows]
    return sorted(lines, key=lambda each: (each[1].name, each[1].code))


def _others(found: UnitGroup, members: Sequence[MemberView]) -> tuple[OtherView, ...]:
    """What the same rule and index give under the other lookups between the same editions."""
    if found.lookup is None or found.index is None or found.deciles is None or found.at_least is None:
        return ()
    rule, here = MostDeprived(found.deciles, found.at_least), {each.unit.code for each in members}
    deciles, names = queries.figures(found.index, "imd_decile"), queries.names(found.edition.key)
    between = queries.lookups(found.lookup.table.edition.key, found.edition.key)
    others = []
    for key in between:
        if key == found.lookup.table.key:
            continue
        other = queries.revision(TableKind.LOOKUP, key)
        there = set(rules.held(rule, deciles, queries.parts(other)))
        added, lost = (tuple(sorted(names[code] for code in codes)) for codes in (there - here, here - there))
        others.append(OtherView(other.table.title, LookupRule(other.table.rule).words, len(there), added, lost))
    return tuple(others)


def group_maps(key: str) -> GroupMaps | None:
    """The maps of a group; None where there is no such group, or no boundaries of its edition."""
    found = group(key)
    outlines = maps.boundaries_of(queries.group(key).edition.key) if found else None
    if found is None or outlines is None:
        return None
    edition = queries.group(key).edition
    numbers = {member.unit.code: number for number, member in enumerate(found.members, 1)}
    names = queries.names(edition.key)
    whole = map_of(found.title, outlines, names, numbers)
    parts, larger = [], set[str]()
    for district, close in _close(whole, found.members).items():
        title = f"{', '.join(names[code] for code in sorted(close, key=numbers.__getitem__))}: {district}"
        parts.append(map_of(title, outlines, names, numbers, width=INSET, codes=_around(whole, close)))
        larger |= set(close)
    alone = frozenset(numbers.keys() - larger)
    return GroupMaps(whole, tuple(parts), alone, source_of(outlines))


def _close(whole: MapView, members: Sequence[MemberView]) -> dict[str, list[str]]:
    """Members of one district of which the whole map would show the numbers on top of one another."""
    drawn = {area.code: area.at for area in whole.areas}
    districts: dict[str, list[str]] = {}
    for member in members:
        if member.unit.code in drawn:
            districts.setdefault(member.unit.within, []).append(member.unit.code)
    return {district: codes for district, codes in districts.items() if len(codes) > 1}


def _around(whole: MapView, codes: Sequence[str]) -> tuple[str, ...]:
    """The areas in the stretch of a map in which some lie, with half as much around it."""
    drawn = {area.code: area.at for area in whole.areas}
    across, down = zip(*(drawn[code] for code in codes), strict=True)
    half = max(max(across) - min(across), max(down) - min(down)) / 2
    return tuple(
        code
        for code, (x, y) in drawn.items()
        if min(across) - half <= x <= max(across) + half and min(down) - half <= y <= max(down) + half
    )
