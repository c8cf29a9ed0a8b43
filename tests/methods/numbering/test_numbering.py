import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.methods.numbering import labels
from folkmoot.methods.numbering.folios import Part, number, span


def part(name: str, pages: int, numbered: bool = True) -> Part:
    return Part(name, tuple(f"{name}{n}" for n in range(pages)), numbered)


def folios(numbering, name: str) -> list[str]:
    return [leaf.folio for leaf in numbering.leaves if leaf.part == name]


def test_labels_are_written_as_the_council_writes_them():
    assert labels.minute(5, "21") == "5/21"
    assert labels.reference("POSC", "6") == "POSC6"
    assert labels.pages("7", "28") == "(Pages 7 - 28)"
    assert labels.pages("5", "5") == "(Page 5)"
    assert [labels.letters(n) for n in (1, 26, 27, 52, 53, 703)] == ["a", "z", "aa", "az", "ba", "aaa"]
    assert [labels.roman(n) for n in (1, 4, 9, 12, 40, 1994)] == ["i", "iv", "ix", "xii", "xl", "mcmxciv"]


@pytest.mark.parametrize("write", [labels.letters, labels.roman])
def test_nothing_has_no_letter_and_no_numeral(write):
    with pytest.raises(ValueError, match="1"):
        write(0)


def test_the_first_version_counts_on_and_every_part_begins_on_an_odd_page():
    found = number([part("front", 5, numbered=False), part("minutes", 5), part("posc6", 22), part("posc7", 13)])
    assert span(found.leaves, ["minutes"]) == ("1", "6")
    assert span(found.leaves, ["posc6"]) == ("7", "28")
    assert span(found.leaves, ["posc7"]) == ("29", "42")
    assert span(found.leaves, ["front"]) is None
    assert [leaf.page for leaf in found.leaves if leaf.part == "minutes"] == [0, 1, 2, 3, 4, None]
    assert len([leaf for leaf in found.leaves if leaf.part == "front"]) == 6


def test_front_matter_runs_on_with_one_blank_leaf_before_the_first_numbered_part():
    front = [part("notice", 1, numbered=False), part("members", 1, numbered=False), part("agenda", 3, numbered=False)]
    found = number([*front, part("minutes", 2)])
    assert [(leaf.part, leaf.page) for leaf in found.leaves[:6]] == [
        ("notice", 0), ("members", 0), ("agenda", 0), ("agenda", 1), ("agenda", 2), ("agenda", None)
    ]  # fmt: skip
    assert [leaf.page for leaf in number(front[:2]).leaves] == [0, 0]


def test_an_item_spans_its_report_and_annexes():
    found = number([part("posc6", 8), part("posc6-annex-1", 7), part("posc6-annex-2", 2)])
    assert span(found.leaves, ["posc6", "posc6-annex-1", "posc6-annex-2"]) == ("1", "18")


def test_a_part_without_pages_takes_no_folio():
    found = number([part("a", 2), part("empty", 0), part("b", 2)])
    assert span(found.leaves, ["empty"]) is None
    assert folios(found, "b") == ["3", "4"]


def test_a_pack_without_parts_has_no_pages():
    assert number([]).leaves == ()


def test_two_parts_of_one_name_are_refused():
    with pytest.raises(ValueError, match="same id"):
        number([part("a", 1), part("a", 2)])


def test_an_unchanged_pack_keeps_every_folio():
    parts = [part("front", 3, numbered=False), part("a", 3), part("b", 4)]
    first = number(parts)
    again = number(parts, first.leaves)
    assert again.leaves == first.leaves
    assert (again.added, again.changed, again.removed) == ((), (), ())


def test_pages_put_in_are_lettered_and_no_other_part_moves():
    first = number([part("a", 4), part("b", 4)])
    grown = Part("a", ("a0", "a1", "new0", "new1", "a2", "a3"))

    second = number([grown, part("b", 4)], first.leaves)

    assert folios(second, "a") == ["1", "2", "2a", "2b", "3", "4"]
    assert folios(second, "b") == folios(first, "b")
    assert (second.added, second.changed, second.removed) == (("2a", "2b"), (), ())


def test_a_part_that_grows_fills_its_blank_leaf_first():
    first = number([part("a", 3), part("b", 2)])
    second = number([Part("a", ("a0", "a1", "a2", "a3")), part("b", 2)], first.leaves)
    assert folios(second, "a") == ["1", "2", "3", "4"]
    third = number([Part("a", ("a0", "a1", "new", "a2", "a3")), part("b", 2)], first.leaves)
    assert folios(third, "a") == ["1", "2", "2a", "3", "4", "4a"]
    assert number([part("a", 3), part("b", 2)], first.leaves).leaves == first.leaves
    assert second.changed == ("4",)
    assert second.added == ()


def test_a_page_that_is_gone_is_listed():
    first = number([part("a", 4), part("b", 2)])
    second = number([Part("a", ("a0", "a3")), part("b", 2)], first.leaves)
    assert folios(second, "a") == ["1", "4"]
    assert second.removed == ("2", "3")
    assert folios(second, "b") == ["5", "6"]


def test_a_page_that_changed_keeps_its_folio():
    first = number([part("a", 4)])
    second = number([Part("a", ("a0", "other", "a2", "a3"))], first.leaves)
    assert folios(second, "a") == ["1", "2", "3", "4"]
    assert second.changed == ("2",)


def test_a_new_part_in_the_middle_is_lettered_after_the_part_before_it():
    first = number([part("a", 2), part("b", 2)])
    second = number([part("a", 2), part("late", 3), part("b", 2)], first.leaves)
    assert folios(second, "late") == ["2a", "2b", "2c", "2d"]
    assert folios(second, "b") == ["3", "4"]


def test_a_new_part_in_front_is_lettered_from_nought():
    first = number([part("b", 2)])
    second = number([part("late", 2), part("b", 2)], first.leaves)
    assert folios(second, "late") == ["0a", "0b"]


def test_a_new_part_at_the_end_counts_on():
    first = number([part("a", 2)])
    second = number([Part("a", ("a0", "a1", "x", "y")), part("late", 2)], first.leaves)
    assert folios(second, "a") == ["1", "2", "2a", "2b"]
    assert folios(second, "late") == ["3", "4"]


def test_letters_go_on_from_an_earlier_amendment():
    first = number([part("a", 2), part("b", 2)])
    second = number([Part("a", ("a0", "a1", "x", "y")), part("b", 2)], first.leaves)
    third = number([Part("a", ("a0", "a1", "x", "y", "z", "w")), part("b", 2)], second.leaves)
    assert folios(third, "a") == ["1", "2", "2a", "2b", "2c", "2d"]


sizes = st.lists(st.integers(0, 9), min_size=1, max_size=6)


@given(sizes, st.data())
def test_folios_are_never_repeated_and_parts_begin_on_the_right(sizes, data):
    before = [part(f"p{n}", size) for n, size in enumerate(sizes)]
    after = []
    for each in before:
        kept = data.draw(st.permutations(each.pages))[: data.draw(st.integers(0, 9))]
        after.append(Part(each.id, (*kept, *("new",) * data.draw(st.integers(0, 4)))))
    first = number(before)
    second = number(after, first.leaves)
    for found in (first, second):
        written = [leaf.folio for leaf in found.leaves]
        assert len(set(written)) == len(written)
        for index, leaf in enumerate(found.leaves):
            if leaf.page == 0:
                assert index % 2 == 0
