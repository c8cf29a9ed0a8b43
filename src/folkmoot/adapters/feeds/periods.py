"""Days and periods as publishers write them."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name, monthrange
from datetime import date

_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})([T ]00:00(:00(\.0+)?)?Z?)?")
_BRITISH = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})")
_YEAR = re.compile(r"(?P<last>\d{4})(\.0)?")
_MONTH = re.compile(r"(?P<year>\d{4})[-/ ](?P<month>\d{2})|(?P<name>[A-Z][a-z]{2,8}) (?P<of>\d{4})")
_MONTHS = re.compile(r"[A-Z][a-z]{2,8} ?(to|[-–]) ?(?P<last>[A-Z][a-z]{2,8} \d{4})")
_QUARTER = re.compile(r"(?P<year>\d{4})(?P<split>/\d{2})? Q(?P<quarter>[1-4])")
_SPLIT = re.compile(r"(?P<first>\d{4})[-/–]?(?P<last>\d{2})|(?P<begin>\d{4})[-/–](?P<end>\d{4})")
_POOLED = re.compile(r"(?P<first>\d{4}) ?[-–] ?(\d{2})?(?P<last>\d{2})")
_POOLED_SPLIT = re.compile(r"(?P<first>\d{4})/\d{2} ?[-–] ?(\d{2})?\d{2}/(?P<last>\d{2})")
_REMARK = re.compile(r" ?\([^()]*\)$")
MOST_YEARS = 20  # between the first and last year of one period
MONTHS = {name: number for names in (month_name, month_abbr) for number, name in enumerate(names) if name}


class NoPeriod(ValueError):
    """Words that name no day or period."""


def day(words: str) -> date:
    """A day such as 2021-03-31, 2021-03-31T00:00:00 or 31/03/2021. ValueError where it is none."""
    found = _DAY.fullmatch(words) or _BRITISH.fullmatch(words)
    if found is None:
        raise NoPeriod(f"{words!r} is no day")
    return date(int(found["year"]), int(found["month"]), int(found["day"]))


def last_day(words: str, year_ends: tuple[int, int] = (12, 31)) -> date:
    """The last day of a period. A year of one number ends on the month and day given; ValueError where it is none.

    2021; 2020/21 or 202021, to 31 March; 2018-20 or 2018/19 - 20/21, pooled; Mar 2021, 2021-03 or January - March 2021;
    2021 Q1 or 2020/21 Q4; a day. A remark in brackets, such as that of 2021 (prov), does not count.
    """
    bare = _REMARK.sub("", words)
    if found := _YEAR.fullmatch(bare):
        return date(int(found["last"]), *year_ends)
    if found := _QUARTER.fullmatch(bare):
        return _quarter(int(found["year"]), int(found["quarter"]), bool(found["split"]))
    if (found := _SPLIT.fullmatch(bare)) and (last := _next_year(found)):
        return date(last, 3, 31)
    if found := _MONTHS.fullmatch(bare):
        return last_day(found["last"])
    if (found := _MONTH.fullmatch(bare)) and not _spans_years(found):
        return _month(found)
    if found := _POOLED_SPLIT.fullmatch(bare):
        return date(_after(int(found["first"]), int(found["last"])), 3, 31)
    if found := _POOLED.fullmatch(bare):
        return date(_after(int(found["first"]), int(found["last"])), *year_ends)
    return day(bare)


def _spans_years(found: re.Match[str]) -> bool:
    """Whether what looks like a month is years: 2009-11 is 2009 to 2011 and 1998-00 to 2000, but 2021-03 is a month."""
    return bool(found["month"]) and not 1 <= int(found["month"]) <= min(12, int(found["year"]) % 100)


def _next_year(found: re.Match[str]) -> int:
    """The year in which a split year ends, such as 2021 of 2020/21; 0 where the second number is not the next year."""
    first = int(found["first"] or found["begin"])
    follows = int(found["end"]) == first + 1 if found["end"] else int(found["last"]) == (first + 1) % 100
    return first + 1 if follows else 0


def _after(first: int, last: int) -> int:
    """The year of two digits that follows a first year."""
    year = first - first % 100 + last
    year = year if year > first else year + 100
    if year - first > MOST_YEARS:
        raise NoPeriod(f"{first} and {last:02} are more than {MOST_YEARS} years apart")
    return year


def _month(found: re.Match[str]) -> date:
    if found["name"] and found["name"] not in MONTHS:
        raise NoPeriod(f"{found['name']!r} is no month")
    year, month = int(found["year"] or found["of"]), MONTHS[found["name"]] if found["name"] else int(found["month"])
    if not 1 <= month <= 12:
        raise NoPeriod(f"{month} is no month")
    return date(year, month, monthrange(year, month)[1])


def _quarter(year: int, quarter: int, split: bool) -> date:
    """The last day of a quarter of a calendar year, or of a year that begins in April."""
    month = quarter * 3 + (3 if split else 0)
    year, month = (year + 1, month - 12) if month > 12 else (year, month)
    return date(year, month, monthrange(year, month)[1])
