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


def test_a_moving_range_is_screened_out_beyond_3_267_times_the_mean_and_not_before():
    """Nine moving ranges of 1 and one of r: r is left out where it exceeds 3.267 (9 + r) / 10, that is 4.367."""
    for jump, mean in ((4.3, 1.33), (4.4, 1.0)):
        values = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1 + jump]
        found = control_chart(values, screen=True)
        np.testing.assert_allclose(found.upper - found.centre, 3 / 1.128 * mean)


def test_a_baseline_of_shares_is_that_of_its_events_and_sizes():
    found = control_chart([5, 10, 90], [50, 200, 100], kind="p", baseline=2)
    np.testing.assert_allclose(found.centre, 15 / 250)
    np.testing.assert_allclose(found.upper[2], 0.06 + 3 * np.sqrt(0.06 * 0.94 / 100))


def test_counts_may_be_none_and_shares_may_be_all():
    assert control_chart([0, 3, 0], kind="c").values.tolist() == [0, 3, 0]
    assert control_chart([0, 4], [4, 4], kind="p").values.tolist() == [0, 1]


# ── signals ──

SIXTEENS = [16] * 4  # a count chart with its centre at 16 has its limits at 4 and 28, two thirds of the way at 8 and 24
ALONE = Rules(shift=99, trend=99)


def counts(*later):
    return control_chart([*SIXTEENS, *later], kind="c", rules=ALONE, baseline=4)


@pytest.mark.parametrize(("count", "outside"), [(28, False), (29, True), (4, False), (3, True)])
def test_a_point_on_a_limit_lies_inside(count, outside):
    assert counts(count).outside.tolist() == [False] * 4 + [outside]
    assert counts(count).signal[4] == outside


@pytest.mark.parametrize(
    ("count", "signal"),
    [(24, False), (25, True), (28, True), (29, False), (8, False), (7, True), (4, True), (3, False)],
)
def test_two_of_three_lie_beyond_two_thirds_of_the_way_and_within_the_limit(count, signal):
    for later in ([count, count, 16], [count, count, count]):
        near = [signal] * later.count(count) if later[2] != 16 else [False] * 2
        assert counts(*later).two_of_three[4 : 4 + len(near)].tolist() == near


def test_the_third_of_three_lies_on_the_same_side_and_carries_no_signal_itself():
    assert counts(25, 17, 25).two_of_three[4:].tolist() == [True, False, True]
    assert counts(17, 25, 25).two_of_three[4:].tolist() == [False, True, True]
    assert counts(7, 15, 7).two_of_three[4:].tolist() == [True, False, True]
    assert not counts(25, 15, 25).two_of_three.any()
    assert not counts(25, 16, 25).two_of_three.any()
    assert not counts(25, 17, 17).two_of_three.any()
    assert not counts(25, 7, 25).two_of_three.any()


def test_two_near_points_at_the_very_end_or_beginning_need_a_third():
    assert not counts(15, 25, 25).two_of_three.any()
    assert not counts(25).two_of_three.any()
    begun = control_chart([25, 25, 15, 16, 16, 16, 16, 10, 10, 8, 19], kind="c", rules=ALONE)
    assert begun.centre[0] == 16
    assert not begun.two_of_three.any()


def test_a_series_that_never_changes_has_no_signal():
    assert not control_chart([5] * 12).signal.any()


UNEASY = [16, 16, 17, 15]


@pytest.mark.parametrize(("length", "shift"), [(6, False), (7, True), (8, True)])
@pytest.mark.parametrize("side", [15, 17])
def test_a_shift_may_stand_at_either_end(length, shift, side):
    run = [side] * length
    found = control_chart([*UNEASY, 32 - side, *run], kind="c", baseline=4)
    assert found.shift.tolist() == [False] * 5 + [shift] * length
    first = control_chart([*run, 32 - side, *run], kind="c", rules=Rules(shift=length))
    assert first.shift.sum() == 2 * length


def test_a_point_on_the_centre_ends_a_shift():
    assert not control_chart([*UNEASY, 15, 17, 17, 17, 16, 17, 17, 17, 17], kind="c", baseline=4).shift.any()


@pytest.mark.parametrize(("length", "trend"), [(6, False), (7, True), (8, True)])
@pytest.mark.parametrize("way", [1, -1])
def test_a_trend_may_stand_at_either_end(length, trend, way):
    run = [16 + way * place for place in range(length)]
    last = control_chart([*run[:1], *run], kind="c")
    assert last.trend.tolist() == [False] + [trend] * length
    first = control_chart([*run, run[-1]], kind="c")
    assert first.trend.tolist() == [trend] * length + [False]


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
    ("kind", "more"),
    [
        ("xmr", {}),
        ("xmr", {"screen": True}),
        ("t", {"screen": True}),
        ("p", {}),
        ("u", {"baseline": 9}),
        ("c", {}),
        ("g", {}),
    ],
)
def test_a_series_among_others_is_charted_as_it_is_alone(kind, more):
    series = np.array([[*QUIET, 20, 9], [1, 2, 1, 3, 1, 2, 1, 2, 1, 2, 1, 14], range(1, 13)])
    sizes = np.array([40, 20, 30])[:, None] + np.arange(12) if kind in ("p", "u") else None
    together = control_chart(series, sizes, kind=kind, **more)
    for place, values in enumerate(series):
        alone = control_chart(values, None if sizes is None else sizes[place], kind=kind, **more)
        np.testing.assert_array_equal(together.centre[place], alone.centre)
        np.testing.assert_array_equal(together.upper[place], alone.upper)
        np.testing.assert_array_equal(together.signal[place], alone.signal)


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
