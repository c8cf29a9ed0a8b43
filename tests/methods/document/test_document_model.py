import pytest

from folkmoot.methods.document import inline
from folkmoot.methods.document.model import (
    AgendaEntry,
    Document,
    DuplicateId,
    Item,
    ItemList,
    ListStyle,
    Paragraph,
    PartKind,
    Section,
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
