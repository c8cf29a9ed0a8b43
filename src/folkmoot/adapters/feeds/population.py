"""Mid-year estimates: residents of areas by single year of age, one column an age, as the ONS gives them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from folkmoot.adapters.feeds import naming, receiving
from folkmoot.adapters.feeds.layouts import Column, Holds, Layout, Others
from folkmoot.adapters.feeds.naming import Areas
from folkmoot.adapters.feeds.quality import Quality, Refused
from folkmoot.adapters.feeds.reading import Unreadable, open_rows

_AGE = re.compile(r"(?:age_?)?(?P<age>\d{1,3})(?P<open>\+|plus| and over)?", re.IGNORECASE)
_TOTALS = ("all_ages", "all ages", "total_population", "total")
MOST = 20_000_000  # residents of one age of one area; all of England has fewer of any
SEXES = {"persons": None, "females": "Female", "males": "Male"}
"""What the name of a file calls those that it counts, and the sex that is theirs."""


@dataclass(frozen=True, slots=True)
class Residents:
    """A file of mid-year estimates as facts: `unit`, `date`, `age`, `sex` and `persons`, a row a unit and age.

    At `open_age` stand all of that age and older; None where the last column is of one year of age. `names` are those
    of the units that the file names.
    """

    file: str
    file_sha256: str
    areas: Areas
    names: tuple[tuple[str, str], ...]
    on: date
    open_age: int | None
    table: pa.Table
    quality: Quality


def read(path: Path, *, told: Callable[[int], None] = lambda rows: None) -> Residents:
    """The residents of a file. Unreadable where it names no areas, ages or year.

    The year is in the name of the file, as in mye2020_england, and the day 30 June; a name with "females" or "males"
    tells the sex. A row whose ages do not add up to its total is refused.
    """
    headings = open_rows(path).headings
    listed, year = naming.areas(headings, ""), naming.year_of(path.name)
    ages = {heading: match for heading in headings if (match := _AGE.fullmatch(heading))}
    if not listed or not ages:
        raise Unreadable(f"{path.name} has no column of codes, such as lsoa11cd, or none of ages, such as age_0")
    if year is None:
        raise Unreadable(f"{path.name}: name the year of the estimates in the file's name, as in mye2020_england.csv")
    of = listed[0]
    totals = [heading for heading in headings if heading.lower() in _TOTALS]
    received = receiving.receive(path, _layout(of, [*totals[:1], *ages]), told=told)
    kept, refused = _adding_up(path, of, received.table, totals[:1], list(ages))
    numbers = [int(match["age"]) for match in ages.values()]
    open_ages = [int(match["age"]) for match in ages.values() if match["open"]]
    on = date(year, 6, 30)
    named = zip(kept["unit"].to_pylist(), kept[of.name].to_pylist() if of.name else [""] * len(kept), strict=True)
    return Residents(
        received.file,
        received.file_sha256,
        of,
        tuple((code, name or "") for code, name in named),
        on,
        max(open_ages, default=None),
        _long(kept, list(ages), numbers, on, _sex(path.name)),
        _with(received.quality, kept, refused),
    )


def _layout(of: Areas, numbers: Sequence[str]) -> Layout:
    columns = [Column("unit", (of.column,), Holds.CODES, filled=True)]
    columns += [Column(of.name, (of.name,))] if of.name else []
    columns += [
        Column(each, (each,), Holds.WHOLE, filled=True, lowest=0, highest=MOST if each.lower() not in _TOTALS else None)
        for each in numbers
    ]
    return Layout("population", "", "", "", "", "", tuple(columns), row=("unit",), others=Others.LEFT_OUT)


def _adding_up(
    path: Path, of: Areas, table: pa.Table, totals: Sequence[str], ages: Sequence[str]
) -> tuple[pa.Table, tuple[Refused, ...]]:
    """The rows whose ages add up to the total, and the others."""
    if not totals:
        return table, ()
    stated = table[totals[0]].to_numpy()
    summed = np.sum([table[age].to_numpy() for age in ages], axis=0)
    wrong = np.flatnonzero(stated != summed).tolist()
    rows, units = _rows(path, of.column) if wrong else {}, table["unit"].to_pylist()
    refused = tuple(
        Refused(rows[units[place]], totals[0], f"the ages add up to {summed[place]:,}, not to {stated[place]:,}")
        for place in wrong
    )
    return table.filter(pa.array(stated == summed)), refused


def _rows(path: Path, column: str) -> dict[str, int]:
    """The number of each unit's row, which a table of kept rows no longer tells."""
    found: dict[str, int] = {}
    for rows in open_rows(path).rows:
        found |= dict(zip(rows.cells[column].to_pylist(), rows.numbers.tolist(), strict=True))
    return found


def _with(quality: Quality, kept: pa.Table, refused: tuple[Refused, ...]) -> Quality:
    return replace(
        quality,
        kept=len(kept),
        refused_rows=quality.refused_rows + len(refused),
        refused=(*quality.refused, *refused),
    )


def _long(table: pa.Table, headings: Sequence[str], ages: Sequence[int], on: date, sex: str | None) -> pa.Table:
    """A row a unit and age, the units in the order of their codes."""
    table = table.sort_by("unit")
    rows = len(table) * len(ages)
    persons = np.column_stack([table[each].to_numpy() for each in headings]).astype(np.int32)
    return pa.table(
        {
            "unit": table["unit"].combine_chunks().take(pa.array(np.repeat(np.arange(len(table)), len(ages)))),
            "date": pa.array(np.full(rows, (on - date(1970, 1, 1)).days, dtype=np.int32)).cast(pa.date32()),
            "age": pa.array(np.tile(np.array(ages, dtype=np.int32), len(table))),
            "sex": pa.array([sex], pa.string()).take(pa.array(np.zeros(rows, dtype=np.int32))),
            "persons": pa.array(persons.ravel()),
        }
    )


def _sex(file: str) -> str | None:
    words = re.split(r"[^a-z]+", file.lower())
    return next((sex for word, sex in SEXES.items() if word in words), None)
