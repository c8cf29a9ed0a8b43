"""Reads a file by its layout: every cell becomes a value, a mark, nothing, or a fault for which its row is refused.

Each distinct text of a column is read once a batch, so that a file of millions of rows costs little more than its
distinct texts. A column that may be marked stands beside one of its marks, named `..._mark`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from folkmoot.adapters.feeds import completing
from folkmoot.adapters.feeds.alike import alike, first_alike
from folkmoot.adapters.feeds.fitting import fitted
from folkmoot.adapters.feeds.layouts import MARK, Column, Layout, Read, tidy
from folkmoot.adapters.feeds.quality import MOST_NAMED, Quality, Refused, column_quality
from folkmoot.adapters.feeds.reading import Rows, Unreadable, open_rows
from folkmoot.adapters.feeds.received import Received

Flags = NDArray[np.bool_]
MOST_ROWS = 20_000_000  # of one file; a larger table comes in several, given together


def receive(path: Path, layout: Layout, *, told: Callable[[int], None] = lambda rows: None) -> Received:
    """A file read by its layout; `told` hears how many rows were read so far. Unreadable where it does not fit at all.

    A row with a fault is left out of the table and named in the quality report; what then becomes of the others is for
    the caller to decide.
    """
    opened = open_rows(path, sheet=layout.sheet, above=layout.above)
    columns, left_out = fitted(layout, opened.headings, path.name)
    reading = _Reading(columns)
    for rows in opened.rows:
        reading.add(rows)
        told(reading.read)
        if reading.read > MOST_ROWS:
            raise Unreadable(f"{path.name} has more than {MOST_ROWS:,} rows; part it and import the parts together")
    reading.refuse_ragged(opened.ragged)
    if not reading.read:
        raise Unreadable(f"{path.name} has headings and no rows; there is nothing to import")
    table = completing.completed(reading.table(), layout)
    table, duplicates = reading.told_apart(table, layout.row)
    return Received(
        file=path.name,
        file_sha256=_hash_of(path),
        table=table,
        quality=Quality(
            read=reading.read,
            kept=len(table),
            refused_rows=reading.refused_rows,
            refused=tuple(sorted(reading.refused, key=lambda each: each.row)),
            duplicates=duplicates,
            columns=column_quality(table),
            left_out=left_out,
        ),
        data_set=layout.data_set or tidy(path.name.partition(".")[0]),
        title=layout.title,
        source=layout.source,
        licence=layout.licence,
        attribution=layout.attribution,
        row=layout.row,
        note=layout.note,
    )


@dataclass
class _Reading:
    """What was read so far. `columns` are the wanted ones by the heading that the file has for each."""

    columns: dict[str, Column]
    read: int = 0
    refused_rows: int = 0
    refused: list[Refused] = field(default_factory=list)
    numbers: list[NDArray[np.int64]] = field(default_factory=list)
    batches: list[pa.RecordBatch] = field(default_factory=list)

    def add(self, rows: Rows) -> None:
        """Read the cells of some rows; keep those without a fault. Rows without any cell are no rows."""
        there = _any([cells.is_valid() for cells in rows.cells.values()], len(rows.numbers))
        faulty = np.zeros(len(rows.numbers), dtype=np.bool_)
        arrays: dict[str, pa.Array] = {}
        for heading, column in self.columns.items():
            read = _Cells.of(column, rows.cells[heading])
            wrong = read.faulty & there
            self._refuse(rows.numbers, wrong, heading, read)
            faulty |= wrong
            arrays |= read.arrays(column)
        kept = there & ~faulty
        self.read += int(there.sum())
        self.refused_rows += int(faulty.sum())
        self.numbers.append(rows.numbers[kept])
        self.batches.append(pa.RecordBatch.from_pydict(arrays).filter(pa.array(kept)))

    def refuse_ragged(self, ragged: list[Refused]) -> None:
        """Rows with cells too many or too few were read too."""
        self.read += len(ragged)
        self.refused_rows += len(ragged)
        self.refused += ragged[: max(0, MOST_NAMED - len(self.refused))]

    def table(self) -> pa.Table:
        """The rows that are kept, even where there are none."""
        schema = pa.schema(field for column in self.columns.values() for field in column.fields)
        return pa.Table.from_batches(self.batches, schema).combine_chunks()

    def told_apart(self, table: pa.Table, row: tuple[str, ...]) -> tuple[pa.Table, int]:
        """The rows, each once, and how many repeat an earlier one.

        Where nothing tells rows apart all are kept. Where something does, a repeated row is dropped, and one that says
        something else of the same is refused.
        """
        first = first_alike(alike(table, table.column_names))
        places = np.arange(len(table))
        repeats = int((first != places).sum())
        if not row:
            return table, repeats
        of_same = first_alike(alike(table, row))
        unlike = (of_same != places) & (first == places)
        numbers = np.concatenate(self.numbers)
        self.refused_rows += int(unlike.sum())
        for place in np.flatnonzero(unlike)[: max(0, MOST_NAMED - len(self.refused))].tolist():
            reason = f"says something else of the same as row {numbers[of_same[place]]}"
            self.refused.append(Refused(int(numbers[place]), ", ".join(row), reason))
        return table.filter(pa.array(of_same == places)), repeats

    def _refuse(self, numbers: NDArray[np.int64], wrong: Flags, heading: str, read: _Cells) -> None:
        for place in np.flatnonzero(wrong)[: max(0, MOST_NAMED - len(self.refused))].tolist():
            self.refused.append(Refused(int(numbers[place]), heading, read.reads[read.places[place]].fault))


@dataclass(frozen=True, slots=True)
class _Cells:
    """A column of some rows: what each distinct text says, and which of them each row has; the last is a blank."""

    reads: list[Read]
    places: NDArray[np.int64]

    @classmethod
    def of(cls, column: Column, cells: pa.StringArray) -> _Cells:
        coded = cells.dictionary_encode()
        reads = [column.read(text) for text in [*coded.dictionary.to_pylist(), ""]]
        return cls(reads, coded.indices.fill_null(len(reads) - 1).to_numpy(zero_copy_only=False).astype(np.int64))

    @property
    def faulty(self) -> Flags:
        """Whether each row's cell has a fault."""
        return np.array([bool(each.fault) for each in self.reads])[self.places]

    def arrays(self, column: Column) -> dict[str, pa.Array]:
        """The column of values, with the one of marks where there may be some."""
        values = [None if each.fault else each.value for each in self.reads]
        found = {column.name: pa.array(values, column.fields[0].type).take(pa.array(self.places))}
        if column.marked:
            marks = pa.array([each.mark or None for each in self.reads], pa.string())
            found[column.name + MARK] = marks.take(pa.array(self.places))
        return found


def _any(flags: list[pa.BooleanArray], size: int) -> Flags:
    found = np.zeros(size, dtype=np.bool_)
    for each in flags:
        found |= each.to_numpy(zero_copy_only=False)
    return found


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
