"""Two lookups between the same kinds of units beside one another: what goes elsewhere, and which groups they give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from folkmoot.apps.places import queries
from folkmoot.apps.places.models import PlaceRevision
from folkmoot.apps.places.terms import TableKind
from folkmoot.methods.geography import groups
from folkmoot.methods.geography.groups import MostDeprived
from folkmoot.methods.geography.lookups import Parts


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A smaller unit that the two lookups give to different ones: each in words, the largest part first."""

    code: str
    name: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Deprived:
    """A larger unit with how many of its most deprived smaller ones each lookup gives it."""

    code: str
    name: str
    here: int
    there: int


@dataclass(frozen=True, slots=True)
class Beside:
    """Two lookups compared. `index` is by what the most deprived are told; None where no index is about these units."""

    units: int
    elsewhere: tuple[Elsewhere, ...]
    index: PlaceRevision | None
    deprived: tuple[Deprived, ...]

    @property
    def here(self) -> int:
        """How many larger units the first gives."""
        return sum(each.here > 0 for each in self.deprived)

    @property
    def there(self) -> int:
        """How many the second gives."""
        return sum(each.there > 0 for each in self.deprived)

    @property
    def both(self) -> int:
        """How many both give."""
        return sum(each.here > 0 and each.there > 0 for each in self.deprived)


def beside(one: PlaceRevision, other: PlaceRevision, rule: MostDeprived) -> Beside:
    """What differs between two lookups from the same units, and the groups that a rule makes by each."""
    here, there = queries.parts(one), queries.parts(other)
    names = queries.names(one.table.edition.key)
    called = {**_names(other), **_names(one)}
    units = sorted(here.keys() | there.keys())
    elsewhere = tuple(
        Elsewhere(code, names.get(code, code), _words(here, code, called), _words(there, code, called))
        for code in units
        if dict(here.get(code, ())) != dict(there.get(code, ()))
    )
    index = _index(one)
    return Beside(len(units), elsewhere, index, _deprived(index, rule, here, there, called) if index else ())


def _names(found: PlaceRevision) -> dict[str, str]:
    assert found.table.target_edition is not None  # a lookup has a target
    return queries.names(found.table.target_edition.key)


def _words(parts: Parts, code: str, called: Mapping[str, str]) -> str:
    """To which units one is given, with the part of it where that is not the whole; empty for none."""
    given = sorted(parts.get(code, ()), key=lambda each: -each[1])
    return ", ".join(called.get(target, target) + (f" {share:.0%}" if share < 1 else "") for target, share in given)


def _index(one: PlaceRevision) -> PlaceRevision | None:
    """The newest index by deciles of the units that a lookup divides."""
    rows = PlaceRevision.objects.filter(table__kind=TableKind.DEPRIVATION, table__edition=one.table.edition)
    found = rows.select_related("table").order_by("-table__on", "-number")
    return next((each for each in found if "imd_decile" in queries.table(each).column_names), None)


def _deprived(
    index: PlaceRevision, rule: MostDeprived, here: Parts, there: Parts, called: Mapping[str, str]
) -> tuple[Deprived, ...]:
    deciles = queries.figures(index, "imd_decile")
    one, other = groups.held(rule, deciles, here), groups.held(rule, deciles, there)
    found = [Deprived(code, called.get(code, code), one.get(code, 0), other.get(code, 0))
             for code in one.keys() | other.keys()]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (-each.here, -each.there, each.name)))
