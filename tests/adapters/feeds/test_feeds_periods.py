"""Periods as publishers write them."""

from datetime import date

import pytest

from folkmoot.adapters.feeds.periods import day, last_day


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("2021", date(2021, 12, 31)),
        ("2021.0", date(2021, 12, 31)),
        ("2021 (prov)", date(2021, 12, 31)),
        ("2020/21", date(2021, 3, 31)),
        ("2020-21", date(2021, 3, 31)),
        ("202021", date(2021, 3, 31)),
        ("2020/2021", date(2021, 3, 31)),
        ("1999/00", date(2000, 3, 31)),
        ("2016-17 (OT)", date(2017, 3, 31)),
        ("2014-16", date(2016, 12, 31)),
        ("2018 - 20", date(2020, 12, 31)),
        ("2001–03", date(2003, 12, 31)),
        ("2009-11", date(2011, 12, 31)),
        ("2018-2020", date(2020, 12, 31)),
        ("1998-00", date(2000, 12, 31)),
        ("2020/21 - 24/25", date(2025, 3, 31)),
        ("2013/14-15/16", date(2016, 3, 31)),
        ("2021-03", date(2021, 3, 31)),
        ("Mar 2021", date(2021, 3, 31)),
        ("February 2020", date(2020, 2, 29)),
        ("March - June 2020", date(2020, 6, 30)),
        ("2021 Q1", date(2021, 3, 31)),
        ("2020/21 Q1", date(2020, 6, 30)),
        ("2020/21 Q4", date(2021, 3, 31)),
        ("2021-07-15", date(2021, 7, 15)),
        ("15/07/2021", date(2021, 7, 15)),
    ],
)
def test_a_period_ends_on_its_last_day(words, last):
    assert last_day(words) == last


def test_a_year_of_one_number_ends_as_its_publisher_counts_years():
    assert last_day("2021", (3, 31)) == date(2021, 3, 31)
    assert last_day("2018-20", (8, 31)) == date(2020, 8, 31)


@pytest.mark.parametrize(
    "words", ["", "0", "year 1", "2021/23", "2001-99", "2021-00", "Marz 2021", "31/02/2021", "0000"]
)
def test_other_words_are_no_period(words):
    with pytest.raises(ValueError, match=r"."):
        last_day(words)


def test_a_day_may_carry_a_midnight():
    assert day("2021-03-31T00:00:00") == day("2021-03-31 00:00") == date(2021, 3, 31)
    with pytest.raises(ValueError, match="'2021' is no day"):
        day("2021")
