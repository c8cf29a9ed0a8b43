"""The open data as it is: what the README beside it counts, and the ten wards of the pack, by import and roll-up.

Everything is taken in as `folkmoot import` takes it; skipped where the reference material is not there.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import F
from pytest_django import DjangoDbBlocker

from folkmoot.adapters.feeds import geojson, lookups
from folkmoot.apps.places import operations, published, queries
from folkmoot.apps.places.models import Succession
from folkmoot.apps.places.queries import comparing
from folkmoot.apps.places.terms import EditionOf, Named, Source, TableKind, UnitType
from folkmoot.apps.records import queries as records
from folkmoot.cli.kinds import Order
from folkmoot.cli.kinds_of_places import KINDS
from folkmoot.engine import local, reading
from folkmoot.engine.computing import compute
from folkmoot.engine.plan import Axis, AxisKind, Period, Plan, Request, plan
from folkmoot.methods.geography import deprivation
from folkmoot.methods.geography.groups import MostDeprived
from folkmoot.methods.geography.lookups import extents

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
PACK_DAY = date(2021, 11, 11)
TEN = "ten-most-deprived-wards"
DEFINITIONS = Path(__file__).resolve().parents[3] / "definitions" / "measures"


def take(kind: str, *paths: Path) -> None:
    """As `folkmoot import` does."""
    order = Order(NOW)
    KINDS[kind].receive([KINDS[kind].read(path, order, lambda rows: None) for path in paths], order)


@pytest.fixture(scope="module")
def county(
    shared: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Oxfordshire's lookups, outlines, residents and index, for all tests of this module."""
    before, settings.STORE = settings.STORE, tmp_path_factory.mktemp("store")
    given = shared / "data"
    with django_db_blocker.unblock(), transaction.atomic():
        take("lookup", *(path for path in sorted((given / "lookups").iterdir()) if path.name.startswith("oxfordshire")))
        take("boundaries", *sorted((given / "boundaries").glob("oxfordshire_*")))
        take("population", *sorted((given / "population").glob("mye2020_oxfordshire*")))
        take("imd", given / "deprivation" / "iod2019_oxfordshire_lsoa11.csv")
        group("oxfordshire-lsoa11-to-wd20-majority")
        yield
        transaction.set_rollback(True)
    settings.STORE = before


def group(lookup: str, key: str = TEN) -> None:
    operations.define_group(
        key=key, title="The ten wards", rule=MostDeprived(), index="iod2019-oxfordshire-lsoa11", lookup=lookup,
        on=PACK_DAY, by=None, at=NOW,
    )  # fmt: skip


def the_ten_of_the_pack(shared: Path) -> set[str]:
    """The list under paragraph 15 of the report on health inequalities: i. to x."""
    text = (shared / "seed" / "agenda-pack-2021-11-11.md").read_text()
    listed = text[text.index("15. The 10 wards") :]
    return set(re.findall(r"^ ?- [ivx]+\. (.+)$", listed[: listed.index("16. The data pack")], re.MULTILINE))


@pytest.mark.usefixtures("county")
def test_the_ten_wards_of_the_pack_are_those_of_the_postcode_majority(shared: Path):
    found = published.group(TEN)
    ten = the_ten_of_the_pack(shared)
    assert {member.unit.name for member in found.members} == ten
    assert len(ten) == 10
    matrix = csv.DictReader((shared / "seed" / "tables" / "t03_ward_indicator_matrix.csv").read_text().splitlines())
    assert ten <= {row["Ward"] for row in matrix}
    assert {member.unit.name: member.number for member in found.members} == {
        "Abingdon Caldecott": 1, "Banbury Cross and Neithrop": 1, "Banbury Grimsbury and Hightown": 1,
        "Banbury Ruscote": 4, "Barton and Sandhills": 1, "Blackbird Leys": 3, "Carfax": 1, "Littlemore": 1,
        "Northfield Brook": 3, "Rose Hill and Iffley": 1,
    }  # fmt: skip


@pytest.mark.usefixtures("county")
def test_another_lookup_gives_another_ten():
    best, share = published.group(TEN).others
    assert (best.members, best.added, best.lost) == (10, ("Holywell",), ("Carfax",))
    assert (share.members, share.added, share.lost) == (11, ("Holywell",), ())


@pytest.mark.usefixtures("county")
def test_officers_see_the_ten_of_the_majority_beside_the_ten_of_the_best_fit():
    majority, best = (
        queries.revision(TableKind.LOOKUP, f"oxfordshire-lsoa11-to-{key}") for key in ("wd20-majority", "wd20-best-fit")
    )
    found = comparing.beside(majority, best, MostDeprived())
    assert (found.units, found.here, found.there, found.both) == (407, 10, 10, 9)
    told = {each.name: (each.here, each.there) for each in found.deprived}
    assert (told["Carfax"], told["Holywell"], told["Banbury Ruscote"]) == ((1, 0), (0, 1), (4, 3))


@pytest.mark.usefixtures("county")
def test_the_ten_wards_are_all_on_the_map():
    found = published.group_maps(TEN)
    assert sorted(area.member for area in found.whole.areas if area.member) == list(range(1, 11))
    assert len(found.whole.areas) == 112
    assert [part.title.rpartition(": ")[2] for part in found.parts] == ["Cherwell", "Oxford"]


@pytest.mark.usefixtures("county")
def test_34_of_112_wards_got_new_codes_and_each_is_found_again():
    older, newer = (set(queries.units(UnitType.WARD, key)) for key in ("wd17", "wd19"))
    assert (len(older), len(newer), len(older - newer), len(newer - older)) == (112, 112, 34, 34)
    ground = [extents(queries.lookup(f"oxfordshire-lsoa11-to-{key}-best-fit").parts) for key in ("wd17", "wd19")]
    linked = operations.link_editions(before="wd17", after="wd19", extents=(ground[0], ground[1]), by=None, at=NOW)
    assert linked == 112
    moved = Succession.objects.exclude(before__unit=F("after__unit")).select_related("before", "after")
    assert len(moved) == 34
    by_rule = [link.rule for link in moved]
    assert (by_rule.count("extent"), by_rule.count("name")) == (32, 2)
    assert {link.before.name for link in moved if link.rule == "name"} == {"Faringdon", "Watchfield & Shrivenham"}


@pytest.mark.usefixtures("county")
def test_a_ward_may_keep_its_code_and_get_other_ground():
    keys = ("oxfordshire-lsoa11-to-wd20-best-fit", "oxfordshire-lsoa11-to-wd22-centroid")
    ground = [extents(queries.lookup(key).parts) for key in keys]
    operations.link_editions(before="wd20", after="wd22", extents=(ground[0], ground[1]), by=None, at=NOW)
    kept = Succession.objects.filter(before__edition__key="wd20", rule="code", same_ground=False)
    assert {link.before.unit.name for link in kept} == {"Didcot North East", "Didcot South"}


@pytest.mark.usefixtures("county")
def test_postcodes_and_their_published_shares_are_one_content():
    for rule in ("majority", "share"):
        found = queries.revision(TableKind.LOOKUP, f"oxfordshire-lsoa11-to-wd20-{rule}")
        assert found.number == 1
        assert found.rows == {"majority": 407, "share": 517}[rule]


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize(
    ("outlines", "edition"),
    [
        ("oxfordshire-lsoa11", "lsoa11"), ("oxfordshire-msoa11", "msoa11"), ("oxfordshire-wards-2020", "wd20"),
        ("oxfordshire-wards-2019", "wd19"), ("oxfordshire-wards-2022", "wd22"),
    ],
)  # fmt: skip
def test_boundaries_and_lookups_name_the_same_codes(outlines: str, edition: str):
    drawn = set(queries.table(queries.revision(TableKind.BOUNDARIES, outlines))["unit"].to_pylist())
    if edition == "lsoa11":
        looked_up = set(queries.lookup("oxfordshire-lsoa11-to-wd20-majority").parts)
    else:
        key = next(each for each in queries.lookups("lsoa11", edition) if not each.endswith("share"))
        looked_up = {code for held in queries.lookup(key).parts.values() for code, _ in held}
    assert drawn == looked_up == set(queries.units(UnitType(edition[:4] if edition[0] != "w" else "ward"), edition))


def residents(key: str, codes: tuple[str, ...]):
    axes = (Axis("unit", "unit", AxisKind.WORDS, codes, holds_missing=False),)
    return local.count(Plan("population", (), "persons", axes), queries.population(key).paths)


@pytest.mark.usefixtures("county")
def test_oxfordshire_has_696880_residents_by_every_lookup():
    lsoas = tuple(queries.lookup("oxfordshire-lsoa11-to-wd20-share").parts)
    cube = residents("mye2020-oxfordshire-lsoa11-sya-persons", lsoas)
    for key in queries.lookups("lsoa11"):
        rolled = cube.roll_up(queries.lookup(key))
        assert sum(rolled.cells().values()) == pytest.approx(696_880)
        assert not rolled.excluded
    by_ward = cube.roll_up(queries.lookup("oxfordshire-lsoa11-to-wd20-best-fit")).cells()
    wards = tuple(code for (code,) in by_ward)
    assert by_ward == residents("mye2020-oxfordshire-ward2020-bestfit-sya-persons", wards).cells()


@pytest.mark.usefixtures("county")
def test_scores_are_the_weighted_sums_of_their_domains_to_a_thousandth():
    kept = queries.table(queries.revision(TableKind.DEPRIVATION, "iod2019-oxfordshire-lsoa11"))
    made = deprivation.score({domain: kept[f"t_{domain}"].to_numpy() for domain in deprivation.DOMAIN_WEIGHTS})
    assert len(made) == 407
    assert np.abs(made - kept["imd_score"].to_numpy()).max() <= 0.001


# England


@pytest.mark.django_db
def test_england_has_56550138_residents_by_import_and_roll_up(shared: Path, settings, tmp_path: Path):
    settings.STORE = tmp_path
    given, source = shared / "data", Source("", "Office for National Statistics", "OGL")
    take("population", given / "population" / "mye2020_england_lsoa11_sya_persons.parquet")
    found = lookups.read(given / "lookups" / "england_lsoa11_lookup.csv.gz")
    wanted = {"england", "utla21"}
    listed = {listing.areas.key: listing for listing in found.listings}
    assert {key: len(listing.units) for key, listing in listed.items()} == {
        "lsoa11": 32_844, "msoa11": 6_791, "wd17": 7_427, "wd19": 7_180, "lad21": 309, "utla21": 152, "rgn21": 9,
        "england": 1,
    }  # fmt: skip
    for key in wanted:
        define(listed[key], source)
    for each in found.lookups:
        if each.source.key == "lsoa11" and each.target.key in wanted:
            operations.define_lookup(
                key=each.target.key, edition="lsoa11", target_edition=each.target.key, rule=each.rule,
                parts=each.parts, source=source, by=None, at=NOW,
            )  # fmt: skip
    drawn = geojson.features(given / "boundaries" / "england_lsoa11_bsc.geojson.gz")
    assert {each.properties["lsoa11cd"] for each in drawn} == set(queries.units(UnitType.LSOA, "lsoa11"))

    cube = residents("mye2020-england-lsoa11-sya-persons", queries.units(UnitType.LSOA, "lsoa11"))

    assert cube.roll_up(queries.lookup("england")).cells() == {("E92000001",): 56_550_138}
    assert cube.roll_up(queries.lookup("utla21")).cells()[("E10000025",)] == 696_880


def define(listing: lookups.Listing, source: Source) -> None:
    of = EditionOf(listing.areas.key, UnitType(listing.areas.type), listing.areas.title)
    units = [Named(code, name) for code, name, _ in listing.units]
    operations.define_units(of=of, units=units, source=source, by=None, at=NOW)


def test_every_score_of_england_is_the_weighted_sum_of_its_domains(shared: Path):
    kept = pq.read_table(shared / "data" / "deprivation" / "iod2019_england_lsoa11.parquet")
    made = deprivation.score({domain: kept[f"t_{domain}"].to_numpy() for domain in deprivation.DOMAIN_WEIGHTS})
    assert len(made) == 32_844
    assert np.abs(made - kept["imd_score"].to_numpy()).max() <= 0.001


def test_every_transformed_score_of_england_follows_from_its_ranks(shared: Path):
    kept = pq.read_table(shared / "data" / "deprivation" / "iod2019_england_lsoa11.parquet")
    for domain in deprivation.DOMAIN_WEIGHTS:
        made = deprivation.transformed(kept[f"{domain}_rank"].to_numpy())
        assert np.abs(made - kept[f"t_{domain}"].to_numpy()).max() <= 0.001


@pytest.mark.usefixtures("county")
def test_the_average_scores_of_the_districts_are_those_of_the_published_summary(shared: Path):
    """By import, engine and roll-up; the summary weighs by the same residents, and is of England's districts."""
    given = shared / "data" / "deprivation"
    take("imd-scores", given / "iod2019_oxfordshire_lsoa11.csv")
    measure = reading.read((DEFINITIONS / "deprivation-imd.toml").read_bytes(), "deprivation-imd.toml")
    lsoas = queries.units(UnitType.LSOA, "lsoa11")
    plans = plan(measure, Request(lsoas, (Period("2015", date(2015, 1, 1), date(2015, 12, 31)),)))
    files = records.facts("iod2019_scores").paths
    districts = queries.lookup("oxfordshire-lsoa11-to-lad21")

    above, below = (local.count(each, files).roll_up(districts) for each in (plans.numerator, plans.denominator))

    summary = (given / "imd2019_england_ltla22_summary.csv").read_text().splitlines()
    published_scores = {row["ltla22_code"]: float(row["Score"]) for row in csv.DictReader(summary)}
    made = {value.labels[0]: value.value for value in compute(measure, above, below).lines()}
    assert len(made) == 5
    assert made == pytest.approx({code: published_scores[code] for code in made}, abs=0.001)


@pytest.mark.usefixtures("county")
def test_the_neighbours_of_oxfordshire_are_found_by_its_national_code(shared: Path):
    take("lookup", shared / "data" / "children" / "la_number_to_gss.csv")
    take("neighbours", shared / "data" / "children" / "dfe_statistical_neighbours_april2021.csv")
    found = published.unit("upper-tier", "E10000025").neighbours
    assert len(found.near) == 10
    assert all(line.code.startswith("E") for line, _ in found.near)
