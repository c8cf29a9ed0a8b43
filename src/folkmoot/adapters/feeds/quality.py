"""The one quality report: what was read, kept and refused of a received file, and what its columns hold."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

MOST_NAMED = 1_000  # refusals told one by one; all are counted
MARK = "_mark"  # ends the name of the column of a column's marks


@dataclass(frozen=True, slots=True)
class Refused:
    """A row of a file that cannot be taken: its number, where the row of headings is 1, the field and the reason."""

    row: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.field}: {self.reason}" if self.field else f"row {self.row}: {self.reason}"


@dataclass(frozen=True, slots=True)
class ColumnQuality:
    """What a column of the kept rows holds. Lowest, highest and sum are of its figures, None where there are none.

    A mark such as `*` or `c` says that a figure is withheld or does not apply: it is neither blank nor zero.
    """

    name: str
    filled: int
    blank: int
    marks: Mapping[str, int]
    lowest: float | None = None
    highest: float | None = None
    sum: float | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """How good a received file is. `refused` names the first thousand faults; a row may have several.

    `duplicates` are the rows that repeat an earlier row; `left_out` the columns that nobody asked for.
    """

    read: int = 0
    kept: int = 0
    refused_rows: int = 0
    refused: tuple[Refused, ...] = ()
    duplicates: int = 0
    columns: tuple[ColumnQuality, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The report in plain words, a line each."""
        return (*self._totals(), *self._of_columns(), *self._refusals())

    @property
    def plain(self) -> dict[str, Any]:
        """The report as JSON can carry it; read again by `from_plain`."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Quality:
        """The report that was made plain."""
        lists = {
            "refused": tuple(Refused(**each) for each in plain["refused"]),
            "columns": tuple(ColumnQuality(**each) for each in plain["columns"]),
            "left_out": tuple(plain["left_out"]),
        }
        return cls(**(dict(plain) | lists))

    def _totals(self) -> Iterator[str]:
        yield f"rows read      {self.read:,}"
        yield f"rows kept      {self.kept:,}"
        yield f"rows refused   {self.refused_rows:,}"
        yield f"duplicates     {self.duplicates:,}"
        if self.left_out:
            yield f"columns left out: {', '.join(self.left_out)}"

    def _of_columns(self) -> Iterator[str]:
        for each in self.columns:
            told = [f"{each.filled:,} filled", f"{each.blank:,} blank"]
            told += [f"{number:,} marked {mark}" for mark, number in each.marks.items()]
            if each.sum is not None:
                told.append(f"from {each.lowest:,.10g} to {each.highest:,.10g}, sum {each.sum:,.12g}")
            yield f"  {each.name}: {', '.join(told)}"

    def _refusals(self) -> Iterator[str]:
        yield from (f"refused {each}" for each in self.refused)
        if self.refused and len({each.row for each in self.refused}) < self.refused_rows:
            yield f"and more: {self.refused_rows:,} rows are refused in all"

    def cells(self) -> Iterator[tuple[object, ...]]:
        """The report as rows of a table: about, row, field, what, number."""
        for what, number in (
            ("read", self.read), ("kept", self.kept), ("refused", self.refused_rows), ("duplicates", self.duplicates),
        ):  # fmt: skip
            yield "rows", "", "", what, number
        for each in self.columns:
            told = {"filled": each.filled, "blank": each.blank}
            told |= {f"marked {mark}": number for mark, number in each.marks.items()}
            yield from (("column", "", each.name, what, number) for what, number in told.items())
            if each.sum is not None:
                yield from (
                    ("column", "", each.name, what, number)
                    for what, number in (("lowest", each.lowest), ("highest", each.highest), ("sum", each.sum))
                )
        yield from (("column", "", name, "left out", "") for name in self.left_out)
        yield from (("refused", each.row, each.field, each.reason, "") for each in self.refused)


def as_csv(reports: Sequence[tuple[str, Quality]]) -> str:
    """The reports of files as one table."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("file", "about", "row", "field", "what", "number"))
    for file, quality in reports:
        writer.writerows((file, *cells) for cells in quality.cells())
    return text.getvalue()


def column_quality(table: pa.Table) -> tuple[ColumnQuality, ...]:
    """What each column of a table holds, the marks of one told with it."""
    marks = {
        name for name in table.column_names if name.endswith(MARK) and name.removesuffix(MARK) in table.column_names
    }
    return tuple(_of_column(table, name) for name in table.column_names if name not in marks)


def _of_column(table: pa.Table, name: str) -> ColumnQuality:
    column = table[name]
    filled = len(column) - column.null_count
    marked: dict[str, int] = {}
    if name + MARK in table.column_names:
        counts = table[name + MARK].drop_null().value_counts().to_pylist()
        marked = {each["values"]: each["counts"] for each in sorted(counts, key=lambda each: str(each["values"]))}
    blank = len(column) - filled - sum(marked.values())
    if not filled or not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        return ColumnQuality(name, filled, blank, marked)
    ends = pc.min_max(column).as_py()
    total = float(pc.sum(column.cast(pa.float64())).as_py())
    return ColumnQuality(name, filled, blank, marked, float(ends["min"]), float(ends["max"]), total)
