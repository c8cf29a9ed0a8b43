from datetime import date

from folkmoot.methods.document import inline, quoting
from folkmoot.methods.document.model import (
    Document,
    Heading,
    Item,
    ItemList,
    ListStyle,
    Paragraph,
    PartKind,
    Section,
    SectionKind,
)

HERE, THERE = inline.Reference("Table 1", "#table-1"), inline.Reference("the annex", "r1-annex-1")
INNER = ItemList("inner", ListStyle.BULLET, (Item("in-1", (inline.Text("the lamps"),)),))
LETTERED = ItemList("recs", ListStyle.LETTER, (Item("rec-a", (HERE, THERE), (INNER,)),))
ASKS = Section(
    "asks",
    "Recommendation",
    (Heading("h", "First"), Paragraph("p-1", (HERE,), 1), LETTERED),
    SectionKind.RECOMMENDATION,
)
REST = Section("rest", "Background", (Paragraph("p-2", (), 2),))


def report(*sections: Section) -> Document:
    return Document(
        "r1", PartKind.REPORT, "Lamps", sections, dated=date(2024, 3, 14), author="Director", reference="R1"
    )


def test_recommendations_are_quoted_with_ids_of_their_own_and_without_numbers():
    heading, paragraph, lettered = quoting.recommendations(report(REST, ASKS), "item-6")
    assert heading == Heading("item-6-r1-h", "First")
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.id, paragraph.number) == ("item-6-r1-p-1", None)
    assert isinstance(lettered, ItemList)
    assert (lettered.id, lettered.style, lettered.items[0].id) == (
        "item-6-r1-recs",
        ListStyle.LETTER,
        "item-6-r1-rec-a",
    )
    assert lettered.items[0].blocks[0].items[0].id == "item-6-r1-in-1"


def test_references_within_the_report_lead_to_the_report_from_elsewhere():
    _, _, lettered = quoting.recommendations(report(ASKS), "item-6")
    assert isinstance(lettered, ItemList)
    targets = [piece.target for piece in lettered.items[0].content if isinstance(piece, inline.Reference)]
    assert targets == ["r1#table-1", "r1-annex-1"]


def test_a_document_of_recommendations_holds_nothing_else():
    quoted = quoting.recommended(report(REST, ASKS), "quoted")
    assert [section.kind for section in quoted.sections] == [SectionKind.RECOMMENDATION]
    assert quoted.sections[0].blocks == quoting.recommendations(report(ASKS), "quoted")
    assert (quoted.author, quoted.closing, quoted.particulars) == ("", (), ())


def test_a_report_that_recommends_nothing_gives_no_section():
    assert quoting.recommended(report(REST), "quoted").sections == ()
