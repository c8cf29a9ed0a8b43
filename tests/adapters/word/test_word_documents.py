import io
from datetime import date

import docx
from docx.oxml.ns import qn

from folkmoot.adapters.word.document import word
from folkmoot.methods.document import model
from folkmoot.methods.document.alone import alone
from folkmoot.methods.document.inline import Emphasis, Link, Reference, Strong, Text

TABLE = model.Table(
    "t", "Coaches a day", (model.Column("Route"), model.Column("Coaches", model.Align.END)),
    (("North", "4"), ("South", "6")), model.Source("An invented count", "2026"), "Table 1",
)  # fmt: skip
FIGURE = model.Figure(
    "f", "Coaches drawn", "A bar chart of coaches: South has most.",
    model.Chart(model.ChartKind.BARS, "Route", ("Coaches",)), TABLE, "Figure 1",
)  # fmt: skip
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
WORDS = (
    Text("See "), Reference("the report", "isc1#p-2"), Text(", "), Strong("now"), Text(" "), Emphasis("please"),
    Link("here", "https://example.org/"),
)  # fmt: skip
MINUTES = model.Document(
    "minutes", model.PartKind.MINUTES, "Minutes",
    (
        model.Section("minuted", "Minutes", (
            model.Heading("m-1", "Coaches", 3, "1/26", "(Agenda No. 3)"),
            model.Paragraph("p-1", WORDS, 1),
            model.ItemList("l-1", model.ListStyle.BULLET, (
                model.Item("i-1", (Text("one"),), (
                    model.ItemList("l-2", model.ListStyle.BULLET, (model.Item("i-2", (Text("in one"),)),)),
                )),
            )),
            model.Definitions("d-1", (("Action", (Text("Ask."),)),)),
            TABLE,
            model.Quotation("q-1", (Text("Late again"),), "A passenger (invented)", invented=True),
            model.Unpublished("u-1", "A map", "It was a picture.", "Figure 2"),
        )),
    ),
    subtitle="Meeting of Thursday", particulars=(("Committee", "Nowhere"),), closing=(("Signed by", "Nobody"),),
    dated=date(2026, 11, 19), invented=True, signatures=("in the Chair",), author="Director", notes=("A note.",),
)  # fmt: skip


def opened(document: model.Document = MINUTES, **given):
    return docx.Document(io.BytesIO(word(document, author="Inventedshire", **given)))


def test_a_word_file_has_real_headings_lists_and_a_table_with_its_heading_row():
    found = opened()
    headings = [(p.style.name, p.text) for p in found.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "Minutes"), ("Heading 2", "Minutes"), ("Heading 3", "1/26 Coaches (Agenda No. 3)")
    ]  # fmt: skip
    lists = [(p.style.name, p.text) for p in found.paragraphs if p.style.name.startswith("List")]
    assert lists == [("List Bullet", "one"), ("List Bullet 2", "in one")]
    (table,) = found.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Route", "Coaches"],
        ["North", "4"],
        ["South", "6"],
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_a_word_file_says_its_language_its_author_and_that_it_is_invented():
    found = opened()
    assert (found.core_properties.language, found.core_properties.author) == ("en-GB", "Inventedshire")
    assert found.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "en-GB"
    said = [paragraph.text for paragraph in found.paragraphs]
    assert any(text.startswith("Invented: everything in this document is made up") for text in said)
    assert "1. See the report, now pleasehere (https://example.org/)" in said
    assert ("Action: Ask." in said, "Signed by: Nobody" in said, said[-1].endswith("in the Chair")) == (
        True,
        True,
        True,
    )


def test_the_same_minutes_give_the_same_bytes():
    assert word(MINUTES, author="I") == word(MINUTES, author="I")


def test_a_picture_has_the_words_that_describe_it_and_its_table_beside_it():
    report = model.Document("r", model.PartKind.REPORT, "Report", (model.Section("s", "", (FIGURE,)),))
    found = opened(report, picture=lambda figure: PNG)
    assert found.inline_shapes[0]._inline.docPr.get("descr") == FIGURE.alternative
    assert len(found.tables) == 1
    assert len(opened(report).inline_shapes) == 0


def test_an_agenda_entry_is_a_heading_with_what_stands_under_it():
    entry = model.AgendaEntry("a", "6", "Coaches", "(Pages 7 - 9)", "", (model.Paragraph("p", (Text("Words."),)),))
    agenda = model.Document("agenda", model.PartKind.AGENDA, "Agenda", (model.Section("s", "", (entry,)),))
    assert [paragraph.text for paragraph in opened(agenda).paragraphs] == [
        "Agenda",
        "6 Coaches (Pages 7 - 9)",
        "Words.",
    ]


def test_references_to_the_pack_are_plain_words_in_a_document_that_stands_alone():
    block = alone(MINUTES).sections[0].blocks[1]
    assert block.content[1] == Text("the report")
    assert alone(alone(MINUTES)) == alone(MINUTES)
    inside = model.Paragraph("p", (Reference("above", "#m-1"), Reference("here", "minutes#m-1")))
    assert alone(model.Document("minutes", model.PartKind.MINUTES, "M", (model.Section("s", "", (inside,)),))).sections[
        0
    ].blocks == (inside,)
