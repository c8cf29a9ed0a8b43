"""Published values are taken over as they stand: value, limits, count and remark, one row each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from folkmoot.engine import reading, sheets, taking
from folkmoot.engine.comparing import compared
from folkmoot.engine.coverage import Coverage
from folkmoot.engine.cube import Lookup
from folkmoot.engine.definition import Condition, Measure, Published
from folkmoot.engine.plan import BadFacts
from folkmoot.engine.scope import GROUP, Event, Unit
from folkmoot.engine.sheets import Against, Sheet
from folkmoot.methods.statistics import Outcome, Status

ENGLAND, OXFORD, CHERWELL = "E92000001", "E07000178", "E07000177"
UNITS = (
    Unit(OXFORD, "Oxford", "district", ENGLAND),
    Unit(CHERWELL, "Cherwell", "district", ENGLAND),
    Unit(ENGLAND, "England", "england"),
    Unit("group:two", "Both", GROUP),
)
PARTS = {OXFORD: ((OXFORD, 1.0), ("group:two", 1.0)), CHERWELL: ((CHERWELL, 1.0),), ENGLAND: ((ENGLAND, 1.0),)}
COVERAGE = Coverage(UNITS, Lookup("named", PARTS), 2014, 2019, events=(Event("an event", date(2018, 6, 1)),),
                    england=ENGLAND)  # fmt: skip
LAST = date(2015, 12, 31)
ROW = {
    "unit": OXFORD, "date": LAST, "indicator": "92659", "sex": "Persons", "category": None, "remark": None,
    "figure": 12.8, "figure_mark": None, "lower_95": 11.3, "upper_95": 14.4, "lower_99_8": 10.5, "upper_99_8": 15.4,
    "count": 16421.0, "denominator": 128000.0,
}  # fmt: skip


@pytest.fixture(scope="module")
def measure(root: Path) -> Measure:
    path = root / "definitions/measures/hypertension-estimated.toml"
    return reading.read(path.read_bytes(), path.name)


def taken(measure: Measure, folder: Path, *rows: dict[str, object], published: Published | None = None) -> Sheet:
    """The sheet of some rows, each like ROW but for what it says."""
    types = {name: pa.string() for name in ROW} | {"date": pa.date32()}
    types |= {name: pa.float64() for name, value in ROW.items() if isinstance(value, float)}
    path = folder / "published.parquet"
    pq.write_table(pa.Table.from_pylist([ROW | row for row in rows], schema=pa.schema(list(types.items()))), path)
    chosen = published or measure.published
    assert chosen is not None
    return taking.sheet(measure, chosen, COVERAGE.scope(measure), [path])


def test_a_value_has_the_limits_the_count_and_the_remark_that_were_printed(measure, tmp_path):
    found = taken(measure, tmp_path, {"remark": "There is a data quality issue"})
    place = (found.unit(OXFORD), found.span("2015"), 0)
    figures = (found.value, found.lower, found.upper, found.least, found.most, found.count, found.denominator)
    assert [each[place] for each in figures] == [12.8, 11.3, 14.4, 10.5, 15.4, 16421.0, 128000.0]
    assert found.status[place] == Status.OK
    assert found.remarks == {place: "There is a data quality issue"}
    assert found.rows == (1, 0)


def test_what_has_no_row_or_no_figure_is_missing_and_the_mark_of_the_publisher_is_kept(measure, tmp_path):
    found = taken(measure, tmp_path, {"figure": None, "figure_mark": "*", "lower_95": None})
    place = (found.unit(OXFORD), found.span("2015"), 0)
    assert np.isnan(found.value).all()
    assert (found.status == Status.MISSING).all()
    assert found.remarks == {place: "the publisher prints *"}


def test_rows_that_are_not_of_the_measure_a_unit_or_a_period_are_left_out_and_told(measure, tmp_path):
    found = taken(
        measure, tmp_path, {}, {"sex": "Male"}, {"category": "Most deprived decile"}, {"unit": "E06000001"},
        {"date": date(2015, 6, 30)}, {"date": date(2003, 12, 31)},
    )  # fmt: skip
    assert found.excluded == (
        ("published", "conditions", "", 2),
        ("published", "period", "2003-12-31", 1),
        ("published", "period", "2015-06-30", 1),
        ("published", "unit", "E06000001", 1),
    )
    assert np.isfinite(found.value).sum() == 1


def test_two_values_of_one_unit_and_period_are_refused(measure, tmp_path):
    with pytest.raises(BadFacts, match="has two values of Oxford in 2015; narrow the conditions"):
        taken(measure, tmp_path, {}, {"figure": 13.0})


def test_a_column_that_is_missing_or_holds_words_is_named(measure, tmp_path):
    with pytest.raises(BadFacts, match="fingertips has no column 'worth'; it has unit, date"):
        taken(measure, tmp_path, {}, published=replace(measure.published, figure="worth"))
    with pytest.raises(BadFacts, match="the column 'remark' of fingertips holds no numbers"):
        taken(measure, tmp_path, {}, published=replace(measure.published, figure="remark"))
    counting = replace(measure, numerator=replace(measure.numerator, where=(Condition("count", ("7",)),)))
    with pytest.raises(BadFacts, match="the column 'count' of fingertips holds no words"):
        taken(counting, tmp_path, {})


def test_only_what_the_file_has_is_taken(measure, tmp_path):
    found = taken(measure, tmp_path, {"category": "All"}, published=Published("figure"))
    assert found.value[found.unit(OXFORD), found.span("2015"), 0] == 12.8
    assert np.isnan(found.lower).all()
    assert np.isnan(found.count).all()


def test_nothing_is_added_up_groups_years_together_and_the_time_around_an_event_have_no_value(measure):
    scope = COVERAGE.scope(measure)
    assert [unit.name for unit in scope.units] == ["Oxford", "Cherwell", "England"]
    assert [span.label for span in scope.spans] == ["2014", "2015", "2016", "2017", "2018", "2019"]


def test_comparisons_go_by_the_limits_of_the_publisher(measure, tmp_path):
    rows = [{}, {"unit": CHERWELL, "figure": 20.7, "lower_95": 18.6, "upper_95": 23.0},
            {"unit": ENGLAND, "figure": 20.8, "lower_95": None, "upper_95": None}]  # fmt: skip
    found = compared(measure, taken(measure, tmp_path, *rows), england=ENGLAND)
    of_england = next(each for each in found.comparisons if each.against is Against.ENGLAND)
    outcomes = of_england.outcome[:, found.span("2015"), 0].tolist()
    assert [Outcome(each).words for each in outcomes] == ["better", "similar", "not compared"]


def test_a_sheet_of_published_values_is_read_again_with_its_remarks(measure, tmp_path):
    found = taken(measure, tmp_path, {"remark": "Aggregated"}, {"unit": CHERWELL})
    again = sheets.from_bytes(sheets.to_bytes(found))
    assert again.remarks == found.remarks
    assert sheets.to_bytes(again) == sheets.to_bytes(found)
