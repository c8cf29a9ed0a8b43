"""The definition files and coverage files of this installation, read again only when one has changed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from folkmoot.engine import reading
from folkmoot.engine.definition import Measure
from folkmoot.methods.document import keys

DEFINITIONS = Path(settings.PROJECT) / "definitions"


def measures() -> dict[str, Measure]:
    """Every definition by its id. BadSource names a faulty file."""
    return dict(_measures(_files("measures")))


def path(measure_id: str) -> Path:
    """The file of a definition."""
    return DEFINITIONS / "measures" / f"{measure_id}.toml"


def coverages() -> dict[str, str]:
    """The titles of the coverage files by the file's name. BadSource names a faulty file."""
    return dict(_coverages(_files("coverage")))


def coverage_path(name: str) -> Path:
    """A coverage file."""
    return DEFINITIONS / "coverage" / name


def _files(folder: str) -> tuple[tuple[Path, int], ...]:
    return tuple((each, each.stat().st_mtime_ns) for each in sorted((DEFINITIONS / folder).glob("*.toml")))


@lru_cache(maxsize=2)
def _measures(files: tuple[tuple[Path, int], ...]) -> tuple[tuple[str, Measure], ...]:
    found = (reading.read(path.read_bytes(), path.name) for path, _ in files)
    return tuple((each.id, each) for each in found)


@lru_cache(maxsize=2)
def _coverages(files: tuple[tuple[Path, int], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((path.name, str(keys.load(path.read_bytes(), path.name)["coverage"]["title"])) for path, _ in files)
