"""Papers as pages and as files, and the search over them, from a small invented pack that is really built."""

from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from tests.apps.packs import invented

from folkmoot.adapters.store.files import Store
from folkmoot.adapters.typeset import pdf
from folkmoot.apps.packs import operations
from folkmoot.apps.packs.models import PackVersion
from folkmoot.apps.packs.terms import Edition
from folkmoot.apps.reports import operations as reports
from folkmoot.apps.reports.models import Block, Report

NOW = datetime(2024, 3, 4, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def parts_set_before(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("store")


@pytest.fixture
def meeting(db, settings, parts_set_before):
    settings.STORE = parts_set_before
    return invented.load()


@pytest.fixture
def version(meeting) -> PackVersion:
    return publish(meeting)


@pytest.fixture
def amended(meeting, version) -> PackVersion:
    row = Block.objects.get(report__part="isc5", key="p-1")
    newest = row.revisions.latest("number")
    content = {**newest.content, "text": "Lamps are lit at noon."}
    reports.revise_block(block_id=row.pk, content=content, base=newest.number, by=None, at=NOW)
    return publish(meeting)


def publish(meeting) -> PackVersion:
    built = operations.build_pack(meeting_id=meeting.pk, by=None, at=NOW)
    return operations.publish_pack(version_id=built.pk, by=None, at=NOW)


def page(client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def paper(client, meeting, part: str, **query: str) -> str:
    return page(client, reverse("public:paper", args=[meeting.pk, part]), **query)


def taken(client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_a_report_is_a_page_with_numbered_paragraphs_tables_and_figures(client, meeting, version):
    found = paper(client, meeting, "isc4")
    assert found.count("<h1") == 1
    assert "Crossings of the Fell" in found
    assert 'href="#recommendation">Recommendation</a>' in found
    assert 'id="p-2"' in found
    assert 'role="region" tabindex="0" aria-labelledby="table-1-caption"' in found
    assert "Invented</strong>" in found
    assert "item 4" in found


def test_a_figure_has_its_picture_and_its_data_to_take_away(client, meeting, version):
    found = paper(client, meeting, "isc4")
    picture = reverse("public:figure", args=[meeting.pk, 1, "isc4", "figure-1"])
    assert found.count(picture) == 2
    response = client.get(picture)
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<svg")
    assert found.count("/data/cases/") == 2
    assert client.get(reverse("public:figure", args=[meeting.pk, 1, "isc4", "none"])).status_code == 404


def test_a_part_leads_to_the_parts_before_and_after_it(client, meeting, version):
    found = paper(client, meeting, "isc4")
    assert 'rel="prev"' in found
    assert reverse("public:paper", args=[meeting.pk, "interests"]) in found
    assert reverse("public:paper", args=[meeting.pk, "isc5"]) in found
    assert 'rel="prev"' not in paper(client, meeting, "notice")


def test_the_agenda_leads_to_the_papers(client, meeting, version):
    assert reverse("public:paper", args=[meeting.pk, "isc4"]) in paper(client, meeting, "agenda")


def test_a_paper_can_be_cited_in_its_version(client, meeting, version):
    found = paper(client, meeting, "isc4")
    assert "version 1 of the pack (Pages 1 - 2)" in found
    assert f"http://testserver/meetings/{meeting.pk}/papers/isc4/?version=1" in found


def test_an_older_version_says_that_it_is_old_and_keeps_its_words(client, meeting, amended):
    old, new = paper(client, meeting, "isc5", version="1"), paper(client, meeting, "isc5")
    assert "Older version" in old
    assert "lit at dusk" in old
    assert f"/meetings/{meeting.pk}/papers/isc4/?version=1" in old
    assert "Older version" not in new
    assert "lit at noon" in new


def test_a_meeting_shows_its_pack_and_what_became_of_it(client, meeting, amended):
    found = page(client, reverse("public:meeting", args=[meeting.pk]))
    assert "Agenda pack (PDF)" in found
    assert "Large print (PDF)" in found
    assert "meets PDF/UA-1" in found
    assert amended.sha256 in found
    assert "Version 1 as pages" in found
    for change in amended.changes:
        assert change in found
    assert "(Pages 1 - 2)" in found


def test_an_item_shows_what_its_published_report_recommends_in_the_reports_words(client, meeting, version):
    row = Block.objects.get(report__part="isc4", key="recommendations")
    newest = row.revisions.latest("number")
    content = {**newest.content, "items": [{"id": "rec-a", "text": "light more lamps"}]}
    reports.revise_block(block_id=row.pk, content=content, base=newest.number, by=None, at=NOW)
    found = page(client, reverse("public:meeting", args=[meeting.pk]))
    item = found[found.index('id="item-4"') : found.index('id="item-5"')]
    assert "The Committee is RECOMMENDED to" in item
    assert f'<a class="govuk-link" href="/meetings/{meeting.pk}/papers/isc4/#table-1">the figures</a>' in item
    assert '<li id="quoted-isc4-rec-b">ask for a further report.</li>' in item
    assert "light more lamps" not in found, "only what was published is shown"


def test_the_pdf_is_sent_as_it_lies_under_an_address_of_its_content(client, meeting, version):
    address = reverse("public:pack-file", args=[meeting.pk, 1, "standard", version.sha256])
    assert taken(client, address) == Store(Path(django_settings.STORE)).read(version.sha256)
    large = reverse("public:pack-file", args=[meeting.pk, 1, "large-print", version.large_print_sha256])
    assert taken(client, large).startswith(b"%PDF-")
    response = client.get(reverse("public:pack", args=[meeting.pk]))
    assert (response.status_code, response["Location"]) == (302, address)


@pytest.mark.parametrize("edition", ["standard", "large-print", "gold"])
def test_an_address_with_another_hash_finds_no_file(client, meeting, version, edition):
    address = reverse("public:pack-file", args=[meeting.pk, 1, edition, "0" * 64])
    assert client.get(address).status_code == 404


def test_an_attached_pdf_is_shown_as_what_it_is(client, meeting):
    content = pdf.blank_leaf(Path(django_settings.FONTS), Edition.STANDARD)
    reports.attach_pdf(
        report_id=Report.objects.get(part="isc5").pk,
        title="A leaf from elsewhere",
        content=content,
        name="leaf.pdf",
        store=Store(Path(django_settings.STORE)),
        by=None,
        at=NOW,
    )
    version = publish(meeting)
    part = version.parts.exclude(attachment="").get()
    address = reverse("public:attachment", args=[meeting.pk, 1, part.part, part.attachment])
    assert address in paper(client, meeting, part.part)
    assert taken(client, address) == content


def test_an_exempt_report_is_no_page(client, meeting):
    invented.add_exempt_item(meeting)
    publish(meeting)
    assert client.get(reverse("public:paper", args=[meeting.pk, "isc6"])).status_code == 404
    found = page(client, reverse("public:meeting", args=[meeting.pk]))
    assert "Prices are still being agreed." in found
    assert "Bramblewick" not in found


@pytest.mark.parametrize("query", [{"version": "9"}, {"version": "x"}, {"version": "1234567"}, {"version": "²"}])
def test_a_version_that_does_not_exist_is_not_found(client, meeting, version, query):
    assert client.get(reverse("public:paper", args=[meeting.pk, "isc4"]), query).status_code == 404


def test_what_is_not_published_is_not_found(client, meeting):
    operations.build_pack(meeting_id=meeting.pk, by=None, at=NOW)
    assert client.get(reverse("public:paper", args=[meeting.pk, "isc4"])).status_code == 404
    assert client.get(reverse("public:pack", args=[meeting.pk])).status_code == 404
    assert "Not published yet" in page(client, reverse("public:meeting", args=[meeting.pk]))


def test_the_search_leads_to_the_paragraph_and_marks_the_words(client, meeting, version):
    found = page(client, reverse("public:search"), words="dusk")
    assert "1 paragraph<" in found.replace("\n", "")
    assert f"/meetings/{meeting.pk}/papers/isc5/#p-1" in found
    assert "<mark>dusk</mark>" in found


def test_the_search_keeps_to_a_kind_of_paper_and_a_committee(client, meeting, version):
    search = reverse("public:search")
    assert "#p-2" in page(client, search, words="ferries", kind="report", committee="invented-scrutiny-committee")
    assert "Nothing found" in page(client, search, words="ferries", kind="minutes")
    assert "#p-2" in page(client, search, words="ferries", kind="nonsense", committee="nonsense")


def test_a_search_without_a_find_says_what_else_could_be_tried(client, meeting, version):
    found = page(client, reverse("public:search"), words="<b>xyzzy", kind="report")
    assert "Nothing found for “&lt;b&gt;xyzzy”" in found
    assert "?words=%3Cb%3Exyzzy" in found


@pytest.mark.parametrize("number", ["0", "2", "x", "-1", "1000000000"])
def test_a_page_of_results_that_does_not_exist_is_not_found(client, meeting, version, number):
    assert client.get(reverse("public:search"), {"words": "dusk", "page": number}).status_code == 404


def test_many_finds_have_pages(client, meeting, version, monkeypatch):
    monkeypatch.setattr("folkmoot.sites.public.views.search.A_PAGE", 1)
    first = page(client, reverse("public:search"), words="invented")
    assert "page=2" in first
    assert 'rel="next"' in first
    assert 'rel="prev"' in page(client, reverse("public:search"), words="invented", page="2")


def test_the_feed_tells_of_each_version_with_its_changes(client, meeting, amended):
    feed = ElementTree.fromstring(client.get(reverse("public:changes")).content)
    titles = [entry.text for entry in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert any(title.endswith("agenda pack, version 2") for title in titles)
    assert any(title.endswith("agenda pack") for title in titles)
    summaries = [entry.text for entry in feed.iter("{http://www.w3.org/2005/Atom}summary")]
    assert " ".join(amended.changes) in summaries
    own = client.get(reverse("public:committee-changes", args=["invented-scrutiny-committee"]))
    assert own.content.count(b"<entry>") == len(titles) - 1


def test_the_home_page_names_the_latest_papers(client, meeting, amended):
    found = page(client, reverse("public:home"))
    assert "Agenda pack, version 2" in found
    assert "Latest papers" in found


@pytest.mark.parametrize("papers", [1, 3])
def test_a_meeting_asks_as_often_for_three_papers_as_for_one(client, meeting, papers, django_assert_num_queries):
    for number in range(10, 9 + papers):
        source = invented.SHORT_REPORT % (f"isc{number}", "Lamps", "Lamps are lit.")
        invented.add_item(meeting, str(number), "Lamps", source=source)
    publish(meeting)
    with django_assert_num_queries(22):
        page(client, reverse("public:meeting", args=[meeting.pk]))


def test_every_address_of_the_sitemap_leads_to_a_page(client, meeting, version):
    sitemap = ElementTree.fromstring(client.get(reverse("public:sitemap")).content)
    addresses = [each.text for each in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert f"http://testserver/meetings/{meeting.pk}/papers/isc4/" in addresses
    for address in addresses:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200
