from datetime import date, datetime, time

import pytest

from folkmoot.methods.calendars.bank_holidays import england
from folkmoot.methods.calendars.council_years import council_year
from folkmoot.methods.calendars.counting import LONDON, Counting
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
