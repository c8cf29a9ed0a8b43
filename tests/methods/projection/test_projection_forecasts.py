"""Forecasts by a named rule, with the limits of one new figure, and what they say of a target."""

from datetime import date, timedelta
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.methods.projection.forecasts import BadForecast, Method, Outlook, Step, forecast, outlook

FIRST = date(2017, 12, 31)
YEARS = [FIRST + timedelta(365 * place) for place in range(12)]  # so that all are equally far apart
FIVE = tuple(zip(YEARS, (10.0, 12.0, 11.0, 14.0, 15.0), strict=False))


def test_a_straight_line_is_worked_out_by_hand():
    """Slope 1.2 a year about 12.4; s = sqrt(2.8 / 3); t of 3 degrees of freedom is 3.18245."""
    (step,) = forecast(FIVE, YEARS[5:6], Method.LINE)
    assert step.value == pytest.approx(16.0)
    assert step.upper - step.value == pytest.approx(3.18245 * (2.8 / 3 * 2.1) ** 0.5, rel=1e-5)
    assert step.value - step.lower == pytest.approx(step.upper - step.value)


def test_an_unchanged_level_is_the_mean_with_the_limits_of_one_more_figure():
    """s^2 = 17.2 / 4; t of 4 degrees of freedom is 2.77645."""
    near, far = forecast(FIVE, (YEARS[5], YEARS[11]), Method.LEVEL)
    assert (near.value, near.lower, near.upper) == (far.value, far.lower, far.upper)
    assert near.value == pytest.approx(12.4)
    assert near.upper - near.value == pytest.approx(2.77645 * (17.2 / 4 * 1.2) ** 0.5, rel=1e-5)


def test_a_steady_rate_of_change_is_a_straight_line_of_logarithms():
    halving = tuple(zip(YEARS, (80.0, 40.0, 20.0, 10.0), strict=False))
    step, later = forecast(halving, YEARS[4:6], Method.RATE)
    assert (step.value, later.value) == (pytest.approx(5), pytest.approx(2.5))
    logs = tuple((day, log(value)) for day, value in FIVE)
    (line,), (rate,) = forecast(logs, YEARS[6:7], Method.LINE), forecast(FIVE, YEARS[6:7], Method.RATE)
    assert [rate.lower, rate.value, rate.upper] == pytest.approx(np.exp([line.lower, line.value, line.upper]))


def test_limits_grow_with_the_distance_and_with_the_level():
    near, far = forecast(FIVE, (YEARS[5], YEARS[9]), Method.LINE)
    assert far.upper - far.lower > near.upper - near.lower
    (wider,) = forecast(FIVE, YEARS[5:6], Method.LINE, level=0.998)
    assert wider.upper > near.upper


def test_limits_are_cut_at_what_a_figure_can_be():
    (step,) = forecast(FIVE, YEARS[8:9], Method.LINE, least=17, most=22)
    assert (step.lower, step.upper) == (17, 22)


@pytest.mark.parametrize(
    ("ends", "said"),
    [((-np.inf, 15.5), "15.5 or less"), ((17.0, np.inf), "17 or more"), ((0.0, 15.0), "0 to 15")],
)
def test_a_forecast_beyond_what_a_figure_can_be_is_refused(ends, said):
    with pytest.raises(BadForecast, match=rf"leaves what it can be \({said}\)"):
        forecast(FIVE, YEARS[5:6], Method.LINE, least=ends[0], most=ends[1])


@pytest.mark.parametrize(
    ("observed", "day", "method", "said"),
    [
        (FIVE[:2], YEARS[5], Method.LINE, "needs 3 figures or more, each of another day; there are 2"),
        ((FIVE[0], FIVE[0], FIVE[0]), YEARS[5], Method.LINE, "each of another day"),
        (FIVE, YEARS[4], Method.LINE, "choose a day after 30 December 2021"),
        (((FIRST, 0.0), *FIVE[1:]), YEARS[5], Method.RATE, "no steady rate of change"),
    ],
)
def test_what_no_forecast_follows_from_is_refused_with_what_to_do(observed, day, method, said):
    with pytest.raises(BadForecast, match=said):
        forecast(observed, (day,), method)


@pytest.mark.parametrize(
    ("target", "low", "high"),
    [
        (9, Outlook.MISSED, Outlook.MET),
        (11, Outlook.UNLIKELY, Outlook.LIKELY),
        (12, Outlook.LIKELY, Outlook.LIKELY),
        (13, Outlook.LIKELY, Outlook.UNLIKELY),
        (15, Outlook.MET, Outlook.MISSED),
    ],
)
def test_a_target_would_be_met_or_missed_as_a_whole_or_by_the_value_alone(target, low, high):
    step = Step(YEARS[5], 12, 10, 14)
    assert outlook(step, target, low_is_good=True) is low
    assert outlook(step, target, low_is_good=False) is high


@given(
    st.lists(st.floats(1, 1000), min_size=3, max_size=12),
    st.floats(0.1, 100),
    st.floats(0, 50),
    st.sampled_from(Method),
)
def test_a_forecast_keeps_to_its_unit(values, factor, added, method):
    """Figures in another unit have their forecast in that unit; a straight line and a level also keep a shift."""
    shift = 0.0 if method is Method.RATE else added
    observed = tuple(zip(YEARS, values, strict=False))
    scaled = tuple((day, factor * value + shift) for day, value in observed)
    day = (YEARS[-1] + timedelta(365),)
    (one,), (other,) = forecast(observed, day, method), forecast(scaled, day, method)
    for name in ("value", "lower", "upper"):
        assert getattr(other, name) == pytest.approx(factor * getattr(one, name) + shift, rel=1e-6, abs=1e-6)
