from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from icalendar import Calendar

from folkmoot.apps.committees import operations
from folkmoot.apps.committees.terms import MeetingStatus

NOW = datetime(2021, 10, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def calendar_of(client, name: str, *args: object) -> Calendar:
    response = client.get(reverse(f"public:{name}", args=args))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


def test_the_calendar_holds_each_meeting_by_londons_clock(client, county):
    calendar = calendar_of(client, "calendar")
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].dt.isoformat() == "2021-11-11T10:00:00+00:00"
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    assert event["SUMMARY"] == "[Invented] Invented Scrutiny Committee"
    assert event["STATUS"] == "CONFIRMED"
    assert event["URL"].endswith(reverse("public:meeting", args=[county.held.pk]))


def test_a_change_keeps_the_uid_and_raises_the_sequence(client, county, next_month):
    meeting = county.call(next_month)
    later = NOW + timedelta(3)

    def event():
        events = calendar_of(client, "committee-calendar", county.committee.slug).walk("VEVENT")
        return next(found for found in events if str(meeting.pk) in found["UID"])

    before = event()
    operations.change_meeting_status(meeting_id=meeting.pk, status=MeetingStatus.CANCELLED, by=None, at=later)
    after = event()
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["STATUS"] == "CANCELLED"
    assert after["LAST-MODIFIED"].dt == later


def test_a_meeting_in_summer_stands_at_the_same_clock(client, county):
    county.call(datetime(2022, 7, 1, 9, tzinfo=UTC))
    latest = max(calendar_of(client, "calendar").walk("VEVENT"), key=lambda event: event["DTSTART"].dt)
    assert latest["DTSTART"].dt.isoformat() == "2022-07-01T10:00:00+01:00"
    assert "DTEND" not in latest


def test_an_empty_calendar_is_still_a_calendar(client, db):
    assert calendar_of(client, "calendar").walk("VEVENT") == []


def test_the_feed_of_changes_is_an_atom_feed(client, county):
    response = client.get(reverse("public:changes"))
    feed = ElementTree.fromstring(response.content)
    assert response["Content-Type"].startswith("application/atom+xml")
    assert feed.tag == f"{ATOM}feed"
    for required in ("id", "title", "updated", f"author/{ATOM}name"):
        assert feed.findtext(ATOM + required)
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"].endswith("/changes.atom")
    entries = feed.findall(f"{ATOM}entry")
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries) > 0
    assert entries[0].findtext(f"{ATOM}title").startswith("[Invented] Invented Scrutiny Committee")
    assert feed.findtext(f"{ATOM}updated") == "2021-10-01T12:00:00Z"


def test_the_sitemap_leads_to_pages_that_exist(client, county):
    sitemap = ElementTree.fromstring(client.get(reverse("public:sitemap")).content)
    addresses = [each.text for each in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(addresses) >= 8
    for address in addresses:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_robots_are_told_of_the_sitemap(client, county):
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
