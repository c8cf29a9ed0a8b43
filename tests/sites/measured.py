"""An invented measure of three invented towns, in whatever state a page is tried with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa

from folkmoot.adapters.feeds.received import of_table
from folkmoot.apps.accounts.models import User
from folkmoot.apps.measures import operations
from folkmoot.apps.measures.models import Vintage
from folkmoot.apps.measures.queries.inputs import Definition
from folkmoot.apps.records import operations as records
from folkmoot.apps.records.terms import Provenance
from folkmoot.engine import reading
from folkmoot.engine.coverage import Coverage
from folkmoot.engine.cube import Lookup
from folkmoot.engine.scope import Unit

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
MEASURE = "income-deprivation"  # one of the matrix
TOWNS = ("North", "South", "East", "West")
LAST = 2025
FIGURES = {"North": 240, "South": 100, "East": 3, "West": 150}
DEFINITION = """
[measure]
id = "{id}"
title = "Invented hardship: {id}"
why = "Invented to try the pages. And why A&E matters."
estimator = "proportion"
unit = "% of invented people"
per = 100
counting_unit = "person"
kind = "stock"
year_type = "calendar"
polarity = "low is good"
unit_types = ["upper tier", "ward"]
disclosure = "under5"
comparison = "benchmark outside the limits"
caveats = ["Nobody was asked."]
author = "Invented Author"
next_review = 2027-11-25

[numerator]
data_set = "i_hardship"
title = "People in hardship (invented)"
weight = "poor"

[denominator]
data_set = "i_hardship"
title = "People (invented)"
weight = "all"

[[change]]
on = 2026-11-26
by = "Invented Author"
what = "First written."

[example]
source = "Invented"
invented = true
numerator = [240]
denominator = [600]
value = 40.0
decimals = 1
"""


def definition(measure_id: str = MEASURE, more: str = "", text: str = DEFINITION) -> Definition:
    """The measure under an id, by another text of it if there is one."""
    content = (text.format(id=measure_id) + more).encode()
    return Definition(reading.read(content, f"{measure_id}.toml"), content)


def receive(figures: dict[str, int] = FIGURES, at: datetime = NOW, first: int = LAST) -> None:
    """A table of facts with those figures, 600 people a town; a tenth more were poor in each year before the last."""
    told = [(town, year, number) for town, number in figures.items() for year in range(first, LAST + 1)]
    facts = pa.table(
        {
            "unit": [town for town, _, _ in told],
            "date": pa.array([date(year, 6, 30) for _, year, _ in told], pa.date32()),
            "poor": [number + number * (LAST - year) // 10 for _, year, number in told],
            "all": [600] * len(told),
        }
    )
    received = of_table(
        facts, data_set="i_hardship", title="Hardship by town", source="An invented count", licence="None: invented"
    )
    records.receive_facts(received=[received], provenance=Provenance.INVENTED, by=None, at=at)


PUBLISHED = "hypertension-estimated"


def published(root: Path) -> Vintage:
    """A release of values as a publisher might have printed them, one of them withheld by it."""
    rows = [
        ("E07000177", 20.7, None, 18.6, 23.0, "Aggregated from smaller areas"),
        ("E07000178", 12.8, None, 11.3, 14.4, None),
        ("E07000179", None, "*", None, None, None), ("E92000001", 20.8, None, None, None, None),
    ]  # fmt: skip
    unit, figure, mark, lower, upper, remark = zip(*rows, strict=True)
    empty = pa.nulls(len(rows), pa.float64())
    words = {
        "indicator": ["92659"] * len(rows),
        "sex": ["Persons"] * len(rows),
        "category": pa.nulls(len(rows), pa.string()),
        "remark": pa.array(remark, pa.string()),
        "figure_mark": pa.array(mark, pa.string()),
    }
    limits = {"figure": figure, "lower_95": lower, "upper_95": upper, "lower_99_8": empty, "upper_99_8": empty}
    days = pa.array([date(2015, 12, 31)] * len(rows), pa.date32())
    facts = pa.table({"unit": unit, "date": days, **words, **limits, "count": empty, "denominator": empty})
    received = of_table(
        facts,
        data_set="fingertips",
        title="Invented prevalence",
        source="An invented publisher",
        licence="None: invented",
    )
    records.receive_facts(received=[received], provenance=Provenance.INVENTED, public=True, by=None, at=NOW)
    names = {"E07000177": "Cherwell", "E07000178": "Oxford", "E07000179": "South Oxfordshire"}
    units = (*(Unit(code, name, "district", "E92000001") for code, name in names.items()),
             Unit("E92000001", "England", "england"))  # fmt: skip
    lookup = Lookup("named", {each.code: ((each.code, 1.0),) for each in units})
    vintage = operations.compute_measures(
        definitions=[Definition.read(root / f"definitions/measures/{PUBLISHED}.toml")],
        coverage=Coverage(units, lookup, 2015, 2015, england="E92000001"), title="Districts", by=None, at=NOW,
    )  # fmt: skip
    operations.submit_vintage(vintage_id=vintage.pk, by=None, at=NOW)
    operations.approve_vintage(vintage_id=vintage.pk, by=None, at=NOW)
    return operations.release_vintage(vintage_id=vintage.pk, by=None, at=NOW)


def draft(
    *ids: str,
    figures: dict[str, int] = FIGURES,
    elsewhere: Mapping[str, int] = {},
    by: User | None = None,
    at: datetime = NOW,
    title: str = "Towns",
    first: int = LAST,
    more: str = "",
    text: str = DEFINITION,
) -> Vintage:
    """Measures computed of a table with those figures; `elsewhere` are figures of no town, `more` is defined."""
    receive({**figures, **elsewhere}, at, first)
    units = (
        *(Unit(town, f"{town} Town", "ward", "shire") for town in figures),
        Unit("shire", "Inventedshire", "upper tier"),
    )
    lookup = Lookup("towns", {town: ((town, 1.0), ("shire", 1.0)) for town in figures})
    return operations.compute_measures(
        definitions=[definition(each, more, text) for each in ids or (MEASURE,)],
        coverage=Coverage(units, lookup, first, LAST),
        title=title,
        by=by,
        at=at,
    )


def submitted(*ids: str, **given: object) -> Vintage:
    """The same, submitted."""
    vintage = draft(*ids, **given)  # type: ignore[arg-type]
    return operations.submit_vintage(vintage_id=vintage.pk, by=None, at=NOW)


def approved(*ids: str, **given: object) -> Vintage:
    """The same, approved."""
    vintage = submitted(*ids, **given)
    return operations.approve_vintage(vintage_id=vintage.pk, by=None, at=NOW)


def released(*ids: str, **given: object) -> Vintage:
    """The same, released."""
    vintage = approved(*ids, **given)
    return operations.release_vintage(vintage_id=vintage.pk, by=None, at=NOW, accept_exposed=True)


def in_every_state() -> dict[str, Vintage]:
    """A vintage in each state."""
    return {
        "draft": draft(title="A draft"),
        "submitted": submitted(title="Submitted"),
        "approved": approved(title="Approved"),
        "released": released(),
    }
