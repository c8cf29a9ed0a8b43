import pytest

from folkmoot.methods.document import inline
from folkmoot.methods.document.model import (
    AgendaEntry,
    Chart,
    ChartKind,
    Column,
    Definitions,
    Document,
    DuplicateId,
    Figure,
    Heading,
    Item,
    ItemList,
    ListStyle,
    Paragraph,
    PartKind,
    Quotation,
    Section,
    Source,
    Table,
    Unpublished,
    check_ids,
)
from folkmoot.methods.document.words import words


def document(*blocks) -> Document:
    return Document("report", PartKind.REPORT, "A report", (Section("s1", "Summary", blocks),))


def test_markup_becomes_runs_and_its_words_survive():
    run = inline.parse("See **the table**, *again*, [the strategy](https://example.org/a) and [part](ref:posc6#p4).")
    assert run == (
        inline.Text("See "),
        inline.Strong("the table"),
        inline.Text(", "),
        inline.Emphasis("again"),
        inline.Text(", "),
        inline.Link("the strategy", "https://example.org/a"),
        inline.Text(" and "),
        inline.Reference("part", "posc6#p4"),
        inline.Text("."),
    )
    assert inline.plain(run) == "See the table, again, the strategy and part."


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "/relative"])
def test_a_link_that_leaves_the_web_is_refused(target):
    with pytest.raises(inline.UnsafeLink, match="write https"):
        inline.parse(f"[press]({target})")


def test_an_id_that_stands_twice_is_refused_wherever_it_hides():
    nested = ItemList("l1", ListStyle.BULLET, (Item("p1", inline.parse("again")),))
    with pytest.raises(DuplicateId, match="'p1' stands twice"):
        check_ids(document(Paragraph("p1", inline.parse("one")), AgendaEntry("a1", "1", "Welcome", blocks=(nested,))))


def test_words_are_keyed_by_id_in_reading_order():
    nested = ItemList("l2", ListStyle.ROMAN, (Item("i2", inline.parse("inner")),))
    found = words(
        document(
            Paragraph("p1", inline.parse("**One**."), number=1),
            ItemList("l1", ListStyle.BULLET, (Item("i1", inline.parse("outer"), (nested,)),)),
        )
    )
    assert list(found.items()) == [("s1", "Summary"), ("p1", "One."), ("i1", "outer"), ("i2", "inner")]


TABLE = Table("t1", "Cases", (Column("Age"), Column("Count")), (("0-4", "12"),), Source("A pack"))


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (Heading("b", "WORK PROGRAMME", 3, "6/21", "Agenda No. 7"), {"b": "6/21 WORK PROGRAMME Agenda No. 7"}),
        (Quotation("b", inline.parse("We were *heard*"), "A parent"), {"b": "We were heard"}),
        (Definitions("b", (("10.00", inline.parse("Welcome")), ("10.05", inline.parse("Minutes")))),
         {"b": "10.00 Welcome 10.05 Minutes"}),
        (Unpublished("b", "Cases by area", "A picture."), {"b": "Cases by area"}),
        (TABLE, {"t1": "Cases Age Count 0-4 12"}),
        (Figure("b", "Cases drawn", "Bars", Chart(ChartKind.BARS, "Age", ("Count",)), TABLE),
         {"b": "Cases drawn", "t1": "Cases Age Count 0-4 12"}),
        (AgendaEntry("b", "6", "Health", "(Pages 7 - 28)", blocks=(Paragraph("p", inline.parse("Report.")),)),
         {"b": "6 Health (Pages 7 - 28)", "p": "Report."}),
    ],
)  # fmt: skip
def test_each_kind_of_block_says_its_words(block, said):
    assert words(document(block)) == {"s1": "Summary"} | said


def test_a_block_that_is_told_no_more_is_plain_printed_and_not_invented():
    assert Heading("h", "Title").level == 3
    assert (TABLE.row_headers, TABLE.totals, TABLE.invented) == (1, frozenset(), False)
    assert Chart(ChartKind.LINES, "Age", ("Count",)).from_zero
    assert not Figure("f", "Cases", "Bars", Chart(ChartKind.BARS, "Age", ("Count",)), TABLE).invented
    said = Quotation("q", (), "A parent")
    assert (said.paraphrased, said.invented) == (False, False)
    assert (document().invented, document().language, document().exempt) == (False, "en-GB", "")
