"""Whatever the bytes are, a reader gives rows or a refusal that names the file; never anything else."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from folkmoot.adapters.feeds.layouts import Column, Holds, Layout, Others
from folkmoot.adapters.feeds.reading import Unreadable
from folkmoot.adapters.feeds.receiving import receive

ANYTHING = Layout(
    kind="anything", title="T", source="S", licence="L", attribution="", data_set="any",
    columns=(
        Column("unit", ("a", "unit"), optional=True),
        Column("date", ("b",), Holds.DAYS, optional=True),
        Column("age", ("c",), Holds.WHOLE, optional=True, lowest=0),
        Column("figure", ("d",), Holds.NUMBERS, optional=True, marked=True),
        Column("period", ("e",), Holds.PERIODS, optional=True),
        Column("code", ("f",), Holds.CODES, optional=True, filled=True),
    ),
    others=Others.FIGURES,
)  # fmt: skip
QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["a", "b", "c"], ["W1", "2021-01-01", 4], ["W2", None, 5.5]):
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def parquet() -> bytes:
    saved = io.BytesIO()
    pq.write_table(pa.table({"a": ["W1", None], "c": [1, 2], "d": [1.5, float("nan")]}), saved)
    return saved.getvalue()


CSV = b"a,b,c,d,e,f\nW1,2021-01-01,4,1.5,2020/21,931.0\nW2,,5,*,2018-20,x\n"
WHOLE = (CSV, gzip.compress(CSV), workbook(), parquet())
cells = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["2021-02-30", "0000-00-00", "9999/99", "2020/21 Q9", "1e999", "nan", "-", "9" * 400, "٣", "2021-13"]
    ),
    st.from_regex(r"[0-9]{0,5}[-/. ]?[0-9]{0,5}( ?[-/] ?[0-9]{2,4})?", fullmatch=True),
)


def judged(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    said = ""
    try:
        received = receive(path, ANYTHING)
    except Unreadable as refused:
        said = str(refused)
    if said:
        assert path.name in said
        return
    quality = received.quality
    assert len(received.table) == quality.kept
    assert quality.read == quality.kept + quality.refused_rows
    assert quality.lines


@QUICK
@given(st.binary(max_size=400))
@example(b"\xef\xbb\xbf")
@example(b"a,b\n\x00\n")
@example(b'a,b\n"\n')
@example(b"\x1f\x8b" + b"\0" * 40)
@example(b"PAR1" + b"\0" * 40 + b"PAR1")
@example(b"PK\x03\x04" + b"\0" * 40)
def test_any_bytes_are_rows_or_a_refusal(tmp_path, content):
    judged(tmp_path / "any.bin", content)


@QUICK
@given(st.lists(st.lists(cells, max_size=7), max_size=5), st.sampled_from([",", ";", "\t"]))
def test_any_table_of_text_is_rows_or_a_refusal(tmp_path, rows, between):
    lines = ["a,b,c,d,e,f", *(between.join(row) for row in rows)]
    judged(tmp_path / "any.csv", "\n".join(lines).encode("utf-8", "surrogatepass"))


@QUICK
@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8),
    st.floats(0, 1),
)
def test_a_damaged_or_shortened_file_is_rows_or_a_refusal(tmp_path, whole, changes, kept):
    damaged = bytearray(whole)
    for place, byte in changes:
        damaged[min(int(place * len(damaged)), len(damaged) - 1)] = byte
    judged(tmp_path / "damaged.bin", bytes(damaged[: max(4, int(kept * len(damaged)))]))
    judged(tmp_path / "damaged.bin", bytes(damaged))


def test_a_workbook_of_something_else_is_refused(tmp_path):
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as packed:
        packed.writestr("letter.txt", "Dear analyst")
    (tmp_path / "letter.xlsx").write_bytes(saved.getvalue())
    with pytest.raises(Unreadable, match="letter.xlsx cannot be read as a workbook"):
        receive(tmp_path / "letter.xlsx", ANYTHING)
