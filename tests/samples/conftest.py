"""The sample records as files: the tests here need neither a database nor the loader."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def samples(root: Path) -> Path:
    return root / "samples"


@pytest.fixture(scope="session")
def tables(samples: Path) -> dict[str, dict[str, Any]]:
    """Every described data set of the two sample councils, by key, with the path of its CSV."""
    found = {}
    for listing in sorted(samples.rglob("tables.toml")):
        for each in tomllib.loads(listing.read_text())["table"]:
            found[each["key"]] = each | {"path": listing.parent / f"{each['key']}.csv"}
    return found


@pytest.fixture(scope="session")
def reports(samples: Path) -> dict[str, dict[str, Any]]:
    """Every report source of the samples, by its file name."""
    sources = {path.name: tomllib.loads(path.read_text()) for path in sorted(samples.rglob("*.toml"))}
    return {name: source for name, source in sources.items() if "report" in source}
