"""The printed Covid rates follow from the printed counts and the populations of mid-2020, by definition and cube."""

import csv
import gzip
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from folkmoot.engine import local, reading
from folkmoot.engine.computing import compute
from folkmoot.engine.cube import Cube
from folkmoot.engine.plan import Period, Plan, Request, plan

DISTRICTS = ("E07000177", "E07000178", "E07000179", "E07000180", "E07000181")
UNTIL = Period("to 28 October 2021", date(2020, 1, 1), date(2021, 10, 28))


@pytest.fixture
def printed(root: Path) -> dict[str, tuple[int, int]]:
    """Count and rate by the age band as printed, the total last."""
    with (root / "samples/tables/t04_covid_age.csv").open() as file:
        return {
            row["Age band"]: (int(row["Count"]), int(row["Rate per 100,000 population"]))
            for row in csv.DictReader(file)
        }


def cases(printed: dict[str, tuple[int, int]]) -> list[int]:
    """The age of each case, as the first of its band."""
    bands = [(int(band.rstrip("+").partition("-")[0]), count) for band, (count, _) in printed.items() if band[0] != "G"]
    return [age for age, count in bands for _ in range(count)]


def residents(shared: Path) -> list[int]:
    """Residents of the county by single year of age, the last 90 and over."""
    with gzip.open(shared / "data/population/mye2020_uk_ltla21_sya_persons.csv.gz", "rt") as file:
        rows = [row for row in csv.reader(file) if row[0] in DISTRICTS]
    return [sum(int(float(row[3 + age])) for row in rows) for age in range(91)]


def counted(wanted: Plan | None, path: Path, ages: list[int], persons: list[int]) -> Cube:
    assert wanted is not None
    size = len(ages)
    table = {"unit": ["E10000025"] * size, "date": [date(2020, 6, 30)] * size, "age": ages, "persons": persons}
    pq.write_table(pa.table(table), path)
    return local.count(wanted, [path])


def test_the_nineteen_printed_rates_follow_to_the_unit(root: Path, shared: Path, printed, tmp_path: Path):
    path = root / "definitions/measures/covid-case-rate.toml"
    measure = reading.read(path.read_bytes(), path.name)
    wanted = plan(measure, Request(("E10000025",), (UNTIL,)))
    ages, people = cases(printed), residents(shared)
    above = counted(wanted.numerator, tmp_path / "cases.parquet", ages, [1] * len(ages))
    below = counted(wanted.denominator, tmp_path / "people.parquet", list(range(91)), people)
    by_age = compute(measure, above, below).estimate.value[0, 0, :-1]
    overall = compute(measure, above.total("age"), below.total("age")).estimate.value[0, 0]
    assert [round(rate) for rate in [*by_age, overall]] == [rate for _, rate in printed.values()]
