"""What must hold on every day of thirty years."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.methods.calendars.bank_holidays import england
from folkmoot.methods.calendars.council_years import council_year
from folkmoot.methods.calendars.counting import (
    Basis,
    back_from,
    clear_before,
    is_working,
    period_of_days,
    period_of_months,
)

ENGLAND = england()
days = st.dates(date(2005, 1, 1), date(2034, 12, 31))
numbers = st.integers(0, 40)


@given(days, numbers)
def test_exactly_n_working_days_lie_between(meeting, number):
    found = clear_before(meeting, number, ENGLAND).day
    between = [found + timedelta(n) for n in range(1, (meeting - found).days)]
    assert sum(is_working(day, ENGLAND) for day in between) == number


@given(days, numbers)
def test_no_later_working_day_will_do(meeting, number):
    found = clear_before(meeting, number, ENGLAND).day
    later = [found + timedelta(n) for n in range(1, (meeting - found).days)]
    assert is_working(found, ENGLAND)
    assert sum(is_working(day, ENGLAND) for day in later) == number


@given(days, st.integers(1, 40))
def test_counting_back_ends_on_a_working_day(meeting, number):
    count = back_from(meeting, number, ENGLAND)
    assert is_working(count.day, ENGLAND)
    assert len(count.counted) == number
    assert count.counted[-1] == count.day
    assert all(not is_working(each.day, ENGLAND) for each in count.skipped)


@given(days, numbers)
def test_working_days_satisfy_calendar_days(meeting, number):
    assert clear_before(meeting, number, ENGLAND).day <= clear_before(meeting, number, ENGLAND, Basis.CALENDAR).day


@given(days, days, numbers)
def test_a_later_meeting_never_has_an_earlier_deadline(one, other, number):
    first, second = sorted([one, other])
    assert back_from(first, number, ENGLAND).day <= back_from(second, number, ENGLAND).day
    assert clear_before(first, number, ENGLAND).day <= clear_before(second, number, ENGLAND).day


@given(days, st.integers(1, 400))
def test_a_period_of_days_has_that_many_days(first, number):
    assert (period_of_days(first, number) - first).days == number - 1


@given(days, st.integers(1, 72))
def test_the_day_after_a_period_of_months_is_the_corresponding_date(first, months):
    after = period_of_months(first, months) + timedelta(1)
    assert (after.year * 12 + after.month) - (first.year * 12 + first.month) == months
    assert after.day == first.day or after.day < first.day


@given(days)
def test_a_council_year_opens_with_its_annual_meeting(day):
    opened = date(day.year, 5, 25)
    assert council_year(day, [opened]).first_year == (day.year if day >= opened else day.year - 1)
