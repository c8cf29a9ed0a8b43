import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.methods.statistics import (
    Outcome,
    Polarity,
    Status,
    compare,
    compare_overlap,
    compare_with_limits,
    compare_with_target,
    funnel_limits,
    proportion,
    recent_trend,
    recent_trend_of_proportions,
)

HIGH, LOW, NEITHER = Polarity.HIGH_GOOD, Polarity.LOW_GOOD, Polarity.NONE


def outcomes(found):
    return [Outcome(code) for code in found.outcome.ravel().tolist()]


# ── against a benchmark ──


def test_a_benchmark_outside_the_areas_own_interval_makes_it_better_or_worse():
    found = compare([11, 5, 8], [14, 9, 12], 10, polarity=HIGH)
    assert outcomes(found) == [Outcome.BETTER, Outcome.WORSE, Outcome.SIMILAR]
    assert found.place.tolist() == [1, -1, 0]
    assert outcomes(compare([11, 5, 8], [14, 9, 12], 10, polarity=LOW)) == [
        Outcome.WORSE,
        Outcome.BETTER,
        Outcome.SIMILAR,
    ]


def test_without_a_polarity_a_value_is_only_higher_or_lower():
    assert outcomes(compare([11, 5], [14, 9], 10, polarity=NEITHER)) == [Outcome.HIGHER, Outcome.LOWER]


def test_a_benchmark_on_a_limit_is_similar():
    assert outcomes(compare([10, 5], [14, 10], 10, polarity=HIGH)) == [Outcome.SIMILAR] * 2


def test_two_levels_make_five_classes():
    lower, upper = np.array([11, 10.5, 8, 5, 2]), np.array([14, 13, 12, 9.5, 6])
    wider = (lower - 0.8, upper + 0.8)
    found = compare(lower, upper, 10, polarity=LOW, wider=wider)
    assert outcomes(found) == [
        Outcome.MUCH_WORSE, Outcome.WORSE, Outcome.SIMILAR, Outcome.BETTER, Outcome.MUCH_BETTER,
    ]  # fmt: skip
    assert outcomes(compare(lower, upper, 10, polarity=NEITHER, wider=wider))[0] == Outcome.MUCH_HIGHER
    assert found.words().tolist() == ["worse (99.8 %)", "worse", "similar", "better", "better (99.8 %)"]


def test_nothing_is_compared_without_limits_or_with_itself():
    found = compare([np.nan, 11, 11, 11], [14, np.inf, 14, 14], [10, 10, np.nan, 10], polarity=HIGH, same=[0, 0, 0, 1])
    assert outcomes(found) == [Outcome.NOT_COMPARED] * 4
    assert (found.status == Status.NOT_COMPARED).all()
    assert found.words()[0] == "not compared"
    one = compare(11, 14, 10, polarity=HIGH, wider=(np.nan, 15))
    assert outcomes(one) == [Outcome.NOT_COMPARED]


def test_intervals_that_touch_overlap():
    found = compare_overlap([11, 10, 2], [14, 12, 6], 7, 10, polarity=HIGH)
    assert outcomes(found) == [Outcome.BETTER, Outcome.SIMILAR, Outcome.WORSE]
    assert outcomes(compare_overlap(1, 2, np.nan, 10, polarity=HIGH)) == [Outcome.NOT_COMPARED]


def test_a_value_is_held_against_limits_round_what_is_expected():
    expected = funnel_limits("proportion", 20, [100, 100, 100], per=100)
    found = compare_with_limits(
        [35, 28.5, 20], expected.lower[:, 0], expected.upper[:, 0],
        polarity=LOW, wider=(expected.lower[:, 1], expected.upper[:, 1]),
    )  # fmt: skip
    assert outcomes(found) == [Outcome.MUCH_WORSE, Outcome.WORSE, Outcome.SIMILAR]
    assert outcomes(compare_with_limits(5, 7, 9, polarity=HIGH)) == [Outcome.WORSE]


def test_a_target_can_be_met_by_the_value_or_by_its_interval():
    assert outcomes(compare_with_target([4.9, 5, 6], [4.9, 5, 6], 5, polarity=LOW)) == [
        Outcome.BETTER,
        Outcome.BETTER,
        Outcome.WORSE,
    ]
    assert outcomes(compare_with_target([4, 5.1], [6, 7], 5, polarity=LOW)) == [Outcome.SIMILAR, Outcome.WORSE]
    assert outcomes(compare_with_target([95, 80], [97, 94], 95, polarity=HIGH)) == [Outcome.BETTER, Outcome.WORSE]


def test_a_target_can_be_a_range():
    found = compare_with_target([96, 91, 80], [96, 91, 80], 90, polarity=HIGH, top=95)
    assert outcomes(found) == [Outcome.BETTER, Outcome.SIMILAR, Outcome.WORSE]


@pytest.mark.parametrize("place", range(4))
def test_every_comparison_needs_all_of_its_figures(place):
    def without(*figures):
        return [np.nan if place == each else figure for each, figure in enumerate(figures)]

    assert outcomes(compare_overlap(*without(5, 6, 1, 2), polarity=HIGH)) == [Outcome.NOT_COMPARED]
    low, high, mark, _ = without(5, 6, 1, 2)
    expected = Outcome.BETTER if place == 3 else Outcome.NOT_COMPARED
    assert outcomes(compare(low, high, mark, polarity=HIGH)) == [expected]
    assert outcomes(compare_with_limits(mark, low, high, polarity=LOW)) == [expected]
    _, _, least, most = without(0, 0, 4, 7)
    expected = Outcome.NOT_COMPARED if place > 1 else Outcome.MUCH_BETTER
    assert outcomes(compare(5, 6, 1, polarity=HIGH, wider=(least, most))) == [expected]
    assert outcomes(compare_with_limits(1, 5, 6, polarity=LOW, wider=(least, most))) == [expected]
    low, high, aim, top = without(5, 6, 1, 2)
    found = compare_with_target(low, high, aim, polarity=HIGH, top=top)
    assert outcomes(found) == [Outcome.NOT_COMPARED]
    assert found.place == 0
    assert found.status == Status.NOT_COMPARED


def test_figures_that_touch_are_similar():
    assert outcomes(compare_overlap([5, 5], [6, 6], [6, 4], [7, 5], polarity=HIGH)) == [Outcome.SIMILAR] * 2
    assert outcomes(compare_with_limits([5, 6], 5, 6, polarity=HIGH)) == [Outcome.SIMILAR] * 2
    inside = compare_with_limits([4, 7], 5, 6, polarity=NEITHER, wider=(4, 7))
    assert outcomes(inside) == [Outcome.LOWER, Outcome.HIGHER]
    assert outcomes(compare_with_target([80, 95], [95, 99], 95, polarity=HIGH)) == [Outcome.SIMILAR, Outcome.BETTER]
    assert outcomes(compare_with_target([80, 95], [95, 99], 95, polarity=LOW)) == [Outcome.BETTER, Outcome.SIMILAR]
    assert outcomes(compare_with_target([90, 95], [90, 95], 90, polarity=LOW, top=95)) == [Outcome.SIMILAR] * 2


def test_an_area_is_never_compared_with_itself_by_any_rule():
    same = [True, False]
    wanted = [Outcome.NOT_COMPARED, Outcome.BETTER]
    assert outcomes(compare(5, 6, 1, polarity=HIGH, same=same)) == wanted
    assert outcomes(compare_overlap(5, 6, 1, 2, polarity=HIGH, same=same)) == wanted
    assert outcomes(compare_with_limits(7, 5, 6, polarity=HIGH, same=same)) == wanted


def test_the_codes_of_the_outcomes_never_change():
    assert [int(outcome) for outcome in Outcome] == [-128, -12, -11, -2, -1, 0, 1, 2, 11, 12]


@given(st.floats(0, 1), st.integers(5, 400), st.floats(0.05, 0.95))
def test_turning_the_polarity_round_turns_better_into_worse(share, size, benchmark):
    found = proportion(round(share * size), size, levels=(0.95, 0.998))
    args = (found.lower[0], found.upper[0], benchmark)
    wider = (found.lower[1], found.upper[1])
    high, low = (compare(*args, polarity=p, wider=wider) for p in (HIGH, LOW))
    assert int(high.outcome) == -int(low.outcome)
    assert int(high.place) == int(low.place)


# ── recent trends: figures that the national profile tool shows, with the trend that it shows ──

# Fingertips 41203, preventable sight loss from diabetic eye disease, England, crude rate per 100,000, 2020 to 2024.
SIGHT_LOSS = (
    [2.935, 1.93028, 2.7567, 2.8701, 3.0121],
    [2.7841, 1.8085, 2.6113, 2.7225, 2.8616],
    [3.0919, 2.058, 2.9082, 3.0237, 3.1683],
)
# Fingertips 30309, MMR for one dose at 2 years, Yorkshire and the Humber, 2020 to 2024: children vaccinated, children.
MMR = ([57274, 55865, 53681, 51767, 53185], [61834, 60511, 59074, 57508, 59028])
MMR_LIMITS = (
    [92.6254, 92.3221, 90.8708, 90.017, 90.1013],
    [92.4168, 92.1072, 90.6358, 89.7694, 89.8578],
    [92.8288, 92.5315, 91.1004, 90.2594, 90.3396],
)
# Fingertips 241, recorded diabetes, England, 2020 to 2024.
DIABETES = ([3455176, 3491868, 3625401, 3774801, 3938080], [48783947, 49122259, 49956777, 50649129, 51441896])


def test_published_trends_are_found():
    assert recent_trend(*SIGHT_LOSS, polarity=LOW).direction == 1
    assert recent_trend(*SIGHT_LOSS, polarity=LOW).better == -1
    assert recent_trend(*MMR_LIMITS, polarity=HIGH).direction == -1
    assert recent_trend_of_proportions(*MMR, polarity=HIGH).better == -1
    assert recent_trend_of_proportions(*DIABETES).direction == 1
    assert recent_trend_of_proportions(*DIABETES).better == 0


def test_the_slope_and_its_chi_squared_are_those_of_a_weighted_line():
    value, lower, upper = (np.array(column) for column in SIGHT_LOSS)
    weight = ((upper - lower) / 3.92) ** -2
    time = np.arange(5)
    design = np.vstack([np.ones(5), time]).T
    covariance = np.linalg.inv(design.T @ (weight[:, None] * design))
    slope = (covariance @ design.T @ (weight * value))[1]
    found = recent_trend(value, lower, upper)
    assert found.slope == pytest.approx(slope, rel=1e-9)
    assert found.chi_squared == pytest.approx(slope**2 / covariance[1, 1], rel=1e-9)


@pytest.mark.parametrize("last", [30, -10])
def test_one_point_that_carries_the_trend_alone_is_no_trend(last):
    value = np.array([10.0, 10, 10, 10, last])
    assert recent_trend(value, value - 1, value + 1).direction == 0
    assert recent_trend(value, value - 1, value + 1).chi_squared > 9.55


def straight(chi_squared):
    """A line of five points with standard errors of 1, whose slope has the chi-squared: slope^2 times 10."""
    value = np.sqrt(chi_squared / 10) * np.arange(5)
    return value, value - 1.96, value + 1.96


def test_a_trend_is_called_beyond_the_chi_squared_of_the_level():
    """9.5495 at 99.8 %, 3.8415 at 95 %."""
    assert recent_trend(*straight(9.54)).direction == 0
    assert recent_trend(*straight(9.56)).direction == 1
    assert recent_trend(*straight(3.83), level=0.95).direction == 0
    assert recent_trend(*straight(3.85), level=0.95).direction == 1
    assert recent_trend(*straight(9.56)).chi_squared == pytest.approx(9.56)


@pytest.mark.parametrize("value", [0.0, 0.1, 1e6 / 3])
def test_a_series_that_never_changes_has_a_slope_of_exactly_none(value):
    found = recent_trend(np.full(5, value), np.full(5, value - 1e-9), np.full(5, value + 1e-9))
    assert found.slope == 0
    assert found.direction == 0


def test_the_slope_of_proportions_is_that_of_their_logits_weighted_by_what_they_tell():
    count, base = np.array([30.0, 45, 40, 70, 90]), np.array([100.0, 120, 110, 130, 105])
    share = count / base
    weight, time = base * share * (1 - share), np.arange(5)
    mean = np.average(time, weights=weight)
    slope = (weight * (time - mean) * np.log(share / (1 - share))).sum() / (weight * (time - mean) ** 2).sum()
    assert recent_trend_of_proportions(count, base).slope == pytest.approx(slope, rel=1e-10)


def test_the_points_are_counted_along_the_last_axis_only():
    many, few = np.full((2, 6), 30), np.full((7, 3), 30)
    assert recent_trend(many, many - 1, many + 1).status.tolist() == [0, 0]
    assert recent_trend(few, few - 1, few + 1).status.tolist() == [Status.TOO_FEW_AREAS] * 7
    assert recent_trend_of_proportions(many, 2 * many).status.tolist() == [0, 0]
    assert recent_trend_of_proportions(few, 2 * few).status.tolist() == [Status.TOO_FEW_AREAS] * 7


def test_a_series_among_others_has_the_trend_it_has_alone():
    value, lower, upper = (
        np.stack([a, b, np.full(5, c)]) for a, b, c in zip(SIGHT_LOSS, MMR_LIMITS, (2, 1, 3), strict=True)
    )
    together = recent_trend(value, lower, upper)
    shares = recent_trend_of_proportions(*(np.stack(both) for both in zip(MMR, DIABETES, strict=True)))
    for place in range(3):
        alone = recent_trend(value[place], lower[place], upper[place])
        assert together.slope[place] == pytest.approx(float(alone.slope), rel=1e-12)
        assert together.chi_squared[place] == pytest.approx(float(alone.chi_squared), rel=1e-12)
    assert together.direction.tolist() == [1, -1, 0]
    assert shares.direction.tolist() == [-1, 1]
    for place, alone in enumerate((recent_trend_of_proportions(*MMR), recent_trend_of_proportions(*DIABETES))):
        assert shares.chi_squared[place] == pytest.approx(float(alone.chi_squared), rel=1e-12)


@pytest.mark.parametrize(
    ("count", "base", "why"),
    [(1, 1, Status.BELOW_MINIMUM_COUNT), (9, 9, Status.BELOW_MINIMUM_COUNT), (0, 9, Status.BELOW_MINIMUM_COUNT),
     (0, 0, Status.ZERO_DENOMINATOR), (8, 9, Status.OK), (1, 9, Status.OK), (1, 2, Status.OK)],
)  # fmt: skip
def test_a_share_of_none_or_of_all_has_no_trend_and_its_neighbours_have(count, base, why):
    assert recent_trend_of_proportions([3, 4, 5, 4, count], [9, 9, 9, 9, base]).status == why


def test_armitages_chi_squared_is_that_of_the_published_example():
    """Armitage, Berry and Matthews, Statistical Methods in Medical Research: carriers by size of tonsils."""
    found = recent_trend_of_proportions([19, 29, 24], [516, 589, 293], points=3)
    assert found.chi_squared == pytest.approx(7.19, abs=0.01)


def test_series_that_cannot_have_a_trend_say_why():
    assert Status(int(recent_trend([1, 2], [0, 1], [2, 3]).status)) is Status.TOO_FEW_AREAS
    broken = recent_trend([[1, 2, np.nan, 4, 5]], [[0, 1, 2, 3, 4]], [[2, 3, 4, 5, 6]])
    assert broken.status.tolist() == [Status.MISSING]
    assert np.isnan(broken.slope).all()
    no_width = recent_trend([1, 2, 3, 4, 5], [1, 1, 2, 3, 4], [1, 3, 4, 5, 6])
    assert no_width.status == Status.MISSING
    assert recent_trend_of_proportions([1, 2], [9, 9]).status == Status.TOO_FEW_AREAS
    rows = recent_trend_of_proportions(
        [[0, 1, 2, 3, 4], [1, 2, 3, 4, np.nan], [1, 2, 3, 4, 5]],
        [[9, 9, 9, 9, 9], [9, 9, 9, 9, 9], [9, 9, 9, 9, 0]],
    )
    assert rows.status.tolist() == [Status.BELOW_MINIMUM_COUNT, Status.MISSING, Status.ZERO_DENOMINATOR]


def test_only_the_latest_points_count():
    value, lower, upper = (np.r_[99.0, column] for column in SIGHT_LOSS)
    assert recent_trend(value, lower, upper).slope == recent_trend(*SIGHT_LOSS).slope
    count, base = (np.r_[99.0, column] for column in MMR)
    assert recent_trend_of_proportions(count, base).slope == recent_trend_of_proportions(*MMR).slope


@given(st.lists(st.integers(1, 100), min_size=5, max_size=5))
def test_a_series_turned_round_turns_its_trend_round(values):
    value = np.array(values, dtype=float)
    forwards, backwards = (recent_trend(v, v - 2, v + 2) for v in (value, value[::-1]))
    assert int(forwards.direction) == -int(backwards.direction)
    assert float(forwards.chi_squared) == pytest.approx(float(backwards.chi_squared), abs=1e-6)
