"""The council's own published deadlines, and holiday vectors worked by hand."""

from datetime import date, datetime, time, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays

from folkmoot.methods.calendars.bank_holidays import OutsideTable, england
from folkmoot.methods.calendars.counting import (
    LONDON,
    Basis,
    at_clock,
    back_from,
    clear_before,
    in_time,
    is_working,
    period_of_days,
    period_of_months,
    period_of_years,
    working_days_after,
)

ENGLAND = england()
D = date.fromisoformat


@pytest.mark.parametrize(
    ("meeting", "number", "published"),
    [
        ("2021-11-11", 4, "2021-11-05"),
        ("2022-09-30", 4, "2022-09-26"),
        ("2023-01-12", 4, "2023-01-06"),
        ("2023-09-14", 4, "2023-09-08"),
        ("2023-09-29", 4, "2023-09-25"),
        ("2024-04-19", 4, "2024-04-15"),
        ("2025-07-18", 3, "2025-07-15"),
    ],
)
def test_the_deadlines_that_the_council_published(meeting, number, published):
    assert back_from(D(meeting), number, ENGLAND).day == D(published)


@pytest.mark.parametrize(
    ("meeting", "publish_by", "speak_by", "statement_by"),
    [
        ("2021-11-11", "2021-11-03", "2021-11-05", "2021-11-09"),
        ("2022-01-04", "2021-12-22", "2021-12-24", "2021-12-30"),
        ("2022-06-08", "2022-05-27", "2022-05-31", "2022-06-06"),
        ("2022-09-22", "2022-09-13", "2022-09-15", "2022-09-20"),
        ("2023-05-10", "2023-04-28", "2023-05-03", "2023-05-05"),
        ("2024-04-03", "2024-03-22", "2024-03-26", "2024-03-28"),
        ("2026-01-06", "2025-12-24", "2025-12-30", "2026-01-02"),
        ("2022-02-17", "2022-02-09", "2022-02-11", "2022-02-15"),
    ],
)
def test_deadlines_over_holidays(meeting, publish_by, speak_by, statement_by):
    meeting = D(meeting)
    assert clear_before(meeting, 5, ENGLAND).day == D(publish_by)
    assert back_from(meeting, 4, ENGLAND).day == D(speak_by)
    assert back_from(meeting, 2, ENGLAND).day == D(statement_by)


def test_the_day_before_the_meeting_is_one_day_back():
    assert back_from(D("2021-11-11"), 1, ENGLAND).day == D("2021-11-10")
    assert back_from(D("2021-11-11"), 0, ENGLAND).day == D("2021-11-11")


def test_a_count_says_what_it_counted():
    count = back_from(D("2021-11-11"), 4, ENGLAND)
    assert count.reason == "Fri 5 Nov is four working days before Thu 11 Nov: Wed 10, Tue 9, Mon 8, Fri 5."


def test_a_count_names_the_holidays_that_it_skipped():
    count = clear_before(D("2022-01-04"), 5, ENGLAND)
    assert count.reason == (
        "Wed 22 Dec leaves five clear working days before Tue 4 Jan: Fri 31, Thu 30, Wed 29, Fri 24, Thu 23. "
        "Not counted: Mon 3 Jan (New Year's Day (substitute day)), Tue 28 Dec (Boxing Day (substitute day)), "
        "Mon 27 Dec (Christmas Day (substitute day))."
    )
    assert [each.day for each in count.skipped] == [D("2022-01-03"), D("2021-12-28"), D("2021-12-27")]


def test_calendar_days_count_every_day():
    count = clear_before(D("2021-11-11"), 28, ENGLAND, Basis.CALENDAR)
    assert count.day == D("2021-10-13")
    assert len(count.counted) == 28
    assert count.reason.startswith("Wed 13 Oct leaves 28 clear days before Thu 11 Nov: Wed 10, Tue 9, Mon 8, Sun 7,")


def test_no_clear_days_leave_the_day_before():
    count = clear_before(D("2021-11-11"), 0, ENGLAND)
    assert count.day == D("2021-11-10")
    assert count.reason == "Wed 10 Nov leaves no clear working days before Thu 11 Nov: no day lies between."


def test_days_are_never_counted_forwards():
    with pytest.raises(ValueError, match="-1 is negative"):
        back_from(D("2021-11-11"), -1, ENGLAND)


@pytest.mark.parametrize("day", ["1999-12-31", "2041-01-02"])
def test_a_date_beyond_the_table_is_refused(day):
    with pytest.raises(OutsideTable, match="2000 to 2040"):
        back_from(D(day), 1, ENGLAND)


def test_nine_by_the_clock_is_in_time_and_a_microsecond_later_is_late():
    deadline = at_clock(D("2021-11-05"), time(9))
    assert deadline == datetime(2021, 11, 5, 9, tzinfo=LONDON)
    assert in_time(deadline, deadline)
    assert not in_time(deadline + timedelta(microseconds=1), deadline)


def test_nine_by_the_clock_is_eight_by_utc_in_summer():
    assert at_clock(D("2025-07-15"), time(9)).utcoffset() == timedelta(hours=1)
    assert at_clock(D("2021-11-05"), time(9)).utcoffset() == timedelta(0)


def test_periods_that_begin_with_a_day_include_it():
    assert period_of_days(D("2021-05-10"), 28) == D("2021-06-06")
    assert period_of_months(D("2021-11-12"), 2) == D("2022-01-11")
    assert period_of_months(D("2021-12-31"), 2) == D("2022-02-27")
    assert period_of_years(D("2021-11-11"), 6) == D("2027-11-10")
    assert period_of_years(D("2021-11-11"), 4) == D("2025-11-10")


def test_a_period_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one day"):
        period_of_days(D("2021-05-10"), 0)
    with pytest.raises(ValueError, match="at least one month"):
        period_of_months(D("2021-05-10"), 0)


def test_closure_days_make_a_count_stricter():
    stricter = ENGLAND.with_closure_days({D("2021-11-08"): "Council closure day"})
    count = back_from(D("2021-11-11"), 4, stricter)
    assert count.day == D("2021-11-04")
    assert count.reason.endswith("Not counted: Mon 8 Nov (Council closure day).")
    assert "council closure days" in stricter.source


def test_a_closure_day_does_not_rename_a_bank_holiday():
    stricter = ENGLAND.with_closure_days({D("2021-12-27"): "Closed"})
    assert stricter.name(D("2021-12-27")) == ENGLAND.name(D("2021-12-27"))


def test_the_table_agrees_with_gov_uk_wherever_both_know():
    events = BankHolidays(use_cached_holidays=True).get_holidays(division="england-and-wales")
    published = {event["date"] for event in events}
    years = range(min(published).year, max(published).year + 1)
    ours = {day for day in ENGLAND.names if day.year in years and day.weekday() < 5}
    assert ours == {day for day in published if day.weekday() < 5}


@pytest.mark.parametrize("day", ["2022-06-03", "2022-09-19", "2023-05-08", "2021-12-28", "2021-11-06", "2021-11-07"])
def test_proclaimed_days_and_weekends_are_not_working_days(day):
    assert not is_working(D(day), ENGLAND)


def test_holidays_are_called_as_they_are_in_england():
    found = back_from(date(2023, 5, 10), 4, england())
    assert "Not counted: Mon 8 May (Coronation of Charles III)." in found.reason
    assert england().name(date(2023, 5, 1)) == "Early May bank holiday"


@pytest.mark.parametrize("day", ["2000-01-03", "2040-12-26"])
def test_the_first_and_the_last_year_of_the_table_are_known(day):
    assert not is_working(D(day), ENGLAND)


def test_one_day_is_a_day_and_not_days():
    assert back_from(D("2021-11-11"), 1, ENGLAND).reason == ("Wed 10 Nov is one working day before Thu 11 Nov: Wed 10.")


def test_working_days_after_a_day_leave_weekends_and_holidays_out():
    closed = ENGLAND
    assert working_days_after(date(2021, 12, 24), 1, closed) == date(2021, 12, 29)
    assert working_days_after(date(2021, 10, 29), 10, closed) == date(2021, 11, 12)
    assert working_days_after(date(2021, 12, 24), 0, closed) == date(2021, 12, 24)
    with pytest.raises(ValueError, match="-1 is negative"):
        working_days_after(date(2021, 12, 24), -1, closed)
