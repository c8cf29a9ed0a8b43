from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from folkmoot.apps.committees import operations
from folkmoot.apps.committees.terms import MeetingStatus

NOW = datetime(2021, 10, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def page_of(client, meeting) -> str:
    response = client.get(reverse("public:meeting", args=[meeting.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_a_meeting_shows_its_agenda_and_where_it_is(client, county):
    page = page_of(client, county.held)
    assert page.count("<h1") == 1
    assert "Meeting on Thursday 11 November 2021" in page
    assert "10am to 12:30pm, Invented Hall" in page
    assert "To receive <em>any</em> word of it." in page
    assert "https://stream.example/1" in page
    assert "Ada Invented, Committee Officer" in page


def test_an_exempt_item_says_on_which_ground_its_papers_are_withheld(client, county):
    page = page_of(client, county.held)
    assert "Schedule 12A, paragraph 3: information about somebody&#39;s financial or business affairs." in page
    assert "The price is not known yet." in page


def test_deadlines_show_how_the_days_were_counted_in_both_ways(client, county):
    page = page_of(client, county.held)
    assert "9am on Friday 5 November 2021" in page
    assert "Fri 5 Nov is four working days before Thu 11 Nov: Wed 10, Tue 9, Mon 8, Fri 5." in page
    assert "Wednesday 3 November 2021" in page
    assert "counted in calendar days, Fri 5 Nov leaves five clear days" in page
    assert "Residents have 1 working day between" in page
    assert page.count("Closed</strong>") == 1


def test_a_deadline_to_come_is_open(client, county, next_month):
    assert page_of(client, county.call(next_month)).count("Open</strong>") == 1


def test_a_draft_is_not_found(client, county):
    draft = operations.call_meeting(
        organization=county.committee, starts_at=NOW + timedelta(90), venue="Hall", by=None, at=NOW
    )
    assert client.get(reverse("public:meeting", args=[draft.pk])).status_code == 404


def test_a_cancelled_meeting_says_why_in_its_history(client, county, next_month):
    meeting = county.call(next_month)
    operations.change_meeting_status(
        meeting_id=meeting.pk, status=MeetingStatus.CANCELLED, reason="No business", by=None, at=NOW
    )
    page = page_of(client, meeting)
    assert "Cancelled</strong>" in page
    assert "cancelled (No business)" in page


def test_meetings_stand_under_their_council_years(client, county):
    county.call(datetime(2021, 4, 1, 9, tzinfo=UTC))
    page = client.get(reverse("public:meetings")).content.decode()
    assert "Meetings in the council year 2021/22" in page
    assert "November 2021" in page
    assert "April 2021" not in page
    assert "April 2021" in client.get(reverse("public:meetings"), {"year": "2020"}).content.decode()
    assert client.get(reverse("public:meetings"), {"year": "1999"}).status_code == 404


def test_a_long_list_of_meetings_has_pages(client, county):
    for day in range(30):
        county.call(datetime(2021, 9, 1, 9, tzinfo=UTC) + timedelta(day))
    first = client.get(reverse("public:meetings"), {"year": "2021"}).content.decode()
    assert "?year=2021&amp;page=2" in first
    last = client.get(reverse("public:meetings"), {"year": "2021", "page": "2"}).content.decode()
    assert "Wednesday 1 September 2021" in last
    assert client.get(reverse("public:meetings"), {"page": "3"}).status_code == 404
    assert client.get(reverse("public:meetings"), {"page": "x"}).status_code == 404


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_asks_as_often_for_three_meetings_as_for_one(client, county, more, django_assert_num_queries):
    for day in range(more):
        county.call(datetime(2021, 9, 1, 9, tzinfo=UTC) + timedelta(day))
    with django_assert_num_queries(4):
        client.get(reverse("public:meetings"))
