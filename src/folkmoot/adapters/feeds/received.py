"""What a feed hands over: the kept rows as a table, the report on all of them, and what must be said beside them."""

from __future__ import annotations

import hashlib
import json
from calendar import month_name
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from folkmoot.adapters.feeds.layouts import DATE
from folkmoot.adapters.feeds.quality import Quality, column_quality


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it was received. `row` names the columns that tell one row from another, if there are such.

    `file_sha256` is the hash of the file's bytes; the hash of the content is made from the table.
    """

    file: str
    file_sha256: str
    table: pa.Table
    quality: Quality
    data_set: str
    title: str
    source: str
    licence: str
    attribution: str
    row: tuple[str, ...] = ()
    note: str = ""


def of_table(
    table: pa.Table, *, data_set: str, title: str, source: str, licence: str, file: str = "", row: tuple[str, ...] = ()
) -> Received:
    """A table that was made here rather than read from a file, such as an invented one."""
    sha256 = content_sha256(table)
    quality = Quality(read=len(table), kept=len(table), columns=column_quality(table))
    return Received(file or data_set, sha256, table, quality, data_set, title, source, licence, "", row)


def period(received: Sequence[Received]) -> str:
    """The first and last day of all rows, such as 1 May 2021 to 31 May 2021; empty where they have no days."""
    ends = [
        pc.min_max(each.table[DATE]).as_py()
        for each in received
        if DATE in each.table.column_names and each.table[DATE].null_count < len(each.table)
    ]
    if not ends:
        return ""
    first, last = min(each["min"] for each in ends), max(each["max"] for each in ends)
    return _said(first) if first == last else f"{_said(first)} to {_said(last)}"


def _said(day: date) -> str:
    return f"{day.day} {month_name[day.month]} {day.year}"


def contents_sha256(received: Sequence[Received]) -> str:
    """The hash of the content of files: of the one, or of the hashes of several in their order."""
    hashes = [content_sha256(each.table) for each in received]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def content_sha256(table: pa.Table) -> str:
    """The hash of what a table holds: names, types and cells in their order, however the table is saved or parted."""
    found = hashlib.sha256(json.dumps([[each.name, str(each.type)] for each in table.schema]).encode())
    for column in table.columns:
        whole = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
        found.update(np.packbits(whole.is_null().to_numpy(zero_copy_only=False)).tobytes())
        if pa.types.is_string(whole.type):
            coded = whole.dictionary_encode()
            found.update(json.dumps(coded.dictionary.to_pylist()).encode())
            whole = coded.indices
        elif pa.types.is_date32(whole.type):
            whole = whole.cast(pa.int32())
        found.update(np.ascontiguousarray(whole.fill_null(0).to_numpy(zero_copy_only=False)).tobytes())
    return found.hexdigest()
