"""The pack of 11 November 2021, read from its bytes alone and held against the printed tables."""

import tomllib
from pathlib import Path

import pytest
from tests.apps.packs.invented import NOW
from tests.apps.packs.reading import Reading

from folkmoot.adapters.typeset import leaks
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.packs import operations, queries
from folkmoot.apps.packs.models import PackVersion
from folkmoot.apps.packs.published import document_of
from folkmoot.apps.packs.queries import secrecy
from folkmoot.apps.packs.queries.papers import gather
from folkmoot.apps.packs.terms import Edition
from folkmoot.cli import samples
from folkmoot.methods.document import printed
from folkmoot.methods.document.model import AgendaEntry, Figure, Table, walk
from folkmoot.methods.numbering import labels

# Tables with figures; the first three are contacts and services, said in words, and a matrix without values.
PRINTED_TABLES = {
    "t03_ward_indicator_matrix",
    "t04_covid_age", "t05_covid_gender", "t06_covid_ethnicity", "t07_covid_deprivation", "t08_fsp_risk_factors_2019_20",
    "t09_fsp_projection_2019", "t10_fsp_targets", "t11_fsp_adult_facing_june_2021",
    "t12_fsp_children_in_care_performance", "t13_fsp_child_protection_performance",
}  # fmt: skip


@pytest.fixture
def version(db, store_folder: Path, root: Path) -> PackVersion:
    samples.load(root / "samples", at=NOW)
    meeting = Meeting.objects.get(moderngov_id=6764)
    return operations.build_pack(meeting_id=meeting.pk, by=None, at=NOW)


@pytest.fixture
def pack(version: PackVersion) -> Reading:
    return Reading(queries.path(version).read_bytes())


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_page_ranges_on_the_agenda_equal_the_true_pages(version, pack):
    order = [part.part for part in version.parts.all()]
    begins = {part: pack.target_of(part) for part in order}
    ends = dict(zip(order, [begins[part] - 1 for part in order[1:]] + [len(pack.pdf.pages) - 1], strict=True))
    seen = {}
    for entry in walk(document_of(version.parts.get(part="agenda"))):
        if isinstance(entry, AgendaEntry) and entry.target:
            parts = [part.part for part in version.parts.filter(agenda_number=entry.number)]
            folios = [pack.printed_folio(page) for page in (begins[parts[0]], ends[parts[-1]])]
            pages = labels.pages(*(folio.removeprefix("Page ") for folio in folios))
            assert squeezed(pages) in pack.with_id("agenda", entry.id).whole
            seen[entry.number] = parts
    assert seen == {
        "4": ["minutes"],
        "6": ["posc6", "posc6-annex-1", "posc6-annex-2"],
        "7": ["posc7", "posc7-annex-1"],
    }


def test_every_printed_table_equals_its_csv_cell_by_cell(version, pack, root):
    compared = set()
    for part in version.parts.exclude(document=""):
        for element in walk(document_of(part)):
            if isinstance(element, Table) and element.source.data_set and not element.id.endswith("-table"):
                path = root / "samples/tables" / f"{element.source.data_set}.csv"
                expected = printed.parse(path.read_bytes(), path.name).select(element.source.cells)
                labels_, *rows = pack.rows(pack.with_id(part.part, element.id))
                assert rows == [[squeezed(cell) for cell in row] for row in expected.rows], element.id
                relabelled = labels_ != [squeezed(label) for label in expected.columns]
                assert not relabelled or element.notes, f"{element.id}: a heading is corrected without a note"
                compared.add(element.source.data_set)
    assert compared == PRINTED_TABLES


def test_every_chart_has_the_values_that_it_draws_beside_it(version, pack):
    figures = 0
    for part in version.parts.exclude(document=""):
        for element in walk(document_of(part)):
            if isinstance(element, Figure):
                rows = pack.rows(pack.with_id(part.part, element.table.id))[1:]
                assert rows == [[squeezed(cell) for cell in row] for row in element.table.rows]
                figures += 1
    assert figures >= 5


def test_fonts_links_and_bookmarks_are_whole(pack):
    assert all(inside and "SourceSans3" in name for name, inside in pack.fonts())
    for _, annotation in pack.links():
        place = pack.destination(annotation)
        assert str(annotation.A.URI).startswith("http") if place is None else pack.target(place) is not None
    bookmarks = list(pack.bookmarks())
    assert all(page is not None for _, _, page in bookmarks)
    assert {"4. Minutes", "6. Health Inequalities", "7. Family Solutions Plus"} <= {title for _, title, _ in bookmarks}


def test_no_planted_word_of_the_exempt_item_is_in_any_public_byte(db, store_folder, root):
    planted = [each["word"] for each in tomllib.loads((root / "samples/invented/planted.toml").read_text())["planted"]]
    samples.load(root / "samples", at=NOW)
    meeting = Meeting.objects.get(items__exempt_ground__gt="")
    closed = operations.build_pack(meeting_id=meeting.pk, by=None, at=NOW, restricted=True)
    public = operations.build_pack(meeting_id=meeting.pk, by=None, at=NOW)
    for edition in Edition:
        restricted = leaks.find(queries.path(closed, edition).read_bytes(), planted)
        assert {leak.words for leak in restricted} == set(planted)
        assert leaks.find(queries.path(public, edition).read_bytes(), planted) == ()
        text = "".join(each.text for each in Reading(queries.path(public, edition).read_bytes()).tree.walk())
        assert not [word for word in planted if word in text.lower()]
    papers = gather(meeting, queries.store())
    looked_for = " ".join(secrecy.planted(papers.exempt, papers.public, queries.store().read)).lower()
    assert [word for word in planted if word not in looked_for] == []


def test_the_pack_claims_both_standards(version):
    assert (version.claims_accessible, version.claims_archival, version.faults) == (True, True, [])
