"""A store, and the small invented council."""

from pathlib import Path

import pytest
from tests.apps.packs import invented

from folkmoot.apps.committees.models import Meeting


@pytest.fixture(scope="session")
def parts_set_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One store for all tests, so that a part is set once; a test that needs an empty one takes another folder."""
    return tmp_path_factory.mktemp("store")


@pytest.fixture
def store_folder(settings, parts_set_before: Path) -> Path:
    settings.STORE = parts_set_before
    return parts_set_before


@pytest.fixture
def sitting(db, store_folder: Path) -> Meeting:
    """A meeting whose pack can be built."""
    return invented.load()
