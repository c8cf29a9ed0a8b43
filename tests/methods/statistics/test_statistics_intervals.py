"""Proportions, counts, rates, means, ratios and differences: values worked by hand or printed in the literature."""

import math

import numpy as np
import pytest

from folkmoot.methods.statistics import (
    InvalidRows,
    Method,
    Status,
    byar_limits,
    direct_rate,
    indirect,
    mean,
    mean_from_moments,
    poisson_limits,
    proportion,
    rate,
    rate_difference,
    rate_ratio,
)

NAN = math.nan


def close(found, expected, rtol=1e-12):
    np.testing.assert_allclose(found, expected, rtol=rtol)


def test_nobody_and_everybody_have_limits_at_the_ends():
    for method in ("wilson", "clopper-pearson", "jeffreys"):
        found = proportion([0, 7], [7, 7], method=method, per=100)
        assert found.lower[0, 0] == 0
        assert found.upper[1, 0] == 100
        assert 0 < found.upper[0, 0] < 100
        assert 0 < found.lower[1, 0] < 100


def test_clopper_pearson_of_none_in_n_has_a_closed_form():
    close(proportion(0, 20, method="clopper-pearson").upper, [1 - 0.025 ** (1 / 20)])
    close(proportion(20, 20, method="clopper-pearson").lower, [0.025 ** (1 / 20)])
    close(proportion(0, 20, method="clopper-pearson", per=100).upper, [100 * (1 - 0.025 ** (1 / 20))])


def test_the_interval_of_4_in_10():
    close(proportion(4, 10, method="clopper-pearson").lower, [0.12155226], 1e-7)
    close(proportion(4, 10, method="clopper-pearson").upper, [0.73762192], 1e-7)
    close(proportion(4, 10, method="jeffreys").lower, [0.15306710], 1e-7)
    close(proportion(4, 10, method="jeffreys").upper, [0.69632051], 1e-7)
    close(proportion(4, 10).lower, [0.16818033], 1e-7)
    close(proportion(4, 10).upper, [0.68732623], 1e-7)
    assert [int(proportion(4, 10, method=each).method) for each in ("wilson", "clopper-pearson", "jeffreys")] == [
        1,
        2,
        3,
    ]


def test_an_unknown_method_is_refused():
    for call in (
        lambda: proportion(1, 2, method="wald"),
        lambda: rate(1, 2, method="wald"),
        lambda: poisson_limits(1, method="wald"),
        lambda: direct_rate([1], [2], [1], method="wald"),
        lambda: direct_rate([1], [2], [1], missing_count="none"),
        lambda: indirect([1], [2], [1], [1], method="gamma"),
        lambda: indirect([1], [2], [1], [1], missing_count="none"),
        lambda: rate_ratio(rate(1, 2), rate(1, 2), method="wald"),
        lambda: rate_difference(rate(1, 2), rate(1, 2), method="log"),
    ):
        with pytest.raises(ValueError, match="is one of"):
            call()


def test_exact_limits_of_a_count_are_those_of_garwood():
    lower, upper = poisson_limits([0, 1, 5, 10], method="exact")
    close(lower[:, 0], [0, 0.025317807984, 1.623486390118, 4.795388696], 1e-9)
    close(upper[:, 0], [3.688879454114, 5.571643390939, 11.668332079323, 18.390356042], 1e-9)
    close(poisson_limits(0, method="exact", levels=0.9)[1], [-math.log(0.05)])


def test_fractional_counts_lie_between_whole_ones():
    for method in ("exact", "byar"):
        lower, upper = poisson_limits([3, 3.5, 4], method=method)
        assert lower[0, 0] < lower[1, 0] < lower[2, 0]
        assert upper[0, 0] < upper[1, 0] < upper[2, 0]


@pytest.mark.parametrize("size", [10, 1000])
def test_the_table_of_small_counts_changes_nothing(size):
    counts = np.tile(np.arange(10.0), size // 10)
    lower, upper = poisson_limits(counts, levels=(0.95, 0.998))
    again = np.tile(np.arange(10.0), size // 10)
    again[0] = 0.5  # a fraction, which no table holds
    other_lower, other_upper = poisson_limits(again, levels=(0.95, 0.998))
    close(other_lower[1:], lower[1:], 1e-14)
    close(other_upper[1:], upper[1:], 1e-14)
    close(
        poisson_limits(np.arange(200.0), method="exact")[1][63:66, 0],
        [poisson_limits(x, method="exact")[1][0] for x in (63, 64, 65)],
    )


def test_counts_that_are_none_have_no_limits():
    for method in ("byar", "exact"):
        lower, upper = poisson_limits([NAN, -1, math.inf], method=method)
        assert np.isnan(lower).all()
        assert np.isnan(upper).all()
    lower, upper = byar_limits([NAN, -1, math.inf])
    assert np.isnan(lower).all()
    assert np.isnan(upper).all()


def test_byar_limits_start_at_zero_and_are_missing_where_they_would_be_negative():
    lower, upper = byar_limits([0, 1, 1], levels=(0.95, 0.998))
    assert lower[0].tolist() == [0, 0]
    assert not np.isnan(lower[1, 0])
    assert np.isnan(lower[1, 1])
    close(upper[0, 0], (1 - 1 / 9 + 1.959963984540054 / 3) ** 3)
    close(byar_limits(10)[0], [10 * (1 - 1 / 90 - 1.959963984540054 / (3 * math.sqrt(10))) ** 3])


def test_a_rate_is_exact_below_ten_events_and_byar_from_there():
    found = rate([9, 10, 9.5], [1000] * 3)
    assert found.method.tolist() == [Method.EXACT_POISSON, Method.BYAR, Method.EXACT_POISSON]
    assert rate([9, 10], [1000] * 2, exact_below=0).method.tolist() == [Method.BYAR] * 2
    assert rate([9, 10], [1000] * 2, method="exact").method.tolist() == [Method.EXACT_POISSON] * 2
    assert rate([9, 10], [1000] * 2, method="gamma").method.tolist() == [Method.GAMMA] * 2
    close(rate([4, 400], 1e4, method="exact").lower, rate([4, 400], 1e4, method="gamma").lower)
    close(found.value, [900, 1000, 950])
    close(rate(10, 1000, exact_below=11).lower, poisson_limits(10, method="exact")[0] * 100)


def test_repeat_events_widen_the_limits_of_a_rate():
    persons = [[20.0, 5, 0], [20, 5, 3]]
    found = rate(persons, [1000.0, 2000.0], per=1000, frequency=[1, 2, 3])
    close(found.numerator, [30, 39])
    close(found.value, [30, 19.5])
    close(found.variance, [40, 67 / 4])
    lower, upper = poisson_limits([30.0])
    close(found.lower[0], 30 + math.sqrt(40 / 30) * (lower[0] - 30))
    close(found.upper[0], 30 + math.sqrt(40 / 30) * (upper[0] - 30))
    alone = rate([[20.0]], [1000.0], per=1000, frequency=[1])
    close(alone.lower, rate([20.0], [1000.0], per=1000).lower)
    few = rate([[4.0]], [1000.0], per=1000, frequency=[1])
    close(few.upper, rate([4.0], [1000.0], per=1000).upper)
    byar = rate([[4.0]], [1000.0], per=1000, frequency=[1], exact_below=0)
    close(byar.upper, byar_limits([4.0])[1])


def test_gamma_limits_of_repeat_events_allow_for_one_more_of_the_most_frequent():
    found = rate([[0.0, 0]], [1000.0], per=1000, frequency=[1, 4], method="gamma")
    assert found.lower.tolist() == [[0]]
    close(found.upper, [[-math.log(0.025) * 4]])
    exact = rate([[20.0]], [1000.0], per=1000, frequency=[1], method="exact")
    close(exact.lower, poisson_limits([20.0], method="exact")[0])


def test_no_repeat_event_at_all_has_a_rate_without_limits():
    found = rate([[0.0, 0]], [1000.0], frequency=[1, 2])
    assert found.value.tolist() == [0]
    assert found.status.tolist() == [Status.BELOW_MINIMUM_COUNT]
    assert found.method.tolist() == [Method.NONE]
    assert np.isnan([found.lower, found.upper]).all()


def test_the_mean_of_all_of_rows_and_of_groups():
    close(mean([1.0, 2, 3, 4]).value, 2.5)
    close(mean([[1.0, 2], [3, 5]]).value, [1.5, 4])
    found = mean([[1.0, 2, 6], [3, 5, 9]], ["b", "a", "b"])
    close(found.value, [[2, 3.5], [5, 6]])
    assert found.groups.tolist() == ["a", "b"]
    assert mean([1.0, 2]).groups.tolist() == []
    close(found.numerator, [[2, 7], [5, 12]])
    close(found.denominator, [[1, 2], [1, 2]])


def test_one_value_has_a_mean_without_limits():
    found = mean([1.0, 5, 7], ["a", "b", "b"])
    assert found.status.tolist() == [Status.BELOW_MINIMUM_COUNT, Status.OK]
    assert found.method.tolist() == [Method.NONE, Method.STUDENT_T]
    assert found.value.tolist() == [1, 6]
    assert np.isnan(found.lower[0]).all()
    assert np.isnan(found.deviation[0])
    close(found.deviation[1], math.sqrt(2))


def test_a_missing_value_makes_its_group_missing():
    found = mean([1.0, NAN, 7, 9, math.inf], ["a", "a", "b", "b", "c"])
    assert found.status.tolist() == [Status.MISSING, Status.OK, Status.MISSING | 0]
    assert found.denominator.tolist() == [1, 2, 0]
    assert np.isnan(found.value[[0, 2]]).all()
    assert np.isnan(found.deviation[[0, 2]]).all()
    assert mean([]).status == Status.MISSING


def test_groups_of_another_length_are_refused():
    with pytest.raises(ValueError, match="a group for each value"):
        mean([1.0, 2], ["a"])


def test_moments_give_the_limits_of_the_values():
    values = [3.0, 5, 8, 9]
    whole = mean(values, levels=(0.9, 0.99))
    found = mean_from_moments(4, 6.25, np.std(values, ddof=1), levels=(0.9, 0.99))
    close(found.lower, whole.lower)
    close(found.upper, whole.upper)
    close(found.numerator, 25)
    assert found.method == Method.STUDENT_T
    assert found.groups.size == 0


def test_moments_that_cannot_be_are_flagged():
    found = mean_from_moments([0, -1, 1, 5, 5, 5, 2], [1, 1, 1, NAN, 1, 1, 1], [1, 1, NAN, 1, -1, NAN, 0])
    assert found.status.tolist() == [
        Status.ZERO_DENOMINATOR,
        Status.NEGATIVE,
        Status.BELOW_MINIMUM_COUNT,
        Status.MISSING,
        Status.NEGATIVE,
        Status.MISSING,
        Status.OK,
    ]
    assert found.value[2] == 1
    assert found.lower[6] == found.upper[6] == 1
    with pytest.raises(InvalidRows):
        mean_from_moments(0, 1, 1, on_invalid="raise")


def test_the_logarithm_of_a_ratio_is_normal():
    found = rate_ratio(rate(30, 1000), rate(20, 2000))
    close(found.value, 3)
    spread = math.exp(1.959963984540054 * math.sqrt(1 / 30 + 1 / 20))
    close(found.lower, [3 / spread])
    close(found.upper, [3 * spread])
    assert found.method == Method.LOG_NORMAL
    close([found.numerator, found.denominator], [3000, 1000])


def test_the_exact_ratio_is_conditional_on_the_sum():
    found = rate_ratio(rate(0, 1000), rate(5, 2000), method="exact")
    assert found.lower.tolist() == [0]
    high = 1 - 0.025 ** (1 / 5)
    close(found.upper, [high / (1 - high) * 2])
    some = rate_ratio(rate(3, 1000), rate(5, 2000), method="exact")
    inside = proportion(3, 8, method="clopper-pearson")
    close(some.lower, inside.lower / (1 - inside.lower) * 2)
    close(some.upper, inside.upper / (1 - inside.upper) * 2)
    assert some.method == Method.EXACT_CONDITIONAL


def test_differences_are_normal_or_recovered_from_the_limits():
    one, other = rate(30, 1000, per=1000), rate(20, 2000, per=1000)
    found = rate_difference(one, other)
    close(found.value, 20)
    close(found.lower, [20 - 1.959963984540054 * math.sqrt(30 + 5)])
    close(found.upper, [20 + 1.959963984540054 * math.sqrt(30 + 5)])
    assert found.method == Method.NORMAL
    mover = rate_difference(one, other, method="mover")
    close(mover.lower, 20 - np.hypot(30 - one.lower, other.upper - 10))
    close(mover.upper, 20 + np.hypot(one.upper - 30, 10 - other.lower))
    assert mover.method == Method.MOVER


def test_ratios_recovered_from_the_limits_solve_fieller_like_equations():
    one, other = rate(30, 1000, per=1000), rate(20, 2000, per=1000)
    found = rate_ratio(one, other, method="mover")
    assert 0 < found.lower[0] < found.value < found.upper[0]
    for limit, (x, y) in ((found.lower, (one.lower, other.upper)), (found.upper, (one.upper, other.lower))):
        close((30 - limit * 10) ** 2, (30 - x) ** 2 + (limit * (y - 10)) ** 2, 1e-9)
    nothing = rate_ratio(rate(0, 1000), other, method="mover")
    assert nothing.lower.tolist() == [0]
    assert nothing.upper[0] > 0


def test_standardised_rates_are_compared_by_their_own_variance():
    one = direct_rate([10.0, 40], [1000.0, 900], [1, 1])
    other = direct_rate([12.0, 20], [1000.0, 1900], [1, 1])
    found = rate_difference(one, other)
    close(found.upper - found.value, [1.959963984540054 * math.sqrt(one.variance + other.variance)])
    ratio = rate_ratio(one, other)
    spread = math.sqrt(one.variance / one.value**2 + other.variance / other.value**2)
    close(ratio.upper, [ratio.value * math.exp(1.959963984540054 * spread)])
    smr = rate_ratio(indirect(30.0, [10.0], [1], [1]), indirect(20.0, [10.0], [1], [1]))
    close(smr.value, 1.5)


def test_pairs_without_a_value_keep_the_flags_of_both():
    one, other = rate([NAN, 5, 5, 0, 5], [9, 0, 9, 9, 9]), rate([5, -1, 0, 5, 5], [9, 9, 9, 9, 9])
    found = rate_ratio(one, other)
    assert found.status.tolist() == [
        Status.MISSING,
        Status.ZERO_DENOMINATOR | Status.NEGATIVE,
        Status.ZERO_DENOMINATOR,
        Status.BELOW_MINIMUM_COUNT,
        Status.OK,
    ]
    assert np.isnan(found.value[:3]).all()
    assert found.value[3] == 0
    assert np.isnan(found.lower[:4]).all()
    difference = rate_difference(one, other)
    assert difference.status.tolist() == [Status.MISSING, Status.ZERO_DENOMINATOR | Status.NEGATIVE, 0, 0, 0]
    close(difference.lower[2, 0], (5 - 1.959963984540054 * math.sqrt(5)) / 9 * 1e5)


def test_a_flag_beside_a_value_does_not_spoil_the_comparison():
    zero = direct_rate([0.0, 0], [10.0, 10], [1, 1], minimum_count=0)
    other = direct_rate([10.0, 40], [1000.0, 900], [1, 1])
    found = rate_difference(zero, other)
    assert found.status == Status.OK
    close(found.value, -other.value)


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(ValueError, match="rates are compared, not proportions"):
        rate_ratio(proportion(1, 2), rate(1, 2))
    with pytest.raises(ValueError, match="rates are compared, not proportions"):
        rate_difference(rate(1, 2), mean([1.0, 2]))
    with pytest.raises(ValueError, match='use "log" or "mover"'):
        rate_ratio(direct_rate([10.0], [20.0], [1]), rate(1, 2), method="exact")
    with pytest.raises(ValueError, match=r"limits at \[0.9\]; they were computed at \[0.95\]"):
        rate_difference(rate(1, 2), rate(1, 2), levels=0.9, method="mover")
