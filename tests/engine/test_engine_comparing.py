"""What values are compared with, by which rule, and what comes out."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.engine.county import UNITS, YEAR, counter, falls, measure, residents, scope

from folkmoot.engine import sheets
from folkmoot.engine.comparing import compared
from folkmoot.engine.definition import ComparisonRule, Measure
from folkmoot.engine.scope import Event, Span, Unit, around, years
from folkmoot.engine.sheets import Against, Comparison, Series, Sheet, outcome_words
from folkmoot.engine.sheets import Path as Rule
from folkmoot.engine.tabling import sheet
from folkmoot.methods.statistics import Outcome, Polarity

ROWS = [("W1", 2021, "Male", 90), ("W2", 2021, "Male", 20), ("W3", 2021, "Male", 30), ("W4", 2021, "Male", 30)]


def made(folder: Path, defined: Measure, *spans: Span, rows=ROWS, england: str = "", paths=()) -> Sheet:
    data = counter(folder, falls=falls(rows), residents=residents(range(2014, 2023)))
    found = replace(sheet(defined, scope(*(spans or (YEAR,))), data), paths=paths)
    return compared(defined, found, england=england)


def of(found: Sheet, against: Against, label: str = "") -> Comparison:
    return next(each for each in found.comparisons if each.against is against and label in ("", each.label))


def outcome(found: Sheet, comparison: Comparison, unit: str, period: str = "", cell: int = 0) -> Outcome:
    return Outcome(int(comparison.outcome[found.unit(unit), found.span(period), cell]))


def test_a_ward_is_compared_with_its_district_and_the_district_with_the_county(tmp_path: Path):
    found = made(tmp_path, measure())
    parent = of(found, Against.PARENT)
    assert (outcome(found, parent, "W1"), outcome(found, parent, "W2")) == (Outcome.WORSE, Outcome.BETTER)
    assert outcome(found, parent, "W3") == Outcome.SIMILAR
    assert found.mark(parent, found.unit("W1"), 0, 0) == found.value[found.unit("D1"), 0, 0]
    assert outcome(found, parent, "C1") == Outcome.NOT_COMPARED
    assert np.isnan(found.mark(parent, found.unit("C1"), 0, 0))


def test_nobody_is_compared_with_themselves(tmp_path: Path):
    found = made(tmp_path, measure(), england="C1")
    nation, group = of(found, Against.ENGLAND), of(found, Against.GROUP)
    assert outcome(found, nation, "C1") == outcome(found, group, "G1") == Outcome.NOT_COMPARED
    assert outcome(found, nation, "W1") == Outcome.WORSE
    assert group.label == "G1"


def test_five_classes_ask_the_wider_limits_too(tmp_path: Path):
    found = made(tmp_path, measure(comparison="benchmark outside the limits at two levels"))
    assert outcome(found, of(found, Against.PARENT), "W1") == Outcome.MUCH_WORSE
    assert outcome_words(of(found, Against.PARENT), Outcome.MUCH_WORSE) == "worse (99.8 %)"


def test_limits_that_touch_are_similar_and_what_is_not_judged_is_higher(tmp_path: Path):
    found = made(tmp_path, measure(comparison="limits apart", polarity="not judged"))
    assert outcome(found, of(found, Against.PARENT), "W1") == Outcome.HIGHER
    assert outcome(found, of(found, Against.PARENT), "W3") == Outcome.SIMILAR


def test_what_is_not_compared_still_says_what_stands_beside_it(tmp_path: Path):
    found = made(tmp_path, measure(comparison="not compared"))
    parent = of(found, Against.PARENT)
    assert (parent.outcome == Outcome.NOT_COMPARED).all()
    assert found.mark(parent, 0, 0, 0) == found.value[found.unit("D1"), 0, 0]


def test_a_year_is_compared_with_the_year_before_and_the_five_before(tmp_path: Path):
    rows = [("W1", year, "Male", 100) for year in range(2016, 2021)] + [("W1", 2021, "Male", 160)]
    found = made(tmp_path, measure(), *years(measure(), 2016, 2021), rows=rows)
    last, five = of(found, Against.LAST_YEAR), of(found, Against.PREVIOUS)
    assert outcome(found, last, "W1", "2021") == outcome(found, five, "W1", "2021") == Outcome.WORSE
    assert outcome(found, last, "W1", "2016") == outcome(found, five, "W1", "2020") == Outcome.NOT_COMPARED
    assert found.spans[five.spans[found.span("2021")]].label == "2016 to 2020"
    assert found.mark(five, 0, found.span("2021"), 0) == 10


def test_the_months_after_an_event_are_compared_with_those_before(tmp_path: Path):
    spans = (YEAR, *around(Event("go-live", date(2021, 1, 1), 12)))
    rows = [("W1", 2020, "Male", 160), ("W1", 2021, "Male", 100)]
    found = made(tmp_path, measure(), *spans, rows=rows)
    event = of(found, Against.BEFORE)
    assert outcome(found, event, "W1", "12 months from go-live") == Outcome.BETTER
    assert outcome(found, event, "W1", "2021") == Outcome.NOT_COMPARED


def test_an_event_without_the_months_before_has_nothing_to_compare(tmp_path: Path):
    after = around(Event("go-live", date(2021, 1, 1), 12))[1]
    assert Against.BEFORE not in [each.against for each in made(tmp_path, measure(), YEAR, after).comparisons]


def test_units_of_a_type_fall_into_quintiles(tmp_path: Path):
    defined = measure(comparison="quintiles")
    found = made(tmp_path, defined)
    assert (of(found, Against.OTHERS).outcome == 0).all()  # four wards are too few
    many = tuple(Unit(f"U{number}", f"U{number}", "ward") for number in range(10))
    ten = replace(found, units=many, value=np.arange(10.0).reshape(10, 1, 1) + np.zeros((10, 1, 4)))
    ranked = of(compared(defined, ten), Against.OTHERS)
    assert ranked.outcome[:, 0, 0].tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert outcome_words(ranked, 1) == "quintile 1 of 5"
    assert outcome_words(ranked, 0) == "not compared"


def test_a_ratio_is_compared_with_whom_it_refers_to(tmp_path: Path):
    example = (
        "numerator = [1]\ndenominator = [10]\nvalue = 100\nreference_numerator = [1]\nreference_denominator = [10]"
    )
    for comparison, expected in (
        ("benchmark outside the limits", Outcome.WORSE),
        ("benchmark outside the limits at two levels", Outcome.MUCH_WORSE),
        ("not compared", Outcome.NOT_COMPARED),
    ):
        ratio = measure("indirectly standardised ratio", more='ages = ["0+"]', example=example, comparison=comparison)
        data = counter(tmp_path, falls=falls(ROWS), residents=residents())
        found = compared(ratio, sheet(ratio, scope(reference="C1"), data))
        reference = of(found, Against.REFERENCE)
        assert outcome(found, reference, "W1") == expected
        assert found.mark(reference, 0, 0, 0) == 100


def test_a_target_is_met_or_missed_by_its_own_path(tmp_path: Path):
    paths = (
        Rule(Series.TARGET, 0, (5.0,), "below 5 by 2025", date(2021, 1, 1), "Invented"),
        Rule(Series.TARGET, 1, (5.0,), "below 5 by 2025", date(2021, 1, 1), "Invented"),
        Rule(Series.ADJUSTED_TARGET, 0, (12.0,), "below 12", date(2021, 6, 1), "Invented"),
        Rule(Series.PROJECTION, 0, (6.0,), "a trend", date(2021, 6, 1), "Invented"),
    )
    found = made(tmp_path, measure(), paths=paths)
    target, adjusted = of(found, Against.TARGET, Series.TARGET), of(found, Against.TARGET, Series.ADJUSTED_TARGET)
    assert (outcome(found, target, "W1"), outcome(found, target, "W2")) == (Outcome.WORSE, Outcome.BETTER)
    assert outcome(found, adjusted, "W1") == Outcome.BETTER
    assert outcome(found, target, "W3") == outcome(found, target, "W1", cell=2) == Outcome.NOT_COMPARED
    assert (found.mark(target, 0, 0, 0), found.mark(adjusted, 0, 0, 0)) == (5, 12)
    assert sum(each.against is Against.TARGET for each in found.comparisons) == 2
    assert sheets.to_bytes(sheets.from_bytes(sheets.to_bytes(found))) == sheets.to_bytes(found)


def test_a_target_of_what_is_not_judged_is_shown_and_not_compared(tmp_path: Path):
    paths = (Rule(Series.TARGET, 0, (5.0,), "5", date(2021, 1, 1), "Invented"),)
    found = made(tmp_path, replace(measure(), polarity=Polarity.NONE), paths=paths)
    assert (of(found, Against.TARGET).outcome == Outcome.NOT_COMPARED).all()


def test_without_limits_a_target_is_held_against_the_value_itself(tmp_path: Path):
    complete = replace(measure(), complete=True, comparison=ComparisonRule.TARGET)
    paths = (Rule(Series.TARGET, 0, (9.0,), "9", date(2021, 1, 1), "Invented"),)
    found = made(tmp_path, complete, paths=paths)
    assert outcome(found, of(found, Against.TARGET), "W1") == Outcome.BETTER


def test_units_without_parents_are_compared_with_no_parent(tmp_path: Path):
    alone = tuple(replace(unit, parent="") for unit in UNITS[:4])
    data = counter(tmp_path, falls=falls(ROWS), residents=residents())
    assert compared(measure(), sheet(measure(), scope(units=alone), data)).comparisons == ()


@pytest.mark.parametrize("wanted", list(Against))
def test_every_comparison_is_named_in_plain_words(wanted: Against):
    assert wanted.value.islower() or "England" in wanted.value
