"""Computes and releases vintages in processes that are killed at random moments, and looks at what is left.

Run by test_killed.py in a process of its own, which opens no database itself: each round is a forked child.
"""

from __future__ import annotations

import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first
from django.core.management import call_command  # noqa: E402
from tests.apps.measures.conftest import COVERAGE, KNOWN, NOW, ROWS, carry, define, receive  # noqa: E402
from tests.children import alone, fifty_kills, look_whole, together  # noqa: E402
from tests.engine import county  # noqa: E402

from folkmoot.apps.accounts.models import AuditEntry  # noqa: E402
from folkmoot.apps.accounts.terms import Event  # noqa: E402
from folkmoot.apps.measures import operations, published, queries  # noqa: E402
from folkmoot.apps.measures.models import Vintage, VintageMeasure  # noqa: E402
from folkmoot.apps.measures.terms import State  # noqa: E402
from folkmoot.engine import sheets  # noqa: E402

DEFINITIONS = ("", county.definition("count", comparison="not compared").replace('"falls"', '"all-falls"', 1))


def main(seed: int, empty_store: Path) -> None:
    alone(begin)
    took = [alone(lambda number=number: round_of(number)) for number in range(1, 4)]
    fifty_kills(seed, max(took), round_of, look, first=4)
    together(lambda: round_of(1000), lambda: round_of(1000), lambda: round_of(1001))
    alone(look)
    alone(lambda: finish(empty_store))


def begin() -> None:
    """The first vintage, which no later one may touch."""
    call_command("migrate", verbosity=0)
    receive("falls", county.falls(ROWS))
    receive("residents", county.residents((2020, 2021)))
    carry(computed(0))


def computed(number: int) -> Vintage:
    return operations.compute_measures(
        definitions=[define(text) for text in DEFINITIONS], coverage=COVERAGE, title=f"Round {number}",
        sources=KNOWN, by=None, at=NOW,
    )  # fmt: skip


def round_of(number: int) -> None:
    """New facts, a vintage of them, and its release, as far as another process has not brought it already."""
    receive("falls", county.falls([*ROWS, ("W3", 2021, "Male", 10 + number % 40)]))
    vintage = computed(number)
    steps = ((State.DRAFT, operations.submit_vintage), (State.SUBMITTED, operations.approve_vintage),
             (State.APPROVED, operations.release_vintage))  # fmt: skip
    for state, step in steps:
        if Vintage.objects.get(pk=vintage.pk).state is state:
            bring(vintage, state, step)


def bring(vintage: Vintage, state: State, step: object) -> None:
    """Take a step; a process that did it a moment before, or another release meanwhile, is no fault."""
    try:
        step(vintage_id=vintage.pk, by=None, at=NOW)  # type: ignore[operator]
    except (operations.Overtaken, PermissionError):
        assert step is operations.release_vintage or Vintage.objects.get(pk=vintage.pk).state is not state


def look() -> None:
    """Everything that the database knows of is whole, and the first vintage is as it was."""
    store = queries.store()
    look_whole(store)
    for row in VintageMeasure.objects.select_related("vintage"):
        assert sheets.from_bytes(store.read(row.exact)).measure == row.measure
        assert store.read(row.definition)
        assert bool(row.public) == (row.vintage.decided_at is not None)
        assert not row.public or sheets.from_bytes(store.read(row.public))
    vintages = Vintage.objects.all()
    assert all(vintage.measures.count() == len(DEFINITIONS) for vintage in vintages)
    assert AuditEntry.objects.filter(did=Event.MEASURES_COMPUTED).count() == len(vintages)
    released = [vintage for vintage in vintages if vintage.released_at is not None]
    assert AuditEntry.objects.filter(did=Event.VINTAGE_RELEASED).count() == len(released)
    first = vintages[0]
    assert queries.value("falls", unit="W3", vintage=first.sha256).count == 62
    assert len(published.measures()) == len(DEFINITIONS)


def finish(empty_store: Path) -> None:
    """The next run makes the values that a first run in an empty place would have made."""
    after = computed(2000)
    assert computed(2000) == after
    exact = {row.measure: row.exact for row in after.measures.all()}
    facts = queries.store()
    settings.STORE = empty_store
    for path in facts.root.rglob("*"):
        if path.is_file() and path.parent.parent.name == "content" and path.name not in exact.values():
            queries.store().put(path.read_bytes())
    again = computed(2001)
    assert {row.measure: row.exact for row in again.measures.all()} == exact


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
