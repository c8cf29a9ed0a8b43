"""What the tests of apps share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """The address of a database file, or of a database beside the one that the tests were given."""
    given = os.environ.get("FOLKMOOT_DATABASE", "sqlite:")
    if not given.startswith("postgresql:"):
        yield f"sqlite:///{tmp_path / 'killed.db'}"
        return
    name = f"killed_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield f"{given.rpartition('/')[0]}/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
