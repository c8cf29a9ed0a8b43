from datetime import timedelta

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def text_of(client, name: str, *args: object) -> str:
    response = client.get(reverse(f"public:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_the_site_stands_before_the_council_is_set_up(client):
    assert "No meeting is in the calendar yet" in text_of(client, "home")
    assert "No committee is set up yet" in text_of(client, "committees")
    assert "No meeting is in the calendar yet" in text_of(client, "meetings")


def test_the_home_page_names_the_next_and_the_latest_meeting(client, county, next_month):
    coming = county.call(next_month)
    page = text_of(client, "home")
    next_part, latest_part = page.split('id="latest"')
    assert reverse("public:meeting", args=[coming.pk]) in next_part
    assert reverse("public:meeting", args=[county.held.pk]) in latest_part


@pytest.mark.parametrize("more", [0, 2])
def test_the_home_page_asks_as_often_for_three_meetings_as_for_one(
    client, county, next_month, more, django_assert_num_queries
):
    for day in range(more):
        county.call(next_month + timedelta(day))
    with django_assert_num_queries(5):
        text_of(client, "home")


def test_a_committee_shows_its_remit_members_rules_and_meetings(client, county):
    page = text_of(client, "committee", county.committee.slug)
    assert "<li><strong>care</strong> of &lt;older&gt; people</li>" in page
    assert "Councillor Ada Invented" in page
    assert "No co-optees" in page
    assert "five clear working days before the meeting" in page
    assert "9am, four working days before the meeting" in page
    assert "In force from 1 May 2021. Source: LGA 1972 s100B(3)." in page
    assert "Council year 2021/22" in page
    assert page.count("Invented</strong>") == 2


def test_a_co_optee_stands_with_the_limits_of_the_vote(client, county, co_optee):
    page = text_of(client, "committee", county.committee.slug)
    assert "Co-optee, votes on education only" in page


@pytest.mark.parametrize("more", [0, 2])
def test_a_committee_asks_as_often_for_three_meetings_as_for_one(
    client, county, next_month, more, django_assert_num_queries
):
    for day in range(more):
        county.call(next_month + timedelta(day))
    with django_assert_num_queries(10):
        text_of(client, "committee", county.committee.slug)


def test_a_person_shows_offices_and_seats(client, county):
    page = text_of(client, "person", "ada-invented")
    assert "Leader of Inventedshire" in page
    assert "Chair, since 1 May 2021" in page


@pytest.mark.parametrize(
    ("name", "args"), [("committee", ["none"]), ("person", ["none"]), ("committee-calendar", ["none"])]
)
def test_what_does_not_exist_is_not_found_and_says_what_to_do(client, county, name, args):
    response = client.get(reverse(f"public:{name}", args=args))
    assert response.status_code == 404
    assert "check that it is correct" in response.content.decode()
