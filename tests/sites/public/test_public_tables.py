import csv
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from folkmoot.apps.records import operations
from folkmoot.apps.records.terms import Provenance

NOW = datetime(2021, 10, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db
CONTENT = b'Ward,Cases\nNorth,12\n"South,\nEast",30\n'


def bring(key: str, provenance: Provenance, content: bytes = CONTENT):
    return operations.import_printed_table(
        key=key,
        title="Cases by ward",
        source="The printed pack, page 12",
        period="2021",
        licence="Open Government Licence v3.0",
        remark="Number of cases, not a rate.",
        content=content,
        provenance=provenance,
        by=None,
        at=NOW,
    )


def test_a_table_stands_with_its_source_period_licence_and_note(client):
    bring("cases", Provenance.PRINTED)
    page = client.get(reverse("public:table", args=["cases"])).content.decode()
    assert page.count("<h1") == 1
    for words in ("The printed pack, page 12", "2021", "Open Government Licence v3.0", "Number of cases, not a rate."):
        assert words in page
    assert '<th scope="row" class="govuk-table__header">South,\nEast</th>' in page


def test_the_download_is_the_table_cell_by_cell(client):
    revision = bring("cases", Provenance.PRINTED)
    response = client.get(reverse("public:table-csv", args=["cases", revision.sha256]))
    assert response["Content-Disposition"] == 'attachment; filename="cases.csv"'
    assert response["Content-Type"].startswith("text/csv")
    assert response.content.decode().encode() == revision.content.encode()


def test_an_invented_table_says_so_on_the_page_and_in_every_row_of_its_file(client):
    revision = bring("made_up", Provenance.INVENTED)
    assert "fm-invented" in client.get(reverse("public:table", args=["made_up"])).content.decode()
    response = client.get(reverse("public:table-csv", args=["made_up", revision.sha256]))
    assert "invented-made-up.csv" in response["Content-Disposition"]
    rows = list(csv.reader(response.content.decode().splitlines(keepends=True)))
    assert [row[-1] for row in rows] == ["Provenance", "invented", "invented"]


def test_an_older_content_keeps_its_address(client):
    first = bring("cases", Provenance.PRINTED)
    bring("cases", Provenance.PRINTED, CONTENT.replace(b"12", b"13"))
    assert b"North,12" in client.get(reverse("public:table-csv", args=["cases", first.sha256])).content
    assert client.get(reverse("public:table-csv", args=["cases", "0" * 64])).status_code == 404
    assert client.get(reverse("public:table", args=["none"])).status_code == 404


@pytest.mark.parametrize("tables", [1, 3])
def test_the_list_asks_as_often_for_three_tables_as_for_one(client, tables, django_assert_num_queries):
    for number in range(tables):
        bring(f"cases-{number}", Provenance.PRINTED)
    with django_assert_num_queries(4):
        page = client.get(reverse("public:data")).content.decode()
    assert page.count("Source: The printed pack") == tables
