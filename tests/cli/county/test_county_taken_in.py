"""The invented county in the installation: its places and records, marked, and never in place of real ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from folkmoot.adapters.feeds.received import of_table
from folkmoot.apps.places import queries as places
from folkmoot.apps.places.models import PlaceRevision, Unit
from folkmoot.apps.places.terms import Provenance, UnitType
from folkmoot.apps.records import operations, queries
from folkmoot.apps.records.models import FactRevision
from folkmoot.apps.records.terms import Provenance as Origin
from folkmoot.cli import invented_county
from folkmoot.cli.county import geography, open_data
from folkmoot.cli.county.data_sets import DATA_SETS, KEYS
from folkmoot.cli.county.geography import Size
from folkmoot.cli.main import main

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.STORE = tmp_path / "store"


def sample(*asked: str) -> str:
    ran = CliRunner().invoke(main, ["sample", *asked])
    assert ran.exit_code == 0, ran.output
    return ran.output


def test_a_ward_is_taken_in_with_a_data_set_of_every_kind_each_marked_as_invented():
    told = sample("--size", "ward")
    assert "All of it is invented." in told
    for key in KEYS:
        held = queries.facts(key)
        assert held.invented, key
        assert not held.public, key
        assert held.rows == sum(pq.read_metadata(path).num_rows for path in held.paths)
        assert "(invented)" in held.title
    assert set(Unit.objects.values_list("provenance", flat=True)) == {Provenance.INVENTED}


def test_its_lookups_lead_from_every_lsoa_to_each_level():
    sample("--size", "ward", "--only", "deaths")
    ward = geography.invent(1, 1)
    for level in invented_county.ABOVE:
        lookup = places.lookup(invented_county.lookup_key(ward, level))
        assert set(lookup.parts) == set(ward.codes)
        assert len({target for parts in lookup.parts.values() for target, _ in parts}) == 1
    assert places.units(UnitType.WARD, "invented-ward") == ("INV-W-00001",)
    assert places.names("invented-ward") == {"INV-W-00001": "Alder Moot"}


def test_its_residents_are_those_of_the_places():
    sample("--size", "ward", "--only", "deaths")
    population = places.population("invented-lsoa-population-2021")
    table = pq.read_table(population.paths[0])
    assert population.invented
    assert sum(table["persons"].to_pylist()) == geography.invent(1, 1).people


def test_the_same_again_changes_nothing():
    for _ in range(2):
        sample("--size", "ward", "--only", "deaths", "--only", "admissions")
    assert FactRevision.objects.count() == 2
    assert not PlaceRevision.objects.filter(number__gt=1).exists()


def test_another_seed_is_another_vintage():
    for seed in ("1", "2"):
        sample("--size", "ward", "--only", "deaths", "--seed", seed)
    assert FactRevision.objects.filter(data_set__key="deaths").count() == 2


def test_real_records_are_never_followed_by_invented_ones():
    real = of_table(
        pa.table({"unit": ["W1"]}), data_set="deaths", title="Deaths", source="The registrar", licence="OGL"
    )
    operations.receive_facts(received=[real], provenance=Origin.IMPORTED, by=None, at=NOW)
    ran = CliRunner().invoke(main, ["sample", "--size", "ward"])
    assert ran.exit_code == 1
    assert "'deaths' holds records that are not invented (Deaths); draw files with --out" in ran.output
    assert not Unit.objects.exists()
    assert FactRevision.objects.count() == 1


def test_too_many_people_are_drawn_into_files_only():
    ward = geography.invent(1, 1)
    crowded = replace(ward, persons=ward.persons * np.int64(1000))
    with pytest.raises(invented_county.TooLarge, match="draw files with --out"):
        invented_county.take_in(crowded, 1, DATA_SETS, at=NOW, say=print)


def test_real_places_are_not_marked_but_what_happens_there_is(shared):
    sample("--size", "ward", "--only", "deaths", "--open-data", str(shared / "data"))
    ward = open_data.read(shared / "data", Size.WARD, 1)
    assert set(Unit.objects.values_list("provenance", flat=True)) == {Provenance.IMPORTED}
    assert places.lookup("sample-lsoa-to-ward").parts.keys() == set(ward.codes)
    assert queries.facts("deaths").invented
