"""The built pack, read from its bytes alone: page ranges, tables, fonts, links, bookmarks, and no exempt word."""

import csv
import io

import pytest
from tests.apps.packs import invented
from tests.apps.packs.invented import NOW, TABLE
from tests.apps.packs.reading import Reading, every_stream

from folkmoot.apps.packs import operations, queries
from folkmoot.apps.packs.terms import Edition
from folkmoot.methods.numbering import labels


@pytest.fixture
def version(sitting):
    invented.add_exempt_item(sitting)
    return operations.build_pack(meeting_id=sitting.pk, by=None, at=NOW)


@pytest.fixture
def pack(version) -> Reading:
    return Reading(queries.path(version).read_bytes())


@pytest.fixture
def large(version) -> Reading:
    return Reading(queries.path(version, Edition.LARGE_PRINT).read_bytes())


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_page_ranges_on_the_agenda_equal_the_true_pages(pack):
    first = {part: pack.target_of(part) for part in ("isc4", "isc5")}
    last = {"isc4": first["isc5"] - 1, "isc5": len(pack.pdf.pages) - 1}
    linked = {pack.target(place) for place in pack.places_linked_from("agenda")}
    for item, part in (("item-4", "isc4"), ("item-5", "isc5")):
        begins, ends = (pack.printed_folio(page).removeprefix("Page ") for page in (first[part], last[part]))
        assert squeezed(labels.pages(begins, ends)) in pack.with_id("agenda", item).whole
        assert first[part] in linked


def test_printed_page_numbers_are_the_ones_that_a_reader_shows(version, pack):
    folios = [folio for part in version.parts.all() for _, _, folio in part.leaves]
    assert [pack.printed_folio(page) for page in range(len(folios))] == [
        f"Page {folio}" if folio else "" for folio in folios
    ]
    assert [pack.label(page) for page, folio in enumerate(folios) if folio] == [folio for folio in folios if folio]


def test_the_printed_table_equals_its_data_cell_by_cell(pack):
    rows = pack.rows(pack.with_id("isc4", "table-1"))
    assert rows == [[squeezed(cell) for cell in row] for row in csv.reader(io.StringIO(TABLE.decode()))]


def test_the_figure_has_its_text_and_its_values_beside_it(pack):
    figure = pack.with_id("isc4", "figure-1")
    assert pack.rows(pack.with_id("isc4", "figure-1-table")) == [
        ["Ward", "Cases"],
        ["NorthFell", "12"],
        ["SouthFell", "30"],
    ]
    assert figure.tag in {"Figure", "Sect", "Div", "Aside"}


@pytest.mark.parametrize("edition", ["pack", "large"])
def test_every_font_is_inside(edition, request):
    fonts = list(request.getfixturevalue(edition).fonts())
    assert fonts
    assert all(inside for _, inside in fonts), fonts
    assert all("SourceSans3" in name for name, _ in fonts)


@pytest.mark.parametrize("edition", ["pack", "large"])
def test_every_link_leads_somewhere(edition, request):
    reading = request.getfixturevalue(edition)
    links = list(reading.links())
    assert links
    for _, annotation in links:
        place = reading.destination(annotation)
        assert place is not None or str(annotation.A.URI).startswith("http")
        assert place is None or reading.target(place) is not None


@pytest.mark.parametrize("edition", ["pack", "large"])
def test_every_bookmark_leads_to_the_page_where_its_part_begins(edition, request, version):
    reading = request.getfixturevalue(edition)
    bookmarks = list(reading.bookmarks())
    assert all(page is not None for _, _, page in bookmarks)
    tops = {title: page for depth, title, page in bookmarks if depth == 0}
    assert tops["4. Crossings of the Fell"] == reading.target_of("isc4")
    assert tops["Agenda"] == reading.target_of("agenda")


def test_no_exempt_word_is_in_any_stream_and_the_item_itself_is_named(pack, large):
    for reading in (pack, large):
        text = "".join(element.text for element in reading.tree.walk())
        assert "Bramblewick" not in text
        assert not any(b"Bramblewick" in content for content in every_stream(reading.pdf))
        assert "Schedule12A,paragraph3" in reading.with_id("agenda", "item-6-exempt").whole


def test_the_large_print_edition_says_on_each_page_and_in_a_map_which_standard_page_it_is(pack, large):
    page = large.target_of("isc5")
    assert large.printed_folio(page).endswith(
        f"(page {pack.printed_folio(pack.target_of('isc5')).removeprefix('Page ')})"
    )
    assert large.printed_folio(page).startswith("Large print ")
    rows = large.rows(large.with_id("page-map", "page-map-table"))
    assert rows[0] == ["Partorsection", "Large-printpage", "Standardpage"]
    titles = [row[0] for row in rows]
    assert "LampsontheFell" in titles
    assert "CrossingsoftheFell:Whatwascounted" in titles
    for title, here, there in rows[1:]:
        assert here.isdigit(), title
        assert there.isdigit(), title


def test_the_pack_says_its_title_language_and_claims(pack):
    assert pack.pdf.docinfo["/Title"] == "Invented Scrutiny Committee, Thursday, 14 March 2024"
    assert str(pack.pdf.Root.Lang) == "en-GB"
    metadata = pack.pdf.Root.Metadata.read_bytes().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
