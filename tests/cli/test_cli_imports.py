"""What an analyst types to import files, and what is answered."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from folkmoot.apps.records import queries
from folkmoot.apps.records.models import DataSet, FactRevision
from folkmoot.cli.imports import import_command

CASES = "specimenDate,msoa11cd,cases_7day\n2020-11-01,E02005921,3\n2020-11-02,E02005921,4\n"
FAULTY = CASES + "2020-11-03,Oxford,5\n"
SCHEMA = """
[layout]
title = "Invented visits"
source = "An invented clinic"
licence = "None: invented"
[[column]]
name = "unit"
[[column]]
name = "age"
"""
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings, monkeypatch) -> Path:
    settings.STORE = tmp_path / "store"
    monkeypatch.chdir(tmp_path)
    for name, content in {
        "cases.csv": CASES,
        "faulty.csv": FAULTY,
        "visits.toml": SCHEMA,
        "other.csv": "a,b\n1,2\n",
    }.items():
        (tmp_path / name).write_text(content)
    return tmp_path


def typed(words: str) -> Result:
    return CliRunner().invoke(import_command, words.split())


def test_without_a_kind_the_kinds_are_listed():
    done = typed("")
    assert done.exit_code == 0
    assert "dfe-looked-after             Children looked after" in done.output
    assert "records " in done.output
    assert "table " in done.output


def test_a_file_is_reported_on_and_taken_in():
    done = typed("covid-cases-msoa cases.csv")
    assert done.exit_code == 0
    assert "rows read      2" in done.output
    assert "cases: 2 filled, 0 blank, from 3 to 4, sum 7" in done.output
    assert "covid_cases_msoa: vintage 1 (1 November 2020 to 2 November 2020), 2 rows" in done.output


def test_the_same_file_again_changes_nothing_and_a_corrected_one_says_what_changed(folder: Path):
    typed("covid-cases-msoa cases.csv")
    assert "nothing changed, this content is held already" in typed("covid-cases-msoa cases.csv").output
    (folder / "cases.csv").write_text(CASES.replace(",4", ",5"))
    assert "vintage 2" in (said := typed("covid-cases-msoa cases.csv").output)
    assert "0 rows appeared, 0 vanished, 1 changed" in said


def test_a_faulty_row_ends_with_1_and_nothing_is_kept():
    done = typed("covid-cases-msoa faulty.csv")
    assert done.exit_code == 1
    assert "refused row 4, msoa11cd: 'Oxford' does not have the form of E02005921" in done.output
    assert "Error: faulty.csv, row 4, msoa11cd" in done.output
    assert not DataSet.objects.exists()


def test_good_rows_are_kept_on_request_with_the_names_that_were_given():
    done = typed(
        "covid-cases-msoa faulty.csv --keep-good --key cases --vintage November --title Cases --source Us --public"
    )
    assert done.exit_code == 0
    found = queries.facts("cases")
    assert (found.rows, found.vintage, found.title, found.source, found.public) == (2, "November", "Cases", "Us", True)


def test_the_report_is_saved_of_a_refused_file_too(folder: Path):
    typed("covid-cases-msoa faulty.csv --report report.csv")
    rows = list(csv.DictReader((folder / "report.csv").read_text().splitlines()))
    assert {"about": "refused", "row": "4", "field": "msoa11cd"}.items() <= rows[-1].items()
    typed("covid-cases-msoa faulty.csv --report report.json")
    (report,) = json.loads((folder / "report.json").read_text())
    assert (report["file"], report["read"], report["kept"], report["refused"][0]["row"]) == ("faulty.csv", 3, 2, 4)


def test_records_are_read_by_the_schema_that_comes_with_them_and_files_together_are_one_vintage(folder: Path):
    (folder / "may.csv").write_text("unit,age\nW1,40\n")
    (folder / "june.csv").write_text("unit,age\nW1,41\nW2,2\n")
    done = typed("records may.csv june.csv --schema visits.toml --invented")
    assert "visits: vintage 1" in done.output
    assert (queries.facts("visits").rows, queries.facts("visits").invented) == (3, True)
    assert FactRevision.objects.get().files.count() == 2


def test_a_period_that_no_column_says_comes_from_the_command_line(folder: Path):
    (folder / "visits.csv").write_text("unit,age\nW1,40\n")
    typed("records visits.csv --schema visits.toml --period 2019/20")
    assert queries.facts("visits").period == "31 March 2020"


def test_a_printed_table_is_taken_in_cell_by_cell(folder: Path):
    (folder / "t.csv").write_text("Sex,Count\nFemale,38508\n")
    done = typed("table t.csv --key t --title Cases --source Pack --period 2021")
    assert "t: revision 1, 1 rows" in done.output
    assert queries.table("t").table.rows == (("Female", "38508"),)
    assert "nothing changed" in typed("table t.csv --key t --title Cases --source Pack").output


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("nothing cases.csv", 2, "'nothing' is no kind of file; there are"),
        ("covid-cases-msoa", 2, "Name the covid-cases-msoa files to import."),
        ("covid-cases-msoa cases.csv --report report.txt", 2, "The report is saved as .csv or .json."),
        ("covid-cases-msoa cases.csv --schema visits.toml", 1, "has its layout already; leave --schema out"),
        ("covid-cases-msoa other.csv", 1, "other.csv is no covid-cases-msoa file"),
        ("covid-cases-msoa cases.csv --period someday", 1, "'someday' is no day"),
        ("records cases.csv", 1, "records need a file that describes their columns: --schema"),
        ("records cases.csv --schema cases.csv", 1, "cases.csv: this is not TOML"),
        ("table cases.csv --key t", 1, "a printed table needs a --key, a --title and its --source"),
        ("table cases.csv faulty.csv --key t --title T --source S", 1, "one at a time"),
    ],
)
def test_what_cannot_be_done_is_said(words: str, code: int, said: str):
    done = typed(words)
    assert done.exit_code == code
    assert said in done.output
    assert "Traceback" not in done.output
