"""One unit over time as a picture and in words."""

from datetime import date
from xml.etree import ElementTree as ET

from folkmoot.adapters.charts import render
from folkmoot.adapters.charts.courses import Course, Stop, Track, described, over_time

SVG = "{http://www.w3.org/2000/svg}"


def track(name: str, *values: float | None, first: int = 2017, reach: float | None = 2.0) -> Track:
    stops = []
    for year, value in enumerate(values, start=first):
        limits = (None, None) if value is None or reach is None else (value - reach, value + reach)
        stops.append(Stop(str(year), date(year, 12, 31), value, *limits, why="withheld" if value is None else ""))
    return Track(name, tuple(stops))


WARD = track("North Ward", 22.0, 21.0, None, 19.0, 18.0)
FULL = Course(
    own=WARD,
    beside=(track("Mootshire", 15.0, 14.0, 14.0, 13.0, 12.0), track("England", 18.0, 18.0, None, 17.0, 16.0)),
    aim=Track("Target", (Stop("2025", date(2025, 12, 31), 5.0),)),
    foreseen=track("Projection", 17.0, 16.0, 15.0, 14.0, first=2022, reach=4.0),
    breaks=(date(2021, 3, 1),),
)


def drawn(course: Course, *, invented: bool = False) -> dict:
    return over_time(course, headline="Smoking, %: North Ward", invented=invented)


def texts(root, course: Course) -> list[str]:
    picture = render.svg(drawn(course), title="T", description="D", fonts=root / "build/assets/fonts")
    return [
        each.text for each in ET.fromstring(picture).iter() if each.text and each.tag in (f"{SVG}text", f"{SVG}tspan")
    ]


def of(course: Course, kind: str, **looks: object) -> list[list[dict]]:
    """The rows of the layers with marks of a kind and look."""
    return [
        layer["data"]["values"]
        for layer in drawn(course)["layer"]
        if layer["mark"]["type"] == kind and looks.items() <= layer["mark"].items()
    ]


def test_everything_is_named_at_its_end_with_its_last_value(root):
    told = " ".join(texts(root, FULL))
    for said in ("North Ward: 18.0", "Mootshire: 12.0", "England: 16.0", "Target: 5.0", "Projection: 14.0", "break"):
        assert said in told
    assert {"2017", "2025"} <= set(texts(root, FULL))  # the first and the last period are always labelled


def test_the_line_is_broken_where_there_is_no_figure_and_where_the_series_is():
    (own,) = of(FULL, "line", strokeWidth=3)
    assert [row["piece"] for row in own] == [0, 0, 1, 2]
    whole = Course(own=track("A", 1.0, 2.0, 3.0))
    assert {row["piece"] for row in of(whole, "line", strokeWidth=3)[0]} == {0}


def test_a_missing_figure_says_why_at_its_place(root):
    assert "withheld" in texts(root, FULL)
    assert "withheld" not in texts(root, Course(own=track("A", 1.0, 2.0)))


def test_a_break_stands_between_the_periods_and_outside_them_nowhere():
    (rows,) = of(FULL, "rule", strokeDash=[3, 3])
    assert len(rows) == 1
    assert not of(Course(own=WARD, breaks=(date(2010, 1, 1), date(2030, 1, 1))), "rule", strokeDash=[3, 3])


def test_a_projection_is_hollow_and_dashed_and_the_target_a_level_to_its_day():
    (hollow,) = of(FULL, "point", fill="white")
    assert len(hollow) == 4
    (aim,) = of(FULL, "line", strokeDash=[7, 4])
    assert [row["value"] for row in aim] == [5.0, 5.0]
    assert aim[0]["at"] < aim[1]["at"]


def test_a_target_of_several_points_is_the_line_through_them():
    path = Track("Target", (Stop("2018", date(2018, 12, 31), 20.0), Stop("2022", date(2022, 12, 31), 10.0)))
    (aim,) = of(Course(own=WARD, aim=path), "line", strokeDash=[7, 4])
    assert [row["value"] for row in aim] == [20.0, 10.0]


def test_values_without_limits_have_no_rules():
    (rules,) = of(Course(own=track("A", 1.0, 2.0, reach=None)), "rule", strokeWidth=2)
    assert rules == []


def test_the_axis_begins_at_zero_where_that_is_near_and_says_so_where_it_does_not():
    near, far = drawn(FULL), drawn(Course(own=track("A", 80.0, 81.0)))
    assert near["encoding"]["y"]["scale"]["domain"][0] == 0
    assert "does not begin at zero" not in " ".join(near["title"]["text"])
    assert "does not begin at zero" in " ".join(far["title"]["text"])
    below = drawn(Course(own=track("A", -4.0, 3.0)))
    assert below["encoding"]["y"]["scale"]["domain"][0] < -6


def test_one_value_is_drawn_alone(root):
    assert "A: 0.0" in texts(root, Course(own=track("A", 0.0, reach=None)))


def test_an_invented_picture_says_so_above():
    assert drawn(FULL, invented=True)["title"]["subtitle"] == "Invented figures"


def test_the_words_tell_the_ends_what_is_missing_and_what_is_not_data():
    assert described(FULL, headline="Smoking", invented=True, unit="% of adults") == (
        "Line over time: Smoking. The figures are invented. North Ward: 22.0 (2017), 18.0 (2021); lowest 18.0 (2021), "
        "highest 22.0 (2017); in % of adults. Without a figure: 2019 (withheld). Mootshire for comparison: 12.0 "
        "(2021). England for comparison: 16.0 (2021). The series is broken on 1 March 2021. Target: 5.0 (2025). "
        "Projection, which is not data: 14.0 (2025). All values are in the table."
    )
    assert "invented" not in described(Course(own=WARD), headline="S", invented=False, unit="%")
