"""An invented county of four wards with falls, as facts received, and what is computed of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.engine import county

from folkmoot.adapters.feeds.received import of_table
from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.measures import operations
from folkmoot.apps.measures.models import Vintage
from folkmoot.apps.measures.operations import Definition, Sources
from folkmoot.apps.records import operations as records
from folkmoot.apps.records.terms import Provenance
from folkmoot.engine import reading
from folkmoot.engine.coverage import Coverage
from folkmoot.engine.cube import Lookup

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
COVERAGE = Coverage(county.UNITS, Lookup("invented wards", county.PARTS), 2020, 2021)
KNOWN = Sources(residents={"residents": ()})
ROWS = [
    (ward, year, sex, number + year - 2020)
    for year in (2020, 2021)
    for ward, sex, number in (
        ("W1", "Female", 40), ("W1", "Male", 30), ("W2", "Female", 2), ("W2", "Male", 20),
        ("W3", "Female", 25), ("W3", "Male", 35), ("W4", "Female", 15), ("W4", "Male", 10),
    )
]  # fmt: skip
Compute = Callable[..., Vintage]


def receive(key: str, table: object, *, invented: bool = True) -> None:
    """Take a table of facts in."""
    received = of_table(table, data_set=key, title=key, source=f"An invented source of {key}", licence="")
    provenance = Provenance.INVENTED if invented else Provenance.IMPORTED
    records.receive_facts(received=[received], provenance=provenance, by=None, at=NOW)


def define(text: str = "") -> Definition:
    """The definition of the falls, or of a text."""
    content = (text or county.definition()).encode()
    name = text.partition('id = "')[2].partition('"')[0] if text else "falls"
    return Definition(reading.read(content, f"{name}.toml"), content)


@pytest.fixture(autouse=True)
def store(settings, tmp_path: Path) -> Path:
    """A store of this test's own."""
    settings.STORE = tmp_path / "store"
    return Path(settings.STORE)


@pytest.fixture
def facts(db) -> Callable[..., None]:
    """Takes falls and residents in; again, they are a new vintage of the data sets."""

    def take(rows: Iterable[tuple[str, int, str, int]] = ROWS, *, invented: bool = True) -> None:
        receive("falls", county.falls(rows), invented=invented)
        receive("residents", county.residents((2020, 2021)), invented=invented)

    return take


@pytest.fixture
def compute(db) -> Compute:
    """Computes the falls, or what it is given."""

    def computed(*texts: str, by: User | None = None, **more: object) -> Vintage:
        given = {"coverage": COVERAGE, "title": "Four invented wards", "sources": KNOWN, "at": NOW} | more
        return operations.compute_measures(definitions=[define(text) for text in texts or ("",)], by=by, **given)

    return computed


def carry(vintage: Vintage, *, by: User | None = None, approver: User | None = None, **more: object) -> Vintage:
    """Submit, approve and release a vintage."""
    operations.submit_vintage(vintage_id=vintage.pk, by=by, at=NOW)
    operations.approve_vintage(vintage_id=vintage.pk, by=approver, at=NOW)
    return operations.release_vintage(vintage_id=vintage.pk, by=approver, **({"at": NOW} | more))


@pytest.fixture
def person(db) -> Callable[[str, Role], User]:
    """Makes an account with a role."""

    def made(name: str, role: Role) -> User:
        user = accounts.create_user(
            username=name, password="invented 1234", first_name="I", last_name=name, by=None, at=NOW
        )
        accounts.give_role(user=user, role=role, by=None, at=NOW)
        return user

    return made
