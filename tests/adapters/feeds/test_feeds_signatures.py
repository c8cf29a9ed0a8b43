"""Files of signatures that anybody may send: told by their bytes, counted, and refused where they carry more."""

import io
import zipfile

import openpyxl
import pikepdf
import pytest

from folkmoot.adapters.feeds import signatures
from folkmoot.adapters.feeds.signatures import Kind, Sheet, Unsuitable, judge

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 17 + b"\0\0\0\0IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\1" * 20 + b"\xff\xd9"


def pdf(pages: int = 2, **said: object) -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        made.add_blank_page()
    made.save(out, **said)
    return out.getvalue()


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def with_part(content: bytes, part: str) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr(part, b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (pdf(), Sheet(Kind.PDF, 2)),
        (b"Name;Street\r\nAda Invented;Mill Lane\r\n\r\n;\r\n", Sheet(Kind.CSV, 3)),
        ("\ufeffName\nCaomhánaigh\n".encode(), Sheet(Kind.CSV, 2)),
        ("Name\nZoë Invented\n".encode("cp1252"), Sheet(Kind.CSV, 2)),
        (workbook(("Name", "Street"), ("Ada", None), (None, " "), ("Bob", "Mill Lane")), Sheet(Kind.XLSX, 3)),
        (PNG, Sheet(Kind.PNG, None)),
        (JPEG, Sheet(Kind.JPEG, None)),
    ],
    ids=["pdf", "csv", "csv with a mark", "csv of Windows", "workbook", "png", "jpeg"],
)
def test_a_file_is_what_its_bytes_say_whatever_it_is_called(content, found):
    assert judge(content, "list.exe") == found


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"x" * (signatures.MOST_BYTES + 1), "has 5.0 MB; send at most 5"),
        (b" \n", "is empty"),
        (b"MZ\x90\x00\x03", "is none of these: PDF, CSV"),
        (b"<html><script>alert(1)</script>", "is none of these: PDF, CSV"),
        (b",,\n, \n", "no row that holds anything"),
        (b'"' + b"x" * 200_000 + b'"', "cannot be read as CSV"),
        (PNG[:-4], "is cut short"),
        (JPEG[:-1], "is cut short"),
        (b"%PDF-1.7 nothing", "damaged"),
        (pdf(encryption=pikepdf.Encryption(user="a", owner="b")), "password"),
        (workbook(), "no row that holds anything"),
        (b"PK\x03\x04 nothing", "is no workbook that can be read"),
        (with_part(workbook(("Ada",)), "xl/vbaProject.bin"), "holds macros or other files"),
    ],
    ids=[
        "too large",
        "empty",
        "program",
        "page of the web",
        "no rows",
        "endless cell",
        "png cut short",
        "jpeg cut short",
        "no pdf",
        "locked pdf",
        "empty workbook",
        "no workbook",
        "workbook with macros",
    ],
)
def test_what_is_no_list_of_signatures_or_carries_more_is_refused_with_what_to_do(content, why):
    with pytest.raises(Unsuitable, match=why):
        judge(content, "list.pdf")


def test_a_workbook_that_unpacks_to_more_than_a_list_and_a_table_of_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(signatures, "MOST_UNPACKED", 100)
    with pytest.raises(Unsuitable, match="unpacks to more than"):
        judge(workbook(("Ada",)), "list.xlsx")
    monkeypatch.setattr(signatures, "MOST_ROWS", 2)
    with pytest.raises(Unsuitable, match="more than 2 rows"):
        judge(b"Name\nAda\nBob\n", "list.csv")
