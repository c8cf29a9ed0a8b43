import pytest

from folkmoot.methods.document.numbers import grouped, value


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1178", 1178), ("1,178", 1178), ("13%", 13), ("-8%", -8), ("−8", -8), ("90.24", 90.24), (" 5 ", 5), ("0", 0),
        ("", None), ("n/a", None), ("£1.5m", None), ("1,2", None), ("5-9", None), ("85+", None),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_the_number_that_it_prints(cell, number):
    assert value(cell) == number


@pytest.mark.parametrize(
    ("cell", "words"),
    [("21073", "21,073"), ("-1178", "-1,178"), ("13%", "13%"), ("90.24", "90.24"), ("1,178", "1,178"), ("n/a", "n/a")],
)
def test_thousands_are_set_apart_and_everything_else_stays(cell, words):
    assert grouped(cell) == words
