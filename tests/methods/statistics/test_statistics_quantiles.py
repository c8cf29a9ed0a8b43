"""Each rule for ties by name, and what each does with few, missing and weighted areas."""

import math

import numpy as np
import pytest

from folkmoot.methods.statistics import Status, quantiles

NAN = math.nan


def test_the_highest_value_is_in_the_first_quantile_unless_said_otherwise():
    values = [1.0, 2, 3, 4, 5, 6]
    assert quantiles(values, 3).value.tolist() == [3, 3, 2, 2, 1, 1]
    assert quantiles(values, 3, highest_is="q").value.tolist() == [1, 1, 2, 2, 3, 3]
    assert quantiles(np.arange(10.0)).value.tolist() == [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]
    with pytest.raises(ValueError, match="highest_is is 1 or 'q', got 10"):
        quantiles(values, 3, highest_is=10)


def test_ties_stay_together_where_the_rule_keeps_them():
    values = [1.0, 2, 2, 2, 2, 3]
    assert quantiles(values, 3, highest_is="q").value.tolist() == [1, 1, 1, 1, 1, 3]
    assert quantiles(values, 3).value.tolist() == [3, 1, 1, 1, 1, 1]
    assert quantiles(values, 3, rule="ntile", highest_is="q").value.tolist() == [1, 1, 2, 2, 3, 3]
    assert quantiles(values, 3, rule="ntile").value.tolist() == [3, 1, 2, 2, 3, 1]
    assert quantiles(values, 3, rule="percentile", highest_is="q").value.tolist() == [1, 1, 1, 1, 1, 3]
    assert quantiles(values, 3, rule="percentile").value.tolist() == [3, 3, 3, 3, 3, 1]
    assert quantiles([1.0, 1, 2, 3], 4, highest_is="q").value.tolist() == [1, 1, 3, 4]


def test_a_value_on_a_bound_belongs_below_it():
    values = [0.0, 10, 20, 30, 40]
    assert quantiles(values, 2, rule="percentile", highest_is="q").value.tolist() == [1, 1, 1, 2, 2]
    assert quantiles(values, 4, rule="percentile", highest_is="q").value.tolist() == [1, 1, 2, 3, 4]
    assert quantiles(values, 5, rule="percentile", highest_is="q").value.tolist() == [1, 2, 3, 4, 5]


def test_bounds_are_rounded_to_ten_decimals():
    low = [0.1, 0.2, 0.30000000000001, 0.30000000000003, 0.5, 0.6]
    assert quantiles(low, 2, rule="percentile", highest_is="q").value.tolist() == [1, 1, 2, 2, 2, 2]


def test_sizes_that_do_not_divide_evenly():
    values = np.arange(7.0)
    assert quantiles(values, 3, highest_is="q").value.tolist() == [1, 1, 1, 2, 2, 3, 3]
    assert quantiles(values, 3, rule="ntile", highest_is="q").value.tolist() == [1, 1, 1, 2, 2, 3, 3]


def test_groups_are_cut_apart_and_small_ones_flagged():
    values = [1.0, 9, 2, 8, 3, 7, 5]
    groups = ["b", "a", "b", "a", "b", "a", "c"]
    found = quantiles(values, 2, groups=groups, highest_is="q")
    np.testing.assert_array_equal(found.value, [1, 2, 1, 1, 2, 1, NAN])
    assert found.status.tolist() == [0] * 6 + [Status.TOO_FEW_AREAS]
    four = quantiles([1.0, 2, 3, 4], 2, rule="percentile")
    assert four.status.tolist() == [Status.TOO_FEW_AREAS] * 4
    assert quantiles([1.0, 2, 3, 4, 5], 2, rule="percentile").status.tolist() == [0] * 5
    assert quantiles(np.arange(6.0), 7, rule="percentile").status.tolist() == [Status.TOO_FEW_AREAS] * 6
    ties = quantiles([5.0, 5, 5, 5], 2, groups=[1, 1, 2, 2], highest_is="q")
    assert ties.value.tolist() == [1, 1, 1, 1]


def test_missing_values_count_neither_as_areas_nor_as_the_least():
    found = quantiles([3.0, NAN, 1, math.inf, 2, 4], 4)
    np.testing.assert_array_equal(found.value, [2, NAN, 4, NAN, 3, 1])
    assert found.status.tolist() == [0, Status.MISSING, 0, Status.MISSING, 0, 0]
    few = quantiles([3.0, NAN, 1], 3)
    assert few.status.tolist() == [Status.TOO_FEW_AREAS, Status.MISSING, Status.TOO_FEW_AREAS]
    assert np.isnan(few.value).all()


def test_weights_cut_people_instead_of_areas():
    values, people = [1.0, 2, 3, 4], [10.0, 10, 10, 70]
    assert quantiles(values, 2, weights=people, highest_is="q").value.tolist() == [1, 1, 1, 1]
    assert quantiles(values, 2, weights=people).value.tolist() == [2, 2, 2, 1]
    bad = quantiles([1.0, 2, 3, 4, 5], 2, weights=[1, 0, NAN, 1, -1])
    assert bad.status.tolist() == [0, Status.MISSING, Status.MISSING, 0, Status.MISSING]
    assert quantiles([1.0, 2], 2, weights=[1, math.inf]).status.tolist() == [Status.TOO_FEW_AREAS, Status.MISSING]


def test_no_areas_have_no_quantiles():
    for rule in ("ohid", "percentile", "ntile"):
        found = quantiles([], 5, rule=rule)
        assert found.value.shape == found.status.shape == (0,)
        assert quantiles([NAN], 5, rule=rule).status.tolist() == [Status.MISSING]


def test_what_makes_no_quantiles_is_refused():
    for call, message in (
        (lambda: quantiles([1.0], 1), "into 2 or more, got the shape .1,. and q=1"),
        (lambda: quantiles([[1.0]], 2), "got the shape .1, 1."),
        (lambda: quantiles([1.0, 2], 2, rule="quintile"), "rule is one of 'ohid', 'percentile', 'ntile'"),
        (lambda: quantiles([1.0, 2], 2, rule="ntile", weights=[1, 1]), "weights go with the rule 'ohid', not 'ntile'"),
        (lambda: quantiles([1.0, 2], 2, groups=["a"]), "a group for each value"),
    ):
        with pytest.raises(ValueError, match=message):
            call()


def test_the_result_is_read_only():
    found = quantiles([1.0, 2, 3], 3)
    with pytest.raises(ValueError, match="read-only"):
        found.value[0] = 5
    with pytest.raises(ValueError, match="read-only"):
        found.status[0] = 5
