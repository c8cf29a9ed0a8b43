"""What every test can rely on: which database is in use, the checkout, and the optional reference material."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("FOLKMOOT_SHARED", ROOT.parent / "shared"))


def pytest_report_header() -> str:
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    return f"database: {engine}"


@pytest.fixture(scope="session", autouse=True)
def the_database_asked_for_is_the_one_in_use() -> None:
    asked = os.environ.get("FOLKMOOT_DATABASE", "sqlite:").partition(":")[0]
    if connection.vendor != asked:
        pytest.exit(f"FOLKMOOT_DATABASE asks for {asked}, but the tests are connected to {connection.vendor}", 3)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material beside the checkout; the test is skipped, saying so, where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the reference material (../shared) is not on this machine")
    return SHARED


@pytest.fixture(scope="module")
def sample_councils(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The law and the samples, loaded on 25 November 2026 for the tests of a module; what one changes is undone."""
    from folkmoot.cli import law, samples  # models are there only once Django is set up

    folder = tmp_path_factory.mktemp("samples") / "store"
    with django_db_blocker.unblock(), override_settings(STORE=folder), transaction.atomic():
        law.load(root / "definitions" / "law.toml", at=datetime(2026, 11, 25, 12, tzinfo=UTC))
        samples.load(root / "samples", at=datetime(2026, 11, 25, 12, tzinfo=UTC))
        yield
        transaction.set_rollback(True)
