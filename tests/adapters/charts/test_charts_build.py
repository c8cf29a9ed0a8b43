from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.adapters.charts import build, labels, render, widths
from folkmoot.adapters.charts.style import COLOURS, SHAPES, WIDTH
from folkmoot.methods.document.model import Chart, ChartKind, Column, Figure, Source, Table

BARS = Chart(ChartKind.BARS, "Age band", ("Rate",), "cases per 100,000 people")
LINES = Chart(ChartKind.LINES, "Date", ("Actual", "Target"), "children in care")
SVG = "{http://www.w3.org/2000/svg}"


def table(*rows: tuple[str, ...], labels: tuple[str, ...] = ("Age band", "Rate"), invented: bool = False) -> Table:
    return Table("t", "Values", tuple(map(Column, labels)), rows, Source("A pack"), invented=invented)


AGES = table(("0-4", "4243"), ("05-9", "8418"), ("85+", ""))
DATES = table(
    ("March 2020", "767", "756"), ("March 2021", "784", "736"), ("March 2030", "786", "729"),
    labels=("Date", "Actual", "Target"),
)  # fmt: skip


def drawn(chart: Chart, data: Table) -> dict:
    return build.chart(chart, data, title="A chart")[0]


def scales(found: dict, channel: str) -> list:
    return found["encoding"][channel]["scale"]["domain"]


def test_bars_stand_on_zero_and_carry_their_values_with_thousands_apart():
    found = drawn(BARS, AGES)
    assert [row["words"] for row in found["data"]["values"]] == ["4,243", "8,418"]
    assert scales(found, "y")[0] == 0


def test_few_short_names_stand_upright_and_long_or_many_lie():
    assert drawn(BARS, AGES)["encoding"]["x"]["field"] == "category"
    long = table(("Any other Black / African / Caribbean background", "232"), ("British", "44052"))
    assert drawn(BARS, long)["encoding"]["y"]["field"] == "category"
    many = table(*((str(band), "1") for band in range(7)))
    assert drawn(BARS, many)["encoding"]["y"]["field"] == "category"


def test_a_long_name_is_broken_between_words():
    long = table(("Any other Black / African / Caribbean background", "232"), ("British", "44052"))
    names = [layer["data"]["values"] for layer in drawn(BARS, long)["layer"][2:]]
    assert names == [
        [{"category": "British", "name": "British"}],
        [
            {
                "category": "Any other Black / African / Caribbean background",
                "name": "Any other Black / African\n/ Caribbean background",
            }
        ],
    ]


def test_negative_values_run_the_other_way_from_the_same_zero():
    found = drawn(BARS, table(*((f"A measure {n}", cell) for n, cell in enumerate(("-8%", "1%")))))
    low, high = scales(found, "x")
    assert low < -8
    assert high > 1


def test_values_of_zero_are_drawn_too():
    low, high = scales(drawn(BARS, table(("A name that is long", "0"))), "x")
    assert low == 0 < high


def test_groups_keep_the_order_and_the_colours_of_their_key():
    chart = Chart(ChartKind.GROUPED_BARS, "Age band", ("Rate", "Count"))
    data = table(("0-4", "1", "2"), labels=("Age band", "Rate", "Count"))
    found = drawn(chart, data)
    bars = found["layer"][0]
    assert bars["encoding"]["yOffset"]["sort"] == ["Rate", "Count"]
    colour = bars["layer"][0]["encoding"]["color"]["scale"]
    assert colour == {"domain": ["Rate", "Count"], "range": list(COLOURS[:2])}


def test_dates_stand_at_their_true_distance_and_those_that_would_touch_are_not_all_named():
    found = drawn(LINES, DATES)
    places = {row["category"]: row["at"] for row in found["data"]["values"]}
    assert places["March 2030"] - places["March 2021"] == 9 * (places["March 2021"] - places["March 2020"])
    assert found["encoding"]["x"]["axis"]["values"] == [places["March 2020"], places["March 2030"]]


@pytest.mark.parametrize(
    ("label", "at"),
    [("March 2020", 2020 + 2 / 12), ("2021", 2021), ("2019/20", 2019), ("Q1", None), ("Foo 2020", None)],
)
def test_a_date_is_known_by_its_words(label, at):
    assert labels.moment(label) == at


def test_categories_that_are_no_dates_stand_at_equal_distances():
    data = table(("First stage", "1"), ("Second", "2"), ("Third", "4"), labels=("Date", "Actual"))
    found = drawn(replace(LINES, values=("Actual",)), data)
    assert [row["at"] for row in found["data"]["values"]] == [0, 1, 2]


def test_lines_begin_at_zero_unless_said_otherwise():
    assert scales(drawn(LINES, DATES), "y")[0] == 0
    cut, words = build.chart(replace(LINES, from_zero=False), DATES, title="A chart")
    assert scales(cut, "y")[0] > 700
    assert cut["title"]["text"] == ["Children in care, the axis does not begin at zero"]
    assert "The axis does not begin at zero." in words


def test_lines_below_zero_keep_zero_in_sight():
    data = table(("2020", "-8"), ("2021", "-13"), labels=("Date", "Actual"))
    low, high = scales(drawn(replace(LINES, values=("Actual",)), data), "y")
    assert low < -13 < 0 <= high


def test_series_differ_in_shape_as_well_as_in_colour_and_are_named_at_their_end():
    found = drawn(LINES, DATES)
    points = found["layer"][1]["encoding"]
    assert points["shape"]["scale"]["range"] == list(SHAPES)
    assert points["color"]["scale"]["range"] == list(COLOURS)
    assert [layer["mark"]["text"] for layer in found["layer"][2:]] == [["Actual: 786"], ["Target: 729"]]


def test_names_at_the_ends_do_not_touch():
    found = drawn(LINES, table(("2020", "1", "1"), ("2021", "100", "100"), labels=("Date", "Actual", "Target")))
    first, second = (layer["encoding"]["y"]["value"] for layer in found["layer"][2:])
    assert abs(first - second) >= 18


def test_a_single_date_is_drawn():
    found = drawn(LINES, table(("2020", "5", "7"), labels=("Date", "Actual", "Target")))
    assert found["encoding"]["x"]["axis"]["values"] == [2020]


def test_the_headline_says_what_is_measured_and_by_what():
    assert drawn(BARS, AGES)["title"]["text"] == ["Cases per 100,000 people, by age band"]
    assert drawn(replace(BARS, unit=""), AGES)["title"]["text"] == ["Rate, by age band"]
    imd = table(("1", "244"), labels=("IMD decile", "Rate"))
    assert drawn(replace(BARS, category="IMD decile"), imd)["title"]["text"][0].endswith("by IMD decile")


def test_invented_figures_are_marked_in_the_picture_and_in_its_words():
    specification, words = build.chart(BARS, replace(AGES, invented=True), title="A chart")
    assert specification["title"]["subtitle"] == "Invented figures"
    assert "The figures are invented." in words


def test_more_series_than_can_be_told_apart_are_refused():
    labels = ("Date", *"abcde")
    chart = Chart(ChartKind.LINES, "Date", tuple("abcde"))
    with pytest.raises(build.TooManySeries, match="A chart: at most 4 series"):
        drawn(chart, table(("2020", *"12345"), labels=labels))


@pytest.fixture(scope="session")
def fonts(root):
    folder = root / "build/assets/fonts"
    assert folder.is_dir(), "the fonts are not built: run tools/setup.py assets"
    return folder


@pytest.mark.parametrize(("chart", "data"), [(BARS, AGES), (LINES, DATES)])
def test_the_picture_is_svg_with_title_and_description_and_no_style_that_a_strict_policy_refuses(chart, data, fonts):
    figure = Figure("f", "Cases & rates", "", chart, data)
    picture = render.draw(figure, fonts=fonts)
    root = ET.fromstring(picture)
    assert root.get("role") == "img"
    assert float(root.get("width")) == pytest.approx(WIDTH)
    assert root.findtext(f"{SVG}title") == "Cases & rates"
    assert root.findtext(f"{SVG}desc") == build.figure(figure)[1]
    assert not [element for element in root.iter() if element.get("style") or element.tag == f"{SVG}style"]
    assert {e.get("font-family", "").split(",")[0] for e in root.iter(f"{SVG}text")} <= {
        "'Source Sans 3'",
        '"Source Sans 3"',
    }
    assert render.draw(figure, fonts=fonts) == picture


@pytest.mark.parametrize(("face", "weight"), [("Regular", 400), ("Semibold", 600), ("Bold", 700)])
def test_words_are_as_wide_as_the_typesetter_finds_them(face, weight, fonts, tmp_path):
    words = "Any other Black / African 21,073% Llŷr"
    source = tmp_path / "measure.typ"
    source.write_text(
        f'#set text(font: "Source Sans 3", weight: {weight}, size: 100pt, kerning: false, ligatures: false)\n'
        f'#context [#metadata(measure("{words}").width.pt()) <width>]'
    )
    found = typst.query(source, "<width>", field="value", one=True, font_paths=[fonts], ignore_system_fonts=True)
    assert widths.face(fonts / f"SourceSans3-{face}.ttf").width(words, 100) == pytest.approx(float(found), rel=0.001)


def test_every_text_of_a_picture_says_how_wide_it_is_whatever_font_is_at_hand(fonts):
    root = ET.fromstring(render.draw(Figure("f", "Cases", "", LINES, DATES), fonts=fonts))
    lines = [line for line in (*root.iter(f"{SVG}text"), *root.iter(f"{SVG}tspan")) if line.text]
    assert {line.text for line in lines} >= {"Actual: 786", "Mar", "2020"}
    assert all(float(line.get("textLength")) > 0 for line in lines)


def test_one_changed_cell_changes_the_picture(fonts):
    figure = Figure("f", "Cases", "", BARS, AGES)
    changed = replace(figure, table=table(("0-4", "9999"), ("05-9", "8418"), ("85+", "")))
    assert "9,999" in render.draw(changed, fonts=fonts)
    assert "9,999" not in render.draw(figure, fonts=fonts)


def test_a_folder_without_fonts_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="has no fonts; run"):
        render.draw(Figure("f", "Cases", "", BARS, AGES), fonts=tmp_path)


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=60)
cells = st.integers(-10_000, 10_000).map(str) | st.floats(-100, 100).map(lambda found: f"{found:.1f}%")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(st.sampled_from(ChartKind), st.lists(st.tuples(names, cells, cells), min_size=1, max_size=8))
def test_whatever_is_drawn_stays_within_the_width(kind, rows):
    values = ("Actual",) if kind is ChartKind.BARS else ("Actual", "Target")
    found = drawn(Chart(kind, "Date", values), table(*rows, labels=("Date", "Actual", "Target")))
    padding = found["padding"]
    assert found["width"] > 0
    assert padding["left"] + found["width"] + padding["right"] == pytest.approx(WIDTH)
    channel = "x" if found["encoding"]["x"].get("field") == "value" else "y"
    low, high = scales(found, channel)
    assert low <= 0 <= high
    assert low < high
