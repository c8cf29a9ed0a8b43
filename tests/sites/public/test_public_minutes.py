from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from tests.apps.minutes.invented_room import published as publish

from folkmoot.apps.minutes import operations
from folkmoot.apps.minutes.terms import Capacity, Outcome

NOW = datetime(2021, 12, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(county):
    chair = county.committee.memberships.get().person
    found = operations.open_sitting(meeting_id=county.held.pk, began_at=county.held.starts_at, by=None, at=NOW)
    operations.arrive(sitting_id=found.pk, person=chair, capacity=Capacity.VOTING_MEMBER, by=None, at=NOW)
    minute = operations.record_minute(
        sitting_id=found.pk,
        title="Apologies",
        content={"points": [{"type": "paragraph", "id": "sent", "text": "Everybody was there."}]},
        agenda_item=county.held.items.get(number="1"),
        outcome=Outcome.AGREED,
        by=None,
        at=NOW,
    )
    operations.record_action(
        minute_id=minute.pk, key="thanks", text="Thank everybody", owner="The clerk", due=date(2021, 12, 24), by=None,
        at=NOW,
    )  # fmt: skip
    return found


def test_minutes_that_are_not_published_are_not_found(client, county, sitting):
    assert client.get(reverse("public:minutes", args=[county.held.pk])).status_code == 404
    assert "Minute 1/21" not in client.get(reverse("public:meeting", args=[county.held.pk])).content.decode()


def test_published_minutes_say_who_was_there_what_was_agreed_and_what_is_to_be_done(client, county, sitting):
    publish(sitting)
    page = client.get(reverse("public:minutes", args=[county.held.pk])).content.decode()
    assert page.count("<h1") == 1
    assert "Voting members" in page
    assert "Everybody was there." in page
    assert 'href="#minute-1-21">1/21 Apologies' in page
    assert "By The clerk. Due on 24 December 2021." in page


def test_an_agenda_item_leads_to_its_minute(client, county, sitting):
    publish(sitting)
    page = client.get(reverse("public:meeting", args=[county.held.pk])).content.decode()
    assert reverse("public:minutes", args=[county.held.pk]) + "#minute-1-21" in page
