"""Every definition that is shipped, and what a faulty one is told."""

import re
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from folkmoot.cli.measures import measures
from folkmoot.engine import checking, estimating, reading
from folkmoot.engine.definition import (
    BY_AGE,
    Break,
    Breakdown,
    Change,
    Condition,
    Counted,
    Estimator,
    Example,
    Measure,
    Measured,
    Published,
    Survey,
    Target,
)
from folkmoot.engine.estimating import Figures
from folkmoot.methods.statistics import Method, Status

MATRIX = {
    "Life expectancy at birth (male)": "life-expectancy-at-birth-male",
    "Life expectancy at birth (female)": "life-expectancy-at-birth-female",
    "Income deprivation affecting children": "income-deprivation-children",
    "Income deprivation": "income-deprivation",
    "A&E attendances in under 5s": "ae-attendances-under-5",
    "Admission for Injuries 0-4 yrs": "injury-admissions-0-4",
    "Reception year obesity prevalence": "reception-obesity",
    "Year 6 obesity prevalence": "year-6-obesity",
    "Admission for injuries 0-14 yrs": "injury-admissions-0-14",
    "Admission for injuries 15-24 yrs": "injury-admissions-15-24",
    "Hospital stays for self-harm": "self-harm-stays",
    "Emergency admissions for COPD": "copd-admissions",
    "Emergency admissions for CHD": "chd-admissions",
    "Emergency admissions for Stroke": "stroke-admissions",
    "Emergency admissions for MI": "mi-admissions",
    "Emergency admissions for hip fracture": "hip-fracture-admissions",
    "Incidence of all cancers": "cancer-incidence",
    "Cancer mortality under 75 years": "cancer-mortality-under-75",
    "Respiratory mortality, all ages": "respiratory-mortality",
    "Preventable mortality under 75 years": "preventable-mortality-under-75",
}
FOLDER = Path(__file__).resolve().parents[2] / "definitions" / "measures"
SHIPPED = {measure.id: measure for measure in reading.read_folder(FOLDER)}
RATE = (FOLDER / "covid-case-rate.toml").read_text()


def changed(text: str, old: str, new: str) -> str:
    found, count = re.subn(old, new, text, count=1, flags=re.MULTILINE)
    assert count, f"{old} is not there"
    return found


def refused(text: str, name: str = "covid-case-rate.toml") -> str:
    with pytest.raises(reading.BadSource) as error:
        reading.read(text.encode(), name)
    return str(error.value)


@pytest.mark.parametrize("measure", SHIPPED.values(), ids=SHIPPED)
def test_the_worked_example_of_every_definition_follows_from_its_method(measure: Measure):
    assert checking.check(measure).faults == ()


def test_every_indicator_of_the_printed_matrix_has_a_definition(root: Path):
    heads = (root / "samples/tables/t03_ward_indicator_matrix.csv").read_text().splitlines()[0]
    for title, key in MATRIX.items():
        assert title in heads
        assert key in SHIPPED
    assert heads.count(",") - heads.count(", all") - 1 == len(MATRIX)


def test_every_key_is_described(root: Path):
    told = (root / "definitions/README.md").read_text()
    kinds = (Measure, Counted, Condition, Measured, Breakdown, Change, Example, Survey, Target, Break, Published)
    names = {
        {"breakdowns": "breakdown", "changes": "change", "targets": "target", "breaks": "break", "asked": "survey"}.get(
            field.name, field.name
        )
        for kind in kinds
        for field in fields(kind)
    }
    assert not [name for name in sorted(names) if f"`{name}`" not in told and f"[{name}]" not in told]


def test_every_estimator_is_used_by_a_definition():
    assert {measure.estimator for measure in SHIPPED.values()} == set(Estimator)


def test_a_figure_that_does_not_follow_is_named_with_what_does():
    wrong = replace(SHIPPED["covid-case-rate"], example=replace(SHIPPED["covid-case-rate"].example, value=4244.0))
    assert checking.check(wrong).faults == (
        "covid-case-rate.toml, [example], value: is 4244.0, but the method gives 4,243",
    )


def test_an_example_without_a_value_says_why():
    rate = SHIPPED["covid-case-rate"]
    checked = checking.check(replace(rate, example=replace(rate.example, denominator=(0.0,))))
    assert checked.faults == (
        "covid-case-rate.toml, [example]: its figures have no value (ZERO_DENOMINATOR); correct them",
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (r"^estimator = .*$", 'estimator = "guess"', "line 5, [measure], estimator: 'guess' is none of count"),
        (r"^per = .*$", 'per = "many"', "[measure], per: should be a number"),
        (r"^per = .*$", "per = inf", "[measure], per: should be a finite number"),
        (r"^unit_types = .*$", 'unit_types = ["street"]', "unit_types: should be some of england"),
        (r"^unit_types = .*$", "", "unit_types: should be some of england"),
        (r"^year_type = .*$", 'year_type = "pooled"', "pooled_years: is how many years, two or more"),
        (r"^disclosure = ", 'standard = "ESP2013"\ndisclosure = ', "standard: a crude rate has no standard population"),
        (r'"0-4", ', '"0-3", ', "ages: age band '5-9' does not follow '0-3'"),
        (
            r"^disclosure = ",
            "complete = true\ndisclosure = ",
            "comparison: compares limits, and there are none; use 'target' or 'not compared'",
        ),
        (r"^next_review = .*$", "", "next_review: is missing"),
        (r"^author = .*$", 'author = "A"\nchecker = "A"', "checker: should be somebody other than the author"),
        (r"^per = ", "pre = 5\nper = ", "[measure], pre: is not a key that belongs here"),
        (r"^\[denominator\]$", "[other]", "denominator: is missing"),
        (r"^id = .*$", 'id = "covid-rate"', "should be named covid-rate.toml"),
        (r"^categories = .*$", 'categories = ["Male", "Male"]', "line 36, breakdown 'sex', categories: should be"),
        (r"^categories = .*$", 'categories = ["missing"]', "'missing' is a category of every breakdown already"),
        (r"^categories = .*$", 'categories = ["a;b"]', "categories: no category may hold ';'"),
        (r"^\[\[change\]\]\non = .*\nby = .*\nwhat = .*$", "", "change: is missing; say when"),
        (r"^numerator = .*$", "numerator = [1, 2]", "[example], numerator: should hold 1 numbers, not 2"),
        (r"^numerator = .*$", 'numerator = ["1"]', "[example], numerator: should be a list of numbers"),
        (r"^\[numerator\]$", "[numerator]\nsigned = true", "[numerator], signed: belongs to the weight of a score"),
        (
            r"^\[\[change\]\]$",
            '[[target]]\nwhose = "A"\nbound = "near"\nvalue = 5\nby = 2025-12-31\n[[change]]',
            "line 40, target 1, bound: 'near' is none of below, at most, at least",
        ),
        (r"^\[denominator\]$", '[denominator]\nwhere = [{ column = "sex" }]', "condition 1, among: is missing"),
    ],
)
def test_a_faulty_definition_is_told_where_it_is_wrong(old: str, new: str, told: str):
    assert told in refused(changed(RATE, old, new))


def test_what_an_estimator_needs_must_be_there():
    assert "ages: is missing; a life expectancy needs age bands" in refused(
        changed(changed(RATE, r"^ages = \[[^\]]*\]$", ""), "crude rate", "life expectancy")
    )
    assert "standard: should be one of ESP2013" in refused(changed(RATE, "crude rate", "directly standardised rate"))
    healthy = (FOLDER / "healthy-life-expectancy-at-birth-male.toml").read_text()
    told = refused(changed(healthy, r"^poor = \[[^\]]*\],?[^\]]*\]$", ""), "healthy-life-expectancy-at-birth-male.toml")
    assert "[survey], poor: is missing; say by which answers" in told
    length = (FOLDER / "plan-length.toml").read_text()
    assert "[measured], highest: should be the highest" in refused(changed(length, r"^highest = .*$", "highest = 0"))


HYPERTENSION = (FOLDER / "hypertension-estimated.toml").read_text()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (r"^disclosure = .*$", 'disclosure = "under5"', "disclosure: is of what is counted here; what is published"),
        (r'^lower = "lower_95"\nupper = .*$', "", "comparison: compares limits, and there are none"),
        (r'^least = "lower_99_8"$', "", "[published], least: and most go together; name both columns, or neither"),
        (r"^figure = .*$", "", "[published], figure: is missing"),
        (r"^\[published\]$", "[numerator]", "published: is missing"),
        (r"^value = ", "numerator = [4]\nvalue = ", "[example], numerator: should hold 0 numbers, not 1"),
        (
            r"^\[\[change\]\]$",
            '[[breakdown]]\nid = "sex"\ntitle = "Sex"\ncolumn = "sex"\ncategories = ["Male"]\n[[change]]',
            "breakdown: is of what is counted here; a published value has a definition for each category",
        ),
    ],
)
def test_a_faulty_definition_of_a_published_value_is_told_where_it_is_wrong(old: str, new: str, told: str):
    assert told in refused(changed(HYPERTENSION, old, new), "hypertension-estimated.toml")


def test_the_example_of_a_published_value_is_what_was_printed_and_says_so():
    assert checking.check(SHIPPED["hypertension-estimated"]).line == (
        "Published, not recomputed = 20.7 (18.6 to 23.0) % of residents aged 16 and over"
    )


def test_a_folder_without_definitions_is_refused(tmp_path: Path):
    with pytest.raises(reading.BadSource, match="there are no definitions"):
        reading.read_folder(tmp_path)


def test_a_condition_holds_for_a_member_or_a_beginning_and_never_for_nothing():
    assert Condition("sex", among=("Male",)).holds("Male")
    assert not Condition("sex", among=("Male",)).holds("Female")
    assert Condition("cause", begins=("X6", "X7")).holds("X71")
    assert not Condition("cause", begins=("X6",)).holds(None)


def test_everything_counted_has_a_value_without_limits():
    found = estimating.values(SHIPPED["covid-cases"], Figures(np.array([244.0, 0.0])))
    assert found.value.tolist() == [244, 0]
    assert np.isnan(found.lower).all()
    assert (found.method == Method.NONE).all()


def test_a_median_is_the_middle_value_or_between_the_two_middle_ones():
    length = SHIPPED["plan-length"]
    odd, even, none = np.bincount([1, 4, 9], minlength=11), np.bincount([1, 4, 9, 10]), np.zeros(11)
    found = estimating.values(length, Figures(np.array([odd, even, none], dtype=float)))
    np.testing.assert_array_equal(found.value, [4, 6.5, np.nan])
    assert found.status.tolist() == [Status.OK, Status.OK, Status.ZERO_DENOMINATOR]


def test_a_mean_is_that_of_the_records_and_flags_none_and_one():
    days = SHIPPED["assessment-days"]
    counts = np.array([np.bincount([3, 5, 10], minlength=11), np.bincount([7], minlength=11), np.zeros(11)])
    found = estimating.values(days, Figures(counts.astype(float)))
    np.testing.assert_array_equal(found.value, [6, 7, np.nan])
    assert found.status.tolist() == [Status.OK, Status.BELOW_MINIMUM_COUNT, Status.ZERO_DENOMINATOR]


def test_a_fall_is_a_negative_change_and_its_limits_hold_it():
    change = replace(SHIPPED["children-in-care-change"], complete=False)
    found = estimating.values(change, Figures(np.array([400.0, 300.0]), np.array([1000.0, 1000.0])))
    assert found.value == pytest.approx(-25)
    assert -100 < found.lower[0] < -25 < found.upper[0] < 0


def test_a_score_may_be_negative_and_a_denominator_may_not():
    health = SHIPPED["deprivation-health"]
    found = estimating.values(health, Figures(np.array([-1500.0, 1500.0]), np.array([1.0, -1.0])))
    np.testing.assert_array_equal(found.value, [-1.5, np.nan])
    assert found.status.tolist() == [Status.OK, Status.NEGATIVE]


def test_the_targets_of_the_strategy_are_told_beside_the_example():
    smoking = SHIPPED["adult-smoking"]
    assert [(each.whose, each.value, each.by.year) for each in smoking.targets] == [
        ("Oxfordshire", 5, 2025),
        ("England", 5, 2030),
    ]
    assert "Oxfordshire means to be below 5 by 2025" in checking.check(smoking).line


def test_an_expectation_at_birth_keeps_the_shape_of_the_batch():
    life = SHIPPED["life-expectancy-at-birth-male"]
    deaths, people = (np.array([each] * 3) for each in (life.example.numerator, life.example.denominator))
    found = estimating.values(life, Figures(deaths, people), levels=(0.95, 0.998))
    assert found.value.shape == (3,)
    assert found.lower.shape == (3, 2)


def test_only_estimators_that_need_ages_are_given_by_age():
    assert all(measure.ages is not None for measure in SHIPPED.values() if measure.estimator in BY_AGE)


def test_the_command_prints_every_worked_example():
    done = CliRunner().invoke(measures, ["check"])
    assert done.exit_code == 0, done.output
    assert "1,664 / 39,216 = 4,243 (4,042 to 4,452) cases per 100,000 residents\n" in done.output
    assert "No records are held: " in done.output
    assert "Not checked by a second person yet." in done.output
    assert f"{len(SHIPPED)} definitions; every worked example follows from its method." in done.output


def test_the_command_fails_where_a_figure_does_not_follow_or_a_file_is_faulty(tmp_path: Path):
    written = tmp_path / "covid-case-rate.toml"
    written.write_text(changed(changed(RATE, r"^value = .*$", "value = 4244"), "^author", 'checker = "C"\nauthor'))
    done = CliRunner().invoke(measures, ["check", str(tmp_path)])
    assert done.exit_code == 1
    assert "covid-case-rate.toml, [example], value: is 4244.0, but the method gives 4,243" in done.output
    assert "1 of 1 definitions are faulty." in done.output
    assert "second person" not in done.output
    written.write_text("[measure")
    done = CliRunner().invoke(measures, ["check", str(tmp_path)])
    assert done.exit_code == 1
    assert "covid-case-rate.toml: this is not TOML" in done.output
