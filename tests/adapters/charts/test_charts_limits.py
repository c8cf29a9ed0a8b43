from xml.etree import ElementTree as ET

import pytest

from folkmoot.adapters.charts import render
from folkmoot.adapters.charts.limits import LOOKS, MOST_NAMED, Level, Mark, described, limits

COUNTY = Level("Mootshire", 80.0, "80.0 years")
SVG = "{http://www.w3.org/2000/svg}"


def marks(number: int) -> list[Mark]:
    said = ("worse", "similar", "better")
    return [Mark(f"Ward {n}", 70.0 + n, 69.0 + n, 71.0 + n, said[n * 3 // number]) for n in range(number)]


def drawn(found: list[Mark], level: Level | None = COUNTY, *, invented: bool = False) -> dict:
    return limits(found, level=level, headline="Life expectancy in years, by ward", invented=invented)


def picture(fonts, specification: dict) -> ET.Element:
    return ET.fromstring(render.svg(specification, title="T", description="D", fonts=fonts))


def test_a_few_units_lie_below_one_another_with_their_names(root):
    svg = picture(root / "build/assets/fonts", drawn(marks(6)))
    assert {"Ward 0", "Ward 5", "Mootshire: 80.0 years"} <= {text.text for text in svg.iter(f"{SVG}text")}


def test_many_units_stand_side_by_side_without_their_names():
    found = drawn(marks(MOST_NAMED + 1))
    assert found["encoding"]["x"]["axis"] is None
    assert found["height"] < found["width"]


def test_values_stand_in_their_order_from_the_lowest():
    rows = drawn(list(reversed(marks(5))))["data"]["values"]
    assert [row["name"] for row in rows] == [f"Ward {n}" for n in range(5)]
    assert [row["place"] for row in rows] == list(range(5))


def test_what_a_comparison_says_differs_in_shape_and_in_colour():
    points = drawn(marks(6))["layer"][1]["encoding"]
    assert points["shape"]["scale"]["domain"] == points["color"]["scale"]["domain"] == ["better", "worse", "similar"]
    assert len(set(LOOKS.values())) == len(LOOKS)


def test_a_key_is_drawn_only_where_more_than_one_thing_is_said():
    alike = [Mark("A", 1.0, 0.5, 1.5, "similar"), Mark("B", 2.0, 1.5, 2.5, "similar")]
    assert drawn(alike)["layer"][1]["encoding"]["shape"]["legend"] is None
    assert drawn(marks(6))["layer"][1]["encoding"]["shape"]["legend"] is not None


def test_a_value_without_limits_is_a_point_alone():
    (row,) = drawn([Mark("A", 5.0, None, None, "not compared")], None)["data"]["values"]
    assert row["lower"] == row["value"] == row["upper"]


def test_equal_values_leave_room_on_the_axis():
    low, high = drawn([Mark("A", 0.0, None, None, "similar")], None)["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low < 0 < high


def test_without_a_level_there_is_no_line():
    assert len(drawn(marks(3), None)["layer"]) == 2
    assert len(drawn(marks(3))["layer"]) == 4


def test_an_invented_picture_says_so_above_and_in_its_words():
    assert drawn(marks(3), invented=True)["title"]["subtitle"] == "Invented figures"
    words = described(marks(3), level=COUNTY, headline="Life expectancy", invented=True, unit="years")
    assert "The figures are invented." in words


def test_the_words_tell_the_ends_and_how_many_are_better_or_worse():
    words = described(marks(6), level=COUNTY, headline="Life expectancy", invented=False, unit="years")
    assert words == (
        "Values with their 95 % limits: Life expectancy. 6 values, from 70.0 (Ward 0) to 75.0 (Ward 5), in years. "
        "Compared with Mootshire (80.0 years): 2 better, 2 worse, 2 similar. All values are in the table."
    )


@pytest.mark.parametrize("number", [1, MOST_NAMED, MOST_NAMED + 1, 112])
def test_any_number_of_units_is_drawn(root, number):
    svg = picture(root / "build/assets/fonts", drawn(marks(number), invented=True))
    assert svg.get("role") == "img"
    assert svg.find(f"{SVG}title") is not None


def test_the_axis_reaches_what_the_values_are_compared_with():
    far = Level("England", 120.0, "120")
    low, high = drawn(marks(3), far)["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low < 69
    assert high > 120
