"""Figures of the English Indices of Deprivation by area, the score held to the sum of domains that it is made by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from folkmoot.adapters.feeds import naming, receiving
from folkmoot.adapters.feeds.layouts import MARK, Column, Holds, Layout, Others
from folkmoot.adapters.feeds.naming import Areas
from folkmoot.adapters.feeds.quality import Quality, Refused
from folkmoot.adapters.feeds.reading import Unreadable, open_rows
from folkmoot.methods.geography.deprivation import DOMAIN_WEIGHTS, ROUNDING, score, transformed

Floats = NDArray[np.float64]
PUBLISHED = {2015: date(2015, 9, 30), 2019: date(2019, 9, 26)}
"""The days on which indices came out; another year is dated by its last day."""

DOMAINS = {domain: f"t_{domain}" for domain in DOMAIN_WEIGHTS}
"""The columns of the transformed scores of the domains, of which the score is the weighted sum."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index as it was received: a table of `unit` and the figures of the file, among them perhaps `imd_decile`.

    `names` are those of the units that the file names.
    """

    file: str
    file_sha256: str
    areas: Areas
    names: tuple[tuple[str, str], ...]
    on: date
    table: pa.Table
    quality: Quality


def read(path: Path, *, told: Callable[[int], None] = lambda rows: None) -> Index:
    """The index of a file. Unreadable where it has no codes, figures or year.

    A row is refused whose score is not, within a thousandth, what its domains make, or its domain's not what the
    ranks do.
    """
    headings = open_rows(path).headings
    listed, year = naming.areas(headings), naming.year_of(path.name)
    if not listed or len(headings) < 2:
        raise Unreadable(f"{path.name} has no column of codes, such as lsoa11cd, or none of figures")
    if year is None:
        raise Unreadable(f"{path.name}: name the year of the index in the file's name, as in iod2019_england.csv")
    of = listed[0]
    received = receiving.receive(path, _layout(headings, of), told=told)
    names = received.table[of.name].to_pylist() if of.name else [""] * len(received.table)
    table, refused = _agreeing(_figures(received.table, of))
    quality = replace(
        received.quality,
        kept=len(table),
        refused_rows=received.quality.refused_rows + len(refused),
        refused=(*received.quality.refused, *refused),
    )
    named = zip(received.table["unit"].to_pylist(), names, strict=True)
    return Index(
        received.file,
        received.file_sha256,
        of,
        tuple((code, name or "") for code, name in named),
        PUBLISHED.get(year, date(year, 12, 31)),
        table,
        quality,
    )


def _layout(headings: tuple[str, ...], of: Areas) -> Layout:
    """Everything that is not a code or a name of an area is a figure."""
    words = [heading for heading in headings if heading.lower().endswith(("cd", "nm")) and heading != of.column]
    columns = (
        Column("unit", (of.column,), Holds.CODES, filled=True),
        Column("imd_decile", ("imd_decile",), Holds.WHOLE, optional=True, filled=True, lowest=1, highest=10),
        *(Column(each, (each,)) for each in words),
    )
    return Layout("imd", "", "", "", "", "", columns, row=("unit",), others=Others.FIGURES)


def _figures(table: pa.Table, of: Areas) -> pa.Table:
    """The unit and the figures, without columns of marks that mark nothing."""
    figures = [
        name
        for name in table.column_names
        if (name.endswith(MARK) and table[name].null_count < len(table)) or _is_figures(table[name].type)
    ]
    return table.select(["unit", *figures]).sort_by("unit")


def _is_figures(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _agreeing(table: pa.Table) -> tuple[pa.Table, tuple[Refused, ...]]:
    """The rows whose scores follow from what they are made of, and the others."""
    units = table["unit"].to_pylist()
    agree = np.ones(len(table), dtype=bool)
    refused: list[Refused] = []
    for column, stated, made, of in _made(table):
        apart = agree & (np.abs(made - stated) > ROUNDING)
        agree &= ~apart
        refused += [
            Refused(place + 2, column, f"{units[place]}: is {stated[place]:g}, but {of} make {made[place]:.3f}")
            for place in np.flatnonzero(apart).tolist()
        ]
    return table.filter(pa.array(agree)), tuple(refused)


def _made(table: pa.Table) -> Iterator[tuple[str, Floats, Floats, str]]:
    """Each score that can be made again: its column, as stated, as made, and of what.

    A domain's transformed score follows from its ranks, where the file has those of a whole country.
    """
    held = set(table.column_names)
    if {"imd_score", *DOMAINS.values()} <= held:
        made = score({domain: table[column].to_numpy() for domain, column in DOMAINS.items()})
        yield "imd_score", table["imd_score"].to_numpy(), made, "its domains"
    for domain, column in DOMAINS.items():
        rank = f"{domain}_rank"
        if {rank, column} <= held and len(table) > 1 and pc.max(table[rank]).as_py() in (len(table), len(table) - 1):
            yield column, table[column].to_numpy(), transformed(table[rank].to_numpy()), "its ranks"


RESIDENTS, COUNTED_ON = "pop_total_2015", date(2015, 6, 30)
"""The column of residents by which the index of 2019 weighs its scores, and their day."""

PUBLISHED_SCORES = {
    "imd_score": ("imd_score", 1.0),
    "income_score_pct": ("income_score", 0.01),
    "employment_score_pct": ("employment_score", 0.01),
    **{column: (f"{'barriers' if domain == 'housing' else domain}_transformed", 1.0)
       for domain, column in DOMAINS.items()},
}  # fmt: skip
"""Scores as the indices publish them: the column, the name that definitions have for it, and what one of it is.

A transformed score is the form in which a domain goes into the index, 0 to 100, and is called so.
"""

SUPPLEMENTARY = {"idaci": ("idaci_num", "pop_0_15_2015"), "idaopi": ("idaopi_num", "pop_60plus_2015")}
"""The indices of children and of older people: the columns of those deprived, and of all."""


def facts(index: Index) -> dict[str, pa.Table]:
    """What measures count, by the name of the data set: the scores, children and older people. Unreadable for nothing.

    Scores are each times the residents, in whole thousandths. Of children and older people there are only the areas
    whose number is published: those below ten are not, and none is worked out.
    """
    found = {name: _people(index.table, *columns) for name, columns in SUPPLEMENTARY.items()
             if set(columns) <= set(index.table.column_names)}  # fmt: skip
    held = [column for column in PUBLISHED_SCORES if column in index.table.column_names]
    if RESIDENTS in index.table.column_names and held:
        found = {"scores": _scores(index.table, held)} | found
    if not found:
        raise Unreadable(
            f"{index.file} has no column {RESIDENTS}, or none of {', '.join(PUBLISHED_SCORES)}; and no numbers of "
            f"children or older people with all of them, such as {' and '.join(SUPPLEMENTARY['idaci'])}"
        )
    return found


def _scores(table: pa.Table, held: list[str]) -> pa.Table:
    persons = table[RESIDENTS].to_numpy().astype(np.int64)
    columns = {}
    for column in held:
        name, one = PUBLISHED_SCORES[column]
        thousandths = np.rint(table[column].to_numpy() * one * 1000).astype(np.int64)
        columns[f"{name}_by_population_thousandths"] = thousandths * persons
    return pa.table({"unit": table["unit"], "date": _days(table), "persons": persons, **columns})


def _people(table: pa.Table, deprived: str, all_: str) -> pa.Table:
    known = table.filter(table[deprived].is_valid())
    counts = {"persons": known[all_].cast(pa.int64()), "deprived": known[deprived].cast(pa.int64())}
    return pa.table({"unit": known["unit"], "date": _days(known), **counts})


def _days(table: pa.Table) -> pa.Array:
    return pa.array([COUNTED_ON] * len(table), pa.date32())
