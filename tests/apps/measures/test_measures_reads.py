"""What officers, reports and the world read of measures."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.apps.measures.conftest import COVERAGE, NOW, ROWS, carry, define
from tests.engine import county

from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.measures import operations, published, queries, rules
from folkmoot.apps.measures.queries import UnknownValue, bound, value
from folkmoot.apps.measures.terms import NOTES, Against, Series, note_of
from folkmoot.apps.reports import queries as reports
from folkmoot.engine.differing import Fate
from folkmoot.methods.document.keys import BadSource, Keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def vintage(facts, compute):
    facts()
    return carry(compute())


def test_a_value_is_found_by_unit_and_says_what_it_rests_on(vintage):
    found = value("falls", unit="Alder")
    assert (found.unit, found.period, found.series, found.vintage) == ("W1", "2021", Series.ACTUAL, vintage.sha256)
    assert (found.count, found.denominator, found.value) == (72, 1000, pytest.approx(7.2))
    assert found.lower < 7.2 < found.upper
    assert found.invented
    assert (
        value("falls", unit="W1", period="2020", breakdown="sex", category="Male", vintage=vintage.sha256).unit == "W1"
    )


def test_what_is_not_there_is_named(vintage):
    for asked, said in (
        ({"measure": "trips", "unit": "W1"}, "no measure 'trips' that was released"),
        ({"measure": "falls", "unit": "W1", "vintage": "0" * 64}, "no vintage 000000000000 of the measure 'falls'"),
        ({"measure": "falls", "unit": "Nowhere"}, "no unit of it"),
        ({"measure": "falls", "unit": "W1", "period": "1066"}, "no period '1066'"),
    ):
        with pytest.raises(UnknownValue, match=said):
            value(**asked)
    with pytest.raises(UnknownValue, match="no one vintage"):
        queries.vintage("")
    assert queries.vintage(vintage.sha256[:8]) == vintage


def test_a_figure_cited_from_a_vintage_stays_when_a_newer_one_comes(facts, compute, vintage):
    facts([*ROWS, ("W1", 2021, "Male", 30)])
    newer = carry(compute(), at=NOW + timedelta(1))
    assert value("falls", unit="W1").count == 102
    assert value("falls", unit="W1", vintage=vintage.sha256).count == 72
    assert bound("measure:falls").sha256 == newer.sha256
    assert bound("measure:falls", vintage.sha256).table.column("Count")[0] == "72"


def test_a_report_is_bound_to_the_smallest_units_by_default(vintage):
    found = bound("measure:falls")
    assert found.table.columns == (
        "Area", "Falls per 100 residents", "Lower limit (95%)", "Upper limit (95%)", "Count", "Of",
    )  # fmt: skip
    assert [row[0] for row in found.table.rows] == ["Alder", "Birch", "Cedar", "Damson"]
    assert (found.title, found.period, found.invented, found.public) == ("Falls (invented)", "2021", True, True)
    assert found.source == "An invented source of falls; An invented source of residents"


@pytest.mark.parametrize(
    ("key", "label", "rows"),
    [
        ("district", "Area", ["North", "South"]),
        ("W1", "Period", ["2020", "2021"]),
        ("Alder:2020", "Period", ["2020"]),
        ("sex", "Sex", ["Female", "Male", "missing"]),
        ("W3:sex:2020", "Sex", ["Female", "Male", "missing"]),
        ("ward:2020", "Area", ["Alder", "Birch", "Cedar", "Damson"]),
    ],
)
def test_a_key_says_what_the_rows_are(vintage, key: str, label: str, rows: list[str]):
    found = bound(f"measure:falls:{key}").table
    assert (found.columns[0], [row[0] for row in found.rows]) == (label, rows)


def test_what_is_withheld_says_so_in_the_bound_table(vintage):
    rows = bound("measure:falls:W2:2020:sex").table.rows
    assert rows[0][:2] == ("Female", "withheld")
    assert rows[0][2:] == ("", "", "", "")


def test_a_key_that_names_two_of_a_kind_or_nothing_is_refused(vintage):
    with pytest.raises(UnknownValue, match="cannot both be chosen"):
        bound("measure:falls:ward:district")
    with pytest.raises(UnknownValue, match="no unit of it"):
        bound("measure:falls:nowhere")


def test_the_binder_of_reports_takes_measures_as_it_takes_tables(vintage):
    found = reports.bind("measure:falls", "A1:B3")
    assert found.table.rows == (("Alder", "7"), ("Birch", "2"))
    assert (found.sha256, found.invented) == (vintage.sha256, True)


def test_the_world_reads_a_measure_with_all_that_a_page_needs(vintage):
    view = published.measure("falls")
    assert (view.title, view.unit, view.polarity, view.invented) == (
        "Falls (invented)", "falls per 100 residents", "low is good", True,
    )  # fmt: skip
    assert view.unit_types == ("ward", "district", "upper tier", "group")
    assert view.periods == ("2020", "2021")
    assert [(each.breakdown, each.title, each.categories) for each in view.breakdowns] == [
        ("sex", "Sex", ("Female", "Male", "missing")),
    ]  # fmt: skip
    assert [each.title for each in view.sources] == ["falls", "residents"]
    assert (view.vintage.number, view.vintage.withheld) == (vintage.pk, vintage.measures.get().withheld)
    assert [line.id for line in published.measures()] == ["falls"]
    assert published.measure("trips") is published.csv("trips") is None
    assert published.values("trips") == published.comparisons("trips") == published.paths("trips") == ()


def test_values_are_chosen_by_unit_type_period_and_breakdown(vintage):
    assert [each.unit for each in published.values("falls", unit_type="district", period="2021")] == ["D1", "D2"]
    assert [each.category for each in published.values("falls", unit="C1", period="2021", breakdown="sex")] == [
        "Female", "Male", "missing",
    ]  # fmt: skip
    assert len(published.values("falls", vintage.sha256)) == 16


def test_a_comparison_states_both_periods_and_both_bases(vintage):
    found = {each.against: each for each in published.comparisons("falls", unit="W1", period="2021")}
    parent, last = found[Against.PARENT], found[Against.LAST_YEAR]
    assert (parent.other_unit, parent.other_period, parent.other_count, parent.other_denominator) == (
        "North", "2021", 96, 2000,
    )  # fmt: skip
    assert parent.difference == pytest.approx(7.2 - 4.8)
    assert (parent.outcome, parent.rule) == ("worse", "benchmark outside the limits")
    assert (last.other_unit, last.other_period, last.other_count) == ("Alder", "2020", 70)
    assert Against.LAST_YEAR not in {each.against for each in published.comparisons("falls", unit="W1", period="2020")}


def test_ratios_and_quintiles_are_compared_with_no_unit_in_particular(facts, compute):
    facts()
    example = (
        "numerator = [1]\ndenominator = [10]\nvalue = 100\nreference_numerator = [1]\nreference_denominator = [10]"
    )
    ratio = county.definition(
        "indirectly standardised ratio", more='ages = ["0+"]', example=example, comparison="quintiles"
    )
    carry(compute(ratio, coverage=replace(COVERAGE, reference="C1", england="C1")))
    found = {each.against: each for each in published.comparisons("falls", unit="W1", period="2021")}
    reference, others = found[Against.REFERENCE], found[Against.OTHERS]
    assert (reference.other_value, reference.other_count, reference.outcome) == (100, None, "not compared")
    assert (others.outcome, others.code, others.other_value) == ("not compared", -128, None)
    assert found[Against.ENGLAND].other_unit == "Mootshire"


def test_a_unit_without_a_target_is_compared_with_none(facts, compute):
    facts()
    operations.set_target(**queries.read_target(target()), by=None, at=NOW)
    carry(compute())
    assert Against.TARGET not in {each.against for each in published.comparisons("falls", unit="W1")}
    assert Against.TARGET in {each.against for each in published.comparisons("falls", unit="C1")}


def test_a_measure_is_listed_once_by_its_newest_release(facts, compute, vintage):
    facts([*ROWS, ("W1", 2021, "Male", 30)])
    newer = carry(compute(), at=NOW + timedelta(1))
    assert [line.vintage for line in published.measures()] == [newer.sha256]


def test_a_measure_without_limits_or_denominator_is_bound_without_their_columns(facts, compute):
    facts()
    carry(compute(county.definition("count", more="complete = true", comparison="not compared")))
    assert bound("measure:falls").table.columns == ("Area", "Falls per 100 residents", "Count")


def test_the_public_sheet_says_nothing_of_rows_left_out(facts, compute):
    facts([*ROWS, ("W9", 2021, "Male", 3)])
    row = carry(compute()).measures.get()
    assert queries.sheet(row.exact).excluded
    assert queries.sheet(row.public).excluded == ()


def test_a_comparison_with_what_is_withheld_says_nothing(vintage):
    found = published.comparisons("falls", unit="W2", period="2020", breakdown="sex")
    assert {each.outcome for each in found if each.value.category == "Female"} == {"not compared"}
    assert all(each.difference is None for each in found if each.value.category == "Female")


def test_the_csv_has_every_value_with_unit_source_vintage_and_mark(facts, compute):
    facts()
    operations.set_target(**queries.read_target(target()), by=None, at=NOW)
    vintage = carry(compute())
    rows = list(csv.DictReader(io.StringIO(published.csv("falls"))))
    assert len(rows) == 64 + 2
    assert {row["vintage"] for row in rows} == {vintage.sha256}
    assert {row["invented"] for row in rows} == {"invented"}
    birch = next(row for row in rows if row["unit"] == "W2" and row["category"] == "Female" and row["period"] == "2020")
    assert (birch["value"], birch["count"], birch["note"].partition(":")[0]) == ("", "", "withheld")
    assert [(row["unit"], row["series"], row["value"]) for row in rows[-2:]] == [
        ("C1", "target", "4"), ("C1", "target", "4"),
    ]  # fmt: skip


def target(**changes: object) -> Keys:
    given = {"measure": "falls", "unit": "C1", "rule": "4 at most", "source": "Invented", "invented": True,
             "days": ["2020-12-31"], "values": [4], "made_on": NOW.date()}  # fmt: skip
    return Keys(given | changes, "", "targets.toml", "")


def test_a_faulty_target_is_named():
    for changes, said in (
        ({"made_on": None}, "made_on is missing|made_on: is missing"),
        ({"values": [4, 5]}, "a value for each of the 1 days"),
        ({"days": ["soon"]}, "write days such as 2025-12-31"),
        ({"days": []}, "a value for each of the 0 days"),
        ({"days": [], "values": []}, "at least one point"),
        ({"shape": "round"}, "not a key that belongs here"),
    ):
        with pytest.raises(BadSource, match=said):
            queries.read_target(target(**changes))


def test_two_vintages_are_compared_value_by_value(facts, compute, vintage):
    facts([row for row in ROWS if row[:3] != ("W4", 2021, "Male")] + [("W1", 2021, "Male", 40)])
    other = county.definition("count", disclosure="none", comparison="not compared").replace(
        '"falls"', '"all-falls"', 1
    )
    newer = compute("", other)
    only, both = queries.compare(vintage, newer)
    assert (only.measure, only.only, both.only, both.inputs_changed) == ("all-falls", newer.pk, 0, ("falls",))
    moved = {(each.unit, each.period, each.cell.category): each for each in both.differences}
    alder = moved["W1", "2021", ""]
    assert (alder.fate, alder.before, alder.after, alder.beyond) == (
        Fate.MOVED,
        pytest.approx(7.2),
        pytest.approx(11.2),
        True,
    )
    assert alder.moved == pytest.approx(4.0)
    assert ("W3", "2021", "") not in moved
    (gone, same) = queries.compare(newer, vintage)[0], queries.compare(vintage, vintage)[0]
    assert (gone.measure, gone.only, same.differences, same.inputs_changed) == ("all-falls", newer.pk, (), ())


def test_units_and_periods_appear_and_vanish(facts, compute, vintage):
    fewer = compute(coverage=replace(COVERAGE, first=2021))
    fates = {each.fate for each in queries.compare(vintage, fewer)[0].differences}
    assert fates == {Fate.VANISHED}
    back = queries.compare(fewer, vintage)[0].differences
    assert {each.fate for each in back} == {Fate.APPEARED}
    assert all(each.moved != each.moved for each in back)


def test_who_computes_or_approves_sees_exact_values(person):
    assert rules.may_see_exact(person("a", Role.ANALYST))
    assert rules.may_see_exact(person("d", Role.DIRECTOR))
    assert not rules.may_see_exact(person("c", Role.CLERK))


def test_every_reason_for_no_value_has_words():
    assert note_of(0) == ""
    assert all(note_of(int(reason)) for reason in NOTES)


def test_a_definition_in_a_vintage_is_the_one_that_it_was_computed_by(vintage):
    assert queries.definition(vintage.measures.get()) == define().measure
