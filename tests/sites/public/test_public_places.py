"""The pages of groups, editions and areas, of an invented geography."""

from datetime import date

import pytest
from django.core.cache import caches
from tests.apps.places.invented import NOW, SHARE, list_units, take_index, take_lookup
from tests.apps.places.test_places_published import grouped, outline
from tests.sites import measured

from folkmoot.apps.places import operations
from folkmoot.apps.places.terms import LookupRule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_store_of_its_own(settings, tmp_path):
    settings.STORE = tmp_path / "store"
    caches["pages"].clear()


@pytest.fixture
def geography() -> None:
    list_units()
    take_index()
    take_lookup()


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


def test_without_places_the_page_says_so(client):
    shown = page(client, "/places/")
    assert "No group of areas is published yet." in shown
    assert "No areas are listed yet." in shown


@pytest.mark.usefixtures("geography")
def test_groups_and_editions_lead_to_their_pages(client):
    grouped()
    shown = page(client, "/places/")
    assert 'href="/places/groups/i-ten/">The deprived</a> <strong class="fm-invented">Invented</strong>' in shown
    assert "1 of Invented wards, 2020. As at 11 November 2021" in shown
    assert 'href="/places/editions/i-wd20/"' in shown


@pytest.mark.usefixtures("geography")
def test_a_group_shows_its_rule_its_members_its_map_and_that_another_lookup_gives_another_group(client):
    take_lookup("i-share", SHARE, LookupRule.SHARE)
    outline()
    grouped()
    shown = page(client, "/places/groups/i-ten/")
    assert "Each ward with at least one LSOA among the 20% most deprived of England" in shown
    assert 'href="/places/ward/IW1/">Alder and Ash</a>' in shown
    assert "Another lookup gives another group" in shown
    assert "is divided by the share of its postcodes in each" in shown
    assert '<td class="govuk-table__cell">Birch</td>' in shown
    assert '<title id="map">The deprived</title>' in shown
    assert "11 November 2021" in shown


@pytest.mark.usefixtures("geography")
def test_a_group_of_the_same_number_by_another_lookup_is_another_of_that_number(client):
    take_lookup("i-other", {"IL1": (("IW3", 1.0),), "IL2": (("IW3", 1.0),)}, LookupRule.BEST_FIT)
    grouped()
    assert "Another lookup gives another 1</h2>" in page(client, "/places/groups/i-ten/")


@pytest.mark.usefixtures("geography")
def test_a_group_without_a_map_another_lookup_or_a_member_says_so(client):
    take_index({"IL1": 9}, key="i-none")
    grouped(index="i-none")
    shown = page(client, "/places/groups/i-ten/")
    assert "There is no map: no boundaries of this edition are held." in shown
    assert "No ward meets the rule." in shown
    assert "another lookup between them would give another group. No other one is held." in shown


@pytest.mark.usefixtures("geography")
def test_lookups_that_agree_say_so(client):
    take_lookup("i-same")
    grouped()
    assert "Other lookups give the same</h2>" in page(client, "/places/groups/i-ten/")


@pytest.mark.usefixtures("geography")
def test_a_listed_group_is_shown_with_its_reason(client):
    operations.list_group(
        key="i-two", title="Two", rule="Chosen.", edition="i-wd20", codes=["IW3"], on=date(2021, 1, 1), by=None, at=NOW
    )
    shown = page(client, "/places/groups/i-two/")
    assert "Chosen." in shown
    assert "lookup" not in shown.partition("<main")[2].partition("</main>")[0]


@pytest.mark.usefixtures("geography")
def test_the_units_of_an_edition_are_found_by_name(client):
    assert "3 wards" in page(client, "/places/editions/i-wd20/")
    shown = page(client, "/places/editions/i-wd20/?words=birch")
    assert "1 ward for “birch”" in shown
    assert 'href="/places/ward/IW9/">Birch</a> <span class="fm-meta">Inventon, IW9</span>' in shown
    assert "Nothing is called so." in page(client, "/places/editions/i-wd20/?words=oak")
    assert client.get("/places/editions/i-wd20/?page=2").status_code == 404


@pytest.mark.usefixtures("geography")
def test_an_area_shows_its_editions_what_it_belongs_to_and_what_changed(client):
    take_lookup("i-share", SHARE, LookupRule.SHARE)
    outline()
    operations.link_editions(before="i-wd19", after="i-wd20", by=None, at=NOW)
    ward = page(client, "/places/ward/IW9/")
    assert "before, it was <a" in ward
    assert "2 LSOAs" in ward
    assert "No lookup says what it lies in." in ward
    lsoa = page(client, "/places/lsoa/IL2/")
    assert "25.0%" in lsoa
    assert "There is no map: no boundaries of it are held." in lsoa
    assert "not stated" in lsoa


@pytest.mark.usefixtures("geography")
@pytest.mark.parametrize("address", ["ward/none", "none/IW1", "groups/none", "editions/none"])
def test_what_is_not_there_is_not_found(client, address: str):
    assert client.get(f"/places/{address}/").status_code == 404


@pytest.mark.usefixtures("geography")
def test_a_list_of_editions_asks_as_often_for_one_as_for_many(client, django_assert_max_num_queries):
    grouped()
    with django_assert_max_num_queries(12):
        page(client, "/places/")


def test_an_area_leads_to_each_measure_that_has_a_value_of_it(client):
    list_units()
    measured.released(figures={"IW1": 240, "IW9": 300})
    told = page(client, "/places/ward/IW1/")
    assert f'href="/measures/{measured.MEASURE}/places/IW1/"' in told
    assert ">40.0</td>" in told
    assert "Measures of" not in page(client, "/places/ward/IW3/")
