from datetime import UTC, datetime

import pytest
from django.urls import reverse

from folkmoot.apps.accounts.operations import advance_publication

NOW = datetime(2021, 10, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db
PAGES = [
    "home", "committees", "meetings", "search", "data", "accessibility", "calendar", "changes", "sitemap", "robots",
]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_did_not_change_is_not_sent_again(client, county, name):
    address = reverse(f"public:{name}")
    first = client.get(address)
    assert first.status_code == 200
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", PAGES)
def test_a_publication_shows_at_once(client, county, name):
    address = reverse(f"public:{name}")
    before = client.get(address)["ETag"]
    advance_publication(at=NOW)
    after = client.get(address, headers={"If-None-Match": before})
    assert after.status_code == 200
    assert after["ETag"] != before


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_read_not_written(client, county, name):
    assert client.post(reverse(f"public:{name}")).status_code == 405


def test_the_head_of_a_page_comes_without_its_body(client, county):
    response = client.head(reverse("public:home"))
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_the_same_for_everybody_and_set_no_cookie(client, county, name):
    response = client.get(reverse(f"public:{name}"))
    assert "Set-Cookie" not in response
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
