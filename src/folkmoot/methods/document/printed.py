"""A printed table, cell by cell as text: read from CSV, addressed like a spreadsheet, hashed by its content."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass, replace

MOST_CELLS = 100_000
_RANGE = re.compile(r"(?P<left>[A-Z]{1,2})(?P<top>\d*):(?P<right>[A-Z]{1,2})(?P<bottom>\d*)")


class BadTable(ValueError):
    """A table that cannot be taken; the message names the file, the row and the field."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Column labels and rows of cells as printed. Row 1 of an address is the labels, row 2 the first row of cells."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def csv(self) -> str:
        """RFC 4180 with the labels first; the form that is hashed and downloaded."""
        text = io.StringIO()
        csv.writer(text).writerows([self.columns, *self.rows])
        return text.getvalue()

    @property
    def sha256(self) -> str:
        """The hash of the content."""
        return hashlib.sha256(self.csv.encode()).hexdigest()

    def column(self, label: str) -> tuple[str, ...]:
        """The cells under a label; BadTable when no column has it."""
        if label not in self.columns:
            raise BadTable(f"no column is called {label!r}; there are {', '.join(self.columns)}")
        position = self.columns.index(label)
        return tuple(row[position] for row in self.rows)

    def select(self, cells: str) -> Printed:
        """The part at an address such as A1:C19 or A:C; all of it for an empty one. BadTable beyond the table."""
        if not cells:
            return self
        match = _RANGE.fullmatch(cells)
        if match is None:
            raise BadTable(f"{cells!r} is no range of cells; write one such as A1:C19")
        left, right = _column(match["left"]), _column(match["right"]) + 1
        top, bottom = int(match["top"] or 1), int(match["bottom"] or len(self.rows) + 1)
        last = len(self.rows) + 1
        if not (left < right <= len(self.columns) and 1 <= top <= bottom <= last):
            raise BadTable(f"{cells} reaches beyond the table, which is A1:{_letter(len(self.columns))}{last}")
        rows = self.rows[max(top - 2, 0) : bottom - 1]
        return Printed(self.columns[left:right], tuple(row[left:right] for row in rows))

    def with_cell(self, row: int, label: str, value: str) -> Printed:
        """The table with one cell changed; `row` counts the rows of cells from 1. BadTable beyond the table."""
        if not 1 <= row <= len(self.rows):
            raise BadTable(f"row {row} does not exist; the table has rows 1 to {len(self.rows)}")
        self.column(label)
        position = self.columns.index(label)
        changed = tuple(value if index == position else cell for index, cell in enumerate(self.rows[row - 1]))
        return replace(self, rows=(*self.rows[: row - 1], changed, *self.rows[row:]))


def parse(content: bytes, name: str) -> Printed:
    """Read CSV in UTF-8. All or nothing: BadTable names the file, the row and the field of the first fault."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadTable(f"{name}: byte {error.start} is not UTF-8; save the file as CSV UTF-8") from error
    if "\0" in text:
        raise BadTable(f"{name}: the file holds binary content, not CSV")
    try:
        rows = [tuple(row) for row in csv.reader(io.StringIO(text), strict=True) if row]
    except csv.Error as error:
        raise BadTable(f"{name}: the CSV cannot be read: {error}") from error
    if len(rows) < 2:
        raise BadTable(f"{name}: a table needs a row of labels and at least one row of cells")
    labels, *cells = rows
    _check_labels(labels, name)
    for number, row in enumerate(cells, 2):
        if len(row) != len(labels):
            raise BadTable(f"{name}, row {number}: {len(row)} cells where the labels are {len(labels)}")
    if len(rows) * len(labels) > MOST_CELLS:
        raise BadTable(f"{name}: more than {MOST_CELLS:,} cells; a printed table is smaller")
    return Printed(labels, tuple(cells))


def _check_labels(labels: tuple[str, ...], name: str) -> None:
    for position, label in enumerate(labels):
        if not label.strip():
            raise BadTable(f"{name}, row 1, column {_letter(position + 1)}: the label is empty")
        if label in labels[:position]:
            raise BadTable(f"{name}, row 1, column {_letter(position + 1)}: the label {label!r} stands twice")


def _column(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found - 1


def _letter(number: int) -> str:
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
