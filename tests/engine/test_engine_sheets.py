"""Every value of a measure for units and times, from one count of the facts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from tests.engine import county
from tests.engine.county import PARTS, UNITS, YEAR, counter, falls, measure, residents, scope

from folkmoot.engine import sheets, tabling
from folkmoot.engine.coverage import Coverage, digest
from folkmoot.engine.cube import Cube, Lookup
from folkmoot.engine.definition import Measure, YearType
from folkmoot.engine.plan import Plan
from folkmoot.engine.scope import BadScope, Event, Scope, Span, SpanKind, Unit, around, years
from folkmoot.engine.sheets import BadSheet, Sheet
from folkmoot.engine.tabling import Count
from folkmoot.methods.statistics import Status

ROWS = [("W1", 2021, "Female", 30), ("W1", 2021, "Male", 20), ("W2", 2021, "Female", 10), ("W3", 2021, "", 8)]


def sheet(defined: Measure, made: Scope, count: Count) -> Sheet:
    """The sheet of a measure, once the same has come out of a cube for each unit, computed for one unit at a time."""

    def in_parts(wanted: Plan) -> Iterator[Cube]:
        (whole,) = count(wanted)
        units, *others = whole.plan.axes
        for place, unit in enumerate(units.categories):
            own = replace(whole.plan, axes=(replace(units, categories=(unit,)), *others))
            told = (0, {}) if place else (whole.rows, whole.excluded)
            yield Cube(own, whole.counts[[place]], *told)

    found = tabling.sheet(defined, made, count)
    assert sheets.to_bytes(tabling.sheet(defined, made, in_parts, memory=1)) == sheets.to_bytes(found)
    return found


@pytest.fixture
def found(tmp_path: Path) -> Sheet:
    return sheet(measure(), scope(), counter(tmp_path, falls=falls(ROWS), residents=residents()))


def test_wards_districts_the_county_and_a_group_come_from_one_count(found: Sheet):
    by_unit = dict(zip([unit.code for unit in found.units], found.count[:, 0, 0].tolist(), strict=True))
    assert by_unit == {"W1": 50, "W2": 10, "W3": 8, "W4": 0, "D1": 60, "D2": 8, "C1": 68, "G1": 58}
    assert found.value[found.unit("W1"), 0, 0] == 5
    assert found.denominator[found.unit("C1"), 0, 0] == 4000


def test_a_breakdown_stands_beside_the_whole_with_missing_as_a_category(found: Sheet):
    assert [(cell.breakdown, cell.category) for cell in found.cells] == [
        ("", ""), ("sex", "Female"), ("sex", "Male"), ("sex", "missing"),
    ]  # fmt: skip
    county = found.unit("C1")
    assert found.count[county, 0].tolist() == [68, 40, 20, 8]
    assert np.isnan(found.value[county, 0, 3])
    assert found.status[county, 0, 3] == Status.ZERO_DENOMINATOR


def test_what_was_read_and_left_out_is_told(tmp_path: Path):
    rows = [*ROWS, ("W9", 2021, "Male", 3), ("W1", 2019, "Male", 2)]
    found = sheet(measure(), scope(), counter(tmp_path, falls=falls(rows), residents=residents()))
    assert found.rows == (73, 8)
    assert found.excluded == (("numerator", "period", "outside", 2), ("numerator", "unit", "W9", 3))


def test_a_sheet_is_the_same_after_it_was_kept(found: Sheet):
    content = sheets.to_bytes(found)
    again = sheets.from_bytes(content)
    assert sheets.to_bytes(again) == content
    assert (again.units, again.spans, again.cells, again.sums) == (found.units, found.spans, found.cells, found.sums)
    np.testing.assert_array_equal(again.value, found.value)
    with pytest.raises(BadSheet, match="compute it again"):
        sheets.from_bytes(b"nothing")


def test_a_value_is_found_by_code_or_name_and_by_period_and_category(found: Sheet):
    assert found.unit("Alder") == found.unit("W1") == 0
    assert found.span("") == found.span("2021") == 0
    assert found.cell("sex", "Male") == 2
    for ask, said in (
        (lambda: found.unit("Nowhere"), "no unit of it"),
        (lambda: found.span("1999"), "there are 2021"),
        (lambda: found.cell("sex", "Other"), "it has Female, Male, missing"),
        (lambda: found.cell("shoe"), "there are sex"),
    ):
        with pytest.raises(BadSheet, match=said):
            ask()
    twins = replace(found, units=(Unit("A", "Same", "ward"), Unit("B", "Same", "ward"), *found.units[2:]))
    with pytest.raises(BadSheet, match="give its code"):
        twins.unit("Same")


def test_which_units_add_up_to_which_is_known():
    codes = [unit.code for unit in UNITS]
    sums = {(codes[total], tuple(codes[part] for part in parts)) for total, parts in scope().sums}
    assert sums == {
        ("D1", ("W1", "W2")), ("D2", ("W3", "W4")), ("C1", ("D1", "D2")), ("C1", ("W1", "W2", "W3", "W4")),
        ("G1", ("W1", "W3")),
    }  # fmt: skip


def test_units_that_take_parts_of_others_are_in_no_sum(tmp_path: Path):
    parts = {**PARTS, "W2": (("W2", 1.0), ("D1", 0.5), ("D2", 0.5), ("C1", 1.0))}
    shared = Scope(UNITS, Lookup("shares", parts), (YEAR,))
    assert {UNITS[total].code for total, _ in shared.sums} == {"C1", "G1"}
    found = sheet(measure(), shared, counter(tmp_path, falls=falls(ROWS), residents=residents()))
    assert found.count[found.unit("D1"), 0, 0] == 55


def test_ages_are_a_breakdown_where_the_estimator_leaves_them_in(tmp_path: Path):
    aged = measure(more='ages = ["0-64", "65+"]')
    found = sheet(aged, scope(), counter(tmp_path, falls=falls(ROWS), residents=residents()))
    assert [cell.category for cell in found.cells if cell.breakdown == "age"] == ["0-64", "65+", "missing"]
    assert found.value[0, 0, found.cell("age", "65+")] == found.value[0, 0, 0] == 5


def test_years_together_are_given_a_year(tmp_path: Path):
    spans = years(measure("count"), 2015, 2021)
    rows = [("W1", year, "Male", 10 * (year - 2014)) for year in range(2015, 2022)]
    found = sheet(measure("count"), scope(*spans), counter(tmp_path, falls=falls(rows)))
    assert [span.label for span in spans if span.kind is SpanKind.PREVIOUS] == ["2015 to 2019", "2016 to 2020"]
    assert found.value[0, found.span("2016 to 2020"), 0] == 100 * 40
    assert found.count[0, found.span("2016 to 2020"), 0] == 200
    assert np.isnan(found.denominator).all()


def test_the_year_before_and_after_an_event_are_cut_from_the_same_count():
    spans = (*years(measure(), 2020, 2021), *around(Event("go-live", date(2020, 11, 2))))
    made = scope(*spans)
    assert [atom.label for atom in made.atoms] == [
        "2019-11-02 to 2019-12-31", "2020-01-01 to 2020-11-01", "2020-11-02 to 2020-12-31",
        "2021-01-01 to 2021-11-01", "2021-11-02 to 2021-12-31",
    ]  # fmt: skip
    assert (spans[-2].first, spans[-1].last) == (date(2019, 11, 2), date(2021, 11, 1))


def test_an_event_at_the_end_of_a_month_has_a_day_in_every_month():
    before, after = around(Event("leap day", date(2020, 2, 29)))
    assert (before.first, after.last) == (date(2019, 2, 28), date(2021, 2, 27))


@pytest.mark.parametrize(
    ("year_type", "label", "first", "last"),
    [
        (YearType.FINANCIAL, "2020/21", date(2020, 4, 1), date(2021, 3, 31)),
        (YearType.ACADEMIC, "2020/21", date(2020, 9, 1), date(2021, 8, 31)),
    ],
)
def test_a_year_is_of_the_type_of_the_measure(year_type: YearType, label: str, first: date, last: date):
    (span,) = years(measure(year_type=str(year_type)), 2020, 2020)
    assert span == Span(label, first, last)


def test_a_pooled_measure_has_its_years_together():
    pooled = measure(year_type="pooled", more="pooled_years = 3")
    assert [span.label for span in years(pooled, 2017, 2020)] == ["2017 to 2019", "2018 to 2020"]
    with pytest.raises(BadScope, match="3 years together"):
        years(pooled, 2019, 2020)
    with pytest.raises(BadScope, match="backwards"):
        years(pooled, 2020, 2019)


def test_changes_stand_between_periods_and_nowhere_else(tmp_path: Path):
    change = measure("change")
    spans = (*years(change, 2020, 2021), Span("both", date(2020, 1, 1), date(2021, 12, 31), SpanKind.PREVIOUS, 2))
    rows = [("W1", 2020, "Male", 50), ("W1", 2021, "Male", 100)]
    found = sheet(change, scope(*spans), counter(tmp_path, falls=falls(rows), residents=residents((2020, 2021))))
    assert found.value[0, 1, 0] == pytest.approx(100)
    assert np.isnan(found.value[0, [0, 2], 0]).all()
    assert found.count[0, :2, 0].tolist() == [50, 100]


def test_a_ratio_refers_to_the_same_time_of_its_unit_of_reference(tmp_path: Path):
    ratio = measure(
        "indirectly standardised ratio", more='ages = ["0+"]',
        example="numerator = [1]\ndenominator = [10]\nvalue = 100\n"
        "reference_numerator = [1]\nreference_denominator = [10]",
    )  # fmt: skip
    count = counter(tmp_path, falls=falls([*ROWS, ("W1", 2020, "Male", 8)]), residents=residents((2020, 2021)))
    with pytest.raises(BadScope, match="needs a unit to refer to"):
        sheet(ratio, scope(), count)
    found = sheet(ratio, scope(*years(ratio, 2020, 2021), reference="C1"), count)
    assert found.value[found.unit("C1"), :, 0].tolist() == pytest.approx([100, 100])
    assert found.value[0, :, 0].tolist() == pytest.approx([400, 100 * 50 / (68 / 4)])
    assert found.denominator[0, 1, 0] == pytest.approx(17)


def test_means_rest_on_how_many_records_carry_a_value(tmp_path: Path):
    mean = measure("mean", below='[measured]\ncolumn = "age"\nhighest = 120', example="numerator = [10]\nvalue = 1000")
    found = sheet(mean, scope(), counter(tmp_path, falls=falls(ROWS)))
    assert (found.value[0, 0, 0], found.count[0, 0, 0]) == (70, 50)


def test_events_of_a_time_without_a_population_are_told(tmp_path: Path):
    rows = [*ROWS, ("W2", 2020, "Male", 7)]
    spans = years(measure(), 2020, 2021)
    found = sheet(measure(), scope(*spans), counter(tmp_path, falls=falls(rows), residents=residents((2021,))))
    lost = {(unit, number) for _, reason, unit, number in found.excluded if reason == "without a denominator"}
    assert lost == {("W2", 7), ("D1", 7), ("C1", 7)}


def test_a_healthy_life_expectancy_takes_its_survey_in(tmp_path: Path):
    asked = '[survey]\ndata_set = "survey"\ntitle = "Asked"\npoor = [{ column = "sex", among = ["Female"] }]\n'
    example = "numerator = [1, 9]\ndenominator = [100, 100]\nreference_numerator = [1, 5]\n"
    healthy = measure(
        "healthy life expectancy", more='ages = ["0-59", "60+"]', below=county.BELOW + "\n" + asked,
        example=example + "reference_denominator = [10, 10]\nvalue = 1\n",
    )  # fmt: skip
    young = pa.concat_tables([residents(), residents().set_column(2, "age", pa.array([30] * 8, pa.int64()))])
    data = counter(tmp_path, falls=falls(ROWS), residents=young, survey=young)
    found = sheet(healthy, scope(), data)
    assert found.value[found.unit("C1"), 0, 0] > 0
    assert found.count[found.unit("C1"), 0, 0] == 68


def test_scopes_that_do_not_fit_together_are_refused():
    with pytest.raises(BadScope, match="W1 stands twice"):
        Scope((*UNITS, UNITS[0]), Lookup("wards", PARTS), (YEAR,))
    with pytest.raises(BadScope, match="X is made of no unit of the facts"):
        Scope((*UNITS, Unit("X", "X", "ward")), Lookup("wards", PARTS), (YEAR,))
    with pytest.raises(BadScope, match="C1 is made by the lookup, but no unit"):
        Scope(UNITS[:4], Lookup("wards", {"W1": (("W1", 1), ("W2", 1), ("W3", 1), ("W4", 1), ("C1", 1))}), (YEAR,))
    with pytest.raises(BadScope, match="Z is compared with"):
        scope(england="Z")
    with pytest.raises(BadScope, match="none twice"):
        scope(YEAR, YEAR)


def test_a_measure_takes_of_a_coverage_the_units_it_may_be_shown_for():
    covered = Coverage(UNITS, Lookup("wards", PARTS), 2020, 2021, events=(Event("go-live", date(2020, 11, 2)),))
    wards = replace(measure(), unit_types=("ward", "upper tier"))
    made = covered.scope(wards)
    assert [(unit.code, unit.parent) for unit in made.units][:5] == [
        ("W1", "C1"), ("W2", "C1"), ("W3", "C1"), ("W4", "C1"), ("C1", ""),
    ]  # fmt: skip
    assert [span.kind for span in made.spans] == [SpanKind.PERIOD] * 2 + [SpanKind.BEFORE, SpanKind.AFTER]
    assert digest(made) == digest(covered.scope(wards)) != digest(covered.scope(measure()))
    assert len(covered.scope(measure("change")).spans) == 2
    with pytest.raises(BadScope, match="has none of these"):
        covered.scope(replace(wards, unit_types=("team",)))
    adrift = replace(covered, units=tuple(replace(unit, parent="?") for unit in UNITS))
    assert adrift.scope(wards).units[0].parent == ""
