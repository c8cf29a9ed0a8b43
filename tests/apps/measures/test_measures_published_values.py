"""Values that Fingertips printed, through the whole way: imported, taken over, compared, released, and told as such."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from tests.apps.measures.conftest import NOW

from folkmoot.adapters.feeds import layout_files, receiving
from folkmoot.apps.measures import operations, published, queries
from folkmoot.apps.measures.models import Vintage
from folkmoot.apps.measures.operations import Definition
from folkmoot.apps.measures.terms import Against, Origin
from folkmoot.apps.records import operations as records
from folkmoot.apps.records.terms import Provenance
from folkmoot.engine import reading
from folkmoot.engine.coverage import Coverage
from folkmoot.engine.cube import Lookup
from folkmoot.engine.scope import Unit

ENGLAND, COUNTY = "E92000001", "E10000025"
DISTRICTS = {"E07000177": "Cherwell", "E07000178": "Oxford"}
UNITS = (
    *(Unit(code, name, "district", COUNTY) for code, name in DISTRICTS.items()),
    Unit(COUNTY, "Oxfordshire", "upper tier", ENGLAND),
    Unit(ENGLAND, "England", "england"),
)
COVERAGE = Coverage(
    UNITS, Lookup("named", {unit.code: ((unit.code, 1.0),) for unit in UNITS}), 2014, 2019, england=ENGLAND
)
FILES = {
    "fingertips": ("fingertips", "health/fingertips_api_csv_district_2019.csv.gz"),
    "fingertips_series": ("fingertips-series", "health/fingertips_la_series_to_2025_selected.csv.gz"),
    "fingertips_series_2020": ("fingertips-series", "health/fingertips_la_series_to_2020.csv.gz"),
}
pytestmark = pytest.mark.django_db


def receive(root: Path, shared: Path, which: str, key: str, *, public: bool = True) -> None:
    kind, name = FILES[which]
    received = receiving.receive(shared / "data" / name, layout_files.read(root / f"definitions/feeds/{kind}.toml"))
    records.receive_facts(received=[received], key=key, provenance=Provenance.IMPORTED, public=public, by=None, at=NOW)


def compute(root: Path, *ids: str) -> Vintage:
    return operations.compute_measures(
        definitions=[Definition.read(root / f"definitions/measures/{each}.toml") for each in ids],
        coverage=COVERAGE, title="Oxfordshire", by=None, at=NOW,
    )  # fmt: skip


def release(vintage: Vintage) -> Vintage:
    """By the machine itself, which may release what is published already."""
    operations.submit_vintage(vintage_id=vintage.pk, by=None, at=NOW)
    operations.approve_vintage(vintage_id=vintage.pk, by=None, at=NOW)
    return operations.release_vintage(vintage_id=vintage.pk, by=None, at=NOW)


def test_a_value_of_fingertips_is_released_with_the_limits_that_were_printed_and_says_so(root, shared):
    receive(root, shared, "fingertips", "fingertips")
    vintage = release(compute(root, "hypertension-estimated"))
    value = queries.value("hypertension-estimated", unit="Cherwell", period="2015")
    assert (value.value, value.lower, value.upper) == (20.70385002, 18.58792206, 22.99261613)
    assert value.origin is Origin.PUBLISHED
    assert value.origin == "published, not recomputed"
    compared = published.comparisons("hypertension-estimated", unit="Oxford", period="2015")
    of_england = next(each for each in compared if each.against is Against.ENGLAND)
    assert (of_england.outcome, of_england.other_value) == ("better", pytest.approx(20.779, abs=0.001))
    assert vintage.measures.get().withheld == 0


def test_page_and_file_tell_that_it_is_published_and_not_recomputed(root, shared):
    receive(root, shared, "fingertips", "fingertips")
    vintage = release(compute(root, "hypertension-estimated"))
    view = published.measure("hypertension-estimated")
    assert view is not None
    assert (view.origin, view.limited, view.counted) == (Origin.PUBLISHED, True, False)
    assert view.sources[0].source == "Office for Health Improvement and Disparities, Fingertips"
    rows = list(csv.DictReader(io.StringIO(published.csv("hypertension-estimated", vintage.sha256) or "")))
    cherwell = next(row for row in rows if (row["unit_name"], row["period"]) == ("Cherwell", "2015"))
    assert {row["origin"] for row in rows} == {"published, not recomputed"}
    assert (cherwell["value"], cherwell["lower_95"], cherwell["count"]) == ("20.70385002", "18.58792206", "")
    table = queries.bound("measure:hypertension-estimated:district:2015")
    assert table.note.endswith("Published, not recomputed.")
    assert "Count" not in table.table.columns


def test_restricted_facts_are_not_taken_over(root, shared):
    receive(root, shared, "fingertips", "fingertips", public=False)
    with pytest.raises(operations.NoRecords, match="'fingertips' are restricted.* import it with --public"):
        compute(root, "hypertension-estimated")
    assert not Vintage.objects.exists()


def test_without_the_file_it_is_told_what_to_import(root):
    with pytest.raises(operations.NoRecords, match="'fingertips'; import it with: folkmoot import"):
        compute(root, "hypertension-estimated")


@pytest.mark.parametrize(
    ("which", "ids"),
    [
        ("fingertips", ("hypertension-estimated", "depression-estimated")),
        ("fingertips_series", ("adult-smoking", "physical-inactivity", "adult-excess-weight")),
        (
            "fingertips_series_2020",
            ("healthy-life-expectancy-published-female", "healthy-life-expectancy-published-male"),
        ),
    ],
)
def test_the_example_of_every_published_definition_is_what_the_open_data_print(root, shared, which, ids):
    receive(root, shared, which, which.removesuffix("_2020"))
    vintage = compute(root, *ids)
    for row in vintage.measures.all():
        example = queries.definition(row).example
        _, _, where = example.source.rpartition(": ")
        unit, _, period = where.partition(", ")
        sheet = queries.sheet(row.exact)
        place = (sheet.unit(unit), sheet.span(period), 0)
        printed = [example.value, example.lower, example.upper]
        found = [round(float(each[place]), 1) for each in (sheet.value, sheet.lower, sheet.upper)]
        assert found[0] == printed[0], row.measure
        assert all(given is None or given == told for given, told in zip(printed, found, strict=True)), row.measure


def test_every_published_definition_is_tried_above(root):
    shipped = reading.read_folder(root / "definitions/measures")
    assert sum(each.published is not None for each in shipped) == 7
