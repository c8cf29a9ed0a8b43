"""Opens a received file as rows of text with their numbers: CSV in UTF-8 (with gzip or without), Parquet, a workbook.

Every cell becomes text or, where it is blank, null; what it should hold is for a layout to say. What the file is, its
first bytes tell, never its name. Whatever the bytes are, the answer is rows or Unreadable.
"""

from __future__ import annotations

import codecs
import warnings
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypeVar

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from folkmoot.adapters.feeds.quality import Refused

Found = TypeVar("Found")
ROWS_AT_ONCE = 1 << 16
BYTES_AT_ONCE = 1 << 22
GZIP, ZIP, PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"


class Unreadable(ValueError):
    """A file that is no table of rows; the message names it and says what was met, and what to do."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows in their order: their numbers in the file, and a column of text for each heading."""

    numbers: NDArray[np.int64]
    cells: dict[str, pa.StringArray]


@dataclass(frozen=True)
class Opened:
    """A file with its headings. `ragged` is complete once all rows were taken: rows with cells too many or too few."""

    name: str
    headings: tuple[str, ...]
    rows: Iterator[Rows]
    ragged: list[Refused] = field(default_factory=list)


def open_rows(path: Path, *, sheet: str = "", above: int = 0) -> Opened:
    """The rows of a file. Unreadable, here or while rows are taken, where it is no table.

    `sheet` names the sheet of a workbook, the first if it is empty; `above` counts the rows before the headings.
    """
    try:
        with path.open("rb") as file:
            begins = file.read(4)
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read: {error.strerror or error}") from error
    if begins == PARQUET:
        return _parquet(path)
    if begins == ZIP:
        return _workbook(path, sheet, above)
    return _csv(path, above, "gzip" if begins.startswith(GZIP) else None)


def _csv(path: Path, above: int, packing: str | None) -> Opened:
    ragged: list[Refused] = []
    numbers: list[int] = []

    def skip(row: pa_csv.InvalidRow) -> str:
        number = row.number + above
        insort(numbers, number)
        ragged.append(Refused(number, "", f"{row.actual_columns} cells where the headings are {row.expected_columns}"))
        return "skip"

    def stream(types: dict[str, pa.DataType]) -> pa_csv.CSVStreamingReader:
        return pa_csv.open_csv(
            pa.input_stream(str(path), compression=packing),
            read_options=pa_csv.ReadOptions(use_threads=False, block_size=BYTES_AT_ONCE, skip_rows=above),
            parse_options=pa_csv.ParseOptions(
                newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skip
            ),
            convert_options=pa_csv.ConvertOptions(column_types=types, strings_can_be_null=True, null_values=[""]),
        )

    try:
        _check_text(path, packing)
        headings = _headings(stream({}).schema.names, path.name)
        ragged.clear()
        numbers.clear()
        reader = stream(dict.fromkeys(headings, pa.string()))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _no_csv(path, error) from error
    return Opened(path.name, headings, _csv_rows(reader, path, numbers, above + 2), ragged)


def _check_text(path: Path, packing: str | None) -> None:
    """Unreadable, naming the line, where the file is not UTF-8: the parser of CSV would not say where."""
    decoder, lines = codecs.getincrementaldecoder("utf-8")(), 1
    with pa.input_stream(str(path), compression=packing) as stream:
        while True:
            chunk = stream.read(BYTES_AT_ONCE)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                line = lines + bytes(error.object[: error.start]).count(b"\n")
                raise Unreadable(
                    f"{path.name}, line {line}, is not UTF-8; save it as CSV UTF-8, as a workbook or as Parquet"
                ) from error
            if not chunk:
                return
            lines += chunk.count(b"\n")


def _csv_rows(reader: pa_csv.CSVStreamingReader, path: Path, ragged: list[int], first: int) -> Iterator[Rows]:
    """Rows keep the numbers that they have in the file: `ragged` are the numbers that were passed over."""
    while True:
        try:
            batch = reader.read_next_batch()
        except StopIteration:
            return
        except (pa.ArrowException, OSError, ValueError) as error:
            raise _no_csv(path, error) from error
        taken = _numbers(first, batch.num_rows, ragged)
        first = int(taken[-1]) + 1 if len(taken) else first
        yield Rows(taken, dict(zip(batch.schema.names, batch.columns, strict=True)))


def _numbers(first: int, size: int, ragged: Sequence[int]) -> NDArray[np.int64]:
    """The next row numbers from `first` on, without those that were passed over."""
    passed = [number for number in ragged[bisect_left(ragged, first) :] if number < first + size + len(ragged)]
    numbers = np.arange(first, first + size + len(passed), dtype=np.int64)
    return numbers[~np.isin(numbers, passed)][:size]


def _no_csv(path: Path, error: Exception) -> Unreadable:
    if isinstance(error, Unreadable):
        return error
    return Unreadable(f"{path.name} cannot be read as CSV: {' '.join(str(error).split())}")


def _parquet(path: Path) -> Opened:
    try:
        file = pq.ParquetFile(path)
        headings = _headings(file.schema_arrow.names, path.name)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _no_parquet(path, error) from error
    return Opened(path.name, headings, _parquet_rows(file, path))


def _parquet_rows(file: pq.ParquetFile, path: Path) -> Iterator[Rows]:
    first = 2  # as if there were a row of headings, so that a row has one number in every form of the file
    try:
        for batch in file.iter_batches(ROWS_AT_ONCE, use_threads=False):
            numbers = np.arange(first, first + batch.num_rows, dtype=np.int64)
            yield Rows(numbers, {name: _text(batch[name]) for name in batch.schema.names})
            first += batch.num_rows
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _no_parquet(path, error) from error


def _no_parquet(path: Path, error: Exception) -> Unreadable:
    if isinstance(error, Unreadable):
        return error
    return Unreadable(f"{path.name} cannot be read as Parquet: {' '.join(str(error).split())[:400]}")


def _text(column: pa.Array) -> pa.StringArray:
    """A column as CSV would have it: a number that is none, as pandas saves what is missing, is blank too."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
    found = column.cast(pa.string())
    return pc.if_else(pc.equal(found, ""), pa.scalar(None, pa.string()), found)


def _workbook(path: Path, sheet: str, above: int) -> Opened:
    rows = _sheet_rows(path, sheet)
    labels = [cell or "" for cell in next(islice(rows, above, None), [])]
    while labels and not labels[-1]:
        labels.pop()
    ragged: list[Refused] = []
    headings = _headings(labels, path.name)
    return Opened(path.name, headings, _workbook_rows(rows, headings, above + 2, ragged), ragged)


def _workbook_rows(
    rows: Iterator[list[str | None]], headings: tuple[str, ...], first: int, ragged: list[Refused]
) -> Iterator[Rows]:
    width = len(headings)
    while taken := list(islice(rows, ROWS_AT_ONCE)):
        numbers, kept = [], []
        for number, row in enumerate(taken, first):
            if any(row[width:]):
                ragged.append(Refused(number, "", f"cells to the right of the {width} headings"))
            else:
                numbers.append(number)
                kept.append((row + [None] * width)[:width])
        columns = zip(*kept, strict=True) if kept else [()] * width
        cells = {heading: pa.array(column, pa.string()) for heading, column in zip(headings, columns, strict=True)}
        yield Rows(np.array(numbers, dtype=np.int64), cells)
        first += len(taken)


def _sheet_rows(path: Path, sheet: str) -> Iterator[list[str | None]]:
    """The rows of a sheet as text. Whatever openpyxl raises over a faulty file is said as Unreadable."""
    try:
        with path.open("rb") as file:
            rows = _quietly(lambda: _sheet(file, path.name, sheet).iter_rows(values_only=True))
            while taken := _quietly(lambda: list(islice(rows, ROWS_AT_ONCE))):
                yield from ([_cell(value) for value in row] for row in taken)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"{path.name} cannot be read as a workbook: {type(error).__name__} {error}") from error


def _sheet(file: BinaryIO, name: str, sheet: str) -> openpyxl.worksheet.worksheet.Worksheet:
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    if sheet and sheet not in book.sheetnames:
        raise Unreadable(f"{name} has no sheet {sheet!r}; it has {', '.join(book.sheetnames)}")
    return book[sheet] if sheet else book.worksheets[0]


def _quietly(work: Callable[[], Found]) -> Found:
    """Do the work without warnings: openpyxl gives them of styles and extensions, which carry no cells."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return work()


def _cell(value: object) -> str | None:
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None if value is None or value == "" else str(value)


def _headings(labels: Sequence[str], name: str) -> tuple[str, ...]:
    if not any(label.strip() for label in labels):
        raise Unreadable(f"{name} has no headings in its first row")
    for place, label in enumerate(labels):
        if label in labels[:place]:
            raise Unreadable(f"{name}: the heading {label!r} stands twice; give each column a heading of its own")
    return tuple(labels)
