"""An invented county for tests: four wards in two districts, facts as Parquet, and a definition to change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from folkmoot.engine import local, reading
from folkmoot.engine.cube import Cube, Lookup
from folkmoot.engine.definition import Measure
from folkmoot.engine.plan import Plan
from folkmoot.engine.scope import GROUP, Scope, Span, Unit

UNITS = (
    Unit("W1", "Alder", "ward", "D1"),
    Unit("W2", "Birch", "ward", "D1"),
    Unit("W3", "Cedar", "ward", "D2"),
    Unit("W4", "Damson", "ward", "D2"),
    Unit("D1", "North", "district", "C1"),
    Unit("D2", "South", "district", "C1"),
    Unit("C1", "Mootshire", "upper tier"),
    Unit("G1", "Two wards", GROUP),
)
PARTS = {
    "W1": (("W1", 1.0), ("D1", 1.0), ("C1", 1.0), ("G1", 1.0)),
    "W2": (("W2", 1.0), ("D1", 1.0), ("C1", 1.0)),
    "W3": (("W3", 1.0), ("D2", 1.0), ("C1", 1.0), ("G1", 1.0)),
    "W4": (("W4", 1.0), ("D2", 1.0), ("C1", 1.0)),
}
YEAR = Span("2021", date(2021, 1, 1), date(2021, 12, 31))

DEFINITION = """
[measure]
id = "falls"
title = "Falls (invented)"
why = "Invented."
estimator = "{estimator}"
unit = "falls per 100 residents"
per = 100
counting_unit = "fall"
kind = "flow"
year_type = "{year_type}"
polarity = "{polarity}"
unit_types = ["england", "upper tier", "district", "ward"]
disclosure = "{disclosure}"
comparison = "{comparison}"
author = "An invented author"
next_review = 2027-11-25
{more}

[numerator]
data_set = "falls"
title = "Falls"
{below}

[[breakdown]]
id = "sex"
title = "Sex"
column = "sex"
categories = ["Female", "Male"]

[[change]]
on = 2026-11-25
by = "An invented author"
what = "First written."

[example]
source = "Invented"
invented = true
{example}
"""
BELOW = '[denominator]\ndata_set = "residents"\ntitle = "Residents"\nweight = "persons"'
EXAMPLES = {
    "count": "numerator = [10]\nvalue = 1000",
    "change": "numerator = [10, 20]\ndenominator = [100, 100]\nvalue = 100",
}


def definition(
    estimator: str = "crude rate",
    *,
    year_type: str = "calendar",
    polarity: str = "low is good",
    disclosure: str = "under5",
    comparison: str = "benchmark outside the limits",
    more: str = "",
    below: str = BELOW,
    example: str = "",
) -> str:
    """The definition of an invented measure, changed as asked."""
    found = example or EXAMPLES.get(estimator, "numerator = [10]\ndenominator = [100]\nvalue = 10")
    return DEFINITION.format(
        estimator=estimator, year_type=year_type, polarity=polarity, disclosure=disclosure, comparison=comparison,
        more=more, below="" if estimator == "count" else below, example=found,
    )  # fmt: skip


def measure(estimator: str = "crude rate", **changes: str) -> Measure:
    """The measure of that definition."""
    return reading.read(definition(estimator, **changes).encode(), "falls.toml")


def scope(*spans: Span, units: Sequence[Unit] = UNITS, england: str = "", reference: str = "") -> Scope:
    """All units, or some, in one year or in others."""
    codes = {unit.code for unit in units}
    parts = {code: tuple(each for each in targets if each[0] in codes) for code, targets in PARTS.items()}
    return Scope(tuple(units), Lookup("invented wards", parts), spans or (YEAR,), england, reference)


def falls(rows: Iterable[tuple[str, int, str, int]]) -> pa.Table:
    """A fact a fall, from (ward, year, sex, how many); an empty sex is a missing one. Everybody is 70."""
    told = [(ward, date(year, 6, 1), sex or None) for ward, year, sex, number in rows for _ in range(number)]
    return pa.table({
        "unit": pa.array([ward for ward, _, _ in told], pa.string()),
        "date": pa.array([day for _, day, _ in told], pa.date32()),
        "age": pa.array([70] * len(told), pa.int64()),
        "sex": pa.array([sex for _, _, sex in told], pa.string()),
    })  # fmt: skip


def residents(years: Iterable[int] = (2021,), each: int = 500) -> pa.Table:
    """So many residents a ward, sex and year, on 30 June."""
    told = [(ward, date(year, 6, 30), sex) for year in years for ward in PARTS for sex in ("Female", "Male")]
    return pa.table({
        "unit": pa.array([ward for ward, _, _ in told], pa.string()),
        "date": pa.array([day for _, day, _ in told], pa.date32()),
        "age": pa.array([70] * len(told), pa.int64()),
        "sex": pa.array([sex for _, _, sex in told], pa.string()),
        "persons": pa.array([each] * len(told), pa.int64()),
    })  # fmt: skip


def counter(folder: Path, **tables: pa.Table) -> Callable[[Plan], list[Cube]]:
    """Counts plans over tables, by the data sets' names."""
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    return lambda wanted: [local.count(wanted, [folder / f"{wanted.data_set}.parquet"])]
