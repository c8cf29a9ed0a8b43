import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from folkmoot.methods.statistics import Rules, control_chart

QUIET = [10, 12, 11, 9, 10, 11, 12, 10, 9, 11]


def test_single_values_have_limits_of_2_66_mean_moving_ranges():
    found = control_chart([10, 12, 11, 9, 14])
    mean_moving_range = np.mean([2, 1, 2, 5])
    assert found.centre.tolist() == [11.2] * 5
    np.testing.assert_allclose(found.upper, 11.2 + 3 / 1.128 * mean_moving_range)
    np.testing.assert_allclose(found.lower, 11.2 - 3 / 1.128 * mean_moving_range)
    assert not found.signal.any()


def test_a_screened_chart_leaves_extreme_moving_ranges_out():
    values = [*QUIET, 60, *QUIET]
    plain, screened = control_chart(values), control_chart(values, screen=True)
    assert screened.upper[0] < plain.upper[0]
    assert screened.outside[10]


def test_a_baseline_sets_the_limits_for_what_follows():
    found = control_chart([*QUIET, 30, 31], baseline=10)
    assert found.centre[0] == np.mean(QUIET)
    assert found.outside.tolist() == [False] * 10 + [True, True]


def test_shares_have_limits_by_their_size_that_end_at_0_and_1():
    found = control_chart([5, 10, 1], [50, 200, 4], kind="p")
    share = 16 / 254
    np.testing.assert_allclose(found.values, [0.1, 0.05, 0.25])
    np.testing.assert_allclose(found.centre, share)
    np.testing.assert_allclose(found.upper, share + 3 * np.sqrt(share * (1 - share) / np.array([50, 200, 4])))
    assert (found.lower >= 0).all()
    assert control_chart([4, 4, 3], [4, 4, 4], kind="p").upper.max() == 1


def test_rates_and_counts_have_poisson_limits():
    found = control_chart([5, 10, 3], [50, 200, 40], kind="u")
    rate = 18 / 290
    np.testing.assert_allclose(found.upper, rate + 3 * np.sqrt(rate / np.array([50, 200, 40])))
    counts = control_chart([5, 10, 3], kind="c")
    np.testing.assert_allclose(counts.upper, 6 + 3 * np.sqrt(6))
    assert counts.lower.tolist() == [0, 0, 0]


def test_waiting_times_are_charted_on_nelsons_scale_and_shown_on_their_own():
    times = np.array([3.0, 10, 1, 25, 7])
    found = control_chart(times, kind="t")
    scaled = times ** (1 / 3.6)
    reach = 3 / 1.128 * np.abs(np.diff(scaled)).mean()
    np.testing.assert_allclose(found.centre, scaled.mean() ** 3.6)
    np.testing.assert_allclose(found.upper, (scaled.mean() + reach) ** 3.6)
    assert found.values.tolist() == times.tolist()
    assert (found.lower >= 0).all()


def test_cases_between_events_have_geometric_limits():
    found = control_chart([20, 40, 33], kind="g")
    np.testing.assert_allclose(found.upper, 31 + 3 * np.sqrt(31 * 32))
    assert found.lower.tolist() == [0, 0, 0]


# ── signals ──


def test_seven_points_on_one_side_are_a_shift_and_six_are_none():
    seven = control_chart([5, 15, 5, 15, 5, 5, 15, 15, 5, 11, 11, 11, 11, 11, 11, 11, 4, 3], rules=Rules(trend=99))
    assert seven.shift.sum() == 7
    assert not control_chart([5, 15, 5, 15, 5, 5, 15, 15, 5, 11, 11, 11, 11, 11, 11, 4, 3, 4]).shift.any()


def test_seven_rising_or_falling_points_are_a_trend():
    rising = [5, 3, 4, 5, 6, 7, 8, 9, 2, 6]
    assert control_chart(rising).trend.tolist() == [False] + [True] * 7 + [False] * 2
    assert control_chart([-value for value in rising]).trend.sum() == 7
    assert not control_chart([5, 3, 4, 5, 6, 6, 8, 9, 2, 6]).trend.any()


def test_two_of_three_points_near_a_limit_are_a_signal():
    chart = control_chart([10, 12, 8, 11, 9, 12, 8, 10, 16.0, 11.5, 16.2, 8, 12, 9, 10, 8, 12, 9], baseline=8)
    assert chart.two_of_three.tolist() == [False] * 8 + [True, False, True] + [False] * 7
    off = Rules(two_of_three=False)
    assert not control_chart([10, 12, 8, 11, 9, 12, 8, 10, 16.0, 11.5, 16.2, 8], rules=off, baseline=8).signal.any()


def test_a_missing_point_is_left_out_and_ends_no_limit():
    found = control_chart([10, np.nan, 12, 11, 9])
    assert found.centre[0] == 10.5
    assert np.isfinite(found.upper).all()
    assert not found.signal[1]
    shares = control_chart([5, np.nan, 10], [50, 60, 200], kind="p")
    assert shares.centre[0] == pytest.approx(15 / 250)


def test_many_series_are_charted_at_once():
    both = control_chart([QUIET, [2 * value for value in QUIET]])
    np.testing.assert_allclose(both.upper[1], 2 * both.upper[0])


@pytest.mark.parametrize(
    ("values", "sizes", "kind", "why"),
    [
        ([1, 2], None, "p", "needs sizes"),
        ([1, 2], [3, 4], "c", "takes no sizes"),
        ([-1, 2], None, "c", "no values below 0"),
        ([5, 2], [4, 4], "p", "no more events"),
        ([5, 2], None, "ewma", "kind is one of"),
    ],
)
def test_what_a_chart_cannot_show_is_refused(values, sizes, kind, why):
    with pytest.raises(ValueError, match=why):
        control_chart(values, sizes, kind=kind)


@given(arrays(np.float64, 12, elements=st.floats(1, 100).map(lambda v: round(v, 3))), st.floats(0.5, 20))
def test_another_unit_changes_no_signal(values, factor):
    plain, scaled = control_chart(values), control_chart(values * 2.0 ** round(factor))
    assert plain.signal.tolist() == scaled.signal.tolist()
    assert (plain.lower <= plain.centre).all()
