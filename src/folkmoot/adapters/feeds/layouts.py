"""A layout says what a kind of file holds: its columns, which of them is the unit and the date, what names a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isfinite

import pyarrow as pa

from folkmoot.adapters.feeds.periods import day, last_day
from folkmoot.adapters.feeds.quality import MARK as MARK

UNIT, DATE, AGE = "unit", "date", "age"
MARKS = frozenset({"*", "c", "C", "s", "S", "x", "X", "z", "Z", "u", "U", "-", "--", ".", "..", ":", "low", "Low"})
"""What publishers print where a figure is withheld, not available, not applicable, or too low to be shown."""
_WHOLE = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.0*)?")
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?([eE][+-]?\d+)?")
_LARGEST = 2**63 - 1


class Holds(StrEnum):
    """What the cells of a column should be."""

    WORDS = "words"
    CODES = "codes"  # words; a number that names something, such as 931, stays 931 where a program made it 931.0
    WHOLE = "whole numbers"
    NUMBERS = "numbers"
    FIGURES = "figures"  # numbers; kept as whole numbers where all of them are
    DAYS = "days"
    PERIODS = "periods"


_TYPES = {
    Holds.WORDS: pa.string(),
    Holds.CODES: pa.string(),
    Holds.PERIODS: pa.string(),
    Holds.WHOLE: pa.int64(),
    Holds.NUMBERS: pa.float64(),
    Holds.FIGURES: pa.float64(),
    Holds.DAYS: pa.date32(),
}


class Others(StrEnum):
    """What becomes of columns that a layout does not name."""

    LEFT_OUT = "left out"
    REFUSED = "refused"
    WORDS = "words"
    FIGURES = "figures"  # each with its marks


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the facts, and the headings under which files have it.

    `marks` are allowed where they are named or `marked` is set; `blank` lists words that stand for nothing.
    """

    name: str
    headings: tuple[str, ...]
    holds: Holds = Holds.WORDS
    optional: bool = False  # a file may lack it
    filled: bool = False  # no row may lack it
    marked: bool = False
    lowest: float | None = None
    highest: float | None = None
    among: frozenset[str] = frozenset()
    matches: re.Pattern[str] | None = None
    example: str = ""  # of what matches, for whoever wrote something else
    blank: frozenset[str] = frozenset()
    rename: Mapping[str, str] | None = None

    @property
    def fields(self) -> list[pa.Field]:
        """The columns that it is in a table: its own, and beside it one of its marks where there may be some."""
        own = pa.field(self.name, _TYPES[self.holds])
        return [own, pa.field(self.name + MARK, pa.string())] if self.marked else [own]

    def read(self, cell: str) -> Read:
        """What a cell that is not blank says: a value, a mark, nothing, or a fault."""
        word = " ".join(cell.split())
        if self.rename is not None:
            word = self.rename.get(word, word)
        if not word or word in self.blank:
            return Read(fault="is blank; every row needs it" if self.filled else "")
        if self.marked and word in MARKS:
            return Read(mark=word)
        try:
            value = _READERS[self.holds](word)
        except ValueError:
            return Read(fault=f"{word[:80]!r} should be {_WANTED[self.holds]}")
        return Read(value, fault=self._misfit(word, value))

    def _misfit(self, word: str, value: Value) -> str:
        """What the layout does not allow of a value, or nothing."""
        if self.among and word not in self.among:
            return f"{word[:80]!r} is none of {', '.join(sorted(self.among))}"
        if self.matches is not None and not self.matches.fullmatch(word):
            return f"{word[:80]!r} does not have the form of {self.example or self.matches.pattern}"
        if isinstance(value, int | float):
            if self.lowest is not None and value < self.lowest:
                return f"{word} is below {self.lowest:g}, the lowest that is believed"
            if self.highest is not None and value > self.highest:
                return f"{word} is above {self.highest:g}, the highest that is believed"
        return ""


Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Read:
    """What was read in a cell."""

    value: Value = None
    mark: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of file. `row` names the columns that tell one row from another: a second row of the same is refused.

    `unit` names the columns of which the first that is filled is the fact's unit, `date` the column of days, or of
    periods, whose last day is the fact's date; either is left empty where a column is called so. `year_ends` is the
    month and day on which a period of one number, such as 2021, ends; `period` is what all rows are of, where no column
    says it. `data_set` is the key of the data set, empty where each file is one of its own, named for the file.
    """

    kind: str
    title: str
    source: str
    licence: str
    attribution: str
    data_set: str
    columns: tuple[Column, ...]
    unit: tuple[str, ...] = ()
    date: str = ""
    year_ends: tuple[int, int] = (12, 31)
    row: tuple[str, ...] = ()
    others: Others = Others.REFUSED
    period: str = ""
    note: str = ""
    sheet: str = ""
    above: int = 0


def tidy(heading: str) -> str:
    """A heading as the name of a column or a data set: small letters, digits and underscores."""
    return re.sub(r"[^a-z0-9]+", "_", heading.lower()).strip("_")


def _words(word: str) -> str:
    return word


def _code(word: str) -> str:
    return word.removesuffix(".0") if word.removesuffix(".0").isdigit() else word


def _whole(word: str) -> int:
    if not _WHOLE.fullmatch(word):
        raise ValueError
    value = int(word.partition(".")[0].replace(",", ""))
    if abs(value) > _LARGEST:
        raise ValueError
    return value


def _number(word: str) -> float:
    if not _NUMBER.fullmatch(word):
        raise ValueError
    value = float(word.replace(",", ""))
    if not isfinite(value):
        raise ValueError
    return value


def _period(word: str) -> str:
    last_day(word)
    return _code(word)


_READERS: Mapping[Holds, Callable[[str], Value]] = {
    Holds.WORDS: _words,
    Holds.CODES: _code,
    Holds.WHOLE: _whole,
    Holds.NUMBERS: _number,
    Holds.FIGURES: _number,
    Holds.DAYS: day,
    Holds.PERIODS: _period,
}
_WANTED = {
    Holds.WORDS: "words",
    Holds.CODES: "a code",
    Holds.WHOLE: "a whole number",
    Holds.NUMBERS: "a number",
    Holds.FIGURES: "a number, or a mark such as * or c",
    Holds.DAYS: "a day, such as 2021-03-31 or 31/03/2021",
    Holds.PERIODS: "a period, such as 2021, 2020/21, 2018-20 or 2021-03-31",
}
