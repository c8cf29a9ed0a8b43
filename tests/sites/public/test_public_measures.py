"""Measures as the world reads them: what is released, marked where invented, told in words, and never changed."""

from __future__ import annotations

import csv
import re
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from tests.sites import measured

from folkmoot.apps.measures import operations
from folkmoot.sites.public.measure_words import kind, number, plain, symbol
from folkmoot.sites.public.topics import MATRIX, TOPICS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.STORE = tmp_path / "store"


def read(client, name: str, *args: str, **query: str) -> str:
    answer = client.get(reverse(f"public:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def words(page: str) -> str:
    """The page without its marks, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_before_anything_is_released_the_pages_say_so(client):
    assert "No measure has been released yet." in read(client, "measures")
    assert "No measure of the matrix has been released for wards yet." in read(client, "matrix")
    assert read(client, "matrix-csv").splitlines()[1:] == []


def test_what_is_not_released_is_not_shown(client):
    vintage = measured.approved()
    assert "hardship" not in read(client, "measures")
    for name, args in (("measure", ()), ("vintage", (vintage.sha256,)), ("measure-csv", (vintage.sha256,))):
        assert client.get(reverse(f"public:{name}", args=[measured.MEASURE, *args])).status_code == 404


def test_the_list_groups_measures_by_topic_and_marks_what_is_invented(client):
    measured.released(measured.MEASURE, "of-no-topic")
    page = read(client, "measures")
    told = words(page)
    assert told.index("Deprivation Invented hardship: income-deprivation Invented") < told.index("Other measures")
    assert "Invented hardship: of-no-topic Invented" in told
    assert "% of invented people. Released 25 November 2026." in told


def test_a_page_of_published_values_says_that_they_were_not_recomputed_and_what_the_publisher_prints(client, root):
    vintage = measured.published(root)
    page = read(client, "measure", measured.PUBLISHED)
    told = words(page)
    for expected in (
        "Published, not recomputed: An invented publisher printed these values and their limits, and they are shown as",
        "Oxford 12.8 11.3 to 14.4 ▲ better",
        "Cherwell 20.7 Aggregated from smaller areas 18.6 to 23.0 ● similar",
        "South Oxfordshire – there is no figure; the publisher prints * –",
        "Taken over Fingertips indicator 92659",
        "It is taken over as its publisher printed it, and not recomputed.",
        "The 95% limits are the publisher’s, by its own method.",
        "They were published already, and are shown as published.",
    ):
        assert expected in told, expected
    assert ">Count<" not in page
    assert "Published, not recomputed. Release" in words(read(client, "course", measured.PUBLISHED, "E07000178"))
    rows = list(csv.DictReader(read(client, "measure-csv", measured.PUBLISHED, vintage.sha256).splitlines()))
    assert {row["origin"] for row in rows} == {"published, not recomputed"}
    assert next(row["note"] for row in rows if row["unit_name"] == "Cherwell") == "Aggregated from smaller areas"


def test_a_page_tells_the_definition_the_values_and_where_they_come_from(client):
    vintage = measured.released()
    told = words(read(client, "measure", measured.MEASURE))
    for expected in (
        "Invented hardship: income-deprivation Invented",
        "Invented to try the pages. And why A&amp;E matters.",
        "% of invented people, 2025 Invented",
        "North Town 40.0 36.2 to 44.0 ▼ worse 240",
        "West Town 25.0",
        "Compared with Inventedshire: 20.5.",
        "People in hardship (invented)",
        "A share: those counted, out of those who could have been.",
        "Calendar years; what is there on a day.",
        "Counts of 1 to 4 are withheld, and whatever would give them away.",
        "Nobody was asked.",
        "Written by Invented Author; not checked by a second person yet.",
        "30 June 2025. Source: An invented count.",
        vintage.sha256,
    ):
        assert expected in told


def test_a_small_number_is_withheld_and_said_so_on_page_file_and_picture(client):
    vintage = measured.released()
    told = words(read(client, "measure", measured.MEASURE))
    assert "East Town – withheld: small, or a small number could be worked out" in told
    assert re.search(r"In this release \d+ values are withheld.", told)
    rows = list(csv.DictReader(read(client, "measure-csv", measured.MEASURE, vintage.sha256).splitlines()))
    (east,) = [row for row in rows if row["unit"] == "East"]
    assert (east["value"], east["count"]) == ("", "")
    assert "withheld" in east["note"]
    picture = read(client, "measure-picture", measured.MEASURE, vintage.sha256)
    assert "East Town" not in picture
    assert "North Town" in picture


def test_the_picture_says_what_it_shows_and_that_it_is_invented(client):
    vintage = measured.released()
    svg = ET.fromstring(read(client, "measure-picture", measured.MEASURE, vintage.sha256, units="ward", period="2025"))
    told = "".join(svg.itertext())
    assert "The figures are invented." in told
    assert "Invented figures" in told
    assert "Compared with Inventedshire (20.5): 2 worse." in told
    page = read(client, "measure", measured.MEASURE)
    assert "The figures are invented." in re.search(r'alt="([^"]+)"', page).group(1)


def test_every_row_of_the_file_says_that_it_is_invented(client):
    vintage = measured.released()
    answer = client.get(reverse("public:measure-csv", args=[measured.MEASURE, vintage.sha256]))
    assert answer["Content-Disposition"] == f'attachment; filename="invented-{measured.MEASURE}.csv"'
    assert {row["invented"] for row in csv.DictReader(answer.content.decode().splitlines())} == {"invented"}


def test_another_kind_of_place_can_be_chosen_and_a_strange_one_is_not_found(client):
    measured.released()
    told = words(read(client, "measure", measured.MEASURE, units="upper tier"))
    assert "Inventedshire 20.5" in told
    assert "North Town 40.0" not in told
    for query in ({"units": "msoa"}, {"period": "1066"}):
        assert client.get(reverse("public:measure", args=[measured.MEASURE]), query).status_code == 404


def test_a_release_keeps_its_values_at_its_address_when_another_follows(client):
    first = measured.released()
    second = measured.released(figures=measured.FIGURES | {"North": 60})
    newest = words(read(client, "measure", measured.MEASURE))
    older = words(read(client, "vintage", measured.MEASURE, first.sha256))
    assert "North Town 10.0" in newest
    assert "North Town 40.0" in older
    assert "This is an older release." in older
    assert "This is an older release." not in words(read(client, "vintage", measured.MEASURE, second.sha256))


def test_a_withdrawn_release_is_gone_and_its_reason_stands_on_the_measures_page(client):
    first = measured.released()
    second = measured.released(figures=measured.FIGURES | {"North": 60})
    operations.withdraw_vintage(vintage_id=second.pk, reason="Counted twice.", by=None, at=measured.NOW)
    told = words(read(client, "measure", measured.MEASURE))
    assert "North Town 40.0" in told
    assert "Withdrawn" in told
    assert "Counted twice." in told
    answer = client.get(reverse("public:vintage", args=[measured.MEASURE, second.sha256]))
    assert answer.status_code == 410
    assert "It was taken back on 25 November 2026: Counted twice." in words(answer.content.decode())
    assert first.sha256 in told


def test_the_matrix_has_a_row_a_ward_with_words_beside_every_colour(client):
    measured.released(measured.MEASURE, "income-deprivation-children", "reception-obesity")
    page = read(client, "matrix")
    assert page.count('<th scope="row">') == len(measured.TOWNS)
    assert page.count('class="fm-rug__measure"') == 1 + 3
    (north,) = re.findall(r'<tr><th scope="row">North Town</th>.*?</tr>', page)
    assert north.count('fm-cell--worse">40.0') == 3
    assert north.count("> worse<") == 3
    assert '<td class="fm-rug__sum">3</td>' in north
    assert "withheld: small, or a small number could be worked out" in page
    assert "Wards by measure Invented" in words(page)


def test_the_matrix_can_begin_with_the_wards_that_are_most_often_worse(client):
    measured.released()
    towns = [
        re.findall(r'<th scope="row">(\w+) Town', read(client, "matrix", order=order)) for order in ("name", "worse")
    ]
    assert towns[0] == sorted(measured.TOWNS)
    assert towns[1][0] == "North"
    assert client.get(reverse("public:matrix"), {"order": "loud"}).status_code == 404


def test_the_matrix_as_a_file_has_a_row_a_ward_and_measure(client):
    vintage = measured.released(measured.MEASURE, "reception-obesity")
    rows = list(csv.DictReader(read(client, "matrix-csv").splitlines()))
    assert len(rows) == 2 * len(measured.TOWNS)
    north = next(row for row in rows if row["ward"] == "North Town")
    told = [north[each] for each in ("value", "comparison", "compared_with", "period", "vintage", "invented")]
    assert told == ["40.0", "worse", "Inventedshire", "2025", vintage.sha256, "invented"]


def test_pages_of_measures_stand_in_the_sitemap(client):
    measured.released()
    page = read(client, "sitemap")
    for path in ("/measures/", "/measures/matrix/", f"/measures/{measured.MEASURE}/"):
        assert f"{path}<" in page


@pytest.mark.parametrize("measures", [1, 3])
def test_the_list_asks_as_often_for_three_measures_as_for_one(client, measures, django_assert_num_queries):
    measured.released(*[each for each, _ in MATRIX[:measures]])
    with django_assert_num_queries(3):
        read(client, "measures")


def test_a_page_is_answered_with_304_until_something_is_released(client):
    measured.released()
    address = reverse("public:measure", args=[measured.MEASURE])
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    measured.released(figures=measured.FIGURES | {"North": 60})
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_every_definition_stands_in_one_topic(root):
    held = sorted(path.stem for path in (root / "definitions/measures").glob("*.toml"))
    assert sorted(each for _, ids in TOPICS for each in ids) == held
    assert {each for each, _ in MATRIX} <= set(held)
    assert len(MATRIX) == 20


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        ("worse", ("worse", "worse", "▼")),
        ("better (99.8 %)", ("better", "better", "▲")),
        ("not compared", ("not compared", "not-compared", "–")),
        ("quintile 2 of 5", ("quintile 2 of 5", "other", "")),
    ],
)
def test_what_a_comparison_says_has_a_style_and_a_sign(outcome, told):
    assert (plain(outcome), kind(outcome), symbol(outcome)) == told


def test_figures_have_their_thousands_apart():
    assert (number(None, 1), number(12345.678, 1), number(3, 0)) == ("", "12,345.7", "3")
