"""One place over time: its page, picture and file, with targets and projections, marked where invented."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from tests.sites import measured
from tests.sites.public.test_public_measures import read, words

from folkmoot.apps.measures import operations
from folkmoot.apps.measures.terms import Method
from folkmoot.methods.projection.trajectories import Path as Trajectory

pytestmark = pytest.mark.django_db
BREAK = '\n[[break]]\non = 2023-03-01\nwhy = "Another form was asked."\n'


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path: Path):
    settings.STORE = tmp_path / "store"


def aim(value: float, *days: date) -> None:
    operations.set_target(
        measure=measured.MEASURE, unit="shire", path=Trajectory(tuple((day, value) for day in days)),
        rule=f"{value} by the end of the strategy", made_on=date(2024, 5, 1), source="An invented strategy",
        invented=True, by=None, at=measured.NOW,
    )  # fmt: skip


def foreseen() -> None:
    """Four years released, a projection of them, and both released again."""
    measured.released(first=2022)
    operations.store_projection(
        measure=measured.MEASURE, unit="shire", method=Method.LINE, periods=4, until=date(2028, 12, 31), by=None,
        at=measured.NOW,
    )  # fmt: skip


def test_a_place_over_time_has_its_values_beside_those_of_its_parent(client):
    vintage = measured.released(first=2024)
    told = words(read(client, "course", measured.MEASURE, "North"))
    assert "Invented hardship: income-deprivation North Town over time Invented" in told
    assert "Period Value 95% limits Inventedshire Compared with a year before Count" in told
    assert "2024 44.0 40.1 to 48.0 22.6 – 264 2025 40.0 36.2 to 44.0 20.5 ▲ better 240" in told
    assert "The upright lines are 95% limits." in told
    assert f"Release {vintage.pk} of 25 November 2026" in told


def test_its_picture_and_its_alternative_text_say_the_same_and_that_it_is_invented(client):
    vintage = measured.released(first=2024)
    page = read(client, "course", measured.MEASURE, "North")
    alternative = re.search(r'alt="([^"]+)"', page).group(1)
    assert alternative == (
        "Line over time: Invented hardship: income-deprivation, % of invented people: North Town. The figures are "
        "invented. North Town: 44.0 (2024), 40.0 (2025); lowest 40.0 (2025), highest 44.0 (2024); in % of invented "
        "people. Inventedshire for comparison: 20.5 (2025). All values are in the table."
    )
    svg = ET.fromstring(read(client, "course-picture", measured.MEASURE, vintage.sha256, "North"))
    told = "".join(svg.itertext())
    assert alternative in told
    assert "Invented figures" in told


def test_what_is_withheld_is_told_and_not_drawn(client):
    measured.released(first=2024)
    page = read(client, "course", measured.MEASURE, "East")
    assert "<img" not in page
    assert words(page).count("withheld: small, or a small number could be worked out") == 2


def test_a_target_is_shown_with_who_set_it_and_how_far_it_is(client):
    aim(15.0, date(2024, 12, 31), date(2027, 12, 31))
    measured.released(first=2024)
    for told in (
        words(read(client, "course", measured.MEASURE, "shire")),
        words(read(client, "measure", measured.MEASURE)),
    ):
        assert "Target: At most 15.0 % of invented people by 31 December 2027 Invented" in told
        assert "Set by An invented strategy; written down on 1 May 2024" in told
        assert "Rule 15.0 by the end of the strategy" in told
        assert "Inventedshire stands at 20.5 in 2025: 5.5 above it." in told
        assert "No projection that reaches its day is stored" in told
        assert "2025 20.5 19.0 to 22.2 15.0 ▲ better" in told


def test_a_projection_is_called_one_with_its_rule_and_its_day_and_told_beside_the_target(client):
    aim(15.0, date(2028, 12, 31))
    foreseen()
    assert "Projection" not in read(client, "course", measured.MEASURE, "shire")
    vintage = measured.released(first=2022, title="Again")
    told = words(read(client, "course", measured.MEASURE, "shire"))
    assert "Projection of 25 November 2026, not data Invented" in told
    assert "if it went on by this rule: a straight line through the last 4 periods (2022 to 2025)" in told
    assert re.search(r"Made on 25 November 2026 of: Release \d+ of this measure\.", told)
    assert "Will it be met? If it went on as the newest projection has it, it would be met" in told
    assert "The pale columns are the limits of the projection, which is not data." in told
    drawn = "".join(ET.fromstring(read(client, "course-picture", measured.MEASURE, vintage.sha256, "shire")).itertext())
    assert "Projection, which is not data: " in drawn
    assert "Target: 15.0 (2028)." in drawn
    assert "target or projection for Inventedshire" not in told


def test_a_target_that_is_due_was_met_or_missed(client):
    aim(21.0, date(2025, 12, 31))
    measured.released(first=2024)
    told = words(read(client, "course", measured.MEASURE, "shire"))
    assert "20.5 in 2025: 0.5 below it; it was met." in told
    assert "Will it be met?" not in told


def test_a_break_in_the_series_is_told_and_drawn(client):
    vintage = measured.released(first=2022, more=BREAK)
    assert "The series is broken on 1 March 2023: Another form was asked." in words(
        read(client, "course", measured.MEASURE, "North")
    )
    svg = ET.fromstring(read(client, "course-picture", measured.MEASURE, vintage.sha256, "North"))
    assert "break" in [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]


def test_the_measures_page_leads_to_each_place_and_to_those_with_targets(client):
    operations.set_target(
        measure=measured.MEASURE, unit="North", path=Trajectory(((date(2027, 12, 31), 30.0),)), rule="30 at most",
        made_on=date(2024, 5, 1), source="A plan", invented=True, by=None, at=measured.NOW,
    )  # fmt: skip
    measured.released(first=2024)
    page = read(client, "measure", measured.MEASURE)
    assert f'href="{reverse("public:course", args=[measured.MEASURE, "South"])}"' in page
    assert "There is a target or projection for North Town ." in words(page)


def test_another_place_can_be_chosen_without_a_script(client):
    vintage = measured.released(first=2024)
    address = reverse("public:course", args=[measured.MEASURE, "North"])
    assert client.get(address, {"place": "South"})["Location"] == reverse(
        "public:course", args=[measured.MEASURE, "South"]
    )
    kept = reverse("public:vintage-course", args=[measured.MEASURE, vintage.sha256, "North"])
    assert vintage.sha256 in client.get(kept, {"place": "South"})["Location"]
    assert client.get(address, {"place": "nowhere"}).status_code == 404


def test_an_older_release_keeps_its_course(client):
    first = measured.released(first=2024)
    measured.released(first=2024, figures=measured.FIGURES | {"North": 60})
    told = words(read(client, "vintage-course", measured.MEASURE, first.sha256, "North"))
    assert "This is an older release." in told
    assert "2025 40.0" in told


def test_the_file_has_the_figures_of_the_page_and_its_mark(client):
    vintage = measured.released(first=2024)
    answer = client.get(reverse("public:course-csv", args=[measured.MEASURE, vintage.sha256, "North"]))
    assert answer["Content-Disposition"] == f'attachment; filename="invented-{measured.MEASURE}-over-time.csv"'
    rows = list(csv.DictReader(answer.content.decode().splitlines()))
    assert {(row["unit"], row["period"]) for row in rows} == {
        (unit, year) for unit in ("North", "shire") for year in ("2024", "2025")
    }
    assert {row["invented"] for row in rows} == {"invented"}
