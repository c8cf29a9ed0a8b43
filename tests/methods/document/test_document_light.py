import pytest

from folkmoot.methods.document.inline import Link, Strong, Text, UnsafeLink
from folkmoot.methods.document.light import blocks
from folkmoot.methods.document.model import Item, ItemList, ListStyle, Paragraph


def test_a_blank_line_begins_a_block_and_a_line_break_does_not():
    assert blocks("One\ntwo.\n\n**Three**", "t") == (
        Paragraph("t-1", (Text("One two."),)),
        Paragraph("t-2", (Strong("Three"),)),
    )


def test_list_items_may_follow_words_and_go_on_over_lines():
    assert blocks("Services:\n- schools\n- roads and\n  bridges\n", "t") == (
        Paragraph("t-1", (Text("Services:"),)),
        ItemList(
            "t-2", ListStyle.BULLET, (Item("t-2-1", (Text("schools"),)), Item("t-2-2", (Text("roads and bridges"),)))
        ),
    )


def test_links_are_read_and_bad_ones_refused():
    assert blocks("[a](https://a.example)", "t") == (Paragraph("t-1", (Link("a", "https://a.example"),)),)
    with pytest.raises(UnsafeLink):
        blocks("[a](javascript:1)", "t")


def test_nothing_makes_no_block():
    assert blocks(" \n\n ", "t") == ()
