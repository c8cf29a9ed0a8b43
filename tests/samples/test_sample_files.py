"""The samples are whole and as printed: every cell, every id, every name of a data set."""

from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path

import pytest
from tests.samples.sources import blocks, items, texts

from folkmoot.methods.document import inline, printed

PRINTED_TABLES = 13
PRIVATE = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?<![\d,.])\+?\d{5} ?\d{6}\b|\bTel\b", re.IGNORECASE)


def cells(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.reader(lines))


def without_contact_details(cell: str) -> str:
    return re.sub(r"(,? (Tel|E-?mail): \S+( \d+)?)+$", "", cell, flags=re.IGNORECASE)


def test_every_cell_is_as_printed_but_for_telephone_numbers_and_addresses(samples: Path, shared: Path):
    sources = sorted((shared / "seed" / "tables").glob("*.csv"))
    assert len(sources) == PRINTED_TABLES
    for source in sources:
        expected = [[without_contact_details(cell) for cell in row] for row in cells(source)]
        assert cells(samples / "tables" / source.name) == expected, source.name


def test_each_table_is_described_and_can_be_taken_in(samples: Path, tables):
    files = {path.stem for path in samples.rglob("*.csv")}
    assert files == set(tables)
    for key, described in tables.items():
        printed.parse(described["path"].read_bytes(), key)
        for field in ("title", "source", "period", "licence", "note", "provenance"):
            assert described[field], f"{key}: {field} is empty"
        assert len(described["title"]) <= 200
        assert len(described["source"]) <= 400
        assert len(described["period"]) <= 120


def test_no_telephone_number_and_no_address_stands_anywhere(samples: Path):
    for path in sorted(samples.rglob("*")):
        if path.is_file():
            found = PRIVATE.search(path.read_text(encoding="utf-8"))
            assert found is None, f"{path.name}: {found}"


def test_every_table_and_figure_names_a_data_set_and_cells_that_exist(reports, tables):
    bound = [(name, block) for name, source in reports.items() for block in blocks(source) if "data_set" in block]
    for name, block in bound:
        where = f"{name}, {block['id']}"
        assert block["data_set"] in tables, f"{where}: no data set {block['data_set']!r}"
        part = printed.parse(tables[block["data_set"]]["path"].read_bytes(), where).select(block.get("cells", ""))
        rows = {row[0] for row in part.rows}
        wide = not block.get("transpose", False)
        for value in block.get("values", []):
            assert value in (part.columns if wide else rows), f"{where}: {value!r}"
        if wide and "category" in block:
            assert block["category"] in part.columns, where
        assert set(block.get("numeric", [])) <= set(part.columns), where
        assert set(block.get("totals", [])) <= rows, where
        assert set(block.get("labels", {})) <= {*part.columns, *rows}, where
        assert block.get("notes") or not block.get("labels"), f"{where}: a corrected heading needs a note"


def test_ids_are_unique_and_references_lead_somewhere(reports):
    ids = {}
    for name, source in reports.items():
        part = source["report"]["id"]
        found = [section["id"] for section in source["section"]]
        for block in blocks(source):
            found += [block["id"], *(item["id"] for item in items(block))]
        assert len(found) == len(set(found)), f"{name}: {sorted({each for each in found if found.count(each) > 1})}"
        assert all(re.fullmatch(r"[a-z0-9-]+", each) for each in found), name
        ids[part] = set(found)
    for name, source in reports.items():
        for text in texts(source):
            for piece in inline.parse(text):
                if isinstance(piece, inline.Reference):
                    part, _, block = piece.target.partition("#")
                    known = ids[part or source["report"]["id"]]
                    assert not block or block in known, f"{name}: {piece.target}"


def test_every_person_that_the_council_names_is_described(samples: Path):
    for path in sorted(samples.rglob("council.toml")):
        council = tomllib.loads(path.read_text())
        people = {each["key"] for each in council["person"]}
        assert {each["person"] for each in council["membership"]} <= people
        assert {each["contact"] for each in council["meeting"] if "contact" in each} <= people


@pytest.mark.parametrize("written", ["ian@example.org", "07000 900123", "Tel: none"])
def test_the_search_for_private_details_finds_them(written):
    assert PRIVATE.search(written)


def test_the_wards_and_indicators_listed_are_those_of_the_matrix(reports, tables):
    matrix = printed.parse(tables["t03_ward_indicator_matrix"]["path"].read_bytes(), "matrix")
    found = {block["id"]: block for block in blocks(reports["posc6-annex-1.toml"])}
    listed = [(district, ward) for district, wards in found["wards-by-district"]["pairs"] for ward in wards.split("; ")]
    assert listed == [row[:2] for row in matrix.rows]
    assert [item["text"] for item in items(found["indicators"])] == list(matrix.columns[2:])
    assert not any(cell for row in matrix.rows for cell in row[2:]), "a cell of the matrix has a value; none is printed"
