"""Facts and axes that the tests of every backend share, as examples and as Hypothesis makes them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from folkmoot.engine import local, reading, reference
from folkmoot.engine.backends import Counting
from folkmoot.engine.cube import Cube
from folkmoot.engine.definition import Breakdown, Condition, Counted, Measure
from folkmoot.engine.plan import Axis, AxisKind, Period, Plan, Request, plan
from folkmoot.methods.statistics import AgeBands

FOLDER = Path(__file__).resolve().parents[2] / "definitions" / "measures"
SHIPPED = {measure.id: measure for measure in reading.read_folder(FOLDER)}
YEARS = (Period("2019", date(2019, 1, 1), date(2019, 12, 31)), Period("2021", date(2021, 1, 1), date(2021, 12, 31)))
SCHEMA = pa.schema(
    {
        "unit": pa.string(),
        "date": pa.date32(),
        "age": pa.int16(),
        "sex": pa.string(),
        "factors": pa.string(),
        "cause": pa.string(),
        "days": pa.int32(),
        "persons": pa.int64(),
    }
)
UNITS = Axis("unit", "unit", AxisKind.WORDS, ("E1", "E2", "E3"), holds_missing=False)
PERIOD = plan(SHIPPED["covid-cases"], Request(("E1",), YEARS)).numerator.axes[1]
AGE = Axis("age", "age", AxisKind.NUMBERS, ("0-4", "5-9", "10+"), ((0, 5), (5, 10), (10, None)))
SEX = Axis("sex", "sex", AxisKind.WORDS, ("Female", "Male"))
FACTOR = Axis("factor", "factors", AxisKind.MANY_WORDS, ("a", "b", "c"))
DAYS = Axis("value", "days", AxisKind.NUMBERS, ("0", "1", "2"), ((0, 1), (1, 2), (2, 3)))
CANCER = Condition("cause", begins=("C",))
ROW = {
    "unit": "E1",
    "date": date(2019, 6, 1),
    "age": 3,
    "sex": "Male",
    "factors": "a",
    "cause": "C50",
    "days": 1,
    "persons": 2,
}


def rows(*changes: Mapping[str, object]) -> list[dict[str, object]]:
    return [{**ROW, **change} for change in changes]


def written(folder: Path, facts: list[dict[str, object]], *, group: int = 2) -> list[Path]:
    """The facts as two files of small row groups, new ones each time: DuckDB keeps what it has read by the path."""
    half = len(facts) // 2
    fresh = Path(mkdtemp(dir=folder))
    paths = [fresh / "one.parquet", fresh / "two.parquet"]
    for path, part in zip(paths, (facts[:half], facts[half:]), strict=True):
        pq.write_table(pa.Table.from_pylist(part, schema=SCHEMA), path, row_group_size=group)
    return paths


def agreed(
    folder: Path, wanted: Plan, facts: list[dict[str, object]], counting: Counting = local.count, *, group: int = 2
) -> Cube:
    """The cube of a backend, once the oracle says the same of cells, rows and exclusions."""
    tally = reference.count(wanted, facts)
    found = counting(wanted, written(folder, facts, group=group))
    assert found.counts.dtype == np.int64
    assert found.cells() == dict(tally.cells)
    assert found.rows == tally.rows == len(facts)
    assert found.excluded == dict(tally.excluded)
    return found


CELLS = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(["E1", "E2", "E3", "X9", "", None]),
        "date": st.one_of(st.none(), st.dates(date(2018, 12, 30), date(2022, 1, 3))),
        "age": st.one_of(st.none(), st.integers(-2, 130)),
        "sex": st.sampled_from(["Female", "Male", "Other", "", None]),
        "factors": st.sampled_from(["a", "a;b", "c;a;b", "a;a", "z", "a;z", "", None]),
        "cause": st.sampled_from(["C50", "J1", "", None]),
        "days": st.one_of(st.none(), st.integers(-1, 4)),
        "persons": st.one_of(st.none(), st.integers(-2, 2**55)),
    }
)
AXES = st.lists(st.sampled_from([UNITS, PERIOD, SEX, AGE, FACTOR, DAYS]), unique=True, min_size=1, max_size=5)
ANY_FACTS = st.lists(CELLS, max_size=12)
ANY_PLAN = st.builds(
    Plan,
    st.just("facts"),
    st.sampled_from([(), (CANCER,)]),
    st.sampled_from(["", "persons"]),
    AXES.map(tuple),
    st.booleans(),
)


def _defined(ages: AgeBands | None, where: tuple[Condition, ...], weight: str, breakdowns: tuple[str, ...]) -> Measure:
    known = {
        "sex": Breakdown("sex", "Sex", "sex", ("Female", "Male")),
        "factor": Breakdown("factor", "Factor", "factors", ("a", "b", "c"), overlapping=True),
    }
    return replace(
        SHIPPED["covid-case-rate"],
        ages=ages,
        numerator=Counted("facts", "Events", where, weight),
        denominator=Counted("facts", "People", (), "persons"),
        breakdowns=tuple(known[name] for name in breakdowns),
    )


BANDS = ("0-4", "5-9", "10-64", "65+"), ("16-24", "25-64"), ("0+",)
ANY_MEASURE = st.builds(
    _defined,
    st.one_of(st.none(), st.sampled_from(BANDS).map(AgeBands.parse)),
    st.sampled_from([(), (CANCER,), (CANCER, Condition("sex", among=("Male",)))]),
    st.sampled_from(["", "persons"]),
    st.lists(st.sampled_from(["sex", "factor"]), unique=True).map(tuple),
)
