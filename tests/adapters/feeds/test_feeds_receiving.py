"""Files of every form are read by one layout, and their quality is told."""

import gzip
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from folkmoot.adapters.feeds.layout_files import read
from folkmoot.adapters.feeds.quality import Refused
from folkmoot.adapters.feeds.reading import Unreadable
from folkmoot.adapters.feeds.receiving import receive

LAYOUT = """
[layout]
title = "Invented visits"
source = "An invented clinic"
licence = "None: invented"
unit = ["ward", "district"]
row = ["visit"]

[[column]]
name = "visit"
holds = "codes"
filled = true

[[column]]
name = "ward"
matches = "W\\\\d"
example = "W1"

[[column]]
name = "district"

[[column]]
name = "date"
headings = ["Seen on", "Date seen"]
filled = true

[[column]]
name = "age"
optional = true
lowest = 0
highest = 120

[[column]]
name = "sex"
among = ["female", "male"]
rename = { F = "female", M = "male" }

[[column]]
name = "cost"
holds = "numbers"
marked = true
optional = true
"""
ROWS = """visit,ward,district,Seen on,age,sex,cost
1,W1,D1,2021-03-31,40,F,10.5
2,,D1,31/03/2021,0,M,0
3,W2,D1,2021-04-01,,male,*
"""


@pytest.fixture
def layout(tmp_path: Path):
    path = tmp_path / "visits.toml"
    path.write_text(LAYOUT)
    return read(path)


def taken(tmp_path: Path, layout, content: bytes = ROWS.encode(), name: str = "visits.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return receive(path, layout)


def test_each_cell_becomes_a_value_a_mark_or_nothing_and_never_zero(tmp_path, layout):
    table = taken(tmp_path, layout).table
    assert table.to_pydict() == {
        "unit": ["W1", "D1", "W2"],
        "visit": ["1", "2", "3"],
        "ward": ["W1", None, "W2"],
        "district": ["D1", "D1", "D1"],
        "date": [date(2021, 3, 31), date(2021, 3, 31), date(2021, 4, 1)],
        "age": [40, 0, None],
        "sex": ["female", "male", "male"],
        "cost": [10.5, 0.0, None],
        "cost_mark": [None, None, "*"],
    }


def test_the_report_tells_what_is_filled_blank_marked_and_summed(tmp_path, layout):
    quality = taken(tmp_path, layout).quality
    (cost,) = [each for each in quality.columns if each.name == "cost"]
    assert (quality.read, quality.kept, quality.refused_rows, quality.duplicates) == (3, 3, 0, 0)
    assert (cost.filled, cost.blank, dict(cost.marks), cost.lowest, cost.sum) == (2, 0, {"*": 1}, 0.0, 10.5)


def test_every_form_of_a_file_gives_the_same_rows(tmp_path, layout):
    plain = taken(tmp_path, layout).table
    packed = taken(tmp_path, layout, gzip.compress(b"\xef\xbb\xbf" + ROWS.encode()), "visits.csv.gz").table
    book = openpyxl.Workbook()
    for line in ROWS.splitlines():
        book.active.append([cell or None for cell in line.split(",")])
    book.active["D2"] = datetime(2021, 3, 31)  # noqa: DTZ001 - a workbook knows no time zones
    book.active["A2"] = 1
    book.save(tmp_path / "visits.xlsx")
    columns = list(zip(*(line.split(",") for line in ROWS.splitlines()), strict=True))
    typed = {column[0]: [cell or None for cell in column[1:]] for column in columns}
    typed["age"] = [40.0, 0.0, float("nan")]  # as pandas saves whole numbers of which one is missing
    typed["visit"] = pa.array([1.0, 2.0, 3.0]).cast(pa.float64())
    pq.write_table(pa.table(typed), tmp_path / "visits.parquet")
    assert packed == plain
    assert receive(tmp_path / "visits.xlsx", layout).table == plain
    assert receive(tmp_path / "visits.parquet", layout).table == plain


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        (",W1,D1,2021-03-31,40,F,1", "visit", "is blank; every row needs it"),
        ("4,Ward 1,D1,2021-03-31,40,F,1", "ward", "'Ward 1' does not have the form of W1"),
        ("4,W1,D1,2021-02-30,40,F,1", "Seen on", "'2021-02-30' should be a day, such as 2021-03-31 or 31/03/2021"),
        ("4,W1,D1,2021-03-31,40.5,F,1", "age", "'40.5' should be a whole number"),
        ("4,W1,D1,2021-03-31,-1,F,1", "age", "-1 is below 0, the lowest that is believed"),
        ("4,W1,D1,2021-03-31,121,F,1", "age", "121 is above 120, the highest that is believed"),
        ("4,W1,D1,2021-03-31,40,X,1", "sex", "'X' is none of female, male"),
        ("4,W1,D1,2021-03-31,40,F,1e999", "cost", "'1e999' should be a number"),
        ("4,W1,D1,2021-03-31,40,F", "", "6 cells where the headings are 7"),
        ("3,W1,D1,2021-03-31,40,F,1", "visit", "says something else of the same as row 4"),
    ],
)
def test_a_faulty_row_is_refused_by_row_field_and_reason_and_the_others_are_kept(tmp_path, layout, line, field, reason):
    received = taken(tmp_path, layout, f"{ROWS}\n{line}\n".encode())
    assert received.quality.refused == (Refused(6, field, reason),)
    assert (received.quality.read, received.quality.kept, received.quality.refused_rows) == (4, 3, 1)
    assert len(received.table) == 3


def test_a_row_repeated_word_for_word_is_dropped_and_counted(tmp_path, layout):
    quality = taken(tmp_path, layout, f"{ROWS}3,W2,D1,2021-04-01,,male,*\n".encode()).quality
    assert (quality.kept, quality.duplicates, quality.refused_rows) == (3, 1, 0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "cannot be read as CSV: Empty CSV file"),
        (b"visit;ward\n1;W1\n", "no visits file: it has no column 'visit', none 'ward'"),
        (ROWS.replace("sex", "age").encode(), "the heading 'age' stands twice"),
        (ROWS.replace("sex", "Date Seen").encode(), "'Seen on' and 'Date Seen' are the same column"),
        (ROWS.replace("cost", "postcode").encode(), "nobody expects the column 'postcode'"),
        (ROWS.splitlines()[0].encode() + b"\n", "has headings and no rows"),
        ("visit,ward\nJosé,W1\n".encode("latin-1"), "line 2, is not UTF-8; save it as CSV UTF-8"),
        (b"PAR1 and nothing more", "cannot be read as Parquet"),
        (b"PK\x03\x04 and nothing more", "cannot be read as a workbook"),
        (b"\x1f\x8b and nothing more", "cannot be read as CSV"),
        (b"\n\n", "has no headings in its first row"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_with_its_name(tmp_path, layout, content, message):
    with pytest.raises(Unreadable, match=message) as refused:
        taken(tmp_path, layout, content)
    assert "visits.csv" in str(refused.value)


def test_a_file_of_more_rows_than_memory_may_hold_is_to_be_parted(tmp_path, layout, monkeypatch):
    monkeypatch.setattr("folkmoot.adapters.feeds.receiving.MOST_ROWS", 2)
    with pytest.raises(Unreadable, match="visits.csv has more than 2 rows; part it and import the parts together"):
        taken(tmp_path, layout)


def test_a_workbook_may_have_its_table_on_another_sheet_below_a_title(tmp_path, layout):
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Visits")
    sheet.append(["Confidential"])
    for line in ROWS.splitlines():
        sheet.append([cell or None for cell in line.split(",")])
    book.save(tmp_path / "visits.xlsx")
    found = receive(tmp_path / "visits.xlsx", replace(layout, sheet="Visits", above=1))
    assert found.table == taken(tmp_path, layout).table
    with pytest.raises(Unreadable, match="visits.xlsx has no sheet 'Cases'; it has Sheet, Visits"):
        receive(tmp_path / "visits.xlsx", replace(layout, sheet="Cases"))


def test_rows_above_the_headings_of_csv_keep_the_numbers_that_people_see(tmp_path, layout):
    content = "Confidential\n" + ROWS + "4,W1,D1,soon,40,F,1\n"
    (tmp_path / "visits.csv").write_text(content)
    (fault,) = receive(tmp_path / "visits.csv", replace(layout, above=1)).quality.refused
    assert (fault.row, fault.field) == (6, "Seen on")
