"""The pack's nineteen Covid rates through the whole way: facts, residents, definition, vintage, release."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from tests.apps.measures.conftest import NOW, carry, receive
from tests.engine.test_engine_printed_rates import DISTRICTS, cases, residents

from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.measures import operations, published, queries
from folkmoot.apps.measures.operations import Definition, Sources
from folkmoot.apps.places import operations as places
from folkmoot.apps.places.terms import EditionOf, Named, Source, UnitType
from folkmoot.engine.coverage import Coverage
from folkmoot.engine.cube import Lookup
from folkmoot.engine.scope import Span, Unit

COUNTY = "E10000025"
UNTIL = Span("to 28 October 2021", date(2020, 1, 1), date(2021, 10, 28))
ONS = Source("Residents, mid-2020", "ONS mid-year population estimates", "Open Government Licence v3.0")
pytestmark = pytest.mark.django_db


@pytest.fixture
def printed(root: Path) -> dict[str, tuple[int, int]]:
    """Count and rate by the age band as printed, the total last."""
    with (root / "samples/tables/t04_covid_age.csv").open() as file:
        rows = list(csv.DictReader(file))
    return {row["Age band"]: (int(row["Count"]), int(row["Rate per 100,000 population"])) for row in rows}


def test_the_nineteen_printed_rates_are_released_to_the_unit(root: Path, shared: Path, printed, person):
    ages, people = cases(printed), residents(shared)
    none = pa.array([None] * len(ages), pa.string())
    table = {"unit": pa.array([COUNTY] * len(ages)), "date": pa.array([date(2021, 6, 1)] * len(ages)),
             "age": pa.array(ages, pa.int64()), "sex": none}  # fmt: skip
    receive("covid_cases", pa.table(table), invented=False)
    of = EditionOf("counties", UnitType.UPPER_TIER, "Counties", 2021, None)
    places.define_units(of=of, units=[Named(COUNTY, "Oxfordshire")], source=ONS, by=None, at=NOW)
    living = {"unit": pa.array([COUNTY] * 91), "date": pa.array([date(2020, 6, 30)] * 91),
              "age": pa.array(range(91), pa.int64()), "sex": pa.nulls(91, pa.string()),
              "persons": pa.array(people, pa.int64())}  # fmt: skip
    places.receive_population(
        key="mid-2020", edition="counties", on=date(2020, 6, 30), open_age=90, table=pa.table(living), source=ONS,
        by=None, at=NOW,
    )  # fmt: skip
    analyst, director = person("a", Role.ANALYST), person("d", Role.DIRECTOR)

    vintage = operations.compute_measures(
        definitions=[Definition.read(root / "definitions/measures/covid-case-rate.toml")],
        coverage=Coverage(
            (Unit(COUNTY, "Oxfordshire", "upper tier"),), Lookup("itself", {COUNTY: ((COUNTY, 1.0),)}), spans=(UNTIL,)
        ),
        sources=Sources(residents={"population": ("mid-2020",)}), title="Oxfordshire", by=analyst, at=NOW,
    )  # fmt: skip
    carry(vintage, by=analyst, approver=director)

    by_age = [each.value for each in published.values("covid-case-rate", breakdown="age") if each.category != "missing"]
    overall = queries.value("covid-case-rate", unit="Oxfordshire")
    assert [round(rate) for rate in [*by_age, overall.value]] == [rate for _, rate in printed.values()]
    assert (overall.count, overall.denominator, overall.invented) == (75375, sum(people), False)
    assert len(DISTRICTS) == 5
