"""folkmoot compute, release and diff, as they are typed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner, Result
from django.db import OperationalError
from django.utils import timezone
from tests.apps.measures.conftest import NOW, ROWS, receive
from tests.engine import county

from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.measures import operations, published
from folkmoot.apps.measures.models import Target, Vintage
from folkmoot.apps.measures.terms import State
from folkmoot.cli import compute as commands
from folkmoot.cli.embargo import keep_released
from folkmoot.cli.main import main

pytestmark = pytest.mark.django_db
COVERAGE = '[coverage]\ntitle = "Invented wards"\nfirst = 2020\nlast = 2021\n[[residents]]\ndata_set = "residents"\n'


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    """A coverage, a folder with one definition, and its records."""
    settings.STORE = tmp_path / "store"
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures/falls.toml").write_text(county.definition())
    units = "".join(
        f'[[unit]]\ncode = "{unit.code}"\nname = "{unit.name}"\nunit_type = "{unit.unit_type}"\n'
        f'parent = "{unit.parent}"\n'
        f"of = {[ward for ward, parts in county.PARTS.items() if (unit.code, 1.0) in parts]}\n"
        for unit in county.UNITS[:7]
    )
    (tmp_path / "wards.toml").write_text(COVERAGE + units)
    receive("falls", county.falls(ROWS))
    receive("residents", county.residents((2020, 2021)))
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def compute(folder: Path, *words: str) -> Result:
    given = ("--coverage", str(folder / "wards.toml"), "--definitions", str(folder / "measures"))
    return run("compute", *given, *words)


def test_measures_are_computed_released_and_compared(folder: Path):
    first = compute(folder, "--submit")
    assert first.exit_code == 0, first.output
    assert "falls: 56 values" in first.output
    vintage = Vintage.objects.get()
    assert f"vintage   {vintage.pk} (submitted), invented\ncoverage  Invented wards\nmeasures  1\n" in first.output
    operations.approve_vintage(vintage_id=vintage.pk, by=None, at=timezone.now())
    released = run("release", str(vintage.pk))
    assert released.exit_code == 0, released.output
    assert "of 56 values withheld" in released.output
    assert "(released), invented" in released.output
    receive("falls", county.falls([*ROWS, ("W1", 2021, "Male", 40)]))
    assert compute(folder).exit_code == 0
    newer = Vintage.objects.last()
    told = run("diff", vintage.sha256[:10], str(newer.pk))
    assert "0 appeared, 0 vanished, 6 moved; 6 moved beyond the old limits (changed: falls)" in told.output
    assert "Alder, 2021: 7.2 to 11.2 (+4, beyond the old limits)" in told.output
    assert "no value differs" in run("diff", str(newer.pk), str(newer.pk)).output


def test_what_came_and_went_is_told_line_by_line(folder: Path):
    compute(folder)
    compute(folder, "--periods", "2021")
    before, after = (str(vintage.pk) for vintage in Vintage.objects.all())
    told = run("diff", before, after).output
    assert "vanished, was" in told
    assert "and 1 more; --all shows them" in told
    assert "more; --all" not in run("diff", before, after, "--all").output
    assert "appeared with" in run("diff", after, before).output
    (folder / "measures/trips.toml").write_text(county.definition().replace('"falls"', '"trips"', 1))
    compute(folder)
    assert "only in vintage" in run("diff", before, str(Vintage.objects.last().pk)).output


def test_units_and_times_are_chosen_on_the_command_line(folder: Path):
    one = compute(folder, "--units", "district", "--periods", "2020-01-01..2020-06-30")
    assert "falls: 8 values" in one.output
    assert "coverage  Invented wards; only district; 2020-01-01..2020-06-30" in one.output
    assert "falls: 28 values" in compute(folder, "--periods", "2021..2021").output
    for words, said in (
        (("--units", "moon"), "no unit of the type 'moon'; it has ward, district, upper tier"),
        (("--periods", "2021..2020"), "run backwards"),
        (("--periods", "soon"), "the earlier first"),
        (("--periods", "2021-02-01..2021-01-01"), "the earlier first"),
        (("trips",), "'trips' is no measure of"),
        (("--by", "nobody"), "no active account 'nobody'"),
    ):
        refused = compute(folder, *words)
        assert refused.exit_code > 0
        assert said in refused.output


def test_targets_are_set_first(folder: Path):
    (folder / "targets.toml").write_text(
        '[[target]]\nmeasure = "falls"\nunit = "C1"\nrule = "4 at most"\nsource = "Invented"\ninvented = true\n'
        'days = ["2020-12-31"]\nvalues = [4]\nmade_on = 2020-01-01\n'
    )
    assert compute(folder, "--targets", str(folder / "targets.toml")).exit_code == 0
    assert Target.objects.get().points == [["2020-12-31", 4.0]]
    (folder / "targets.toml").write_text('[[target]]\nmeasure = "falls"\n')
    assert "targets.toml" in compute(folder, "--targets", str(folder / "targets.toml")).output


def test_what_is_done_is_done_in_the_name_of_an_account(folder: Path):
    for name in ("first", "second"):
        user = accounts.create_user(username=name, password="invented 1", first_name="I", last_name="", by=None, at=NOW)
        accounts.give_role(user=user, role=Role.ANALYST, by=None, at=NOW)
    assert compute(folder, "--by", "first", "--submit").exit_code == 0
    vintage = Vintage.objects.get()
    assert (vintage.computed_by.username, vintage.submitted_by.username) == ("first", "first")
    refused = run("release", str(vintage.pk), "--by", "second")
    assert refused.exit_code == 1
    assert "is submitted; this needs one that is approved" in refused.output


def test_an_embargo_is_a_time_in_london(folder: Path):
    compute(folder, "--submit")
    vintage = Vintage.objects.get()
    operations.approve_vintage(vintage_id=vintage.pk, by=None, at=timezone.now())
    assert "'tomorrow' is no time" in run("release", str(vintage.pk), "--embargo", "tomorrow").output
    told = run("release", str(vintage.pk), "--embargo", "2126-07-01T09:30")
    assert "embargo   until 1 July 2126 09:30:00 BST" in told.output, told.output
    assert Vintage.objects.get().state is State.EMBARGOED
    assert commands.moment("2126-07-01T09:30+00:00").utcoffset().total_seconds() == 0


def test_a_vintage_that_is_not_there_is_named(folder: Path):
    assert "there is no one vintage 'abc'" in run("diff", "abc", "1").output


@pytest.mark.parametrize("number", [0, 2])
def test_a_coverage_is_named_unless_there_is_one(settings, tmp_path: Path, number: int):
    settings.PROJECT = tmp_path
    (tmp_path / "definitions/coverage").mkdir(parents=True)
    (tmp_path / "definitions/measures").mkdir()
    (tmp_path / "definitions/measures/falls.toml").write_text(county.definition())
    for each in range(number):
        (tmp_path / f"definitions/coverage/{each}.toml").write_text("")
    assert "Name a coverage file with --coverage" in run("compute").output


def test_the_worker_ends_embargoes_until_it_is_ended(folder: Path, monkeypatch):
    compute(folder, "--submit")
    vintage = Vintage.objects.get()
    operations.approve_vintage(vintage_id=vintage.pk, by=None, at=timezone.now())
    until = timezone.now() + timedelta(1)
    operations.release_vintage(vintage_id=vintage.pk, by=None, at=timezone.now(), embargo_until=until)
    monkeypatch.setattr("folkmoot.cli.embargo.timezone.now", lambda: until)
    monkeypatch.setattr("folkmoot.cli.embargo.connection.close", lambda: None)  # the test's own transaction
    ended, waits = Event(), iter([False, True])
    monkeypatch.setattr(ended, "wait", lambda pause: next(waits))
    keep_released(ended)
    assert [line.id for line in published.measures()] == ["falls"]


def test_the_worker_goes_on_when_the_database_was_away(monkeypatch, caplog):
    closed: list[bool] = []
    monkeypatch.setattr("folkmoot.cli.embargo.operations.release_due", lambda at: raise_(OperationalError("away")))
    monkeypatch.setattr("folkmoot.cli.embargo.connection.close", lambda: closed.append(True))
    ended, waits = Event(), iter([False, False, True])
    monkeypatch.setattr(ended, "wait", lambda pause: next(waits))
    keep_released(ended)
    assert len(closed) == 3
    assert "this is tried again" in caplog.text


def raise_(error: Exception) -> None:
    raise error


def test_a_projection_is_stored_and_printed_or_refused_with_what_to_do(folder: Path):
    receive("falls", county.falls([("W1", year, "Male", 90 - year % 10) for year in (2019, 2020, 2021)]))
    receive("residents", county.residents((2019, 2020, 2021)))
    compute(folder, "--periods", "2019..2021", "--submit")
    vintage = Vintage.objects.get()
    operations.approve_vintage(vintage_id=vintage.pk, by=None, at=NOW)
    operations.release_vintage(vintage_id=vintage.pk, by=None, at=NOW)
    asked = ("measures", "project", "falls", "--unit", "Alder", "--until", "2022-12-31", "--periods")
    told = run(*asked, "3", "--method", "unchanged level")
    assert told.exit_code == 0, told.output
    assert "falls, W1: no change from the mean of the last 3 periods (2019 to 2021)" in told.output
    assert f"from Release {vintage.pk} of this measure\n  2022-12-31  8.66667 (" in told.output
    assert "shown once measures are computed and released again" in told.output
    refused = run(*asked, "5")
    assert (refused.exit_code, refused.output) == (1, "Error: there are 3 periods, not 5; take fewer\n")
