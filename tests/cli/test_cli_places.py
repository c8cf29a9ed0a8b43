"""Geographic files as `folkmoot import` takes them in."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.adapters.feeds.test_feeds_boundaries import SPIKED, collection, feature
from tests.adapters.feeds.test_feeds_boundaries import saved as outlines_saved
from tests.adapters.feeds.test_feeds_lookups import L1, L2, POINTS, SHARES, W1, W2
from tests.adapters.feeds.test_feeds_places import NEIGHBOURS, RESIDENTS, saved

from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.published import publication_number
from folkmoot.apps.places import queries
from folkmoot.apps.places.models import Edition, PlaceRevision, PlaceTable, Unit
from folkmoot.apps.places.terms import LookupRule, Provenance, TableKind
from folkmoot.cli.imports import import_command
from folkmoot.cli.places import places

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def a_store_of_its_own(settings, tmp_path):
    settings.STORE = tmp_path / "store"


def ran(*words: str | Path, fails: bool = False) -> str:
    done = CliRunner().invoke(import_command, list(map(str, words)))
    assert (done.exit_code != 0) == fails, done.output
    return done.output


def test_postcodes_become_two_lookups_with_their_source_and_editions(tmp_path: Path):
    told = ran("lookup", saved(tmp_path, "oxfordshire_postcodes.csv", POINTS))
    assert "oxfordshire-lsoa11-to-wd20-majority: content 1, 2 rows" in told
    assert queries.lookup("oxfordshire-lsoa11-to-wd20-share").parts[L1] == ((W1, 1 / 3), (W2, 2 / 3))
    table = PlaceTable.objects.get(key="oxfordshire-lsoa11-to-wd20-majority")
    assert table.title == "LSOAs, 2011, to wards, 2020, by majority of postcodes"
    assert (table.rule, table.provenance) == (LookupRule.MAJORITY, Provenance.IMPORTED)
    assert "Royal Mail" in table.attribution
    report = PlaceRevision.objects.get(table=table).report
    assert (report["file"], report["read"], len(report["sha256"])) == ("oxfordshire_postcodes.csv", 4, 64)


def test_the_same_geography_from_another_file_changes_nothing(tmp_path: Path):
    ran("lookup", saved(tmp_path, "oxfordshire_postcodes.csv", POINTS))
    before = publication_number(), AuditEntry.objects.count()
    told = ran("lookup", saved(tmp_path, "oxfordshire_lsoa11_to_ward2020_postcode_share.csv", SHARES))
    assert told.count("nothing changed, this content is held already") == 2
    assert (publication_number(), AuditEntry.objects.count()) == before


def test_a_corrected_lookup_is_a_new_content(tmp_path: Path):
    ran("lookup", saved(tmp_path, "oxfordshire_postcodes.csv", POINTS))
    told = ran("lookup", saved(tmp_path, "oxfordshire_postcodes.csv", POINTS.replace(f"AC,{L1},{W2}", f"AC,{L1},{W1}")))
    assert "oxfordshire-lsoa11-to-wd20-majority: content 2" in told
    assert queries.lookup("oxfordshire-lsoa11-to-wd20-majority").parts[L1] == ((W1, 1.0),)


def test_a_faulty_row_refuses_the_whole_and_keeping_the_good_ones_is_asked_for(tmp_path: Path):
    path = saved(tmp_path, "invented_lookup.csv", f"lsoa11cd,wd20cd\n{L1},{W1}\n{L2},\n")
    told = ran("lookup", path, fails=True)
    assert "invented_lookup.csv: 1 of 2 rows are refused, the first: row 3, wd20cd: is blank" in told
    assert not Edition.objects.exists()
    ran("lookup", path, "--keep-good", "--invented", "--title", "An invented lookup")
    found = PlaceTable.objects.get()
    assert (found.title, found.provenance) == ("An invented lookup", Provenance.INVENTED)
    assert Unit.objects.get(code=L1).provenance == Provenance.INVENTED


def test_outlines_residents_indices_and_neighbours_are_taken_in(tmp_path: Path):
    ran("boundaries", outlines_saved(tmp_path, collection(feature(lad20cd="E07000001")), "invented_wards.geojson"))
    told = ran("population", saved(tmp_path, "mye2020_invented.csv", RESIDENTS))
    assert "mye2020-invented: content 1, 6 rows" in told
    ran("imd", saved(tmp_path, "iod2019_invented.csv", f"lsoa11cd,imd_decile\n{L1},1\n"))
    numbers = "old_la_code,new_la_code,la_name\n931,E10000025,Oxton\n825,E06000060,Buckton\n"
    ran("lookup", saved(tmp_path, "la_number_to_gss.csv", numbers))
    ran("neighbours", saved(tmp_path, "near_april2021.csv", NEIGHBOURS))
    kinds = PlaceTable.objects.order_by("key").values_list("key", "kind")
    assert list(kinds) == [
        ("invented-wards", TableKind.BOUNDARIES), ("iod2019-invented", TableKind.DEPRIVATION),
        ("la-number-to-utla", TableKind.LOOKUP), ("mye2020-invented", TableKind.POPULATION),
        ("near-april2021", TableKind.NEIGHBOURS),
    ]  # fmt: skip
    assert PlaceTable.objects.get(kind=TableKind.DEPRIVATION).title == "Index of Multiple Deprivation 2019"
    assert queries.neighbours("near-april2021", "931")[0].name == "Buckton"
    assert queries.population("mye2020-invented").open_age == 2


def test_mended_outlines_are_told(tmp_path: Path):
    told = ran("boundaries", outlines_saved(tmp_path, collection(feature(coordinates=SPIKED)), "wards.geojson"))
    assert "mended row 1, IW1: was mended: Ring Self-intersection" in told
    assert PlaceRevision.objects.get().report["mended"] == ["row 1, IW1: was mended: Ring Self-intersection[-0.9 51.1]"]


def place(*words: str, fails: bool = False) -> str:
    done = CliRunner().invoke(places, list(words))
    assert (done.exit_code != 0) == fails, done.output
    return done.output


def test_a_group_is_made_and_told_and_editions_are_linked_and_listed(tmp_path: Path):
    ran("lookup", saved(tmp_path, "oxfordshire_postcodes.csv", POINTS))
    ran("imd", saved(tmp_path, "iod2019_invented.csv", f"lsoa11cd,imd_decile\n{L1},1\n{L2},9\n"))
    of = ("--lookup", "oxfordshire-lsoa11-to-wd20-majority", "--index", "iod2019-invented")
    told = place("group", "deprived", "--title", "Deprived", *of, "--on", "2021-11-11")
    assert told.splitlines()[1:] == [f"   1  {W2}  {W2}"]
    assert "there is no lookup 'none'" in place("group", "x", "--title", "X", *of[:1], "none", *of[2:], fails=True)
    assert "1 to 9 of the ten deciles" in place("group", "x", "--title", "X", *of, "--deciles", "10", fails=True)
    ran("lookup", saved(tmp_path, "invented_codes.csv", f"lsoa11cd,wd19cd\n{L1},{W1}\n{L2},{W2}\n"))
    assert place("link", "wd19", "wd20") == "2 areas are in both editions.\n"
    ground = ("--by", "invented-lsoa11-to-wd19-best-fit", "oxfordshire-lsoa11-to-wd20-majority")
    assert place("link", "wd19", "wd20", *ground) == "2 areas are in both editions.\n"
    assert "there is no edition 'wd99'" in place("link", "wd19", "wd99", fails=True)
    told = place("list")
    assert "wd20" in told
    assert "oxfordshire-lsoa11-to-wd20-share" in told
