"""Targets and projections follow from their rule on any day."""

from datetime import date
from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.methods.projection.trajectories import BadPath, Path, yearly


def test_a_level_holds_from_its_day_on():
    path = Path(((date(2025, 12, 31), 5.0),))
    assert isnan(path.on(date(2025, 12, 30)))
    assert path.on(date(2025, 12, 31)) == path.on(date(2040, 1, 1)) == 5


def test_between_two_points_a_path_is_straight_and_after_the_last_it_stays():
    path = Path(((date(2021, 1, 1), 12.0), (date(2021, 1, 11), 10.0), (date(2021, 1, 21), 5.0)))
    assert [path.on(date(2021, 1, day)) for day in (1, 6, 11, 16, 21, 31)] == [12, 11, 10, 7.5, 5, 5]


@pytest.mark.parametrize("points", [(), ((date(2021, 1, 1), 1.0), (date(2021, 1, 1), 2.0))])
def test_a_path_needs_points_on_later_and_later_days(points):
    with pytest.raises(BadPath, match="each is on a later day"):
        Path(points)


def test_five_per_cent_less_each_year_is_of_the_year_before():
    path = yearly(date(2020, 2, 29), 1000.0, -0.05, 2)
    assert path.points == (
        (date(2020, 2, 29), 1000.0), (date(2021, 2, 28), 950.0), (date(2022, 2, 28), pytest.approx(902.5)),
    )  # fmt: skip
    assert yearly(date(2020, 3, 31), 100.0, 0.1, 1).points[1] == (date(2021, 3, 31), pytest.approx(110))


@pytest.mark.parametrize(("change", "years"), [(-1.0, 3), (-0.05, 0)])
def test_a_yearly_path_goes_on_and_loses_less_than_everything(change: float, years: int):
    with pytest.raises(BadPath, match="for a year or more"):
        yearly(date(2020, 1, 1), 100.0, change, years)


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.floats(0, 100), st.floats(0, 100), st.integers(1, 4000))
def test_a_path_never_leaves_the_values_of_its_points(first: date, low: float, high: float, days: int):
    last = date.fromordinal(first.toordinal() + days)
    found = Path(((first, low), (last, high))).on(date.fromordinal(first.toordinal() + days // 2))
    assert min(low, high) - 1e-9 <= found <= max(low, high) + 1e-9
