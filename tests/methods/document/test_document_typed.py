import pytest

from folkmoot.methods.document.typed import NotTyped, blocks_of, text_of

TYPED = """First words
go on.

Members said:
- one
- two, which
  goes on
  - within two
  - and again
- three

Last words."""


def test_typed_words_become_paragraphs_and_lists_within_lists():
    found = blocks_of(TYPED, [], "m-points")
    assert [(block["type"], block["id"]) for block in found] == [
        ("paragraph", "m-points-1"), ("paragraph", "m-points-2"), ("list", "m-points-3"), ("paragraph", "m-points-9")
    ]  # fmt: skip
    assert found[0]["text"] == "First words go on."
    two = found[2]["items"][1]
    assert (two["text"], [each["text"] for each in two["items"]]) == ("two, which goes on", ["within two", "and again"])


def test_what_is_typed_comes_back_as_it_was_read():
    found = blocks_of(TYPED, [], "m")
    again = blocks_of(text_of(found), found, "m")
    assert again == found


def test_a_changed_block_keeps_its_id_and_a_new_one_takes_no_number_in_use():
    before = blocks_of("One.\n\nTwo.\n\n- a\n- b", [], "m")
    after = blocks_of("New.\n\nOne.\n\nTwo, changed.\n\n- a\n- b\n- c", before, "m")
    assert [block["id"] for block in after] == ["m-6", "m-1", "m-2", "m-3"]
    assert [item["id"] for item in after[3]["items"]] == ["m-4", "m-5", "m-7"]


def test_a_paragraph_in_the_place_of_a_list_is_a_new_block():
    before = blocks_of("- a", [], "m")
    assert blocks_of("Words.", before, "m")[0]["id"] == "m-3"


def test_the_same_words_twice_have_two_ids():
    before = blocks_of("Agreed.\n\nAgreed.", [], "m")
    assert [block["id"] for block in before] == ["m-1", "m-2"]
    assert blocks_of("Agreed.\n\nAgreed.", before, "m") == before


def test_nothing_typed_is_no_block():
    assert blocks_of(" \n\n \r\n", [], "m") == []
    assert text_of([]) == ""


@pytest.mark.parametrize(
    "block", [{"type": "table", "id": "t"}, {"type": "list", "id": "l", "style": "letter", "items": []}]
)
def test_what_nobody_types_is_refused(block):
    with pytest.raises(NotTyped, match="is not typed here"):
        text_of([block])


def test_an_indented_item_without_one_before_it_is_an_item():
    assert [item["text"] for item in blocks_of("  - a", [], "m")[0]["items"]] == ["a"]
