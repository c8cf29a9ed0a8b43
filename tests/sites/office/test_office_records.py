"""Data sets of facts in the office: what is held, and files taken in or refused."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.sites.office.world import NOW, TABLE, VISITS

from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.records import operations as records
from folkmoot.apps.records import queries
from folkmoot.apps.records.models import FactRevision
from folkmoot.apps.records.terms import Provenance
from folkmoot.sites.office import upload_forms

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


def upload(client, content: str | bytes, **changes):
    """The page after the first step: how good the file is, or what is wrong with what was given."""
    whole = content if isinstance(content, bytes) else content.encode()
    given = {"kind": "covid-cases-msoa", "file": SimpleUploadedFile("cases.csv", whole)}
    return client.post(reverse("office:import-facts"), given | changes, follow=True)


def take_in(client, content: str | bytes, *, keep_good: bool = False, **changes):
    """The page after both steps."""
    seen = upload(client, content, **changes)
    return client.post(seen.request["PATH_INFO"], {"keep_good": "on"} if keep_good else {}, follow=True)


def test_an_analyst_sees_what_is_held_with_its_source_and_mark(as_role):
    page = text(as_role(Role.ANALYST).get(reverse("office:data-sets")))
    assert "Invented visits" in page
    assert "An invented clinic" in page
    assert '<strong class="fm-invented">Invented</strong>' in page


def test_a_file_is_taken_in_and_its_report_shown(as_role):
    page = text(take_in(as_role(Role.ANALYST), CASES))
    assert "Vintage 1 holds the 2 rows of this file." in page
    assert "Public Health England, coronavirus dashboard" in page
    assert "Open Government Licence v3.0" in page
    assert queries.facts("covid_cases_msoa").rows == 2


def test_a_corrected_file_says_what_changed_since_the_vintage_before(as_role):
    client = as_role(Role.ANALYST)
    take_in(client, CASES)
    take_in(client, CASES.replace(",4", ",5"))
    page = text(client.get(reverse("office:data-set", args=["covid_cases_msoa"])))
    assert "Since the one before: 0 rows appeared, 0 vanished, 1 changed" in page


def test_the_first_step_shows_how_good_the_file_is_and_imports_nothing(as_role):
    page = text(upload(as_role(Role.ANALYST), CASES))
    assert "Take in cases.csv?" in page
    assert "Every row is good." in page
    assert "What the columns of the kept rows hold" in page
    assert "covid_cases_msoa, which is new" in page
    assert "Keep the good rows" not in page
    assert not FactRevision.objects.filter(data_set__key="covid_cases_msoa").exists()


def test_a_file_that_follows_another_says_so_before_it_is_taken_in(as_role):
    client = as_role(Role.ANALYST)
    take_in(client, CASES)
    assert "which this follows as vintage 2 if it differs" in text(upload(client, CASES))
    assert "Vintage 1 holds the 2 rows of this file." in text(take_in(client, CASES))


def test_a_faulty_file_is_told_with_row_field_and_reason_and_refused_unless_the_good_rows_are_kept(as_role):
    client = as_role(Role.ANALYST)
    seen = upload(client, FAULTY)
    assert "1 of 3 rows is faulty." in text(seen)
    assert "&#39;Oxford&#39; does not have the form" in text(seen)
    page = text(client.post(seen.request["PATH_INFO"]))
    assert "Error: Take in cases.csv?" in page
    assert "cases.csv, row 4, msoa11cd: &#39;Oxford&#39; does not have the form" in page
    assert "Why rows are refused" in page
    assert not FactRevision.objects.filter(data_set__key="covid_cases_msoa").exists()
    page = text(client.post(seen.request["PATH_INFO"], {"keep_good": "on"}, follow=True))
    assert "Vintage 1 holds the 2 rows of this file." in page
    assert "Why rows are refused" in page


def test_a_file_without_a_good_row_cannot_be_taken_in(as_role):
    client = as_role(Role.ANALYST)
    seen = upload(client, HEADINGS + "2020-11-03,Oxford,5\n")
    assert "No row is good" in text(seen)
    assert "Take it in</button>" not in text(seen).replace("\n", "").replace("  ", "")
    page = text(client.post(seen.request["PATH_INFO"], {"keep_good": "on"}))
    assert "no row can be kept, so nothing was imported" in page


def test_a_file_waits_for_the_one_who_gave_it_alone_until_it_is_taken_in_or_left(as_role):
    analyst, clerk = as_role(Role.ANALYST), as_role(Role.CLERK)
    taken, left = (upload(analyst, CASES).request["PATH_INFO"] for _ in range(2))
    assert (
        clerk.get(taken).status_code == clerk.post(taken).status_code == clerk.post(left + "leave/").status_code == 404
    )
    analyst.post(taken)
    assert "cases.csv was not imported, and nothing of it is kept." in text(analyst.post(left + "leave/", follow=True))
    assert analyst.get(taken).status_code == analyst.get(left).status_code == 404


def test_a_key_that_a_printed_table_took_meanwhile_is_told_when_the_file_is_taken_in(as_role):
    client = as_role(Role.ANALYST)
    seen = upload(client, CASES, key="i_bus")
    records.import_printed_table(
        key="i_bus", title="Bus riders", source="An invented count", content=TABLE, provenance=Provenance.INVENTED,
        by=None, at=NOW,
    )  # fmt: skip
    assert "is the key of a printed table, &#39;Bus riders&#39;" in text(client.post(seen.request["PATH_INFO"]))


def test_a_file_that_was_left_lying_is_forgotten_after_a_day(as_role):
    analyst = as_role(Role.ANALYST)
    waits = upload(analyst, CASES).request["PATH_INFO"]
    token = waits.split("/")[-2]
    yesterday = (timezone.now() - timedelta(hours=25)).timestamp()
    os.utime(queries.waiting().folder(token), (yesterday, yesterday))
    upload(analyst, CASES)
    assert analyst.get(waits).status_code == 404


def test_facts_are_restricted_unless_somebody_says_that_anybody_may_read_of_them(as_role):
    client = as_role(Role.ANALYST)
    take_in(client, CASES)
    assert not queries.facts("covid_cases_msoa").public
    client.post(upload(client, CASES).request["PATH_INFO"], {"public": "on"})
    assert queries.facts("covid_cases_msoa").public
    take_in(client, CASES)
    assert queries.facts("covid_cases_msoa").public


SCHEMA = """
[layout]
title = "Invented visits to a clinic"
source = "An invented clinic"
licence = "None: invented"

[[column]]
name = "unit"
matches = "W[0-9]"

[[column]]
name = "date"

[[column]]
name = "age"
lowest = 0
highest = 120
"""
EXTRACT = "unit,date,age\nW1,2025-03-01,4\nW2,01/03/2025,71\n"


def schema(words: str = SCHEMA, name: str = "visits.toml") -> dict[str, object]:
    return {"kind": "records", "schema": SimpleUploadedFile(name, words.encode())}


def test_records_are_read_by_the_schema_file_that_comes_with_them(as_role):
    client = as_role(Role.ANALYST)
    seen = text(upload(client, EXTRACT, **schema()))
    assert "Invented visits to a clinic" in seen
    assert "visits, which is new" in seen
    assert "Vintage 1 holds the 2 rows of this file." in text(take_in(client, EXTRACT, **schema()))
    assert queries.facts("visits").source == "An invented clinic"


def test_the_period_that_is_typed_is_that_of_every_row_where_no_column_says_it(as_role):
    undated = schema(SCHEMA.replace('[[column]]\nname = "date"\n', ""))
    assert "31 March 2021" in text(take_in(as_role(Role.ANALYST), "unit,age\nW1,4\n", period="2020/21", **undated))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "records"}, "Give the file that describes the columns of these records."),
        (schema() | {"kind": "covid-cases-msoa"}, "A file of this kind has its layout already"),
        (schema("[layout"), "visits.toml: this is not TOML"),
        (
            schema(SCHEMA.replace("lowest", "least")),
            "visits.toml, line 16, column 3, least: is not a key that belongs here",
        ),
        (
            schema(SCHEMA.replace("title", 'columns_from = "../x.toml"\ntitle', 1)),
            "lies outside the folder of visits.toml",
        ),
        (schema("#" * 100 * 1024 + SCHEMA), "A schema file is smaller than 100 KB"),
        (schema(SCHEMA.replace("unit", "place")), "cases.csv is no visits file: it has no column"),
    ],
)
def test_a_schema_that_does_not_fit_is_told_beside_its_field(as_role, changes, said):
    assert said in text(upload(as_role(Role.ANALYST), EXTRACT, **changes))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The submitted file is empty."),
        (HEADINGS, "cases.csv has headings and no rows; there is nothing to import"),
        (CASES.encode("utf-16"), "cases.csv, line 1, is not UTF-8; save it as CSV UTF-8"),
        (b"PK\x03\x04 and no more", "cases.csv cannot be read as a workbook"),
        (b"PAR1 and no more", "cases.csv cannot be read as Parquet"),
        (b"\x1f\x8b and no more", "cases.csv cannot be read as CSV"),
        (HEADINGS.replace("cases_7day", "msoa11cd") + "1,2,3\n", "stands twice; give each column a heading of its own"),
    ],
)
def test_what_is_no_table_is_told_beside_the_file(as_role, content, said):
    page = text(upload(as_role(Role.ANALYST), content))
    assert said in page
    assert "Error: Import a file" in page


def test_a_file_that_is_too_large_is_refused_with_what_to_do(as_role, monkeypatch):
    monkeypatch.setattr(upload_forms, "LARGEST", 20)
    page = text(upload(as_role(Role.ANALYST), CASES))
    assert "The file is larger than 50 MB. Import it with the folkmoot command." in page


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
            take_in(client, CASES, key=f"cases_{number}")
    assert counts[0] == counts[1]
