"""What officers see of places: what is held, how well lookups fit, what is missing, and one lookup beside another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.apps.places.invented import LSOAS, NOW, SHARE, SOURCE, list_units, take_index, take_lookup, take_population

from folkmoot.apps.places import operations
from folkmoot.apps.places.models import Edition, PlaceTable
from folkmoot.apps.places.queries import comparing, held, revision
from folkmoot.apps.places.terms import LookupRule, Named, Provenance, TableKind, UnitType
from folkmoot.methods.geography.groups import MostDeprived

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.STORE = tmp_path / "store"
    list_units()


def kept(key: str):
    return revision(TableKind.LOOKUP, key)


def test_editions_stand_with_the_larger_areas_first():
    found = held.held().editions
    assert [(each.type, each.units, each.outlined) for each in found] == [
        (UnitType.DISTRICT, 1, False), (UnitType.WARD, 2, False), (UnitType.WARD, 3, False), (UnitType.LSOA, 4, False),
    ]  # fmt: skip


def test_a_lookup_says_what_it_matches_divides_and_leaves_out():
    take_lookup("i-share", {unit: SHARE[unit] for unit in ("IL1", "IL2", "IL3")}, LookupRule.SHARE)
    (found,) = held.held().lookups
    assert (found.listed, found.matched, found.divided, found.unmatched, found.strange) == (4, 3, 1, ("IL4",), ())
    assert "1 of 4 are given to none." in " ".join(held.held().missing)


def test_what_a_lookup_names_and_no_edition_lists_is_strange():
    take_lookup()
    later = replace(LSOAS, key="i-lsoa21", title="Later")
    operations.define_units(of=later, units=[Named("IL1")], source=SOURCE, by=None, at=NOW)
    PlaceTable.objects.filter(key="i-majority").update(edition=Edition.objects.get(key="i-lsoa21"))
    (found,) = held.held().lookups
    assert found.strange == ("IL2", "IL3", "IL4")
    assert any(sentence.endswith("3 that it names are not listed.") for sentence in held.held().missing)


def test_a_population_is_told_with_everybody_together():
    take_population()
    (found,) = held.held().populations
    assert (found.persons, found.by_sex, found.revision.table.open_age) == (24, False, 90)


def test_what_is_missing_is_named_and_what_is_invented_does_not_make_up_for_it():
    told = " ".join(held.held().missing)
    for said in ("England is not listed.", "No wards are listed.", "No LSOAs are listed.", "No population by LSOA",
                 "No index of deprivation"):  # fmt: skip
        assert said in told
    real = replace(SOURCE, provenance=Provenance.IMPORTED)
    of = replace(LSOAS, key="r-lsoa11", title="Real LSOAs")
    operations.define_units(of=of, units=[Named("RL1")], source=real, by=None, at=NOW)
    take_index()
    take_population()
    told = held.held().missing
    assert "Real LSOAs: no boundaries, so that there is no map." in told
    assert not [sentence for sentence in told if "LSOAs are listed" in sentence or "No index" in sentence
                or "No population" in sentence]  # fmt: skip


def test_a_group_stands_once_as_it_is_now():
    take_index()
    take_lookup()
    for on in (date(2021, 11, 11), date(2022, 11, 11)):
        operations.define_group(
            key="two", title="Two", rule=MostDeprived(), index="i-index", lookup="i-majority", on=on, by=None, at=NOW
        )
    (found,) = held.held().groups
    assert found.number == 2


def test_two_lookups_are_compared_by_what_goes_elsewhere_and_by_the_groups_they_give():
    take_index()
    take_lookup()
    take_lookup("i-share", SHARE, LookupRule.SHARE)
    assert [each.key for each in held.comparable(kept("i-majority").table)] == ["i-share"]
    found = comparing.beside(kept("i-majority"), kept("i-share"), MostDeprived())
    (moved,) = found.elsewhere
    assert (moved.name, moved.here, moved.there) == ("Inventon 001B", "Alder and Ash", "Alder and Ash 75%, Birch 25%")
    assert [(each.name, each.here, each.there) for each in found.deprived] == [("Alder and Ash", 2, 2), ("Birch", 0, 1)]
    assert (found.units, found.here, found.there, found.both) == (4, 1, 2, 1)


def test_without_an_index_by_deciles_no_groups_are_compared():
    take_lookup()
    take_lookup("i-share", SHARE, LookupRule.SHARE)
    found = comparing.beside(kept("i-majority"), kept("i-share"), MostDeprived())
    assert (found.index, found.deprived) == (None, ())
