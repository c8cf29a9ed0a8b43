"""Data sets of facts in the office: what is held, and files taken in or refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.sites.office.world import NOW, TABLE, VISITS

from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.records import operations as records
from folkmoot.apps.records import queries
from folkmoot.apps.records.models import FactRevision
from folkmoot.apps.records.terms import Provenance

HEADINGS = "specimenDate,msoa11cd,cases_7day\n"
CASES = HEADINGS + "2020-11-01,E02005921,3\n2020-11-02,E02005921,4\n"
FAULTY = CASES + "2020-11-03,Oxford,5\n"


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def held(tmp_path: Path, settings) -> None:
    """A printed table and a data set of facts; these pages need nothing else of the office."""
    settings.STORE = tmp_path / "store"
    records.import_printed_table(
        key="i_walking", title="Walking to school", source="An invented count", content=TABLE,
        provenance=Provenance.INVENTED, by=None, at=NOW,
    )  # fmt: skip
    records.receive_facts(received=[VISITS], provenance=Provenance.INVENTED, by=None, at=NOW)


@pytest.fixture
def as_role() -> Callable[[Role], Client]:
    def signed_in(role: Role) -> Client:
        user = accounts.create_user(
            username=role.value, password="three invented words", first_name="I", last_name="N", by=None, at=NOW
        )
        accounts.give_role(user=user, role=role, by=None, at=NOW)
        client = Client()
        client.force_login(user)
        return client

    return signed_in


def text(answer) -> str:
    return answer.content.decode()


def upload(client, content: str, **changes):
    given = {"kind": "covid-cases-msoa", "file": SimpleUploadedFile("cases.csv", content.encode())}
    return client.post(reverse("office:import-facts"), given | changes, follow=True)


def test_an_analyst_sees_what_is_held_with_its_source_and_mark(as_role):
    page = text(as_role(Role.ANALYST).get(reverse("office:data-sets")))
    assert "Invented visits" in page
    assert "An invented clinic" in page
    assert '<strong class="fm-invented">Invented</strong>' in page


def test_a_file_is_taken_in_and_its_report_shown(as_role):
    page = text(upload(as_role(Role.ANALYST), CASES))
    assert "Vintage 1 holds the 2 rows of this file." in page
    assert "Public Health England, coronavirus dashboard" in page
    assert "Open Government Licence v3.0" in page
    assert queries.facts("covid_cases_msoa").rows == 2


def test_a_corrected_file_says_what_changed_since_the_vintage_before(as_role):
    client = as_role(Role.ANALYST)
    upload(client, CASES)
    upload(client, CASES.replace(",4", ",5"))
    page = text(client.get(reverse("office:data-set", args=["covid_cases_msoa"])))
    assert "Since the one before: 0 rows appeared, 0 vanished, 1 changed" in page


def test_a_faulty_file_is_refused_with_row_field_and_reason_and_nothing_is_kept(as_role):
    page = text(upload(as_role(Role.ANALYST), FAULTY))
    assert "Error: Import a file" in page
    assert "cases.csv, row 4, msoa11cd: &#39;Oxford&#39; does not have the form" in page
    assert "Why rows are refused" in page
    assert not FactRevision.objects.filter(data_set__key="covid_cases_msoa").exists()


def test_the_good_rows_are_kept_where_that_was_ticked(as_role):
    page = text(upload(as_role(Role.ANALYST), FAULTY, keep_good="on", vintage="November"))
    assert "Vintage 1, November" in page
    assert "Why rows are refused" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "dfe-lait"}, "cases.csv is no dfe-lait file: it has no column"),
        ({"kind": "nothing"}, "Select a valid choice"),
        ({"period": "someday"}, "Give a period such as 2021, 2020/21 or 2018-20, or leave it empty."),
        ({"key": "i_walking"}, "is the key of a printed table"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(as_role, changes, said):
    assert said in text(upload(as_role(Role.ANALYST), CASES, **changes))


def test_a_printed_table_is_taken_in_and_can_be_cited(as_role):
    given = {
        "file": SimpleUploadedFile("bus.csv", b"Year,Riders\n2023,310\n"), "key": "i_bus", "title": "Bus riders",
        "source": "An invented count",
    }  # fmt: skip
    page = text(as_role(Role.CLERK).post(reverse("office:import-table"), given, follow=True))
    assert "The table is kept as revision 1. Reports may cite it now." in page
    assert queries.table("i_bus").table.rows == (("2023", "310"),)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"file": SimpleUploadedFile("bus.csv", b"Year,Riders\n2023\n")},
            "bus.csv, row 2: 1 cells where the labels are 2",
        ),
        ({"key": "i_visits"}, "is the key of a data set of facts; give the printed table a key of its own"),
        ({"source": ""}, "This field is required."),
    ],
)
def test_a_printed_table_that_does_not_fit_is_refused_beside_its_field(as_role, changes, said):
    given = {
        "file": SimpleUploadedFile("bus.csv", b"Year,Riders\n2023,310\n"), "key": "i_bus", "title": "Bus riders",
        "source": "An invented count",
    }  # fmt: skip
    assert said in text(as_role(Role.CLERK).post(reverse("office:import-table"), given | changes))


def test_the_list_of_data_sets_asks_the_database_no_more_for_more_of_them(
    office, as_role, django_assert_num_queries, tmp_path: Path
):
    client = as_role(Role.ANALYST)
    client.get(reverse("office:data-sets"))
    counts = []
    for _ in range(2):
        with django_assert_num_queries(100, exact=False) as asked:
            client.get(reverse("office:data-sets"))
        counts.append(len(asked))
        for number in range(2):
            upload(client, CASES, key=f"cases_{number}")
    assert counts[0] == counts[1]
