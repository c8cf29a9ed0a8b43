"""The backends agree, on examples that can be read and on ones that Hypothesis makes; nothing is lost silently."""

import ast
import tracemalloc
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine.facts import (
    AGE,
    ANY_FACTS,
    ANY_MEASURE,
    ANY_PLAN,
    CANCER,
    DAYS,
    FACTOR,
    PERIOD,
    SCHEMA,
    SEX,
    SHIPPED,
    UNITS,
    YEARS,
    agreed,
    rows,
    written,
)  # fmt: skip

from folkmoot.engine import cube as cubes
from folkmoot.engine import local, reference
from folkmoot.engine.backends import Counting
from folkmoot.engine.computing import compute
from folkmoot.engine.cube import BadCube, Cube, Lookup
from folkmoot.engine.entries import AT_ONCE
from folkmoot.engine.plan import (
    MISSING,
    Axis,
    AxisKind,
    BadFacts,
    Period,
    Plan,
    Request,
    TooManyCells,
    Unplannable,
    plan,
)  # fmt: skip


def test_missing_is_a_category_and_what_lies_nowhere_is_named(counting: Counting, tmp_path: Path):
    facts = rows(
        {}, {"sex": None}, {"sex": ""}, {"sex": "Other"}, {"unit": "X9"}, {"unit": None}, {"age": None}, {"age": -1},
        {"date": date(2020, 2, 2)}, {"date": None}, {"age": 120}, {"date": date(2021, 12, 31)},
    )  # fmt: skip
    found = agreed(tmp_path, Plan("facts", (), "", (UNITS, PERIOD, SEX, AGE)), facts, counting)
    assert found.cells() == {
        ("E1", "2019", "Male", "0-4"): 1,
        ("E1", "2019", MISSING, "0-4"): 2,
        ("E1", "2019", "Male", MISSING): 1,
        ("E1", "2019", "Male", "10+"): 1,
        ("E1", "2021", "Male", "0-4"): 1,
    }
    assert found.strays == {"X9": 1, "": 1}
    assert found.excluded == {
        ("sex", "Other"): 1, ("unit", "X9"): 1, ("unit", ""): 1, ("age", "outside"): 1,
        ("period", "outside"): 1, ("period", ""): 1,
    }  # fmt: skip


def test_a_period_may_be_a_day(counting: Counting, tmp_path: Path):
    days = tuple(Period(f"31 March {year}", date(year, 3, 31), date(year, 3, 31)) for year in (2020, 2021))
    stock = plan(SHIPPED["children-in-care"], Request(("E1",), days)).numerator
    facts = rows({"date": date(2020, 3, 31)}, {"date": date(2020, 4, 1)}, {"date": date(2021, 3, 31)}, {"date": None})
    found = agreed(tmp_path, replace(stock, where=()), facts, counting)
    assert found.cells() == {("E1", "31 March 2020"): 1, ("E1", "31 March 2021"): 1}
    assert found.excluded == {("period", "outside"): 1, ("period", ""): 1}


def test_conditions_exclude_before_anything_else_and_weights_are_added(counting: Counting, tmp_path: Path):
    facts = rows({}, {"cause": "J1", "unit": "X9"}, {"cause": None}, {"persons": None}, {"persons": -3}, {"persons": 5})
    found = agreed(tmp_path, Plan("facts", (CANCER,), "persons", (UNITS, AGE)), facts, counting)
    assert found.cells() == {("E1", "0-4"): 7}
    assert found.excluded == {("conditions", "cause"): 2, ("weight", ""): 1, ("weight", "outside"): 1}


def test_signed_weights_may_be_negative(counting: Counting, tmp_path: Path):
    facts = rows({"persons": 5}, {"persons": -8}, {"persons": None})
    found = agreed(tmp_path, Plan("facts", (), "persons", (UNITS,), signed=True), facts, counting)
    assert found.cells() == {("E1",): -3}
    assert found.excluded == {("weight", ""): 1}


def test_a_row_counts_in_each_of_its_overlapping_categories_once(counting: Counting, tmp_path: Path):
    facts = rows({"factors": "a;b"}, {"factors": "b;b"}, {"factors": ""}, {"factors": None}, {"factors": "a;z"})
    found = agreed(tmp_path, Plan("facts", (), "", (UNITS, FACTOR)), facts, counting)
    assert found.cells() == {("E1", "a"): 1, ("E1", "b"): 2, ("E1", MISSING): 2}
    assert found.excluded == {("factor", "a;z"): 1}
    with pytest.raises(BadCube, match="'factor' overlap and cannot be added"):
        found.total("factor")
    with pytest.raises(BadCube, match="'unit' is the only axis left"):
        local.count(Plan("facts", (), "", (UNITS,)), []).total("unit")


def test_counts_beyond_32_bits_and_beyond_exact_floats_stay_whole(counting: Counting, tmp_path: Path):
    facts = rows({"persons": 2**53}, {"persons": 1}, {"persons": 2**33}, {"persons": 2**62})
    found = agreed(tmp_path, Plan("facts", (), "persons", (UNITS,)), facts, counting)
    assert found.cells() == {("E1",): 2**62 + 2**53 + 2**33 + 1}


def test_no_rows_and_no_files_are_a_cube_of_zeros(counting: Counting, tmp_path: Path):
    wanted = Plan("facts", (), "", (UNITS, FACTOR, AGE))
    assert agreed(tmp_path, wanted, [], counting).cells() == {}
    assert counting(wanted, []).rows == 0


def test_a_row_group_of_more_rows_than_are_at_hand_at_once_is_counted_whole(tmp_path: Path):
    some = rows(
        {}, {"sex": None}, {"unit": "X9"}, {"date": None}, {"factors": "a;b"}, {"factors": "z"}, {"persons": -1},
        {"age": 90, "cause": "J1"},
    )  # fmt: skip
    times = AT_ONCE // len(some) + 99
    table = pa.concat_tables([pa.Table.from_pylist(some, schema=SCHEMA)] * times)
    pq.write_table(table.combine_chunks(), tmp_path / "facts.parquet")
    for where, weight in (((), "persons"), ((CANCER,), "")):
        wanted = Plan("facts", where, weight, (UNITS, PERIOD, SEX, FACTOR, AGE))
        found, tally = local.count(wanted, [tmp_path / "facts.parquet"]), reference.count(wanted, some)
        assert found.cells() == {cell: number * times for cell, number in tally.cells.items()}
        assert found.excluded == {reason: number * times for reason, number in tally.excluded.items()}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=ANY_FACTS, wanted=ANY_PLAN)
def test_every_backend_and_the_oracle_agree_on_any_plan_and_any_rows(counting: Counting, tmp_path: Path, facts, wanted):
    found = agreed(tmp_path, wanted, facts, counting)
    if not wanted.weight and FACTOR not in wanted.axes:
        assert found.counts.sum() + sum(found.excluded.values()) == found.rows


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=ANY_FACTS, measure=ANY_MEASURE)
def test_every_backend_and_the_oracle_agree_on_any_definition(counting: Counting, tmp_path: Path, facts, measure):
    chosen = tuple(each.id for each in measure.breakdowns)
    wanted = plan(measure, Request(("E1", "E2"), YEARS, chosen))
    assert wanted.denominator is not None
    cubes_ = [agreed(tmp_path, each, facts, counting) for each in (wanted.numerator, wanted.denominator)]
    values = compute(measure, *cubes_)
    assert values.estimate.value.shape == cubes_[0].counts.shape
    assert set(values.without_population) <= {"E1", "E2"}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=ANY_FACTS, chosen=ANY_PLAN, units=st.integers(1, 3))
def test_a_cube_counted_in_parts_is_the_same(tmp_path: Path, facts, chosen, units):
    wanted = replace(chosen, axes=(UNITS, *(axis for axis in chosen.axes if axis is not UNITS)))
    files = written(tmp_path, facts)
    parts = list(local.count_in_parts(wanted, files, memory=wanted.cells // 3 * local.CELL * units))
    found, whole = cubes.join(parts), local.count(wanted, files)
    assert [len(part.plan.axes[0].categories) for part in parts] == {1: [1, 1, 1], 2: [2, 1], 3: [3]}[units]
    assert (found.plan, found.rows, found.excluded) == (whole.plan, whole.rows, whole.excluded)
    np.testing.assert_array_equal(found.counts, whole.counts)


def test_a_cube_larger_than_its_memory_is_counted_within_it(tmp_path: Path):
    many = Axis("unit", "unit", AxisKind.WORDS, tuple(f"E{number:04d}" for number in range(2000)), holds_missing=False)
    facts = rows(*({"unit": f"E{number:04d}", "days": number % 3} for number in range(0, 2000, 7)))
    days = replace(DAYS, categories=tuple(map(str, range(1000))), spans=tuple((day, day + 1) for day in range(1000)))
    wanted, files = Plan("facts", (), "", (many, days)), written(tmp_path, facts, group=100)
    memory = 1 << 20
    assert wanted.cells * local.CELL > 15 * memory
    tracemalloc.start()
    total = sum(int(part.counts.sum()) for part in local.count_in_parts(wanted, files, memory=memory))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total == len(facts)
    assert most < 4 * memory


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=ANY_FACTS, wanted=ANY_PLAN)
def test_a_saved_cube_is_the_same_when_loaded(tmp_path: Path, facts, wanted):
    made = local.count(wanted, written(tmp_path, facts))
    cubes.save(made, tmp_path / "cube.parquet")
    found = cubes.load(tmp_path / "cube.parquet")
    assert (found.plan, found.rows, found.excluded) == (made.plan, made.rows, made.excluded)
    assert found.counts.dtype == made.counts.dtype
    np.testing.assert_array_equal(found.counts, made.counts)


def test_a_file_that_holds_no_cube_is_refused(tmp_path: Path):
    (path, _) = written(tmp_path, rows({}, {}))
    other = tmp_path / "other.parquet"
    other.write_bytes(b"no Parquet")
    for each in (path, other, tmp_path / "absent.parquet"):
        with pytest.raises(BadCube, match=f"{each.name} holds no cube; count it again"):
            cubes.load(each)


# --- roll-up


def rolled(tmp_path: Path, **parts: tuple[tuple[str, float], ...]) -> Cube:
    facts = rows({"unit": "E1"}, {"unit": "E1", "sex": None}, {"unit": "E2"}, {"unit": "E3"})
    made = local.count(Plan("facts", (), "", (UNITS, SEX)), written(tmp_path, facts))
    return made.roll_up(Lookup("wards by majority, 2021", parts))


def test_whole_units_roll_up_to_whole_counts(tmp_path: Path):
    found = rolled(tmp_path, E1=(("W2", 1),), E2=(("W1", 1),), E3=(("W2", 1),))
    assert found.counts.dtype == np.int64
    assert found.cells() == {("W1", "Male"): 1, ("W2", "Male"): 2, ("W2", MISSING): 1}
    assert found.total("sex").cells() == {("W1",): 1, ("W2",): 3}


def test_units_in_parts_roll_up_by_their_weights(tmp_path: Path):
    found = rolled(tmp_path, E1=(("W1", 0.25), ("W2", 0.75)), E2=(("W1", 1),), E3=(("W2", 1),))
    assert found.cells() == {("W1", "Male"): 1.25, ("W1", MISSING): 0.25, ("W2", "Male"): 1.75, ("W2", MISSING): 0.75}


def test_units_that_a_lookup_does_not_know_are_told_with_their_counts(tmp_path: Path):
    found = rolled(tmp_path, E2=(("W1", 1),))
    assert found.cells() == {("W1", "Male"): 1}
    assert rolled(tmp_path).cells() == {}
    halves = rolled(tmp_path, E1=(("W1", 0.5),), E2=(("W2", 1),), E3=(("W2", 1),)).roll_up(Lookup("counties", {}))
    assert halves.excluded == {("counties", "W1"): 1, ("counties", "W2"): 2}
    assert found.excluded == {("wards by majority, 2021", "E1"): 2, ("wards by majority, 2021", "E3"): 1}


def test_an_axis_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(BadCube, match="no axis 'age'; it has unit, sex"):
        rolled(tmp_path).total("age")


# --- plans


def test_a_measure_is_planned_by_unit_period_breakdowns_and_age():
    found = plan(SHIPPED["covid-case-rate"], Request(("E1", "E2"), YEARS, ("sex",)))
    assert [axis.id for axis in found.numerator.axes] == ["unit", "period", "sex", "age"]
    assert found.numerator.shape == (2, 2, 3, 19)
    assert found.denominator is not None
    assert (found.denominator.weight, found.denominator.axes) == ("persons", found.numerator.axes)


def test_an_overlapping_breakdown_divides_the_numerator_only():
    found = plan(SHIPPED["risk-factors-plans"], Request(("E1",), YEARS, ("factor",)))
    assert found.denominator is not None
    assert [axis.id for axis in found.denominator.axes] == ["unit", "period"]
    assert found.numerator.axes[2].kind is AxisKind.MANY_WORDS


def test_a_median_is_planned_by_the_values_it_is_of():
    found = plan(SHIPPED["plan-length"], Request(("E1",), YEARS))
    assert found.denominator is None
    assert found.numerator.shape == (1, 2, 3652)


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (Request((), YEARS), "at least one unit"),
        (Request(("E1", "E1"), YEARS), "none twice"),
        (Request(("E1",), ()), "at least one period"),
        (Request(("E1",), YEARS[::-1]), "follow one another"),
        (Request(("E1",), (YEARS[0], YEARS[0])), "share no day"),
        (
            Request(("E1",), YEARS, ("height",)),
            "covid-cases has no breakdown 'height'; it has sex, ethnicity, deprivation",
        ),
    ],
)
def test_a_request_that_does_not_fit_is_refused(request_: Request, told: str):
    with pytest.raises(Unplannable, match=told):
        plan(SHIPPED["covid-cases"], request_)


# --- files that cannot be counted


def test_files_that_cannot_be_counted_are_named_with_what_they_lack(tmp_path: Path):
    wanted = Plan("facts", (), "", (UNITS, AGE))
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"no Parquet")
    with pytest.raises(BadFacts, match="broken.parquet cannot be read as Parquet"):
        local.count(wanted, [broken])
    pq.write_table(pa.table({"unit": ["E1"]}), broken)
    with pytest.raises(BadFacts, match="broken.parquet has no column 'age', which should hold whole numbers"):
        local.count(wanted, [broken])
    pq.write_table(pa.table({"unit": ["E1"], "age": ["four"]}), broken)
    with pytest.raises(BadFacts, match="broken.parquet, column 'age': should hold whole numbers, but holds string"):
        local.count(wanted, [broken])


def test_a_cube_that_would_not_fit_is_refused_with_its_size():
    many = replace(DAYS, categories=("0",) * 40000, spans=((0, 1),) * 40000)
    with pytest.raises(TooManyCells, match="1,600,080,001 cells"):
        local.count(Plan("facts", (), "", (many, many)), [])
    with pytest.raises(TooManyCells, match="one unit has 40,001 cells, and 125 is the most"):
        list(local.count_in_parts(Plan("facts", (), "", (UNITS, many)), [], memory=1000))


def test_a_row_group_that_is_damaged_is_named(tmp_path: Path):
    path, _ = written(tmp_path, rows({}, {}, {}, {}))
    whole = path.read_bytes()
    path.write_bytes(b"\0" * 60 + whole[60:])
    with pytest.raises(BadFacts, match="one.parquet, row group 1, cannot be read"):
        local.count(Plan("facts", (), "", (UNITS,)), [path])


def test_only_cubes_that_differ_in_their_units_are_joined():
    one = local.count(Plan("facts", (), "", (UNITS, SEX)), [])
    other = local.count(Plan("facts", (), "", (UNITS, AGE)), [])
    for cubes_ in ([], [one, other]):
        with pytest.raises(BadCube, match="the same other axes"):
            cubes.join(cubes_)


def test_parts_that_are_rolled_up_join_by_their_larger_units(tmp_path: Path):
    wanted = Plan("facts", (), "", (UNITS, SEX))
    parts = local.count_in_parts(wanted, written(tmp_path, rows({}, {"unit": "E2"}, {"unit": "E3"})), memory=24)
    lookup = Lookup("counties", dict.fromkeys(UNITS.categories, (("C", 1),)))
    assert cubes.join(part.roll_up(lookup) for part in parts).cells() == {("C", "Male"): 3}


def test_the_oracle_imports_neither_numpy_nor_another_backend():
    imported = {
        name.split(".")[-1]
        for node in ast.walk(ast.parse(Path(reference.__file__).read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    }
    assert not imported & {"numpy", "pyarrow", "local", "cube"}


@pytest.mark.parametrize("kind", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())])
def test_words_may_be_written_in_any_form_that_parquet_has_for_them(tmp_path: Path, kind: pa.DataType):
    units = pa.array(["E1", None, "E2", "E1"]).cast(kind)
    pq.write_table(pa.table({"unit": units}), tmp_path / "facts.parquet")
    found = local.count(Plan("facts", (), "", (UNITS,)), [tmp_path / "facts.parquet"])
    assert found.cells() == {("E1",): 2, ("E2",): 1}
    assert found.excluded == {("unit", ""): 1}
