from datetime import date, datetime, time
from typing import Any

import pytest

from folkmoot.methods.calendars.counting import LONDON
from folkmoot.methods.document import inline
from folkmoot.methods.document.keys import BadSource, Keys, load, text_of
from folkmoot.methods.document.model import ListStyle

TEXT = """[first]
id = "a"

[[second]]
id = 'b'
words = "c"
"""


def keys(place: str = "", **values: Any) -> Keys:
    return Keys(values, place, "file.toml", TEXT)


def test_a_file_may_begin_with_a_mark_and_end_its_lines_as_windows_does():
    assert text_of(b"\xef\xbb\xbfa = 1\r\nb = 2\r\n", "file.toml") == "a = 1\nb = 2\n"
    assert load(b"\xef\xbb\xbfa = 1\r\nb = 2\r\n", "file.toml") == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ("", "file.toml, key"),
        ("[first]", "file.toml, line 1, [first], key"),
        ("one 'a'", "file.toml, line 2, one 'a', key"),
        ("one 'a', two 'b'", "file.toml, line 5, one 'a', two 'b', key"),
        ("one 'c'", "file.toml, one 'c', key"),
        ("[third]", "file.toml, [third], key"),
    ],
)
def test_a_fault_says_where_and_on_which_line_where_that_is_known(place, where):
    assert str(keys(place).fault("key", "is wrong")) == f"{where}: is wrong"


@pytest.mark.parametrize(
    ("place", "key", "line"),
    [
        ("[first]", "id", "line 2"),
        ("two 'b'", "words", "line 6"),
        ("second 1", "words", "line 6"),
        ("second 2", "words", ""),
        ("[first], condition 1", "id", "line 1"),
        ("[first]", "words", "line 1"),
    ],
)
def test_the_line_is_that_of_the_key_where_the_key_stands_in_its_table(place: str, key: str, line: str):
    told = ", ".join(part for part in ("file.toml", line, place, key) if part)
    assert str(keys(place).fault(key, "no")) == f"{told}: no"


def test_what_is_not_there_is_its_default_or_a_fault():
    empty = keys()
    assert (empty.words("a", ""), empty.flag("a"), empty.whole("a", 3), empty.number("a", 1.5)) == ("", False, 3, 1.5)
    assert (empty.numbers("a"), empty.strings("a"), empty.pairs("a"), empty.mapping("a")) == ((), (), (), {})
    assert (empty.day("a"), empty.moment("a"), empty.clock("a")) == (None, None, None)
    assert list(empty.tables("a", "a")) == []
    assert empty.choice("a", ListStyle, ListStyle.ROMAN) is ListStyle.ROMAN
    for asked in (empty.words, empty.number, empty.table, empty.run):
        with pytest.raises(BadSource, match="file.toml, a: is missing"):
            asked("a")


@pytest.mark.parametrize(
    ("asked", "value", "found"),
    [
        ("words", " two \n words ", "two words"),
        ("flag", True, True),
        ("number", 2, 2.0),
        ("number", 2.5, 2.5),
        ("numbers", [1, 2.5], (1.0, 2.5)),
        ("day", date(2021, 11, 11), date(2021, 11, 11)),
        ("moment", datetime.fromisoformat("2021-06-01T10:00:00"), datetime(2021, 6, 1, 10, tzinfo=LONDON)),
        ("clock", time(9), time(9)),
        ("clock", time(0), time(0)),
        ("strings", [" two \n words ", "b"], ("two words", "b")),
        ("pairs", [["a", "b"], ["c", "d"]], (("a", "b"), ("c", "d"))),
        ("mapping", {"a": "b"}, {"a": "b"}),
        ("run", "**a**", (inline.Strong("a"),)),
    ],
)
def test_a_key_is_read_as_what_it_is_and_is_then_no_longer_left_over(asked, value, found):
    table = keys(a=value)
    answer = getattr(table, asked)("a")
    assert (answer, type(answer)) == (found, type(found))
    table.finish()


@pytest.mark.parametrize(
    ("asked", "value", "message"),
    [
        ("words", 1, "should be text in quotation marks"),
        ("flag", 1, "should be true or false"),
        ("number", True, "should be a number"),
        ("number", "1", "should be a number"),
        ("number", float("inf"), "should be a finite number"),
        ("number", float("nan"), "should be a finite number"),
        ("numbers", 1, "should be a list of numbers"),
        ("numbers", [1, "2"], "should be a list of numbers"),
        ("numbers", [1, True], "should be a list of numbers"),
        ("numbers", [1, float("inf")], "should be a list of numbers"),
        ("day", "2021-11-11", "should be a date such as 2021-11-11, without quotation marks"),
        ("day", datetime(2021, 11, 11, tzinfo=LONDON), "should be a date such as 2021-11-11, without quotation marks"),
        (
            "moment",
            date(2021, 11, 11),
            "should be London's date and time such as 2021-11-11T10:00:00, without an offset",
        ),
        ("moment", datetime(2021, 11, 11, tzinfo=LONDON), "should be London's date and time such as"),
        ("clock", "09:00", "should be a time such as 09:00:00, without quotation marks"),
        ("clock", 9, "should be a time such as 09:00:00, without quotation marks"),
        ("strings", "a", "should be a list of texts"),
        ("strings", ["a", 1], "should be a list of texts"),
        ("pairs", "a", "should be a list of [label, value]"),
        ("pairs", ["ab"], "each member should be [label, value]; 'ab' is not"),
        ("pairs", [["a"]], "each member should be [label, value]; ['a'] is not"),
        ("pairs", [["a", 1]], "each member should be [label, value]; ['a', 1] is not"),
        ("mapping", {"a": 1}, "should be a table of texts"),
        ("mapping", [], "should be a table of texts"),
        ("table", [], "should be a table"),
    ],
)
def test_a_key_of_another_type_is_a_fault_that_says_what_is_wanted(asked, value, message):
    with pytest.raises(BadSource) as fault:
        getattr(keys(a=value), asked)("a")
    assert str(fault.value).startswith(f"file.toml, a: {message}")


@pytest.mark.parametrize("id", ["a", "a-1", "posc6-annex-1", "2021"])
def test_an_id_is_small_letters_digits_and_single_hyphens(id):
    assert keys(id=id).id() == id


@pytest.mark.parametrize("id", ["A", "a_b", "a--b", "-a", "a-", ""])
def test_anything_else_is_no_id(id):
    with pytest.raises(BadSource, match=f"id: {id!r} is no id; use small letters, digits and single hyphens"):
        keys(id=id).id()


def test_a_word_that_is_no_choice_is_told_the_choices():
    assert keys(a="roman").choice("a", ListStyle) is ListStyle.ROMAN
    with pytest.raises(BadSource, match="a: 'greek' is none of bullet, number, roman, letter"):
        keys(a="greek").choice("a", ListStyle, ListStyle.BULLET)


def test_a_link_off_the_web_is_a_fault_of_its_key():
    with pytest.raises(BadSource, match="file.toml, a: the link 'x' leads to 'data:1'"):
        keys().marked("a", "[x](data:1)")


def test_members_are_placed_by_their_id_or_else_by_their_number():
    members = [{"id": "a"}, {}, {"id": 3}]
    assert [each.place for each in keys(many=members).tables("many", "one")] == ["one 'a'", "one 2", "one 3"]
    assert [each.place for each in keys("two 'b'", many=members).tables("many", "one")] == [
        "two 'b', one 'a'", "two 'b', one 2", "two 'b', one 3"
    ]  # fmt: skip
    with pytest.raises(BadSource, match="many: should be a list of tables"):
        list(keys(many=[{}, 1]).tables("many", "one"))


def test_a_table_keeps_its_keys_and_has_a_place_of_its_own():
    inner = keys(first={"b": "c"}).table("first")
    assert (inner.words("b"), inner.place) == ("c", "[first]")
    assert str(inner.fault("b", "no")) == "file.toml, line 1, [first], b: no"


def test_the_first_key_that_nobody_asked_for_is_a_fault():
    with pytest.raises(BadSource, match="file.toml, a: is not a key that belongs here"):
        keys(b=1, a=1).finish()
    keys().finish()
