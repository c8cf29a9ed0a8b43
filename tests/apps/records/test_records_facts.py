from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from folkmoot.adapters.feeds import layout_files, receiving
from folkmoot.adapters.feeds.received import of_table
from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.published import publication_number
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Event, Role
from folkmoot.apps.records import operations, published, queries
from folkmoot.apps.records.models import DataSet, FactFile, FactRevision
from folkmoot.apps.records.terms import Provenance

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LAYOUT = """
[layout]
title = "Invented visits"
source = "An invented clinic"
licence = "None: invented"
row = ["visit"]
[[column]]
name = "visit"
[[column]]
name = "unit"
[[column]]
name = "date"
[[column]]
name = "age"
lowest = 0
"""
ROWS = "visit,unit,date,age\na,W1,2021-01-01,40\nb,W1,2021-01-02,50\nc,W2,2021-01-03,60\n"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings):
    settings.STORE = tmp_path / "store"


@pytest.fixture
def visits(tmp_path: Path):
    (tmp_path / "visits.toml").write_text(LAYOUT)
    layout = layout_files.read(tmp_path / "visits.toml")

    def read(rows: str = ROWS, name: str = "visits.csv"):
        (tmp_path / name).write_text(rows)
        return receiving.receive(tmp_path / name, layout)

    return read


def take(*received, **changes):
    given = {"received": received, "provenance": Provenance.INVENTED, "by": None, "at": NOW}
    return operations.receive_facts(**(given | changes))


def test_facts_are_kept_as_parquet_in_the_store_with_what_must_be_said_beside_them(visits):
    revision = take(visits())
    found = queries.facts("visits")
    assert (found.sha256, found.rows, found.invented, found.public) == (revision.sha256, 3, True, False)
    assert (found.title, found.source, found.period) == (
        "Invented visits", "An invented clinic", "1 January 2021 to 3 January 2021",
    )  # fmt: skip
    (path,) = found.paths
    assert pq.read_table(path)["unit"].to_pylist() == ["W1", "W1", "W2"]
    assert AuditEntry.objects.get().did == Event.FACTS_RECEIVED


def test_the_same_content_twice_changes_nothing(visits):
    first = take(visits())
    before = publication_number()
    again = take(visits(ROWS.replace("\n", "\r\n"), "visits-again.csv"))
    assert again == first
    assert (FactRevision.objects.count(), FactFile.objects.count(), publication_number()) == (1, 1, before)


def test_a_corrected_file_makes_a_vintage_that_follows_and_counts_what_changed(visits):
    old = take(visits())
    new = take(visits(ROWS.replace("b,W1,2021-01-02,50", "b,W1,2021-01-02,51").replace("c,W2", "d,W2") + "e,W2,,1\n"))
    assert (new.number, new.before) == (2, old)
    changes = queries.changes(new)
    assert (changes.appeared, changes.vanished, changes.changed) == (2, 1, 1)
    assert queries.facts("visits").sha256 == new.sha256
    assert pq.read_table(queries.facts("visits", old.sha256).paths[0])["age"].to_pylist() == [40, 50, 60]
    assert AuditEntry.objects.order_by("pk").last().did == Event.FACTS_FOLLOWED


def test_a_faulty_row_refuses_the_whole_and_leaves_the_vintage_before(visits):
    old = take(visits())
    faulty = visits(ROWS + "f,W1,2021-01-04,-1\n")
    with pytest.raises(operations.RowsRefused, match=r"visits.csv, row 5, age: -1 is below 0.* 1 row is refused"):
        take(faulty)
    assert queries.facts("visits").sha256 == old.sha256


def test_good_rows_are_kept_where_that_was_asked_for_and_the_report_stays(visits):
    revision = take(visits(ROWS + "f,W1,2021-01-04,-1\n"), keep_good=True)
    assert revision.rows == 3
    (file,) = queries.files(revision)
    assert [str(each) for each in file.quality.refused] == ["row 5, age: -1 is below 0, the lowest that is believed"]


def test_nothing_is_imported_where_no_row_is_good(visits):
    with pytest.raises(operations.NothingKept, match="no row can be kept"):
        take(visits("visit,unit,date,age\na,W1,2021-01-01,-1\n"), keep_good=True)
    assert not DataSet.objects.exists()


def test_files_given_together_are_one_vintage(visits):
    revision = take(visits(), visits("visit,unit,date,age\nd,W3,2021-02-01,7\n", "february.csv"), vintage="Winter")
    found = queries.facts("visits")
    assert (found.rows, len(found.paths), found.vintage, found.period) == (
        4,
        2,
        "Winter",
        "1 January 2021 to 1 February 2021",
    )
    assert [file.name for file in queries.files(revision)] == ["visits.csv", "february.csv"]


def test_a_table_made_here_becomes_facts_too():
    table = pa.table({"unit": ["W1"], "date": pa.array([date(2021, 1, 1)], pa.date32())})
    take(of_table(table, data_set="made", title="Made", source="This test", licence="None"))
    assert pq.read_table(queries.facts("made").paths[0]) == table


def test_facts_are_restricted_until_somebody_makes_them_public(visits):
    take(visits())
    before = publication_number()
    take(visits(), public=True)
    take(visits())
    assert DataSet.objects.get().public
    assert publication_number() == before + 1
    take(visits(), public=False)
    assert publication_number() == before + 2
    assert published.data_sets() == ()


def test_facts_do_not_take_the_place_of_a_printed_table(visits):
    operations.import_printed_table(
        key="visits",
        title="Visits",
        source="A pack",
        content=b"a,b\n1,2\n",
        provenance=Provenance.PRINTED,
        by=None,
        at=NOW,
    )
    with pytest.raises(operations.NotFacts, match="is the key of a printed table, 'Visits'"):
        take(visits())


def test_an_author_imports_no_facts(visits):
    author = accounts.create_user(username="a", password="invented 1", first_name="I", last_name="A", by=None, at=NOW)
    accounts.give_role(user=author, role=Role.REPORT_AUTHOR, by=None, at=NOW)
    with pytest.raises(NotAllowed, match="analyst"):
        take(visits(), by=author)


def test_facts_that_are_not_there_are_named(visits):
    with pytest.raises(queries.UnknownFacts, match="no data set of facts 'visits'; import it"):
        queries.facts("visits")
    take(visits())
    with pytest.raises(queries.UnknownFacts, match="no vintage abc of the facts 'visits'"):
        queries.facts("visits", "abc")


def test_a_key_that_cannot_stand_in_an_address_is_refused(visits):
    with pytest.raises(operations.BadKey, match="'my visits' cannot be the key of a data set"):
        take(visits(), key="my visits")
