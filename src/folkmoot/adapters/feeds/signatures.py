"""What a file of signatures is that somebody sends with a petition: its kind, and how many rows or pages it has.

What it is, its bytes tell, never its name. It comes from anybody, so it is small, carries no programs, and is opened by
nobody but those who count. Whatever the bytes are, the answer is a Sheet or Unsuitable.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

import openpyxl

from folkmoot.adapters.typeset import inspect

MOST_BYTES = 5 * 2**20
"""5 MiB: some 60 scanned sheets, or 50,000 rows of a table."""
MOST_ROWS = 200_000
MOST_UNPACKED = 100 * 2**20

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_PROGRAMS = ("vbaProject", "activeX", "embeddings/", "externalLinks/")


class Kind(StrEnum):
    """What such a file can be; the code is also the end of its name."""

    PDF = "pdf"
    CSV = "csv"
    XLSX = "xlsx"
    JPEG = "jpg"
    PNG = "png"


class Unsuitable(ValueError):
    """The file cannot be taken; the message names it, says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of signatures. `count` is of a PDF's pages or of a table's filled rows; None of a picture."""

    kind: Kind
    count: int | None


def judge(content: bytes, name: str) -> Sheet:
    """What the file called `name` is. Raises Unsuitable."""
    if len(content) > MOST_BYTES:
        raise Unsuitable(
            f"{name} has {len(content) / 2**20:.1f} MB; send at most {MOST_BYTES / 2**20:.0f}. "
            "Lower the resolution of the scan, or send a part and tell us where the rest is."
        )
    if not content.strip():
        raise Unsuitable(f"{name} is empty. Choose the file that holds the signatures.")
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return _pdf(content, name)
    if content.startswith(b"PK\x03\x04"):
        return Sheet(Kind.XLSX, _workbook(content, name))
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _picture(Kind.PNG, name, whole=content.rstrip(b"\0")[-8:-4] == b"IEND")
    if content.startswith(b"\xff\xd8\xff"):
        return _picture(Kind.JPEG, name, whole=content.rstrip(b"\0").endswith(b"\xff\xd9"))
    return Sheet(Kind.CSV, _table(content, name))


def _pdf(content: bytes, name: str) -> Sheet:
    try:
        return Sheet(Kind.PDF, inspect.judge(content, name).pages)
    except inspect.Unreadable as fault:
        raise Unsuitable(f"{fault}.") from fault


def _picture(kind: Kind, name: str, *, whole: bool) -> Sheet:
    if not whole:
        raise Unsuitable(f"{name} is cut short. Save the picture again and send that.")
    return Sheet(kind, None)


def _workbook(content: bytes, name: str) -> int:
    """How many rows of all sheets hold anything. Whatever goes wrong over a faulty file is said as Unsuitable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _refuse_programs(packed, name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which carry no cells
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            return _rows((row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)), name)
    except Unsuitable:
        raise
    except Exception as fault:
        raise Unsuitable(
            f"{name} is no workbook that can be read. Save it as .xlsx again, or as CSV or PDF."
        ) from fault


def _refuse_programs(packed: zipfile.ZipFile, name: str) -> None:
    parts = packed.infolist()
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unsuitable(f"{name} unpacks to more than {MOST_UNPACKED / 2**20:.0f} MB. Save it as CSV and send that.")
    if any(word in part.filename for part in parts for word in _PROGRAMS):
        raise Unsuitable(f"{name} holds macros or other files. Save it as a plain workbook (.xlsx) and send that.")


def _table(content: bytes, name: str) -> int:
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = content.decode("cp1252", "replace")  # as spreadsheets on Windows write it
    if _CONTROL.search(words) or words.lstrip().startswith("<"):
        raise Unsuitable(
            f"{name} is none of these: PDF, CSV, Excel workbook (.xlsx), JPEG, PNG. Save it as one of them."
        )
    try:
        return _rows(csv.reader(io.StringIO(words, newline="")), name)
    except csv.Error as fault:
        raise Unsuitable(f"{name} cannot be read as CSV ({fault}). Save it again as CSV, or as PDF.") from fault


def _rows(rows: Iterable[Iterable[object]], name: str) -> int:
    filled = (row for row in islice(rows, 2 * MOST_ROWS) if any(str(cell or "").strip() for cell in row))
    count = sum(1 for _ in islice(filled, MOST_ROWS + 1))
    if count > MOST_ROWS:
        raise Unsuitable(f"{name} has more than {MOST_ROWS:,} rows. Send a part and tell us where the rest is.")
    if not count:
        raise Unsuitable(f"{name} has no row that holds anything. Choose the file that holds the signatures.")
    return count
