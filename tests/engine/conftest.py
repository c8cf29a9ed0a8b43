"""The backends on which every example of counting runs: `local`, and DuckDB by Ibis where that is installed."""

from importlib.util import find_spec

import pytest

from folkmoot.engine.backends import Counting, backend

NAMES = ("local", "ibis") if find_spec("ibis") else ("local",)


@pytest.fixture(scope="session", params=NAMES)
def counting(request: pytest.FixtureRequest) -> Counting:
    """A backend."""
    return backend(request.param)
