"""What the world may read of units: the editions that list them, what they lie in and what they hold."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, F, Q, QuerySet

from folkmoot.apps.places import queries
from folkmoot.apps.places.models import Edition, Listing, PlaceRevision, PlaceTable, Succession, Unit, UnitGroup
from folkmoot.apps.places.published.drawn import map_of
from folkmoot.apps.places.published.groups import groups
from folkmoot.apps.places.published.views import (
    EditionLine,
    GroupLine,
    HoldingView,
    KinView,
    ListingView,
    MapView,
    NeighboursView,
    PartView,
    UnitLine,
    UnitView,
    line_of,
    source_of,
)
from folkmoot.apps.places.queries import maps
from folkmoot.apps.places.terms import LookupRule, Provenance, TableKind, UnitType
from folkmoot.methods.geography import succession


def editions() -> tuple[EditionLine, ...]:
    """Every edition, the larger units first, the newest of a type first."""
    order = list(UnitType)
    rows = Edition.objects.annotate(size=Count("listings"))
    lines = [(row.year or 0, _edition(row, row.size)) for row in rows]
    return tuple(line for _, line in sorted(lines, key=lambda each: (order.index(each[1].type), -each[0])))


def _edition(row: Edition, size: int) -> EditionLine:
    return EditionLine(row.key, row.title, UnitType(row.type), size, row.provenance == Provenance.INVENTED)


def edition(key: str) -> EditionLine | None:
    """An edition; None where there is none."""
    row = Edition.objects.annotate(size=Count("listings")).filter(key=key).first()
    return _edition(row, row.size) if row else None


def count_listed(key: str, words: str = "") -> int:
    """How many units of an edition have the words in their name or begin so in their code."""
    return _listed(key, words).count()


def listed(key: str, words: str = "", *, offset: int = 0, limit: int = 50) -> tuple[UnitLine, ...]:
    """Units of an edition by name, those alone that have the words in their name or begin so in their code."""
    rows = _listed(key, words).select_related("unit", "within").order_by("name", "unit__code")
    return tuple(line_of(row) for row in rows[offset : offset + limit])


def _listed(key: str, words: str) -> QuerySet[Listing]:
    rows = Listing.objects.filter(edition__key=key)
    if words:
        rows = rows.filter(name__icontains=words) | rows.filter(unit__code__istartswith=words)
    return rows


def unit(type_: str, code: str) -> UnitView | None:
    """A unit by the word of its type, "upper-tier" for "upper tier", and its code; None where there is none."""
    found = Unit.objects.filter(type=type_.replace("-", " "), code=code).first()
    if found is None:
        return None
    rows = found.listings.select_related("edition", "within").order_by(F("edition__year").desc(nulls_last=True))
    keys = [row.edition.key for row in rows]
    outlines = maps.boundaries_with(found)
    return UnitView(
        code=found.code,
        type=UnitType(found.type),
        name=found.called,
        listings=tuple(
            ListingView(row.edition.title, row.edition.key, row.name or found.called, _unit_line(row.within))
            for row in rows
        ),
        kin=_kin(found),
        parts=_parts(found, keys),
        holdings=_holdings(found, keys),
        groups=_groups_of(found),
        neighbours=_neighbours(found),
        map=_map_of(found, outlines),
        map_source=source_of(outlines) if outlines else None,
        invented=found.provenance == Provenance.INVENTED,
    )


def _unit_line(found: Unit | None) -> UnitLine | None:
    return UnitLine(found.code, found.type, found.called, "") if found else None


def _kin(found: Unit) -> tuple[KinView, ...]:
    """The same area in other editions, where its code or its ground is another."""
    links = Succession.objects.filter(Q(before__unit=found) | Q(after__unit=found)).select_related(
        "before__edition", "before__unit", "before__within", "after__edition", "after__unit", "after__within"
    )
    rows = links.order_by("after__edition__year", "before__edition__year")
    return tuple(
        _kin_view(found, row) for row in rows if row.before.unit_id != row.after.unit_id or row.same_ground is False
    )


def _kin_view(found: Unit, row: Succession) -> KinView:
    other = row.after if row.before.unit_id == found.pk else row.before
    rule = succession.Rule(row.rule)
    link = succession.Link(row.before.unit.code, row.after.unit.code, rule, row.same_ground)
    unit = None if other.unit_id == found.pk else line_of(other)
    came_before = other.pk == row.before_id
    return KinView(row.before.edition.title, row.after.edition.title, unit, came_before, link.words, rule.words)


def _lookups(**between: object) -> list[PlaceRevision]:
    """The newest content of each lookup that fits; another code for the same is no area within it."""
    tables = PlaceTable.objects.filter(kind=TableKind.LOOKUP, **between).exclude(rule=LookupRule.CODES).order_by("key")
    newest = (table.revisions.select_related("table__edition", "table__target_edition").last() for table in tables)
    return [found for found in newest if found is not None]


def _parts(found: Unit, keys: Sequence[str]) -> tuple[PartView, ...]:
    """What a unit lies in, the lookups that say the same of it together."""
    told: dict[tuple[UnitLine, float], dict[str, None]] = {}
    for lookup in _lookups(edition__key__in=keys):
        of = lookup.table.target_edition
        assert of is not None  # a lookup has a target
        for code, share in queries.targets(lookup, found.code):
            target = Unit.objects.get(type=of.type, code=code)
            line = UnitLine(code, target.type, target.called, "")
            told.setdefault((line, share), {})[lookup.table.title] = None
    order = list(UnitType)
    rows = sorted(told.items(), key=lambda row: -order.index(UnitType(row[0][0].type)))
    return tuple(PartView(line, share, tuple(titles)) for (line, share), titles in rows)


def _holdings(found: Unit, keys: Sequence[str]) -> tuple[HoldingView, ...]:
    holdings = []
    for lookup in _lookups(target_edition__key__in=keys):
        number = queries.count_sources(lookup, found.code)
        if number:
            smaller = UnitType(lookup.table.edition.type)
            holdings.append(HoldingView(lookup.table.title, number, smaller.one if number == 1 else smaller.many))
    return tuple(dict.fromkeys(holdings))


def _groups_of(found: Unit) -> tuple[GroupLine, ...]:
    rows = UnitGroup.objects.filter(members__unit=found).values_list("key", flat=True).distinct()
    return tuple(line for line in groups() if line.key in rows and _is_member(line.key, found))


def _is_member(key: str, found: Unit) -> bool:
    return queries.group(key).members.filter(unit=found).exists()


def _neighbours(found: Unit) -> NeighboursView | None:
    """By the latest list that has some for an authority."""
    if found.type != UnitType.UPPER_TIER:
        return None
    for key in queries.neighbour_tables():
        near = queries.neighbours(key, found.code)
        if near:
            by = queries.revision(TableKind.NEIGHBOURS, key)
            assert by.table.on is not None  # receive_neighbours asks for the day
            lines = ((UnitLine(each.code, found.type, each.name, ""), each.closeness) for each in near)
            return NeighboursView(by.table.title, by.table.on, tuple(lines), source_of(by))
    return None


def _map_of(found: Unit, outlines: PlaceRevision | None) -> MapView | None:
    """A unit among the others of its boundaries, or alone where it is the only one."""
    if outlines is None:
        return None
    drawn = map_of(f"Where {found.called} lies", outlines, {}, {found.code: 1})
    return drawn if any(area.member for area in drawn.areas) else None
