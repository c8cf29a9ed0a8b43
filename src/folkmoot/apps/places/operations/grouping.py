"""Groups of units, by a rule over an index and a lookup, or listed by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.places import queries, rules
from folkmoot.apps.places.models import Edition, GroupMember, Listing, PlaceTable, UnitGroup
from folkmoot.apps.places.operations.receiving import BadPlaceTable
from folkmoot.apps.places.terms import Provenance, TableKind, UnitType
from folkmoot.methods.geography import groups
from folkmoot.methods.geography.groups import MostDeprived


@transaction.atomic
def define_group(
    *, key: str, title: str, rule: MostDeprived, index: str, lookup: str, on: date, by: User | None, at: datetime
) -> UnitGroup:
    """Group the larger units of a lookup that hold some of the most deprived smaller ones of an index.

    The rule, the date and the very contents of both tables are kept with it. The same again changes nothing; where
    the outcome, the rule or a table differs it gets another number. UnknownPlaces where a table is not there.
    """
    require(rules.may_import(by))
    by_lookup, by_index = queries.revision(TableKind.LOOKUP, lookup), queries.revision(TableKind.DEPRIVATION, index)
    below, above = by_lookup.table.edition, by_lookup.table.target_edition
    assert above is not None  # a lookup has a target
    if by_index.table.edition_id != below.pk:
        raise BadPlaceTable(
            f"{index!r} is about {by_index.table.edition.title}, but {lookup!r} is from {below.title}; "
            "use a lookup from the units of the index"
        )
    words = rule.words(
        larger=UnitType(above.type).one, smaller=UnitType(below.type).one, index=by_index.table.title
    )  # fmt: skip
    made = UnitGroup(
        key=key, title=title, edition=above, rule=words, deciles=rule.deciles, at_least=rule.at_least,
        lookup=by_lookup, index=by_index, on=on, provenance=_provenance(by_lookup.table, by_index.table), at=at, by=by,
    )  # fmt: skip
    members = groups.held(rule, queries.figures(by_index, "imd_decile"), queries.parts(by_lookup))
    return _keep(made, members)


@transaction.atomic
def list_group(
    *, key: str, title: str, rule: str, edition: str, codes: Sequence[str], on: date, by: User | None, at: datetime
) -> UnitGroup:
    """Group the units of a list; `rule` says in a sentence who chose them and how. BadPlaceTable on a strange code."""
    require(rules.may_import(by))
    of = queries.edition(edition)
    made = UnitGroup(key=key, title=title, edition=of, rule=rule, on=on, provenance=of.provenance, at=at, by=by)
    return _keep(made, dict.fromkeys(codes))


def _provenance(*tables: PlaceTable) -> Provenance:
    invented = any(table.provenance == Provenance.INVENTED for table in tables)
    return Provenance.INVENTED if invented else Provenance.IMPORTED


def _keep(made: UnitGroup, members: Mapping[str, int | None]) -> UnitGroup:
    newest = UnitGroup.objects.select_for_update().filter(key=made.key).order_by("number").last()
    if newest is not None and _same(newest, made, members):
        return newest
    made.number = newest.number + 1 if newest else 1
    made.save()
    units = _listed(made.edition, members)
    GroupMember.objects.bulk_create(
        GroupMember(group=made, unit_id=units[code], number=number) for code, number in members.items()
    )
    note(by=made.by, did=Event.GROUP_DEFINED, to=made, at=made.at)
    advance_publication(at=made.at)
    return made


def _same(newest: UnitGroup, made: UnitGroup, members: Mapping[str, int | None]) -> bool:
    fields = ("title", "edition_id", "rule", "deciles", "at_least", "lookup_id", "index_id", "on", "provenance")
    kept = dict(newest.members.values_list("unit__code", "number"))
    return kept == members and all(getattr(newest, field) == getattr(made, field) for field in fields)


def _listed(edition: Edition, codes: Mapping[str, int | None]) -> dict[str, int]:
    rows = dict(Listing.objects.filter(edition=edition).values_list("unit__code", "unit_id"))
    strange = sorted(set(codes) - set(rows))
    if strange:
        raise BadPlaceTable(f"{strange[0]} is not listed in {edition.title}; a group holds units of one edition")
    return rows
