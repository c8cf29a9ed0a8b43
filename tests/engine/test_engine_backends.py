"""A backend is found by its name, and one that is not there says what to do."""

import sys
from pathlib import Path

import pytest

from folkmoot.engine import local
from folkmoot.engine.backends import UnknownBackend, backend


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package whose entry points name a backend that counts nothing, and one whose library is not there."""
    (tmp_path / "invented_backend.py").write_text("def connect(address):\n    return lambda plan, facts: address\n")
    (tmp_path / "invented_broken.py").write_text("import no_such_library\n")
    places = tmp_path / "invented-1.0.dist-info"
    places.mkdir()
    (places / "METADATA").write_text("Metadata-Version: 2.1\nName: invented\nVersion: 1.0\n")
    (places / "entry_points.txt").write_text(
        "[folkmoot.backends]\ninvented = invented_backend:connect\nbroken = invented_broken:connect\n"
    )
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])


def test_local_is_the_backend_where_none_is_named():
    assert backend() is local.count
    assert backend("local") is local.count


@pytest.mark.usefixtures("installed")
def test_an_installed_package_brings_a_backend_that_is_told_its_address():
    assert backend("invented", "there")(None, []) == "there"  # type: ignore[arg-type, comparison-overlap]


@pytest.mark.usefixtures("installed")
def test_a_backend_that_is_not_there_is_told_with_what_is_and_what_to_install():
    with pytest.raises(UnknownBackend, match="there is no backend 'other'; there are broken, .*invented, local"):
        backend("other")
    with pytest.raises(UnknownBackend, match="needs no_such_library; install folkmoot.broken."):
        backend("broken")
