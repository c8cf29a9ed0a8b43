"""Files that wait: whole or not at all, for nobody else to read, and forgotten in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from folkmoot.adapters.store.waiting import NotWaiting, Waiting

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
NAME = "a-name-nobody-guesses"


@pytest.fixture
def waiting(tmp_path: Path) -> Waiting:
    return Waiting(tmp_path / "waiting")


def test_a_lot_is_kept_whole_and_read_by_nobody_else(waiting):
    waiting.keep(NAME, {"told.json": b"{}", "file/cases.csv": b"a,b\n"}, NOW)
    folder = waiting.folder(NAME)
    assert (folder / "file/cases.csv").read_bytes() == b"a,b\n"
    assert folder.stat().st_mode & 0o077 == 0
    assert [each.name for each in waiting.root.iterdir()] == [NAME]


def test_a_lot_that_is_dropped_is_gone_and_dropping_it_again_does_nothing(waiting):
    waiting.keep(NAME, {"file": b"1"}, NOW)
    waiting.drop(NAME)
    waiting.drop(NAME)
    with pytest.raises(NotWaiting, match="Upload it again"):
        waiting.folder(NAME)


@pytest.mark.parametrize("name", ["short", "../../../etc/passwd-and-more", "with/a/path/in-the-name"])
def test_a_name_that_could_be_guessed_or_is_a_path_names_nothing(waiting, name):
    with pytest.raises(NotWaiting):
        waiting.folder(name)
    with pytest.raises(ValueError, match="16 to 64 letters"):
        waiting.keep(name, {"file": b"1"}, NOW)


def test_what_is_old_and_what_a_killed_writer_left_is_swept_and_nothing_else(waiting):
    assert waiting.sweep(NOW) == 0
    waiting.keep(NAME, {"file": b"1"}, NOW - timedelta(hours=25))
    waiting.keep(f"{NAME}-new", {"file": b"1"}, NOW)
    (waiting.root / f"{NAME}-killed.part").mkdir()
    assert waiting.sweep(NOW - timedelta(days=1)) == 1
    assert waiting.folder(f"{NAME}-new")
    assert waiting.sweep(datetime.now(UTC) + timedelta(days=1)) == 2
    assert list(waiting.root.iterdir()) == []
