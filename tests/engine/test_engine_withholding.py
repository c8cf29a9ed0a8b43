"""What the world may see of a sheet, and that nobody can work out the rest."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.engine.county import YEAR, counter, falls, measure, residents, scope

from folkmoot.engine.comparing import compared
from folkmoot.engine.definition import Disclosure, Measure
from folkmoot.engine.scope import Span, SpanKind, years
from folkmoot.engine.sheets import Against, Sheet
from folkmoot.engine.tabling import sheet
from folkmoot.engine.withholding import Edition, Released, _table, edition, small
from folkmoot.methods.disclosure.attack import Link, Release, audit
from folkmoot.methods.disclosure.rules import UNDER_5
from folkmoot.methods.statistics import Outcome, Status

ROWS = [
    ("W1", 2021, "Female", 40), ("W1", 2021, "Male", 30), ("W2", 2021, "Female", 3), ("W2", 2021, "Male", 20),
    ("W3", 2021, "Female", 25), ("W3", 2021, "Male", 35), ("W4", 2021, "Female", 15), ("W4", 2021, "Male", 10),
]  # fmt: skip


def exact(folder: Path, defined: Measure, rows=ROWS, *spans: Span) -> Sheet:
    data = counter(folder, falls=falls(rows), residents=residents(range(2015, 2022)))
    return sheet(defined, scope(*(spans or (YEAR,))), data)


def hidden(found: Edition) -> np.ndarray:
    return np.isnan(found.sheet.count)


def attacked(old: Sheet, releases: list[Edition]) -> bool:
    """Whether somebody with every release can rule out what the rule withholds, or knows more than from the first.

    That a total is no less than the number of its parts that are not zero is known to all, since zeros are shown.
    """
    counts = old.count[:, 0].astype(np.int64)
    made = [Release(_table(old, counts), hidden(each)[:, 0]) for each in reversed(releases)]
    found, first = audit(made[0], UNDER_5, made[1:], Link.SAME), audit(made[-1], UNDER_5)
    small = (counts >= UNDER_5.low) & (counts <= UNDER_5.high)
    pinned = (found.upper < UNDER_5.high) | (found.lower == found.upper)
    more = (found.lower > np.ceil(first.lower)) | (found.upper < np.floor(first.upper))  # counts are whole
    return bool(((pinned | more) & small).any())


def test_a_small_count_goes_with_its_value_limits_and_denominator(tmp_path: Path):
    found = edition(measure(), exact(tmp_path, measure()))
    place = (found.sheet.unit("W2"), 0, found.sheet.cell("sex", "Female"))
    for name in ("value", "lower", "upper", "least", "most", "count", "denominator"):
        assert np.isnan(getattr(found.sheet, name)[place]), name


def test_others_are_withheld_so_that_no_total_gives_it_away(tmp_path: Path):
    old = exact(tmp_path, measure())
    found = edition(measure(), old)
    assert {int(each) for each in found.sheet.status[hidden(found)]} == {
        Status.SUPPRESSED_PRIMARY | Status.SUPPRESSED_SECONDARY  # which is which is told to nobody
    }
    assert found.withheld == hidden(found).sum() >= 4
    assert not attacked(old, [found])
    assert found.exposed == ()


def test_what_the_rule_withholds_by_itself_is_told_apart_for_officers(tmp_path: Path):
    old = exact(tmp_path, measure())
    alone = small(measure(), old)
    assert alone[old.unit("W2"), 0, old.cell("sex", "Female")]
    assert (hidden(edition(measure(), old)) >= alone).all()
    assert not small(replace(measure(), disclosure=Disclosure.NONE), old).any()


def test_zeros_and_large_counts_are_shown(tmp_path: Path):
    found = edition(measure(), exact(tmp_path, measure(), [("W1", 2021, "Male", 50)]))
    assert not hidden(found).any()
    assert found.sheet.value[found.sheet.unit("W2"), 0, 0] == 0


def test_no_rule_withholds_nothing(tmp_path: Path):
    free = measure(disclosure="none")
    assert not hidden(edition(free, exact(tmp_path, free))).any()


def test_what_is_withheld_is_compared_with_nothing(tmp_path: Path):
    found = compared(measure(), edition(measure(), exact(tmp_path, measure())).sheet)
    parent = next(each for each in found.comparisons if each.against is Against.PARENT)
    assert (parent.outcome[np.isnan(found.value)] == Outcome.NOT_COMPARED).all()
    of_hidden = np.isnan(found.value)[list(parent.units)] & (np.array(parent.units) >= 0)[:, None, None]
    assert (parent.outcome[of_hidden] == Outcome.NOT_COMPARED).all()


def test_years_together_are_shown_only_where_each_of_them_is(tmp_path: Path):
    defined = measure()
    rows = [(ward, year, "Male", 20) for ward in ("W1", "W2", "W3", "W4") for year in range(2016, 2022)]
    rows += [
        ("W1", 2018, "Female", 2),
        ("W2", 2018, "Female", 30),
        ("W3", 2018, "Female", 9),
        ("W4", 2018, "Female", 9),
    ]
    found = edition(defined, exact(tmp_path, defined, rows, *years(defined, 2016, 2021)))
    window = found.sheet.span("2016 to 2020")
    singles = [place for place, span in enumerate(found.sheet.spans) if span.kind is SpanKind.PERIOD][:5]
    expected = hidden(found)[:, singles].any(1)
    np.testing.assert_array_equal(hidden(found)[:, window], expected)
    assert expected.any()
    assert not expected.all()


def test_a_change_is_withheld_with_either_of_its_years(tmp_path: Path):
    change = measure("change")
    spans = years(change, 2019, 2021)
    rows = [(ward, year, sex, 30) for ward in ("W1", "W2", "W3", "W4") for year in (2019, 2020, 2021) for sex in
            ("Female", "Male") if (ward, year) != ("W1", 2019)]  # fmt: skip
    found = edition(change, exact(tmp_path, change, [*rows, ("W1", 2019, "Male", 3)], *spans))
    assert np.isnan(found.sheet.value[0, 1, 0])
    assert not np.isnan(found.sheet.value[0, 2, 0])


def test_small_denominators_that_nobody_knows_are_withheld_too(tmp_path: Path):
    defined = measure("proportion")
    rows = [("W1", 2021, "Female", 30), ("W2", 2021, "Male", 8), ("W3", 2021, "Male", 9), ("W4", 2021, "Male", 9)]
    data = counter(tmp_path, falls=falls(rows), residents=residents(each=10))
    old = sheet(defined, scope(), data)
    few = replace(old, denominator=np.where(old.denominator == 10, 3, old.denominator))
    assert not hidden(edition(defined, few))[1, 0, 1]
    assert hidden(edition(defined, few, known_people=False))[1, 0, 1]


def test_means_need_as_many_cases_as_the_rule_says(tmp_path: Path):
    mean = measure(
        "mean", disclosure="nhs-2018", below='[measured]\ncolumn = "age"\nhighest = 120',
        example="numerator = [10]\nvalue = 1000",
    )  # fmt: skip
    rows = [("W1", 2021, "Male", 7), ("W2", 2021, "Male", 30), ("W3", 2021, "Male", 40), ("W4", 2021, "Male", 9)]
    found = edition(mean, exact(tmp_path, mean, rows))
    assert np.isnan(found.sheet.value[0, 0, 0])
    assert found.sheet.value[found.sheet.unit("C1"), 0, 0] == 70
    assert found.sheet.count[found.sheet.unit("C1"), 0, 0] == 85  # 86, rounded to the nearest five


@pytest.mark.parametrize("estimator", ["crude rate", "proportion", "count", "ratio"])
def test_values_follow_from_rounded_counts_where_the_rule_rounds(tmp_path: Path, estimator: str):
    defined = measure(estimator, disclosure="nhs-2018")
    rows = [("W1", 2021, "Male", 52), ("W2", 2021, "Male", 33), ("W3", 2021, "Male", 41), ("W4", 2021, "Male", 48)]
    found = edition(defined, exact(tmp_path, defined, rows), known_people=estimator != "ratio").sheet
    assert found.count[:4, 0, 0].tolist() == [50, 35, 40, 50]
    per_person = {"count": 100.0}.get(estimator, 100 / 1000)
    assert found.value[:4, 0, 0].tolist() == pytest.approx([50 * per_person, 35 * per_person, 40 * per_person,
                                                            50 * per_person])  # fmt: skip


def test_the_same_counts_released_again_show_nothing_more(tmp_path: Path):
    old = exact(tmp_path, measure())
    first = edition(measure(), old)
    again = edition(measure(), old, [Released(old, first.sheet)])
    np.testing.assert_array_equal(hidden(again), hidden(first))
    assert not attacked(old, [first, again])


def test_another_breakdown_later_cannot_give_away_what_was_withheld_before(tmp_path: Path):
    """The first release had no group of wards; the second one has, and must not undo the first."""
    old = exact(tmp_path, measure())
    few = replace(
        old, units=old.units[:7], sums=tuple(each for each in old.sums if each[0] < 7),
        **{name: getattr(old, name)[:7] for name in
           ("value", "lower", "upper", "least", "most", "count", "denominator", "status")},
    )  # fmt: skip
    first = edition(measure(), few)
    second = edition(measure(), old, [Released(few, first.sheet)])
    before = np.ones(old.shape, dtype=bool)
    before[:7] = hidden(first)
    assert (hidden(second)[:7] >= hidden(first)).all()
    table = _table(old, old.count[:, 0].astype(np.int64))
    found = audit(Release(table, hidden(second)[:, 0]), UNDER_5, [Release(table, before[:, 0])], Link.SAME)
    small = (table.counts >= 1) & (table.counts <= 4)
    assert ((found.lower <= 1) & (found.upper >= 4))[small].all()


def test_what_an_earlier_release_showed_is_told_as_exposed(tmp_path: Path):
    old = exact(tmp_path, measure())
    shown = edition(replace(measure(), disclosure=Disclosure.NONE), old)
    found = edition(measure(), old, [Released(old, shown.sheet)])
    assert found.exposed == ((old.unit("W2"), 0, old.cell("sex", "Female")),)


def test_a_small_count_that_was_printed_stays_exposed_when_others_are_corrected(tmp_path: Path):
    old = exact(tmp_path, measure())
    shown = edition(replace(measure(), disclosure=Disclosure.NONE), old)
    new = exact(tmp_path, measure(), [row for row in ROWS if row[:3] != ("W3", 2021, "Male")])
    found = edition(measure(), new, [Released(old, shown.sheet)])
    assert (new.unit("W2"), 0, new.cell("sex", "Female")) in found.exposed


def test_a_count_that_grew_a_little_since_the_last_release_is_withheld(tmp_path: Path):
    old = exact(tmp_path, measure())
    first = edition(measure(), old)
    new = exact(tmp_path, measure(), [*ROWS, ("W3", 2021, "Male", 2)])
    found = edition(measure(), new, [Released(old, first.sheet)])
    assert hidden(found)[new.unit("W3"), 0, new.cell("sex", "Male")]


def test_counts_that_fell_keep_withheld_what_was_withheld(tmp_path: Path):
    old = exact(tmp_path, measure())
    first = edition(measure(), old)
    new = exact(tmp_path, measure(), [row for row in ROWS if row[:3] != ("W3", 2021, "Male")])
    found = edition(measure(), new, [Released(old, first.sheet)])
    assert (hidden(found) >= hidden(first)).all()


def test_a_release_of_other_times_is_none_of_ours(tmp_path: Path):
    other = exact(tmp_path, measure(), ROWS, Span("2020", date(2020, 1, 1), date(2020, 12, 31)))
    earlier = [Released(other, edition(measure(), other).sheet)]
    old = exact(tmp_path, measure())
    np.testing.assert_array_equal(hidden(edition(measure(), old, earlier)), hidden(edition(measure(), old)))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 12), min_size=8, max_size=8), st.booleans())
@example([0, 1, 1, 8, 5, 0, 0, 1], True)  # one audit looks for whole numbers, the other ends at a half
def test_no_attack_on_any_two_releases_finds_a_small_count(tmp_path: Path, numbers: list[int], again: bool):
    rows = [(f"W{1 + place // 2}", 2021, ("Female", "Male")[place % 2], each) for place, each in enumerate(numbers)]
    old = exact(tmp_path, measure(), rows)
    releases = [edition(measure(), old)]
    if again:
        releases.append(edition(measure(), old, [Released(old, releases[0].sheet)]))
    assert not releases[-1].exposed
    assert not attacked(old, releases)
