from dataclasses import replace
from datetime import date, datetime, time

import pytest

from folkmoot.methods.calendars.bank_holidays import england
from folkmoot.methods.calendars.council_years import council_year, opens_on
from folkmoot.methods.calendars.counting import LONDON, Basis, Counting
from folkmoot.methods.calendars.notice import Kind, NoRule, Rule, days_between, deadline, rule_in_force

ENGLAND = england()
D = date.fromisoformat
PUBLISH = Rule("N2", Kind.PUBLISH_AGENDA, 5, Counting.CLEAR, "LGA 1972 s100B(3)", D("2002-01-01"))
SPEAK_4 = Rule("P1", Kind.REQUEST_TO_SPEAK, 4, Counting.BACK, "agenda", D("2021-05-01"), D("2024-12-31"), time(9))
SPEAK_3 = Rule("P1", Kind.REQUEST_TO_SPEAK, 3, Counting.BACK, "agenda", D("2025-01-01"), None, time(9))
RULES = [PUBLISH, SPEAK_4, SPEAK_3]


@pytest.mark.parametrize(
    ("day", "number"), [("2021-05-01", 4), ("2024-12-31", 4), ("2025-01-01", 3), ("2025-07-18", 3)]
)
def test_the_rule_of_the_day_is_used(day, number):
    assert rule_in_force(RULES, Kind.REQUEST_TO_SPEAK, D(day)).number == number


def test_the_latest_of_two_rules_in_force_is_used():
    newer = Rule("P1", Kind.REQUEST_TO_SPEAK, 2, Counting.BACK, "agenda", D("2021-06-01"))
    assert rule_in_force([newer, SPEAK_4], Kind.REQUEST_TO_SPEAK, D("2021-11-11")) is newer


def test_a_day_without_a_rule_is_named():
    with pytest.raises(NoRule, match="request to speak was in force on 30 April 2021"):
        rule_in_force(RULES, Kind.REQUEST_TO_SPEAK, D("2021-04-30"))


def test_a_deadline_by_the_clock_carries_its_moment():
    found = deadline(SPEAK_4, D("2021-11-11"), ENGLAND)
    assert found.at == datetime(2021, 11, 5, 9, tzinfo=LONDON)
    assert found.calendar_count is None


def test_clear_days_are_shown_in_both_counts():
    found = deadline(PUBLISH, D("2021-11-11"), ENGLAND)
    assert (found.day, found.at) == (D("2021-11-03"), None)
    assert found.calendar_count is not None
    assert found.calendar_count.day == D("2021-11-05")


def test_on_time_publication_leaves_residents_one_full_working_day():
    published = deadline(PUBLISH, D("2021-11-11"), ENGLAND).day
    closes = deadline(SPEAK_4, D("2021-11-11"), ENGLAND).day
    assert days_between(published, closes, ENGLAND) == 1
    assert days_between(closes, closes, ENGLAND) == 0


@pytest.mark.parametrize(
    ("day", "label", "suffix"),
    [("2021-09-30", "2021/22", "21"), ("2023-03-30", "2022/23", "22"), ("2099-12-01", "2099/00", "99")],
)
def test_minutes_are_numbered_by_the_year_in_which_the_council_year_began(day, label, suffix):
    year = council_year(D(day))
    assert (year.label, year.suffix) == (label, suffix)


@pytest.mark.parametrize(("day", "year"), [("2021-05-07", 2020), ("2021-05-08", 2021)])
def test_a_council_year_opens_on_8_may_where_no_annual_meeting_is_known(day, year):
    assert opens_on(2021) == D("2021-05-08")
    assert council_year(D(day)).first_year == year


def test_a_council_year_opens_on_the_very_day_of_its_annual_meeting():
    meetings = [D("2020-05-19"), D("2021-05-18")]
    assert opens_on(2021, meetings) == D("2021-05-18")
    assert [council_year(D(day), meetings).first_year for day in ("2021-05-17", "2021-05-18")] == [2020, 2021]


@pytest.mark.parametrize(
    ("number", "counting", "basis", "words"),
    [
        (5, Counting.CLEAR, Basis.WORKING, "five clear working days before the meeting"),
        (4, Counting.BACK, Basis.WORKING, "four working days before the meeting"),
        (28, Counting.CLEAR, Basis.CALENDAR, "28 clear days before the meeting"),
        (10, Counting.BACK, Basis.CALENDAR, "ten days before the meeting"),
        (11, Counting.BACK, Basis.CALENDAR, "11 days before the meeting"),
        (1, Counting.BACK, Basis.WORKING, "one working day before the meeting"),
        (1, Counting.CLEAR, Basis.CALENDAR, "one clear day before the meeting"),
        (0, Counting.CLEAR, Basis.WORKING, "no clear working days before the meeting"),
        (0, Counting.BACK, Basis.WORKING, "on the day of the meeting"),
    ],
)
def test_a_rule_says_its_period_of_notice_in_words(number, counting, basis, words):
    assert Rule("R", Kind.PUBLISH_AGENDA, number, counting, "rules", D("2002-01-01"), basis=basis).words == words


def test_a_rule_counts_working_days_unless_it_says_otherwise():
    assert PUBLISH.basis is Basis.WORKING
    calendar = replace(PUBLISH, number=28, basis=Basis.CALENDAR)
    assert deadline(calendar, D("2021-11-11"), ENGLAND).day == D("2021-10-13")


def test_a_rule_without_an_hour_allows_the_whole_day_and_midnight_is_an_hour():
    assert deadline(replace(SPEAK_4, clock=None), D("2021-11-11"), ENGLAND).at is None
    midnight = deadline(replace(SPEAK_4, clock=time(0)), D("2021-11-11"), ENGLAND)
    assert midnight.at == datetime(2021, 11, 5, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("published", "closes", "days"),
    [
        ("2021-11-03", "2021-11-05", 1),
        ("2021-11-04", "2021-11-05", 0),
        ("2021-11-05", "2021-11-08", 0),
        ("2021-11-05", "2021-11-09", 1),
        ("2021-11-01", "2021-11-05", 3),
        ("2021-11-03", "2021-11-12", 6),
        ("2021-12-24", "2021-12-30", 1),
        ("2021-11-09", "2021-11-05", 0),
    ],
)
def test_residents_have_the_working_days_between_publication_and_the_closing_day(published, closes, days):
    assert days_between(D(published), D(closes), ENGLAND) == days
