"""Figures of the English Indices of Deprivation by area, the score held to the sum of domains that it is made by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from folkmoot.adapters.feeds import naming, receiving
from folkmoot.adapters.feeds.layouts import MARK, Column, Holds, Layout, Others
from folkmoot.adapters.feeds.naming import Areas
from folkmoot.adapters.feeds.quality import Quality, Refused
from folkmoot.adapters.feeds.reading import Unreadable, open_rows
from folkmoot.methods.geography.deprivation import DOMAIN_WEIGHTS, ROUNDING, score

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

    A row is refused whose score is not, within a thousandth, what its domains make.
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
    """The rows whose score is what their domains make, and the others; all, where the domains are not there."""
    if not {"imd_score", *DOMAINS.values()} <= set(table.column_names):
        return table, ()
    stated = table["imd_score"].to_numpy()
    made = score({domain: table[column].to_numpy() for domain, column in DOMAINS.items()})
    agree = ~(np.abs(made - stated) > ROUNDING)
    units = table["unit"].to_pylist()
    refused = tuple(
        Refused(place + 2, "imd_score", f"{units[place]}: is {stated[place]:g}, but its domains make {made[place]:.3f}")
        for place in np.flatnonzero(~agree).tolist()
    )
    return table.filter(pa.array(agree)), refused


RESIDENTS, COUNTED_ON = "pop_total_2015", date(2015, 6, 30)
"""The column of residents by which the index of 2019 weighs its scores, and their day."""

PUBLISHED_SCORES = {
    "imd_score": ("imd", 1.0),
    "income_score_pct": ("income", 0.01),
    "employment_score_pct": ("employment", 0.01),
}
"""Scores as the indices publish them: the column, the name that definitions have for it, and what one of it is."""


def facts(index: Index) -> pa.Table:
    """The scores as definitions count them: each times the residents, in whole thousandths. Unreadable without those.

    Only scores that are published as such: the transformed ones are no scores of their domains.
    """
    table = index.table
    held = {column: told for column, told in PUBLISHED_SCORES.items() if column in table.column_names}
    if RESIDENTS not in table.column_names or not held:
        raise Unreadable(f"{index.file} has no column {RESIDENTS}, or none of {', '.join(PUBLISHED_SCORES)}")
    persons = table[RESIDENTS].to_numpy().astype(np.int64)
    columns = {
        f"{name}_score_by_population_thousandths": np.rint(table[column].to_numpy() * one * 1000).astype(np.int64)
        * persons
        for column, (name, one) in held.items()
    }
    days = pa.array([COUNTED_ON] * len(table), pa.date32())
    return pa.table({"unit": table["unit"], "date": days, "persons": persons, **columns})
