import pytest
from django.conf import settings

from folkmoot.adapters.typeset.measuring import Sides, measure


@pytest.mark.parametrize(
    ("lines", "sides", "beyond"), [(0, 1, 0), (1, 1, 0), (46, 1, 0), (47, 2, 1), (92, 2, 46), (93, 3, 47)]
)
def test_a_text_is_measured_line_by_line(lines, sides, beyond):
    found = measure("\n".join(["A line of a statement."] * lines), settings.FONTS)
    assert (found.count, found.lines_beyond(1)) == (sides, beyond)


def test_long_lines_are_broken_and_empty_lines_count():
    wide = measure("word " * 200, settings.FONTS)
    assert 10 < wide.lines < 20
    assert measure("One\n\n\nTwo", settings.FONTS).lines == 4


def test_no_word_of_a_resident_is_taken_for_typst():
    assert measure('#panic("x") $ * _ <end> [', settings.FONTS) == Sides(1, 1, 46)


def test_more_sides_may_be_allowed():
    assert Sides(3, 5, 46).lines_beyond(2) == 5
    assert Sides(2, 5, 46).lines_beyond(2) == 0
