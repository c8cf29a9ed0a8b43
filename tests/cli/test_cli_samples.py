from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.apps.reports.conftest import ANNEX, SOURCE

from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.published import publication_number
from folkmoot.apps.committees import published as committees
from folkmoot.apps.committees.models import AgendaItem, Meeting, Organization
from folkmoot.apps.records.models import TableRevision
from folkmoot.apps.reports import queries as reports
from folkmoot.apps.reports.models import BlockRevision
from folkmoot.cli import samples
from folkmoot.methods.document.keys import BadSource

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db

TABLES = """
[[table]]
key = "cases"
title = "Cases (invented)"
source = "Invented"
provenance = "invented"
"""
COUNCIL = """
[authority]
name = "Invented County Council"
provenance = "recorded"

[[organization]]
key = "isc"
name = "Invented Scrutiny Committee"
classification = "scrutiny"
provenance = "invented"

[[person]]
key = "ada-invented"
name = "Ada Invented"
posts = [{label = "Leader (invented)", held_from = 2021-05-18}]

[[person]]
key = "bob-invented"
name = "Bob Invented"

[[membership]]
person = "ada-invented"
organization = "isc"
role = "chair"
start = 2021-05-18

[[membership]]
person = "bob-invented"
organization = "isc"
role = "member"
start = 2021-05-18

[[rule]]
organization = "isc"
id = "P1"
number = 4
counting = "days before"
clock = 09:00:00
effective_from = 2021-05-01
source = "Invented standing orders"

[[standing]]
organization = "isc"
key = "remit"
title = "Remit"
file = "remit.md"
effective_from = 2021-05-01

[[meeting]]
key = "first"
organization = "isc"
starts_at = 2021-11-11T10:00:00
venue = "Invented Hall"
mode = "in_person"
status = "confirmed"
contact = "bob-invented"
provenance = "invented"

[[meeting.item]]
number = "6"
kind = "report"
title = "Cases"
report = "isc6.toml"
text = '''
One
paragraph.

Another.'''
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small sample council that is well in every way."""
    (tmp_path / "tables").mkdir()
    (tmp_path / "invented").mkdir()
    write(tmp_path / "tables" / "tables.toml", TABLES)
    write(tmp_path / "tables" / "cases.csv", "Sex,Count\nFemale,38508\nMale,35930\n")
    write(tmp_path / "invented" / "council.toml", COUNCIL)
    write(tmp_path / "invented" / "remit.md", "Everything invented.\n")
    write(tmp_path / "invented" / "isc6.toml", SOURCE)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def state() -> tuple[int, int, int, int]:
    counts = [model.objects.count() for model in (AuditEntry, BlockRevision, TableRevision)]
    return (publication_number(), *counts)


def test_a_council_is_loaded_through_the_operations(folder):
    said = []
    samples.load(folder, at=NOW, say=said.append)
    assert said == ["Data sets of tables", "Invented County Council", "Report isc6.toml"]
    item = AgendaItem.objects.get()
    assert item.text == "One paragraph.\n\nAnother."
    view = committees.meeting(item.meeting_id)
    assert (view.contact, view.line.status) == ("Bob Invented", "confirmed")
    assert committees.person("ada-invented").posts == ("Leader (invented)",)
    assert committees.committee("invented-scrutiny-committee", day=date(2021, 6, 1)).remit == "Everything invented."


def test_loading_twice_changes_nothing(folder):
    samples.load(folder, at=NOW)
    before = state()
    samples.load(folder, at=NOW)
    assert state() == before


def test_what_is_new_in_the_files_is_added(folder):
    samples.load(folder, at=NOW)
    more = '\n[[meeting.item]]\nkind = "close"\ntitle = "Close"\n'
    write(folder / "invented" / "council.toml", COUNCIL + more)
    write(folder / "invented" / "isc6.toml", SOURCE.replace("More women", "Many more women"))
    samples.load(folder, at=NOW)
    assert list(AgendaItem.objects.values_list("title", flat=True)) == ["Cases", "Close"]
    assert BlockRevision.objects.filter(number=2).count() == 1


def test_a_load_that_is_cut_short_leaves_nothing(folder):
    def cut(words: str) -> None:
        if words.startswith("Report"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        samples.load(folder, at=NOW, say=cut)
    assert not AuditEntry.objects.exists()
    assert not Organization.objects.exists()


def test_a_folder_without_samples_is_named(tmp_path):
    with pytest.raises(BadSource, match="there are no samples; the folder should hold tables, oxfordshire, invented"):
        samples.load(tmp_path, at=NOW)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            '"ada-invented"\nname',
            '"ada"\nname',
            "invented/council.toml, line .*, person 1, key: should be 'ada-invented'",
        ),
        ('person = "ada-invented"', 'person = "nobody"', "membership 1, person: nobody of the key 'nobody'"),
        ('organization = "isc"\nrole', 'organization = "x"\nrole', "membership 1, organization: 'x' is not described"),
        ('key = "isc"', 'key = "isc"\nparent = "icc"', "organization 1, parent: 'icc' is the key of no organization"),
        ('role = "member"', 'role = "chair"', "council.toml, line .*, membership 2: the database refuses this entry"),
        ('role = "member"', 'role = "guest"', "membership 2, role: 'guest' is none of chair"),
        ("start = 2021-05-18", "", "membership 1, start: is missing"),
        ("remit.md", "no.md", "standing 1, file: there is no file 'no.md' beside invented/council.toml"),
        ('status = "confirmed"', 'status = "moved"', "meeting 1, status: is one of draft, confirmed, held in a sample"),
        ("T10:00:00", "", "meeting 1, starts_at: should be London's date and time"),
        ("starts_at = 2021-11-11T10:00:00", "", "meeting 1, starts_at: is missing"),
        ('title = "Cases"', "", "meeting 1, item 1, title: is missing"),
        ("'''\nOne\nparagraph.\n\nAnother.'''", "6", "meeting 1, item 1, text: should be text in quotation marks"),
        ("Another.", "[x](javascript:y)", "meeting 1, item 1: the link 'x' leads to"),
        ('kind = "report"', 'kind = "report"\nexempt = "9"\nexempt_reason = "x"', "meeting 1, item 1: .*"),
        ('report = "isc6.toml"', 'report = "isc6.toml"\nannexes = ["a.toml"]', "annexes: there is no file 'a.toml'"),
        ("clock = 09:00:00", "clock = 9", "rule 'P1', clock: should be a time such as 09:00:00"),
        ('name = "Bob Invented"', 'name = "Bob Invented"\nage = 3', "person 2, age: is not a key that belongs here"),
        ('contact = "bob-invented"', 'minutes = "m.toml"', "meeting 1, minutes: there is no file 'm.toml'"),
    ],
)
def test_a_fault_is_named_by_file_and_key_and_nothing_is_loaded(folder, before, after, message):
    assert before in COUNCIL
    write(folder / "invented" / "council.toml", COUNCIL.replace(before, after, 1))
    with pytest.raises(BadSource, match=message):
        samples.load(folder, at=NOW)
    assert not AuditEntry.objects.exists()


def test_a_fault_in_a_report_or_a_table_names_that_file(folder):
    write(folder / "invented" / "isc6.toml", SOURCE.replace('data_set = "cases"', 'data_set = "nothing"'))
    with pytest.raises(BadSource, match="isc6.toml, .*'table-1', data_set: there is no data set 'nothing'"):
        samples.load(folder, at=NOW)
    write(folder / "invented" / "isc6.toml", SOURCE.replace('["Background papers", "Nil"], ', ""))
    with pytest.raises(BadSource, match="meeting 1, item 1: .*lists no background papers"):
        samples.load(folder, at=NOW)
    write(folder / "tables" / "cases.csv", "Sex,Count\nFemale\n")
    with pytest.raises(BadSource, match="tables/tables.toml, line 3, table 1, key: cases.csv, row 2"):
        samples.load(folder, at=NOW)
    shutil.rmtree(folder / "invented")
    with pytest.raises(BadSource, match="cases.csv"):
        samples.load(folder, at=NOW)


def test_an_annex_and_a_meeting_without_an_end_are_loaded(folder):
    write(folder / "invented" / "a.toml", ANNEX)
    moving = "in_working_days = 1\nstarts = 10:00:00"
    council = COUNCIL.replace("starts_at = 2021-11-11T10:00:00", moving)
    council = council.replace('report = "isc6.toml"', 'report = "isc6.toml"\nannexes = ["a.toml"]')
    write(folder / "invented" / "council.toml", council.replace('status = "confirmed"', 'status = "draft"'))
    samples.load(folder, at=NOW)
    meeting = Meeting.objects.get()
    assert (meeting.ends_at, meeting.status) == (None, "draft")
    assert [annex.id for annex in reports.annexes(reports.reports_of(meeting)[0])] == ["isc6-annex-1"]
