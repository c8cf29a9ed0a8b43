from dataclasses import replace

import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from tests.methods.document.generated import documents

from folkmoot.adapters.typeset import html
from folkmoot.methods.document import inline, model
from folkmoot.methods.document.words import words


def render(document: model.Document, level: int = 2) -> str:
    return html.render(
        document,
        address=lambda target: f"/papers/{target}",
        picture=lambda figure: f"/pictures/{figure.id}.svg",
        heading_level=level,
    )


def page(*blocks: model.Block, **fields) -> lxml.html.HtmlElement:
    document = model.Document("report", model.PartKind.REPORT, "A report", (model.Section("s1", "Summary", blocks),))
    return lxml.html.fromstring("<main>" + render(replace(document, **fields)) + "</main>")


def squeezed(text: str) -> str:
    return " ".join(text.split())


TABLE = model.Table(
    "table-1",
    "Cases by age",
    (model.Column("Age band"), model.Column("Count", model.Align.END)),
    (("0-4", "1664"), ("All", "1664")),
    model.Source("A pack, page 12", "to May 2021"),
    number="Table 1",
    totals=frozenset({1}),
    notes=("One age band.",),
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=25)
@given(documents())
def test_every_id_stands_once_and_holds_its_words_whatever_they_are(document):
    root = lxml.html.fromstring("<main>" + render(document) + "</main>")
    for element in model.walk(document):
        assert len(root.xpath("//*[@id=$id]", id=element.id)) == 1
    for block, said in words(document).items():
        (found,) = root.xpath("//*[@id=$id]", id=block)
        shown = "".join(found.text_content().split())
        for word in said.split():
            assert word in shown


def test_what_looks_like_markup_is_shown_and_not_obeyed():
    root = page(model.Paragraph("p1", (inline.Text("<script>alert(1)</script> & co"),)))
    assert not root.xpath("//script")
    assert root.get_element_by_id("p1").text_content() == "<script>alert(1)</script> & co"


def test_a_numbered_paragraph_shows_its_number_which_is_its_permanent_link():
    root = page(model.Paragraph("p1", inline.parse("One **word** and *another*."), 7))
    paragraph = root.get_element_by_id("p1")
    assert squeezed(paragraph.text_content()) == "7. One word and another."
    (number,) = paragraph.xpath("a")
    assert (number.get("href"), number.get("aria-label")) == ("#p1", "Paragraph 7")
    assert [e.text for e in paragraph.xpath("strong|em")] == ["word", "another"]


def test_links_lead_to_the_web_to_other_parts_and_into_the_page():
    root = page(
        model.Paragraph("p1", inline.parse("[a](https://example.org/?a=1&b=2) [b](ref:posc7#p-3) [c](ref:#p1)"))
    )
    assert root.xpath("//p/a/@href") == ["https://example.org/?a=1&b=2", "/papers/posc7#p-3", "#p1"]


@pytest.mark.parametrize(
    ("style", "tag", "marks"),
    [("bullet", "ul", None), ("number", "ol", None), ("roman", "ol", "i"), ("letter", "ol", "a")],
)
def test_a_list_is_marked_in_its_style(style, tag, marks):
    inner = model.ItemList("l2", model.ListStyle.BULLET, (model.Item("i2", inline.parse("inner")),))
    root = page(model.ItemList("l1", model.ListStyle(style), (model.Item("i1", inline.parse("outer"), (inner,)),)))
    found = root.get_element_by_id("l1")
    assert (found.tag, found.get("type")) == (tag, marks)
    assert root.xpath("//li[@id='i1']/ul[@id='l2']/li[@id='i2']")


def test_headings_follow_the_level_asked_for():
    heading = model.Heading("h1", "WORK PROGRAMME", 3, "6/21", "Agenda No. 7")
    document = model.Document("d", model.PartKind.MINUTES, "Minutes", (model.Section("s1", "Minutes", (heading,)),))
    root = lxml.html.fromstring("<main>" + render(document, level=3) + "</main>")
    assert root.get_element_by_id("s1").tag == "h3"
    assert root.get_element_by_id("h1").tag == "h4"
    assert root.get_element_by_id("h1").text == "6/21 WORK PROGRAMME (Agenda No. 7)"


def test_a_table_has_header_cells_a_caption_and_a_box_that_scrolls():
    root = page(TABLE)
    assert root.xpath("//th[@scope='col']/text()") == ["Age band", "Count"]
    assert root.xpath("//th[@scope='row']/text()") == ["0-4", "All"]
    (box,) = root.xpath("//div[@role='region'][@tabindex='0']")
    assert root.get_element_by_id(box.get("aria-labelledby")).text_content() == "Table 1. Cases by age"
    assert root.xpath("//tr[contains(@class, 'fm-total')]/th/text()") == ["All"]
    below = [squeezed(p.text_content()) for p in root.get_element_by_id("table-1").xpath("p")]
    assert below == ["Note: One age band.", "Source: A pack, page 12. Period: to May 2021."]


def test_a_figure_stands_beside_its_table_and_says_what_it_shows():
    table = replace(TABLE, id="figure-1-table", invented=True)
    chart = model.Chart(model.ChartKind.BARS, "Age band", ("Count",))
    root = page(model.Figure("figure-1", "Cases", "Bar chart: cases.", chart, table, "Figure 1"))
    (picture,) = root.xpath("//figure[@id='figure-1']/img")
    assert (picture.get("src"), picture.get("alt")) == ("/pictures/figure-1.svg", "Bar chart: cases.")
    assert root.xpath("//strong[@id='figure-1-table-invented']/text()") == ["Invented figures"]


def test_what_is_not_published_is_said_in_words():
    root = page(model.Unpublished("u1", "Cases by ward", "The pack prints a map without figures.", "Figure 3"))
    assert squeezed(root.get_element_by_id("u1").text_content()) == (
        "Figure 3. Cases by wardNot published as data. The pack prints a map without figures."
    )


def test_a_quotation_has_marks_and_a_paraphrase_says_that_it_is_one():
    said = model.Quotation("q1", inline.parse("We felt heard"), "A parent, 2021", invented=True)
    theme = model.Quotation("q2", inline.parse("Families feel heard"), "Staff survey", paraphrased=True)
    root = page(said, theme)
    assert root.xpath("//blockquote/p/text()") == ["“We felt heard”", "Families feel heard"]
    assert root.xpath("//figcaption/p[@id]/text()") == ["A parent, 2021", "Paraphrased from: Staff survey"]
    assert "Invented words" in root.get_element_by_id("q1").text_content()


def test_an_agenda_entry_leads_to_its_papers_and_names_their_pages():
    entry = model.AgendaEntry(
        "a6", "6", "Health Inequalities", "(Pages 7 - 28)", "posc6", (model.Paragraph("a6-1", inline.parse("Report")),)
    )
    root = page(entry, model.AgendaEntry("a7", "", "Close of meeting"))
    assert squeezed(root.get_element_by_id("a6").text_content()) == "6. Health Inequalities (Pages 7 - 28)Report"
    assert root.xpath("//h3/a/@href") == ["/papers/posc6"]
    assert squeezed(root.get_element_by_id("a7").text_content()) == "Close of meeting"


def test_what_stands_around_the_sections_is_there_in_order():
    root = page(
        particulars=(("Divisions affected", "All"),),
        author="Director",
        reference="POSC6",
        notes=("A heading is corrected.",),
        closing=(("Background papers", "Nil"),),
        signatures=("in the Chair",),
        invented=True,
    )
    said = squeezed(root.text_content())
    order = [
        "Invented: everything in",
        "Divisions affected",
        "Report by Director (POSC6)",
        "Summary",
        "A heading is",
        "Nil",
        "in the Chair",
    ]
    assert [said.index(words) for words in order] == sorted(said.index(words) for words in order)


def test_a_section_without_a_title_keeps_its_id():
    document = model.Document("d", model.PartKind.AGENDA, "Agenda", (model.Section("s1", "", ()),))
    assert render(document) == '<section id="s1" class="fm-section fm-section--plain"></section>'
