"""Reads the specifications of tests/engine/specifications, runs them on a backend, and writes the reference page.

A specification is a Markdown file: a heading, the measure it is about, what it shows, and tables of records, of the
population, of the reference, and of the values that follow. `python -m tests.engine.specifications` writes the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from folkmoot.engine import computing, reading, reference
from folkmoot.engine.backends import Counting
from folkmoot.engine.computing import Reference, Value
from folkmoot.engine.cube import Cube
from folkmoot.engine.plan import AxisKind, Period, Plan, Request, plan

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "measures-reference.md"
FILES = tuple(sorted((ROOT / "tests/engine/specifications").glob("*.md")))
MEASURES = {measure.id: measure for measure in reading.read_folder(ROOT / "definitions" / "measures")}

Table = list[dict[str, str]]
Backend = Callable[[Plan, Table, Path], Cube]


@dataclass(frozen=True)
class Specification:
    """A specification as read: its tables by their titles."""

    measure: str
    tables: dict[str, Table]


def read(path: Path) -> Specification:
    """The specification of a file."""
    text = path.read_text()
    measure = re.search(r"Measure: `([^`]+)`", text)
    assert measure, f"{path.name} names no measure"
    tables = {}
    for title, body in re.findall(r"^\*\*(.+)\*\*\n\n((?:\|.*\n?)+)", text, re.MULTILINE):
        head, _, *lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in body.strip().splitlines()]
        tables[title] = [dict(zip(head, line, strict=True)) for line in lines]
    return Specification(measure[1], tables)


def values(wanted: Specification, backend: Backend, folder: Path) -> list[Value]:
    """The values that a backend comes to."""
    measure, tables = MEASURES[wanted.measure], wanted.tables
    plans = plan(measure, _request(wanted))
    numerator = backend(plans.numerator, tables["Records"], folder)
    denominator = backend(plans.denominator, tables["Population"], folder) if plans.denominator else None
    referred = None
    if "Reference records" in tables:
        assert plans.denominator is not None
        referred = Reference(
            backend(plans.numerator, tables["Reference records"], folder),
            backend(plans.denominator, tables["Reference population"], folder),
        )
    if "Survey" in tables:
        assert plans.survey is not None
        referred = Reference(*(backend(each, tables["Survey"], folder) for each in plans.survey))
    return list(computing.compute(measure, numerator, denominator, referred).lines())


def _request(wanted: Specification) -> Request:
    """The units, years and breakdowns that the table of values is by."""
    expected = wanted.tables["Values"]
    measure = MEASURES[wanted.measure]
    records = [row for title, table in wanted.tables.items() if title != "Values" for row in table]
    units = sorted({row["unit"] for row in records if row["unit"] != "elsewhere"})
    years = sorted({row["date"][:4] for row in records})
    periods = tuple(Period(year, date(int(year), 1, 1), date(int(year), 12, 31)) for year in years)
    return Request(tuple(units), periods, tuple(each.id for each in measure.breakdowns if each.id in expected[0]))


def through(counting: Counting) -> Backend:
    """A backend that counts Parquet files."""

    def on_files(wanted: Plan, rows: Table, folder: Path) -> Cube:
        typed = [_typed(wanted, row) for row in _repeated(rows)]
        names = [*dict.fromkeys(name for row in typed for name in row)]
        columns = {name: pa.array([row[name] for row in typed], _arrow(wanted, name)) for name in names}
        path = Path(mkdtemp(dir=folder)) / "facts.parquet"  # a new one: DuckDB keeps what it has read by the path
        pq.write_table(pa.table(columns), path, row_group_size=3)
        return counting(wanted, [path])

    return on_files


def on_reference(wanted: Plan, rows: Table, folder: Path) -> Cube:
    """The cube by the oracle, its labels put in their places."""
    tally = reference.count(wanted, [_typed(wanted, row) for row in _repeated(rows)])
    counts = np.zeros(wanted.shape, dtype=np.int64)
    for labels, number in tally.cells.items():
        counts[tuple(axis.labels.index(label) for axis, label in zip(wanted.axes, labels, strict=True))] = number
    return Cube(wanted, counts, tally.rows, dict(tally.excluded))


def _repeated(rows: Table) -> Table:
    """A row stands as many times as its column `rows` says."""
    return [row for row in rows for _ in range(int(row.get("rows", 1)))]


def _typed(wanted: Plan, row: dict[str, str]) -> dict[str, str | int | date | None]:
    days = {axis.column for axis in wanted.axes if axis.kind is AxisKind.DAYS}
    numbers = {axis.column for axis in wanted.axes if axis.kind is AxisKind.NUMBERS} | {wanted.weight}
    found: dict[str, str | int | date | None] = {}
    for name, cell in row.items():
        if name in days:
            found[name] = date.fromisoformat(cell)
        elif name in numbers:
            found[name] = int(cell) if cell else None
        else:
            found[name] = cell or None
    return found


def _arrow(wanted: Plan, name: str) -> pa.DataType:
    kinds = {axis.column: axis.kind for axis in wanted.axes} | {wanted.weight: AxisKind.NUMBERS}
    return {AxisKind.DAYS: pa.date32(), AxisKind.NUMBERS: pa.int64()}.get(kinds.get(name, AxisKind.WORDS), pa.string())


def page() -> str:
    """The reference page: every specification after a word on what they are."""
    head = (
        "# How measures are computed\n\n"
        "Written by `python -m tests.engine.specifications` from `tests/engine/specifications`; the tests run every\n"
        "table below on every backend. All figures are invented. What is not given is empty, and `status` says why.\n"
    )
    return head + "".join("\n" + re.sub(r"^# ", "## ", path.read_text(), flags=re.MULTILINE) for path in FILES)


if __name__ == "__main__":
    PAGE.write_text(page())
