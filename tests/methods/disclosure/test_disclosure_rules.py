import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.methods.disclosure.rules import (
    NHS_2018,
    UNDER_5,
    BadCounts,
    Rule,
    is_small,
    may_show_statistic,
    percentage,
    rounded,
    threshold,
)


def test_the_nhs_rule_shows_zero_withholds_one_to_seven_and_rounds_the_rest_to_five():
    counts = [0, 1, 7, 8, 12, 13, 17, 18]
    assert is_small(counts, NHS_2018).tolist() == [False, True, True, False, False, False, False, False]
    assert rounded([0, 8, 12, 13, 17, 18], NHS_2018).tolist() == [0, 10, 10, 15, 15, 20]


def test_fewer_than_five_are_withheld_and_nothing_is_rounded():
    assert is_small([0, 1, 4, 5], UNDER_5).tolist() == [False, True, True, False]
    assert rounded([5, 6, 7], UNDER_5).tolist() == [5, 6, 7]


def test_a_rule_of_ones_own_can_withhold_zeros_too():
    below_ten = threshold(10, base=5, zeros=True)
    assert is_small([0, 9, 10], below_ten).tolist() == [True, True, False]
    assert rounded(12.0, below_ten) == 10
    assert below_ten.name == "under10"


def test_percentages_come_from_rounded_counts_and_only_where_both_may_be_shown():
    found = percentage([20, 3, 22, 0, 10], [100, 100, 6, 50, 0], NHS_2018)
    np.testing.assert_array_equal(found, [20, np.nan, np.nan, 0, np.nan])
    assert percentage(22, 98, NHS_2018) == pytest.approx(100 * 20 / 100)


def test_a_mean_needs_eight_cases_under_the_nhs_rule():
    assert may_show_statistic([7, 8], NHS_2018).tolist() == [False, True]


@pytest.mark.parametrize(
    ("counts", "place"), [([[1, -2]], r"\(0, 1\)"), ([1.5, 2], r"\(0,\)"), ([1, np.nan], r"\(1,\)"), (-1, r"\(0,\)")]
)
def test_a_broken_count_is_refused_with_its_place(counts, place):
    with pytest.raises(BadCounts, match=place):
        is_small(counts, UNDER_5)


@pytest.mark.parametrize(("low", "high", "base"), [(3, 2, 1), (-1, 2, 1), (1, 4, 0)])
def test_a_rule_that_makes_no_sense_is_refused(low, high, base):
    with pytest.raises(ValueError, match="a rule withholds"):
        Rule("odd", low, high, base)


def test_a_rule_rounds_nothing_and_allows_every_mean_unless_told():
    plain = Rule("plain", 0, 0)
    assert rounded([1, 2, 3], plain).tolist() == [1, 2, 3]
    assert may_show_statistic([0, 1], plain).tolist() == [False, True]
    assert is_small([0, 1], plain).tolist() == [True, False]


def test_a_rule_of_ones_own_shows_zeros_rounds_nothing_and_needs_its_own_number_for_a_mean_unless_told():
    below_three = threshold(3)
    assert is_small([0, 1, 2, 3], below_three).tolist() == [False, True, True, False]
    assert rounded([3, 4, 6], below_three).tolist() == [3, 4, 6]
    assert may_show_statistic([2, 3], below_three).tolist() == [False, True]
    assert may_show_statistic([4, 5], UNDER_5).tolist() == [False, True]


def test_infinite_counts_are_refused_and_whole_floats_are_taken():
    with pytest.raises(BadCounts, match=r"\(1, 0\)"):
        is_small([[1.0, 2.0], [np.inf, 0.0]], UNDER_5)
    assert is_small([0.0, 2.0], UNDER_5).tolist() == [False, True]


def test_a_percentage_is_withheld_where_only_the_base_is_small_or_rounds_to_nothing():
    tens = Rule("tens", 1, 2, 10)
    np.testing.assert_array_equal(percentage([0, 0, 40], [2, 4, 81], tens), [np.nan, np.nan, 50])
    np.testing.assert_array_equal(percentage([0], [1], Rule("ones", 9, 9)), [0])


@given(st.integers(0, 10**9))
def test_rounding_never_moves_a_count_by_more_than_half_the_base(count):
    moved = int(rounded(count, NHS_2018)) - count
    assert -2 <= moved <= 2
    assert int(rounded(count, NHS_2018)) % 5 == 0
