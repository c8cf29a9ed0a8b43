import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.methods.document.searching import EXCERPT, excerpt, fold, marks, terms


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("health inequalities", ("health", "inequalities")),
        ('"health inequalities" ward', ("health inequalities", "ward")),
        ("the state of the art", ("state", "art")),
        ("5/21", ("5 21",)),
        ("Caomhánaigh", ("Caomhanaigh",)),
        ("Caomha\u0301naigh", ("Caomhanaigh",)),
        ("children's", ("children s",)),
        ('"', ()),
        ("", ()),
        ("the of and", ()),
        ("*) OR NEAR( -", ("NEAR",)),
        ("again again", ("again",)),
        ("\x00\ud800", ()),
    ],
)
def test_what_is_asked_for_becomes_terms(asked, found):
    assert terms(asked) == found


def test_no_more_terms_are_looked_for_than_a_person_types():
    asked = [f"w{number}" for number in range(100)]
    assert terms(" ".join(asked)) == tuple(asked[:12])


@given(st.text())
def test_a_folded_text_is_as_long_as_the_text_and_holds_nothing_but_letters_and_digits(text):
    folded = fold(text)
    assert len(folded) == len(text)
    assert all(character == " " or character.isalnum() for character in folded)


def test_marks_say_where_a_find_lies_in_the_text():
    assert marks("one [two] three [four]") == ((4, 7), (14, 18))


def test_a_short_text_is_shown_whole_with_its_finds_marked():
    assert excerpt("one two three", ((4, 7),)) == (("one ", False), ("two", True), (" three", False))


def test_a_long_text_is_cut_between_words_around_the_first_find():
    text = "word " * 100 + "needle" + " word" * 100
    pieces = excerpt(text, ((500, 506),), 60)
    assert ("needle", True) in pieces
    assert pieces[0] == ("… ", False)
    assert pieces[-1] == (" …", False)
    assert set("".join(words for words, _ in pieces[1:-1]).split()) == {"word", "needle"}


COUNTED = "one two three four five six seven eight nine ten"


def shown(text: str, *finds: str, length: int = 20) -> str:
    """The excerpt around words, each find in brackets."""
    spans = tuple((text.index(find), text.index(find) + len(find)) for find in finds)
    return "".join(f"[{words}]" if found else words for words, found in excerpt(text, spans, length))


@pytest.mark.parametrize(
    ("finds", "words"),
    [
        (["one"], "[one] two three four …"),
        (["two"], "one [two] three four …"),
        (["four"], "… [four] five six …"),
        (["five"], "… four [five] six seven …"),
        (["seven"], "… six [seven] eight …"),
        (["ten"], "… seven eight nine [ten]"),
        (["five", "seven"], "… four [five] six [seven] …"),
        (["five", "eight"], "… four [five] six seven …"),
        (["five", "four", "six"], "… four [five] [six] seven …"),
        ([], "one two three four …"),
    ],
)
def test_an_excerpt_begins_a_little_before_its_first_find_and_ends_after_a_word(finds, words):
    assert shown(COUNTED, *finds) == words


def test_an_excerpt_never_begins_with_the_rest_of_a_word():
    assert shown("three two one four five six", "two") == "… [two] one four …"


def test_a_word_longer_than_the_excerpt_is_cut_and_not_left_out():
    assert shown("one " + "x" * 40 + " two", "x" * 40) == "one " + "x" * 16 + " …"
    assert shown(" " + "x" * 40) == " " + "x" * 19 + " …"
    assert shown("a " + "x" * 40) == "a …"


def test_the_marks_of_a_cut_are_never_taken_for_a_find():
    assert [words for words, found in excerpt(COUNTED, ((19, 23),), 20) if found] == ["five"]


def test_no_more_than_240_characters_are_shown():
    text = "word " * 48
    assert EXCERPT == len(text) == 240
    assert excerpt(text, ()) == ((text, False),)
    assert excerpt(text + "w", ()) == ((text[:-1], False), (" …", False))


@given(st.text(max_size=300), st.integers(0, 300), st.integers(1, 40), st.integers(20, 80))
def test_an_excerpt_is_a_piece_of_the_text(text, start, size, length):
    start = min(start, len(text))
    end = min(start + size, len(text))
    pieces = excerpt(text, ((start, end),) if start < end else (), length)
    assert "".join(words for words, _ in pieces if words not in ("… ", " …")) in text
