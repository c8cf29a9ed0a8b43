from datetime import UTC, datetime

import pytest

from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.published import publication_number
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Event, Role
from folkmoot.apps.records import operations, published, queries
from folkmoot.apps.records.models import DataSet, TableRevision
from folkmoot.apps.records.terms import Provenance
from folkmoot.methods.document.printed import BadTable

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CONTENT = b"Sex,Count\nFemale,38508\nMale,35930\n"
pytestmark = pytest.mark.django_db


def take(content: bytes = CONTENT, **changes):
    given = {
        "key": "covid-sex", "title": "Cases by sex", "source": "A pack", "content": content, "file_name": "sex.csv",
        "provenance": Provenance.PRINTED, "by": None, "at": NOW,
    }  # fmt: skip
    return operations.import_printed_table(**(given | changes))


def test_a_table_is_kept_exactly_and_found_by_its_hash():
    revision = take()
    found = queries.table("covid-sex", revision.sha256)
    assert found.table.rows == (("Female", "38508"), ("Male", "35930"))
    assert (found.source, found.invented) == ("A pack", False)
    assert AuditEntry.objects.get().did == Event.PRINTED_TABLE_IMPORTED


def test_the_same_table_twice_changes_nothing():
    take()
    before = publication_number()
    take()
    assert TableRevision.objects.count() == 1
    assert publication_number() == before


def test_a_corrected_cell_makes_a_new_revision_and_leaves_the_old_one():
    old = take()
    operations.correct_printed_table(
        key="covid-sex", row=1, column="Count", value="38509", reason="misprint", by=None, at=NOW
    )
    assert queries.table("covid-sex").table.column("Count") == ("38509", "35930")
    assert queries.table("covid-sex", old.sha256).table.column("Count") == ("38508", "35930")
    assert AuditEntry.objects.order_by("id").last().did == Event.PRINTED_TABLE_CORRECTED


def test_other_content_under_the_same_key_is_a_correction():
    take()
    take(b"Sex,Count\nFemale,1\nMale,2\n")
    assert [row.number for row in TableRevision.objects.all()] == [1, 2]
    assert AuditEntry.objects.order_by("id").last().did == Event.PRINTED_TABLE_CORRECTED


def test_a_bad_file_is_refused_whole():
    with pytest.raises(BadTable, match="sex.csv, row 3"):
        take(b"Sex,Count\nFemale,1\nMale\n")
    assert not DataSet.objects.exists()


def test_an_author_imports_no_data():
    author = accounts.create_user(username="a", password="invented 1", first_name="I", last_name="A", by=None, at=NOW)
    accounts.give_role(user=author, role=Role.REPORT_AUTHOR, by=None, at=NOW)
    with pytest.raises(NotAllowed, match="analyst"):
        take(by=author)


def test_what_does_not_exist_is_named():
    with pytest.raises(queries.UnknownTable, match="no data set 'nothing'"):
        queries.table("nothing")
    take()
    with pytest.raises(queries.UnknownTable, match="content abc of the data set 'covid-sex'"):
        queries.table("covid-sex", "abc")


def test_the_world_reads_tables_with_their_source_and_mark():
    take(provenance=Provenance.INVENTED)
    (line,) = published.data_sets()
    assert (line.key, line.invented) == ("covid-sex", True)
    view = published.table("covid-sex")
    assert view.csv == "Sex,Count\r\nFemale,38508\r\nMale,35930\r\n"
    assert published.table("nothing") is None


def test_the_table_of_an_exempt_report_is_bound_but_never_shown_to_the_world():
    revision = take(public=False)
    assert queries.table("covid-sex").public is False
    assert published.data_sets() == ()
    assert published.table("covid-sex") is None
    assert published.table("covid-sex", revision.sha256) is None
