from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest
from tests.apps.places.invented import (
    DISTRICTS,
    JUNE,
    LSOAS,
    NAMED,
    NOW,
    OLD_WARDS,
    SHARE,
    SOURCE,
    WARDS,
    list_units,
    residents,
    take_index,
    take_lookup,
    take_population,
)

from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.published import publication_number
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Event, Role
from folkmoot.apps.places import operations, published, queries
from folkmoot.apps.places.models import Listing, PlaceRevision, PlaceTable, Succession, Unit, UnitGroup
from folkmoot.apps.places.operations import BadPlaceTable
from folkmoot.apps.places.queries import UnknownPlaces
from folkmoot.apps.places.terms import EditionOf, LookupRule, Named, Provenance, TableKind, UnitType
from folkmoot.engine import local
from folkmoot.engine.plan import Axis, AxisKind, Plan
from folkmoot.methods.geography.groups import MostDeprived
from folkmoot.methods.geography.lookups import BadLookup

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_store_of_its_own(settings, tmp_path):
    settings.STORE = tmp_path / "store"


@pytest.fixture
def listed() -> None:
    list_units()


# Units and editions


@pytest.mark.usefixtures("listed")
def test_editions_share_a_unit_of_one_code():
    assert Unit.objects.filter(type=UnitType.WARD).count() == 4
    assert queries.units(UnitType.WARD, "i-wd19") == ("IW1", "IW2")
    assert queries.units(UnitType.WARD, "i-wd20") == ("IW1", "IW3", "IW9")
    assert queries.names("i-lsoa11") == {"IL1": "Inventon 001A", "IL2": "Inventon 001B", "IL3": "IL3", "IL4": "IL4"}


@pytest.mark.usefixtures("listed")
def test_a_unit_is_called_as_in_its_newest_edition_and_listed_as_in_each():
    assert Unit.objects.get(code="IW1").name == "Alder and Ash"
    assert Listing.objects.get(unit__code="IW1", edition__key="i-wd19").name == "Alder & Ash"
    operations.define_units(of=OLD_WARDS, units=[Named("IW1", "Alder & Ashe")], source=SOURCE, by=None, at=NOW)
    assert Unit.objects.get(code="IW1").name == "Alder and Ash"
    assert Listing.objects.get(unit__code="IW1", edition__key="i-wd19").name == "Alder & Ashe"


@pytest.mark.usefixtures("listed")
def test_the_same_list_twice_changes_nothing():
    before = publication_number(), AuditEntry.objects.count(), Listing.objects.count()
    list_units()
    assert (publication_number(), AuditEntry.objects.count(), Listing.objects.count()) == before


def test_a_name_and_a_district_that_come_later_are_added():
    operations.define_units(of=WARDS, units=[Named("IW1")], source=SOURCE, by=None, at=NOW)
    assert Unit.objects.get(code="IW1").called == "IW1"
    operations.define_units(
        of=WARDS, units=[Named("IW1", "Alder", "ID1"), Named("IW2")], source=SOURCE, by=None, at=NOW
    )
    listing = Listing.objects.get(unit__code="IW1")
    assert (listing.name, listing.within.code, listing.unit.name) == ("Alder", "ID1", "Alder")
    operations.define_units(of=WARDS, units=[Named("IW1")], source=SOURCE, by=None, at=NOW)
    assert Listing.objects.get(unit__code="IW1").name == "Alder"


def test_a_county_that_is_its_own_district_is_two_units_of_one_code():
    upper = EditionOf("i-utla", UnitType.UPPER_TIER, "Invented counties")
    for edition in (DISTRICTS, upper):
        operations.define_units(of=edition, units=[Named("ID1", "Inventon")], source=SOURCE, by=None, at=NOW)
    assert Unit.objects.filter(code="ID1").count() == 2


def test_units_are_listed_with_permission_only():
    user = accounts.create_user(
        username="ada", password="a long password", first_name="Ada", last_name="Invented", by=None, at=NOW
    )
    with pytest.raises(NotAllowed, match="Import and correct data sets"):
        operations.define_units(of=WARDS, units=[], source=SOURCE, by=user, at=NOW)
    accounts.give_role(user=user, role=Role.ANALYST, by=None, at=NOW)
    operations.define_units(of=WARDS, units=NAMED[WARDS], source=SOURCE, by=user, at=NOW)
    assert AuditEntry.objects.filter(by=user).last().did == Event.UNITS_LISTED


@pytest.mark.usefixtures("listed")
def test_editions_are_linked_by_ground_code_and_name_and_again_without_a_change():
    ground = {"IW1": frozenset({"IL1", "IL2"}), "IW2": frozenset({"IL3", "IL4"}), "IW9": frozenset({"IL3"})}
    found = operations.link_editions(before="i-wd19", after="i-wd20", extents=(ground, ground), by=None, at=NOW)
    assert found == 2
    rows = Succession.objects.order_by("before__unit__code").values_list(
        "before__unit__code", "after__unit__code", "rule", "same_ground"
    )
    assert list(rows) == [("IW1", "IW1", "extent", True), ("IW2", "IW9", "name", False)]
    before = publication_number()
    assert operations.link_editions(before="i-wd19", after="i-wd20", extents=(ground, ground), by=None, at=NOW) == 2
    assert publication_number() == before
    assert operations.link_editions(before="i-wd19", after="i-wd20", by=None, at=NOW) == 2
    assert set(Succession.objects.values_list("rule", "same_ground")) == {("code", None), ("name", None)}


def test_editions_that_are_not_there_are_not_linked():
    with pytest.raises(UnknownPlaces, match="there is no edition 'i-wd19'; define its units"):
        operations.link_editions(before="i-wd19", after="i-wd20", by=None, at=NOW)


# Lookups


@pytest.mark.usefixtures("listed")
def test_a_lookup_is_found_by_key_and_by_hash_and_rolls_counts_up():
    first = take_lookup(parts=SHARE, rule=LookupRule.SHARE)
    second = take_lookup()
    assert (first.number, second.number) == (1, 2)
    assert queries.lookup("i-majority").parts["IL2"] == (("IW1", 1.0),)
    assert queries.lookup("i-majority", first.sha256).parts == SHARE
    assert queries.lookups() == queries.lookups("i-lsoa11", "i-wd20") == ("i-majority",)
    assert queries.lookups("i-wd20") == ()


@pytest.mark.usefixtures("listed")
def test_the_same_lookup_twice_changes_nothing():
    first = take_lookup()
    before = publication_number(), AuditEntry.objects.count()
    assert take_lookup(parts=dict(reversed(list(queries.lookup("i-majority").parts.items())))) == first
    assert (publication_number(), AuditEntry.objects.count()) == before


@pytest.mark.usefixtures("listed")
def test_a_lookup_that_loses_somebody_is_refused_whole():
    with pytest.raises(BadLookup, match="the parts of IL1 are IW1 0.9"):
        take_lookup(parts={"IL1": (("IW1", 0.9),)})
    with pytest.raises(BadPlaceTable, match="IX1 is not listed in Invented LSOAs, 2011 .1 such codes"):
        take_lookup(parts={"IX1": (("IW1", 1.0),)})
    with pytest.raises(BadPlaceTable, match="IX1 is not listed in Invented wards, 2020"):
        take_lookup(parts={"IL1": (("IX1", 1.0),)})
    assert not PlaceTable.objects.exists()


@pytest.mark.usefixtures("listed")
def test_an_empty_lookup_can_be_kept():
    assert take_lookup(parts={}).rows == 0
    assert queries.lookup("i-majority").parts == {}


@pytest.mark.usefixtures("listed")
def test_a_key_stays_with_one_kind_of_table():
    take_lookup()
    with pytest.raises(BadPlaceTable, match="'i-majority' is the key of a table of lookup already"):
        take_population(key="i-majority")


def test_what_is_not_there_is_named():
    with pytest.raises(UnknownPlaces, match="there is no lookup 'none'; import it first"):
        queries.lookup("none")
    with pytest.raises(UnknownPlaces, match="there is no content 000000000000 of the population 'none'"):
        queries.population("none", "0" * 64)
    with pytest.raises(UnknownPlaces, match="there is no group 'none'"):
        queries.group("none")


# Populations


def counted(*, sex: bool = False):
    """The residents of each LSOA as the engine counts them."""
    found = queries.population("i-residents")
    axes = [Axis("unit", "unit", AxisKind.WORDS, ("IL1", "IL2", "IL3", "IL4"), holds_missing=False)]
    if sex:
        axes.append(Axis("sex", "sex", AxisKind.WORDS, ("Female", "Male")))
    return local.count(Plan("population", (), "persons", tuple(axes)), found.paths)


@pytest.mark.usefixtures("listed")
def test_the_engine_counts_residents_and_rolls_them_up():
    take_population()
    take_lookup("i-share", SHARE, LookupRule.SHARE)
    found = queries.population("i-residents")
    assert (found.open_age, found.on, found.rows, found.invented) == (90, JUNE, 4, True)
    assert counted().cells() == {("IL1",): 12, ("IL2",): 8, ("IL4",): 4}
    assert counted().roll_up(queries.lookup("i-share")).cells() == {("IW1",): 18, ("IW9",): 2, ("IW3",): 4}
    assert queries.populations() == ("i-residents",)


@pytest.mark.usefixtures("listed")
def test_residents_without_a_sex_are_counted_as_missing_it():
    take_population()
    assert counted(sex=True).cells() == {("IL1", "missing"): 12, ("IL2", "missing"): 8, ("IL4", "missing"): 4}


@pytest.mark.usefixtures("listed")
def test_corrected_residents_are_a_new_content_and_the_earlier_one_stays():
    first = take_population()
    second = take_population(residents({("IL1", 0): 6}))
    assert second.number == 2
    assert queries.population("i-residents").rows == 1
    assert queries.population("i-residents", first.sha256).rows == 4
    assert AuditEntry.objects.filter(did=Event.PLACE_TABLE_CORRECTED).count() == 1


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("table", "told"),
    [
        (residents({("IX1", 0): 1}), "i-residents: IX1 is not listed"),
        (residents({("IL1", -1): 1}), "i-residents, column 'age': a number is below 0"),
        (residents({("IL1", 1): -1}), "i-residents, column 'persons': a number is below 0"),
        (residents({("IL1", 1): 1}, date(2019, 6, 30)), "a row is of another day than 30 June 2020"),
        (residents({("IL1", 1): 1}).drop(["sex"]), "i-residents has no column 'sex'; it takes unit, date, age, sex"),
        (residents({("IL1", 1): None}), "i-residents, column 'persons': 1 cells are empty"),
        (residents({("IL1", 1): 1.5}), "i-residents: a column holds something else"),
    ],
)
def test_residents_that_cannot_be_counted_are_refused(table: pa.Table, told: str):
    with pytest.raises(BadPlaceTable, match=told):
        take_population(table)
    assert not PlaceRevision.objects.exists()


# Index, neighbours, groups


@pytest.mark.usefixtures("listed")
def test_an_index_with_a_decile_beyond_ten_or_a_unit_twice_is_refused():
    with pytest.raises(BadPlaceTable, match="a number is not 1 to 10"):
        take_index({"IL1": 11})
    doubled = pa.table({"unit": ["IL1", "IL1"], "imd_decile": [1, 2]})
    with pytest.raises(BadPlaceTable, match="IL1 stands there more than once"):
        take_index(table=doubled)


@pytest.mark.usefixtures("listed")
def test_neighbours_are_read_the_nearest_first_under_their_names():
    operations.define_units(of=DISTRICTS, units=[Named("ID2"), Named("ID3", "Oakton")], source=SOURCE, by=None, at=NOW)
    table = pa.table(
        {"unit": ["ID1", "ID1"], "neighbour": ["ID2", "ID3"], "rank": [2, 1], "closeness": ["Close", "Very Close"]}
    )
    operations.receive_neighbours(key="i-near", edition="i-lad20", on=JUNE, table=table, source=SOURCE, by=None, at=NOW)
    found = queries.neighbours("i-near", "ID1")
    assert [(each.name, each.rank, each.closeness) for each in found] == [
        ("Oakton", 1, "Very Close"),
        ("ID2", 2, "Close"),
    ]
    assert queries.neighbours("i-near", "ID2") == ()


def group(lookup: str = "i-majority", **changes) -> UnitGroup:
    given = {"key": "i-ten", "title": "The most deprived wards", "index": "i-index", "on": JUNE, "by": None, "at": NOW}
    return operations.define_group(lookup=lookup, rule=MostDeprived(), **(given | changes))


@pytest.mark.usefixtures("listed")
def test_a_group_keeps_its_rule_its_tables_and_how_many_each_member_holds():
    take_index()
    by = take_lookup()
    found = group()
    assert found.rule == (
        "Each ward with at least one LSOA among the 20% most deprived of England by the Invented areas "
        "(deciles 1 and 2)."
    )
    assert (found.number, found.lookup, found.provenance) == (1, by, Provenance.INVENTED)
    assert dict(queries.group("i-ten").members.values_list("unit__code", "number")) == {"IW1": 2}


@pytest.mark.usefixtures("listed")
def test_the_same_group_again_changes_nothing_and_another_lookup_gives_it_another_number():
    take_index()
    take_lookup()
    take_lookup("i-share", SHARE, LookupRule.SHARE)
    first = group()
    before = publication_number()
    assert group() == first
    assert publication_number() == before
    second = group("i-share")
    assert second.number == 2
    assert dict(second.members.values_list("unit__code", "number")) == {"IW1": 2, "IW9": 1}
    assert queries.group("i-ten", 1) == first
    assert AuditEntry.objects.filter(did=Event.GROUP_DEFINED).count() == 2


@pytest.mark.usefixtures("listed")
def test_a_group_needs_an_index_of_the_units_that_its_lookup_is_from():
    operations.define_units(of=LSOAS, units=[], source=SOURCE, by=None, at=NOW)
    take_index(edition="i-wd20", table=pa.table({"unit": ["IW1"], "imd_decile": [1]}))
    take_lookup()
    with pytest.raises(BadPlaceTable, match="'i-index' is about Invented wards, 2020, but 'i-majority' is from"):
        group()


@pytest.mark.usefixtures("listed")
def test_a_group_may_be_listed_by_hand_with_the_reason_as_its_rule():
    given = {"key": "i-near", "title": "Near the mill", "rule": "Chosen by hand.", "edition": "i-wd20", "on": JUNE}
    found = operations.list_group(**given, codes=["IW3", "IW1"], by=None, at=NOW)
    assert list(found.members.order_by("unit__code").values_list("unit__code", "number")) == [
        ("IW1", None),
        ("IW3", None),
    ]
    with pytest.raises(BadPlaceTable, match="IW2 is not listed in Invented wards, 2020"):
        operations.list_group(**given, codes=["IW2"], by=None, at=NOW)


@pytest.mark.usefixtures("listed")
def test_boundaries_are_kept_one_outline_a_unit():
    table = pa.table({"unit": ["IW1", "IW3"], "outline": [b"\x01", b"\x02"]})
    given = {"key": "i-outlines", "edition": "i-wd20", "source": SOURCE, "by": None, "at": NOW}
    kept = operations.receive_boundaries(table=table, **given)
    assert queries.table(queries.revision(TableKind.BOUNDARIES, "i-outlines"))["unit"].to_pylist() == ["IW1", "IW3"]
    assert operations.receive_boundaries(table=table, **given) == kept


@pytest.mark.usefixtures("listed")
def test_another_description_of_the_same_content_is_published_and_makes_no_new_content():
    first = take_lookup()
    before = publication_number()
    assert take_lookup(source=replace(SOURCE, title="Invented again")) == first
    assert publication_number() == before + 1
    assert PlaceTable.objects.get().title == "Invented again"


@pytest.mark.usefixtures("listed")
def test_neighbours_are_found_by_the_national_code_too_and_then_come_with_theirs():
    numbers = EditionOf("la-number", UnitType.UPPER_TIER, "Authorities by number")
    counties = EditionOf("utla", UnitType.UPPER_TIER, "Invented counties")
    given = {"source": SOURCE, "by": None, "at": NOW}
    operations.define_units(of=numbers, units=[Named("931", "Oxton"), Named("825", "Buckton")], **given)
    operations.define_units(of=counties, units=[Named("E1"), Named("E2")], **given)
    codes = {"931": (("E1", 1.0),), "825": (("E2", 1.0),)}
    between = {"edition": "la-number", "target_edition": "utla"}
    operations.define_lookup(key="codes", rule=LookupRule.CODES, parts=codes, **between, **given)
    table = pa.table({"unit": ["931"], "neighbour": ["825"], "rank": [1], "closeness": ["Close"]})
    operations.receive_neighbours(key="near", edition="la-number", on=JUNE, table=table, **given)
    assert [(each.code, each.name) for each in queries.neighbours("near", "E1")] == [("E2", "Buckton")]
    assert [(each.code, each.name) for each in queries.neighbours("near", "931")] == [("825", "Buckton")]
    found = published.unit("upper-tier", "E1").neighbours
    assert [(line.code, closeness) for line, closeness in found.near] == [("E2", "Close")]
    assert published.unit("upper-tier", "E2").neighbours is None
    assert published.unit("upper-tier", "E1").holdings == ()


@pytest.mark.usefixtures("listed")
def test_an_index_without_deciles_is_kept_and_makes_no_group():
    take_index(table=pa.table({"unit": ["IL1"], "homelessness": [1.5]}))
    take_lookup()
    with pytest.raises(UnknownPlaces, match="'i-index' has no column 'imd_decile'; import an index that has it"):
        group()


@pytest.mark.usefixtures("listed")
def test_what_one_unit_lies_in_and_holds_is_what_the_whole_lookup_says():
    found = take_lookup("i-share", SHARE, LookupRule.SHARE)
    assert queries.targets(found, "IL2") == SHARE["IL2"]
    assert queries.targets(found, "none") == ()
    assert [queries.count_sources(found, code) for code in ("IW1", "IW9", "none")] == [2, 2, 0]
    assert queries.count_sources(take_lookup("i-none", {}), "IW1") == 0
    assert published.unit("ward", "IW1").holdings[0].number == 2
