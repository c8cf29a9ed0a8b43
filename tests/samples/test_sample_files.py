"""The samples are whole and as printed: every cell, every id, every name of a data set."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from tests.samples.sources import blocks, items

from folkmoot.methods.document import inline, minutes, model, printed, source, wire
from folkmoot.methods.document.minutes import Capacity

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
    for original in sources:
        expected = [[without_contact_details(cell) for cell in row] for row in cells(original)]
        assert cells(samples / "tables" / original.name) == expected, original.name


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


def test_every_file_that_the_council_names_exists(samples: Path):
    for path in sorted(samples.rglob("council.toml")):
        council = tomllib.loads(path.read_text())
        named = [each["file"] for each in council["standing"]]
        for meeting in council["meeting"]:
            named += [meeting[key] for key in ("minutes",) if key in meeting]
            for item in meeting.get("item", []):
                named += [item[key] for key in ("report",) if key in item] + item.get("annexes", [])
        missing = [each for each in named if not (path.parent / each).is_file()]
        assert not missing, f"{path}: {missing}"


def test_every_person_that_the_council_names_is_described(samples: Path):
    for path in sorted(samples.rglob("council.toml")):
        council = tomllib.loads(path.read_text())
        people = {each["key"] for each in council["person"]}
        assert {each["person"] for each in council["membership"]} <= people
        assert {each["contact"] for each in council["meeting"] if "contact" in each} <= people


@pytest.mark.parametrize("written", ["ian@example.org", "07000 900123", "Tel: none"])
def test_the_search_for_private_details_finds_them(written):
    assert PRIVATE.search(written)


def test_the_wards_are_bound_to_the_matrix_and_the_indicators_listed_are_its_headings(reports, tables):
    matrix = printed.parse(tables["t03_ward_indicator_matrix"]["path"].read_bytes(), "matrix")
    found = {block["id"]: block for block in blocks(reports["posc6-annex-1.toml"])}
    wards = found["wards-by-district"]
    assert (wards["data_set"], wards["cells"]) == ("t03_ward_indicator_matrix", f"A1:B{len(matrix.rows) + 1}")
    assert [item["text"] for item in items(found["indicators"])] == list(matrix.columns[2:])
    assert not any(cell for row in matrix.rows for cell in row[2:]), "a cell of the matrix has a value; none is printed"


@pytest.fixture
def bind(tables) -> source.Binder:
    """The tables beside the reports, as the reader of sources asks for them."""

    def bound(data_set: str, cells: str) -> source.Bound:
        described = tables[data_set]
        table = printed.parse(described["path"].read_bytes(), data_set)
        return source.Bound(
            table=table.select(cells),
            title=described["title"],
            source=described["source"],
            period=described["period"],
            note=described["note"],
            sha256=table.sha256,
            invented=described["provenance"] == "invented",
        )

    return bound


@pytest.fixture
def documents(samples: Path, reports, bind) -> dict[str, model.Document]:
    """Every report as the reader of sources makes it; ids are unique and figures exist, or it would refuse."""
    read = (source.read(next(samples.rglob(name)).read_bytes(), name, bind) for name in reports)
    return {document.id: document for document in read}


def test_paragraphs_carry_the_numbers_that_they_have_in_print(documents):
    counted = {}
    for part, document in documents.items():
        numbered = [each for each in model.walk(document) if isinstance(each, model.Paragraph) and each.number]
        assert [each.id for each in numbered] == [f"p-{each.number}" for each in numbered], part
        counted[part] = len(numbered)
    assert (counted["posc6"], counted["posc7"]) == (46, 52)


def test_references_lead_to_blocks_that_exist(documents):
    ids = {part: {each.id for each in model.walk(document)} for part, document in documents.items()}
    for name, document in documents.items():
        for block in model.walk(document):
            for piece in getattr(block, "content", ()):
                if isinstance(piece, inline.Reference):
                    part, _, target = piece.target.partition("#")
                    assert not target or target in ids[part or name], f"{name}, {block.id}: {piece.target}"


def test_every_printed_table_but_the_layout_ones_is_bound_by_a_report(documents, tables):
    bound = {
        block.source.data_set
        for document in documents.values()
        for block in model.walk(document)
        if isinstance(block, model.Table)
    }
    not_in_reports = {"t01_committee_contacts", "t02_council_services"}
    assert set(tables) - bound == not_in_reports


def test_the_minutes_name_people_items_and_ids_that_exist(samples: Path, bind):
    council = tomllib.loads((samples / "oxfordshire" / "council.toml").read_text())
    path = samples / "oxfordshire" / "minutes-2021-09-30.toml"
    record = minutes.read(path.read_bytes(), path.name, bind)
    meeting = next(each for each in council["meeting"] if each.get("minutes") == path.name)
    named = {each.person for each in record.present} | {each.in_place_of for each in record.present}
    for minute in record.minutes:
        named |= {who for each in minute.nominations for who in (each.nominee, each.nominator, each.seconder)}
        named |= {who for each in minute.apologies for who in (each.person, each.substitute)}
    assert named - {""} <= {each["key"] for each in council["person"]}
    assert [(each.sequence, each.suffix) for each in record.minutes] == [(number, "21") for number in range(1, 7)]
    assert {each.agenda for each in record.minutes} == {item["number"] for item in meeting["item"]}
    assert [len(each.actions) for each in record.minutes] == [0, 0, 0, 0, 1, 1]
    assert Counter(each.capacity for each in record.present) == {
        Capacity.VOTING_MEMBER: 8, Capacity.SUBSTITUTE: 1, Capacity.OTHER_MEMBER: 8, Capacity.OFFICER: 6,
    }  # fmt: skip
    written = [block for minute in record.minutes for stage in minute.stages.values() for block in stage]
    ids = [each["id"] for block in written for each in (block, *items(block))]
    assert len(ids) == len(set(ids))


def test_everything_of_the_invented_county_says_that_it_is_invented(samples: Path, documents, tables):
    council = tomllib.loads((samples / "invented" / "council.toml").read_text())
    named = [each["name"] for each in (council["authority"], *council["organization"], *council["person"])]
    assert all("invented" in each.lower() for each in named)
    here = {path.stem for path in (samples / "invented").glob("*.csv")}
    assert {key for key, each in tables.items() if each["provenance"] == "invented"} == here
    for document in documents.values():
        assert document.invented == (document.id in {"mpsc1", "mpsc2"})


def test_each_planted_word_stands_in_the_exempt_report_and_nowhere_public(samples: Path, documents, tables):
    planted = [each["word"] for each in tomllib.loads((samples / "invented" / "planted.toml").read_text())["planted"]]
    exempt = {part: wire.dump(document).lower() for part, document in documents.items() if document.exempt}
    others = [wire.dump(document).lower() for document in documents.values() if not document.exempt]
    others += [path.read_text().lower() for path in samples.rglob("council.toml")]
    others += [path.read_text().lower() for path in samples.rglob("*.md")]
    others += [each["path"].read_text().lower() for each in tables.values() if each.get("public", True)]
    assert list(exempt) == ["mpsc2"]
    for word in planted:
        assert word in exempt["mpsc2"], word
        assert not any(word in text for text in others), word


def test_the_figures_of_an_exempt_report_are_not_public_by_themselves(documents, tables):
    for document in documents.values():
        for block in model.walk(document):
            if isinstance(block, model.Table):
                assert tables[block.source.data_set].get("public", True) == (not document.exempt)
