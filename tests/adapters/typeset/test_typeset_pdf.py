from dataclasses import replace

import lxml.html
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Name
from tests.adapters.typeset import papers
from tests.adapters.typeset.structure import Tree, attribute, kids
from tests.methods.document.generated import documents

from folkmoot.adapters.typeset import html, pdf
from folkmoot.methods.document import inline, model
from folkmoot.methods.document.words import words

PRINTED = st.characters(codec="utf-8", min_codepoint=32, max_codepoint=383, exclude_categories=["Cc", "Cf"])


@pytest.fixture(scope="session")
def fonts(root):
    folder = root / "build/assets/fonts"
    assert folder.is_dir(), "the fonts are not built: run tools/setup.py assets"
    return folder


@pytest.fixture(scope="session", params=papers.ALL)
def paper(request) -> model.Document:
    return papers.ALL[request.param]()


@pytest.fixture(scope="session")
def report(fonts) -> Tree:
    return Tree(pdf.typeset(papers.report(), fonts=fonts))


def squeezed(text: str) -> str:
    """Line breaks and the gaps between marked pieces are the typesetter's: letters are compared, not spaces."""
    return "".join(text.split())


def page_texts(document: model.Document) -> dict[str, str]:
    """What each element of the page with an id says, without the elements with ids that it holds."""
    page = html.render(document, address=str, picture=lambda figure: "picture.svg")
    root = lxml.html.fromstring(f"<main>{page}</main>")
    named = {element.get("id"): element for element in root.iterdescendants() if element.get("id")}
    named = {block: element for block, element in named.items() if not block.endswith("-caption")}

    def own(element) -> str:
        inner = ((own(child) if child.get("id") not in named else "") + (child.tail or "") for child in element)
        return (element.text or "") + "".join(inner)

    return {block: squeezed(own(element)) for block, element in named.items()}


def assert_same_text_by_id(document: model.Document, fonts) -> None:
    page = page_texts(document)
    tree = Tree(pdf.typeset(document, fonts=fonts))
    found = tree.by_id()
    printed = {block: squeezed(tree.text(found[block], frozenset(page))) for block in page if block in found}
    untitled = {section.id for section in document.sections if not section.title}
    assert printed == {block: text for block, text in page.items() if block not in untitled}


def test_the_structure_tree_says_by_paragraph_id_what_the_page_says(paper, fonts):
    assert_same_text_by_id(paper, fonts)


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=12)
@given(document=documents(st.text(PRINTED, min_size=1, max_size=8).filter(str.strip)))
def test_page_and_pdf_agree_whatever_the_document_holds(document, fonts):
    assert_same_text_by_id(document, fonts)


@pytest.mark.parametrize("edition", pdf.Edition)
def test_the_same_document_gives_the_same_bytes(edition, fonts):
    first, second = (pdf.typeset(papers.report(), fonts=fonts, edition=edition) for _ in range(2))
    assert first == second


def test_one_changed_cell_changes_page_pdf_chart_and_alternative_text(fonts):
    before, after = papers.table(), papers.table(rows=(("0-4", "9999", "4243"), *papers.AGES[1:]))
    assert squeezed("0-4 9999") not in page_texts(with_blocks(before))["table-1"]
    assert squeezed("0-4 9999") in page_texts(with_blocks(after))["table-1"]
    assert pdf.typeset(with_blocks(before), fonts=fonts) != pdf.typeset(with_blocks(after), fonts=fonts)


def with_blocks(*blocks: model.Block) -> model.Document:
    return model.Document("part", model.PartKind.ANNEX, "A part", (model.Section("s", "A section", blocks),))


def test_only_the_projects_fonts_are_in_the_pdf_and_they_are_embedded(report):
    fonts = [found for found in report.pdf.objects if isinstance(found, pikepdf.Dictionary) and is_font(found)]
    assert fonts
    for font in fonts:
        assert "SourceSans3" in str(font.BaseFont)
        descriptor = font.get(Name.FontDescriptor)
        assert descriptor is None or Name.FontFile2 in descriptor or Name.FontFile3 in descriptor
    assert any(Name.FontDescriptor in font for font in fonts)


def is_font(found: pikepdf.Object) -> bool:
    return found.get(Name.Type) == Name.Font


def test_title_language_and_claims_are_set(report):
    root = report.pdf.Root
    assert str(root.Lang) == "en-GB"
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle
    with report.pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Health Inequalities"
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


def test_headings_skip_no_level_and_begin_with_the_title(report):
    headings = [int(kind[2]) for kind in report.kinds() if kind[:2] == "/H" and kind[2:].isdigit()]
    assert headings == [1, 2, 2, 3, 4]


def test_an_untitled_section_moves_its_headings_up(fonts):
    tree = Tree(pdf.typeset(papers.minutes(), fonts=fonts))
    assert [kind for kind in tree.kinds() if kind[:2] == "/H"] == ["/H1", "/H2"]
    assert squeezed(tree.text(tree.by_id()["m-5"])) == "6/21WORKPROGRAMME(AgendaNo.7)"


def test_tables_have_header_cells_with_their_scope_and_cells_name_their_headers(report):
    element = report.by_id()["table-1"]
    assert element.S == "/Table"
    rows = [row for part in kids(element) if part.S in (Name.THead, Name.TBody) for row in kids(part)]
    scopes = [[attribute(cell, "/Table", "/Scope") for cell in kids(row)] for row in rows]
    assert scopes[0] == ["/Column"] * 3
    assert scopes[1:] == [["/Row", None, None]] * 4
    named = report.by_id()
    for header in attribute(kids(rows[1])[2], "/Table", "/Headers"):
        assert named[str(header).removeprefix("posc6#")].S == Name.TH
    headers = [str(header).removeprefix("posc6#") for header in attribute(kids(rows[1])[2], "/Table", "/Headers")]
    assert [squeezed(report.text(named[header])) for header in headers] == ["Rateper100,000population", "0-4"]


def test_pictures_carry_their_alternative_text(report):
    (picture,) = [element for element in report.elements() if Name.Figure == element.S]
    assert str(picture.Alt) == papers.figure().alternative


def test_every_block_is_a_named_destination_and_stands_in_the_id_tree(report):
    names = list(report.pdf.Root.Names.Dests.Names)
    destinations = dict(zip(map(str, names[::2]), names[1::2], strict=True))
    wanted = {element.id for element in model.walk(papers.report())}
    assert wanted <= destinations.keys()
    assert list(map(str, names[::2])) == sorted(map(str, names[::2]))
    in_tree = list(map(str, report.root.IDTree.Names))[::2]
    assert {f"posc6#{block}" for block in wanted} <= set(in_tree)
    pages = {page.obj.objgen for page in report.pdf.pages}
    assert all(destination[0].objgen in pages for destination in destinations.values())


def links(tree: Tree) -> list[pikepdf.Object]:
    return [annotation for page in tree.pdf.pages for annotation in page.get(Name.Annots, [])]


def test_links_lead_to_the_web_to_other_parts_and_within_the_part(report):
    addresses = [str(link.A.URI) for link in links(report) if Name.A in link]
    assert addresses == ["https://example.org/a?b=1", "pack:posc7#p-3"]
    (within,) = [link for link in links(report) if Name.Dest in link]
    names = list(report.pdf.Root.Names.Dests.Names)
    table = names[[str(name) for name in names[::2]].index("table-1") * 2 + 1]
    assert list(within.Dest)[2:] == list(table)[2:]
    assert all(str(link.Contents) for link in links(report))
    assert str(within.Contents).startswith("Table 1. "), "who only hears the link learns where it leads"


def test_the_marks_are_gone_from_pages_tree_and_parent_tree(report):
    assert not [link for link in links(report) if Name.A in link and str(link.A.URI).startswith("id:")]
    linked = [element for element in report.elements() if Name.Link == element.S]
    assert len(linked) == len(links(report))
    numbers = list(report.root.ParentTree.Nums)
    keys = {int(number) for number in numbers[::2]}
    assert {int(link.StructParent) for link in links(report)} <= keys
    assert len(keys) == len(report.pdf.pages) + len(linked)


def test_an_agenda_entry_leads_to_its_papers(fonts):
    tree = Tree(pdf.typeset(papers.agenda(), fonts=fonts))
    assert [str(link.A.URI) for link in links(tree)] == ["pack:posc6"]


@pytest.mark.parametrize("name", papers.ALL)
def test_large_print_says_the_same_words(name, fonts):
    document = papers.ALL[name]()
    tree = Tree(pdf.typeset(document, fonts=fonts, edition=pdf.Edition.LARGE_PRINT))
    said = squeezed(tree.text(tree.root))
    for text in words(document).values():
        for word in text.split():
            assert word in said


def test_large_print_is_set_in_eighteen_points_at_least(fonts):
    tree = Tree(pdf.typeset(with_blocks(papers.table(), *papers.report().sections[0].blocks), fonts=fonts,
                            edition=pdf.Edition.LARGE_PRINT))  # fmt: skip
    sizes = {float(size) for page in tree.pdf.pages for size in text_sizes(page)}
    assert min(sizes) >= 18


def text_sizes(page: pikepdf.Page) -> list:
    return [operands[1] for operands, operator in pikepdf.parse_content_stream(page, "Tf")]


def test_a_table_too_wide_for_large_print_becomes_a_list_a_row(fonts):
    document = with_blocks(papers.wide_table())
    standard = Tree(pdf.typeset(document, fonts=fonts))
    large = Tree(pdf.typeset(document, fonts=fonts, edition=pdf.Edition.LARGE_PRINT))
    assert standard.by_id()["table-2"].S == "/Table"
    assert large.by_id()["table-2"].S == Name.P
    assert large.kinds().count("/L") == len(papers.WIDE)
    assert squeezed("Measure3: 1003") in squeezed(large.text(large.root))


def test_a_long_table_repeats_its_header_and_is_still_one_table(fonts):
    rows = tuple((f"Band {at}", str(at), str(at * 2)) for at in range(120))
    tree = Tree(pdf.typeset(with_blocks(papers.table(rows=rows, totals=frozenset())), fonts=fonts))
    assert len(tree.pdf.pages) > 2
    assert tree.kinds().count("/THead") == 1
    assert tree.kinds().count("/TR") == 121


def test_a_table_without_row_headers_has_none(fonts):
    tree = Tree(pdf.typeset(with_blocks(papers.table(row_headers=0)), fonts=fonts))
    assert tree.kinds().count("/TH") == 3


def test_a_link_that_runs_over_a_line_is_one_link_in_the_tree(fonts):
    long = (
        "["
        + "the strategy of the county for the years to come and all that follows from it " * 3
        + "](https://example.org)"
    )
    tree = Tree(pdf.typeset(with_blocks(model.Paragraph("p", inline.parse(long))), fonts=fonts))
    (link,) = links(tree)
    assert len(link.QuadPoints) == 8 * 3
    assert tree.kinds().count("/Link") == 1


def lowest_text(page: pikepdf.Page) -> float:
    """The lowest baseline of a page, in points from its foot."""
    matrix, kept, lowest = pikepdf.Matrix(), [], float(page.MediaBox[3])
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                kept.append(matrix)
            case "Q":
                matrix = kept.pop()
            case "cm":
                matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
            case "Tm":
                lowest = min(lowest, (pikepdf.Matrix(*map(float, operands)) @ matrix).f)
    return lowest


@pytest.mark.parametrize("edition", pdf.Edition)
def test_the_foot_of_every_page_is_left_for_the_folio(edition, fonts):
    long = tuple(model.Paragraph(f"p-{at}", inline.parse("A paragraph of words. " * 30), at) for at in range(1, 40))
    tree = Tree(pdf.typeset(with_blocks(*long), fonts=fonts, edition=edition))
    lowest = [lowest_text(page) for page in tree.pdf.pages]
    assert min(lowest) > 18 / 25.4 * 72
    assert min(lowest) < 40 / 25.4 * 72


def test_a_blank_leaf_says_so_on_one_tagged_page(fonts):
    for edition in pdf.Edition:
        tree = Tree(pdf.blank_leaf(fonts, edition))
        assert len(tree.pdf.pages) == 1
        assert squeezed(tree.text(tree.root)) == squeezed(pdf.BLANK)


def test_signature_lines_stand_at_the_end(fonts):
    tree = Tree(pdf.typeset(papers.minutes(), fonts=fonts))
    assert squeezed(tree.text(tree.root)).endswith("intheChairDateofsigning")


def test_letters_that_no_font_has_are_refused_with_the_parts_name(fonts):
    document = replace(with_blocks(model.Paragraph("p", inline.parse("漢字"))), title="A report on letters")
    with pytest.raises(pdf.NotSet, match="A report on letters: the part could not be set"):
        pdf.typeset(document, fonts=fonts)


def test_the_engine_names_what_a_cached_part_was_made_with():
    assert pdf.ENGINE.startswith("typst 0.15")
    assert "vl-convert" in pdf.ENGINE
