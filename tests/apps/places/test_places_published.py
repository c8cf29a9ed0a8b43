"""What the world reads of an invented geography."""

from datetime import date

import pyarrow as pa
import pytest
import shapely
from tests.apps.places.invented import NOW, SHARE, SOURCE, list_units, take_index, take_lookup

from folkmoot.apps.places import operations, published, queries
from folkmoot.apps.places.queries import maps
from folkmoot.apps.places.terms import EditionOf, LookupRule, Named, Source, UnitType
from folkmoot.methods.geography.groups import MostDeprived

pytestmark = pytest.mark.django_db
PLACES = {"IW1": (-1.3, 51.7), "IW9": (-1.2, 51.7), "IW3": (-1.3, 51.8)}


@pytest.fixture(autouse=True)
def geography(settings, tmp_path):
    settings.STORE = tmp_path / "store"
    list_units()
    take_index()
    take_lookup()


def outline(codes=PLACES, edition="i-wd20", key="i-outlines"):
    outlines = [shapely.box(x, y, x + 0.1, y + 0.1).wkb for x, y in (PLACES[code] for code in codes)]
    table = pa.table({"unit": list(codes), "outline": pa.array(outlines, pa.binary())})
    operations.receive_boundaries(key=key, edition=edition, table=table, source=SOURCE, by=None, at=NOW)


def grouped(lookup="i-majority", **changes):
    given = {
        "key": "i-ten",
        "title": "The deprived",
        "index": "i-index",
        "on": date(2021, 11, 11),
        "by": None,
        "at": NOW,
    }
    return operations.define_group(lookup=lookup, rule=MostDeprived(), **(given | changes))


def test_a_group_says_its_rule_date_tables_and_how_many_each_member_holds():
    grouped()
    found = published.group("i-ten")
    assert found.rule.startswith("Each ward with at least one LSOA among the 20% most deprived")
    assert [(member.unit.name, member.unit.within, member.number) for member in found.members] == [
        ("Alder and Ash", "Inventon", 2)
    ]
    assert (found.on, found.edition, found.lookup_rule) == (
        date(2021, 11, 11), "Invented wards, 2020", "is given whole to the one with most of its postcodes",
    )  # fmt: skip
    assert (found.lookup.sha256, found.invented) == (queries.group("i-ten").lookup.sha256, True)


def test_a_group_says_what_another_lookup_would_give():
    take_lookup("i-share", SHARE, LookupRule.SHARE)
    take_lookup("i-same")
    grouped()
    same, share = published.group("i-ten").others
    assert (same.members, same.differs) == (1, False)
    assert (share.members, share.added, share.lost) == (2, ("Birch",), ())
    assert share.rule == "is divided by the share of its postcodes in each"


def test_a_listed_group_has_members_and_no_tables():
    operations.list_group(
        key="i-two", title="Two", rule="Chosen.", edition="i-wd20", codes=["IW3", "IW9"], on=NOW.date(), by=None, at=NOW
    )
    found = published.group("i-two")
    assert [(member.unit.name, member.number) for member in found.members] == [("Birch", None), ("Cedar", None)]
    assert (found.lookup, found.index, found.others, found.smaller) == (None, None, (), None)


def test_groups_are_listed_once_each_as_they_stand_now():
    take_lookup("i-share", SHARE, LookupRule.SHARE)
    grouped()
    grouped("i-share")
    (line,) = published.groups()
    assert (line.key, line.members, line.invented) == ("i-ten", 2, True)
    assert published.group("i-ten").number == 2


def test_a_group_is_drawn_with_the_numbers_of_its_table_and_larger_where_members_are_close():
    take_lookup("i-share", SHARE, LookupRule.SHARE)
    outline()
    grouped("i-share")
    found = published.group_maps("i-ten")
    assert {area.name: area.member for area in found.whole.areas} == {"Cedar": 0, "Alder and Ash": 1, "Birch": 2}
    assert [area.member > 0 for area in found.whole.areas] == [False, True, True]
    (part,) = found.parts
    assert (part.title, {area.code for area in part.areas}) == ("Alder and Ash, Birch: Inventon", {"IW1", "IW9"})
    assert (found.alone, found.source.invented) == (frozenset(), True)


def test_a_member_without_an_outline_is_left_off_the_map_and_stays_in_the_table():
    take_lookup("i-share", SHARE, LookupRule.SHARE)
    outline(["IW1", "IW3"])
    grouped("i-share")
    found = published.group_maps("i-ten")
    assert {area.code for area in found.whole.areas} == {"IW1", "IW3"}
    assert (found.parts, found.alone) == ((), {"IW1", "IW9"})


def test_without_boundaries_or_group_there_is_no_map():
    grouped()
    assert published.group_maps("i-ten") is None
    assert published.group_maps("none") is None
    assert published.group("none") is None


def test_boundaries_that_no_map_can_show_are_not_drawn(monkeypatch):
    outline()
    monkeypatch.setattr(maps, "MOST", 2)
    assert maps.boundaries_of("i-wd20") is None


def test_a_map_is_drawn_once_and_kept(settings):
    outline()
    found = maps.boundaries_of("i-wd20")
    first = maps.drawing(found, width=100)
    kept = {path: path.read_bytes() for path in (settings.STORE / "keys").rglob("*") if path.is_file()}
    assert maps.drawing(found, width=100) == first
    assert {path: path.read_bytes() for path in (settings.STORE / "keys").rglob("*") if path.is_file()} == kept
    assert maps.drawing(found, width=100, codes=["IW1"]).paths.keys() == {"IW1"}


def test_editions_are_listed_the_larger_units_and_the_newer_first():
    assert [edition.key for edition in published.editions()] == ["i-lad20", "i-wd20", "i-wd19", "i-lsoa11"]
    found = published.edition("i-wd20")
    assert (found.title, found.units, found.type, found.invented) == ("Invented wards, 2020", 3, UnitType.WARD, True)
    assert published.edition("none") is None


def test_units_of_an_edition_are_found_by_a_word_of_the_name_or_the_begin_of_the_code():
    assert [unit.name for unit in published.listed("i-wd20")] == ["Alder and Ash", "Birch", "Cedar"]
    assert [unit.name for unit in published.listed("i-wd20", offset=1, limit=1)] == ["Birch"]
    assert [unit.code for unit in published.listed("i-wd20", "ASH")] == ["IW1"]
    assert [unit.code for unit in published.listed("i-wd20", "iw9")] == ["IW9"]
    assert published.count_listed("i-wd20", "oak") == 0


def test_a_unit_says_what_it_belongs_to_what_it_holds_and_which_editions_list_it():
    take_lookup("i-share", SHARE, LookupRule.SHARE)
    grouped()
    outline()
    found = published.unit("ward", "IW9")
    assert [(listing.edition_key, listing.name, listing.within.name) for listing in found.listings] == [
        ("i-wd20", "Birch", "Inventon")
    ]
    assert [(held.number, held.of) for held in found.holdings] == [(1, "LSOA"), (2, "LSOAs")]
    assert found.groups == ()
    assert [area.code for area in found.map.areas if area.member] == ["IW9"]
    assert [group.key for group in published.unit("ward", "IW1").groups] == ["i-ten"]


def test_a_divided_unit_says_its_parts_and_lookups_that_say_the_same_stand_together():
    take_lookup("i-share", SHARE, LookupRule.SHARE)
    again = Source("Invented areas again", SOURCE.source, SOURCE.licence, provenance=SOURCE.provenance)
    take_lookup("i-again", source=again)
    found = published.unit("lsoa", "IL2")
    assert [(part.unit.name, part.share, part.lookups) for part in found.parts] == [
        ("Alder and Ash", 1.0, ("Invented areas again", "Invented areas")),
        ("Alder and Ash", 0.75, ("Invented areas",)),
        ("Birch", 0.25, ("Invented areas",)),
    ]
    assert (found.holdings, found.map) == ((), None)


def test_a_unit_says_what_changed_between_editions():
    before = {"IW1": frozenset({"IL1"}), "IW2": frozenset({"IL3"})}
    after = {"IW1": frozenset({"IL1", "IL2"}), "IW9": frozenset({"IL3"})}
    operations.link_editions(before="i-wd19", after="i-wd20", extents=(before, after), by=None, at=NOW)
    (kin,) = published.unit("ward", "IW9").kin
    assert (kin.unit.code, kin.came_before, kin.words, kin.rule) == (
        "IW2", True, "a new code, the same ground", "the same ground",
    )  # fmt: skip
    (kin,) = published.unit("ward", "IW2").kin
    assert (kin.unit.code, kin.came_before) == ("IW9", False)
    (kin,) = published.unit("ward", "IW1").kin
    assert (kin.unit, kin.words, kin.rule) == (None, "the same code, other ground", "the same code")
    assert published.unit("ward", "IW3").kin == ()


def test_a_unit_is_found_by_the_word_of_its_type_in_an_address():
    counties = EditionOf("i-utla", UnitType.UPPER_TIER, "Invented counties")
    operations.define_units(of=counties, units=[Named("IU1", "Inventshire")], source=SOURCE, by=None, at=NOW)
    assert published.unit("upper-tier", "IU1").name == "Inventshire"
    assert published.unit("ward", "IU1") is None
    assert published.unit("none", "IU1") is None
