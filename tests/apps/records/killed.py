"""Imports facts in processes that are killed at random moments, and at the same time, and looks at what is left.

Run by test_killed.py in a process of its own, which opens no database itself: each round is a forked child.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

import pyarrow.parquet as pq  # noqa: E402 - Django is set up first
from django.core.management import call_command  # noqa: E402
from tests.children import alone, fifty_kills, look_whole, together  # noqa: E402

from folkmoot.adapters.feeds import layout_files, receiving  # noqa: E402
from folkmoot.adapters.feeds.received import content_sha256  # noqa: E402
from folkmoot.apps.accounts.models import AuditEntry  # noqa: E402
from folkmoot.apps.accounts.terms import Event  # noqa: E402
from folkmoot.apps.records import operations, queries  # noqa: E402
from folkmoot.apps.records.models import DataSet, FactRevision  # noqa: E402
from folkmoot.apps.records.terms import Provenance  # noqa: E402

AT_ONCE = 5
ROWS = 2_000
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
LAYOUT = """
[layout]
title = "Invented visits"
source = "An invented clinic"
licence = "None: invented"
row = ["visit"]
[[column]]
name = "visit"
[[column]]
name = "unit"
[[column]]
name = "age"
"""


def main(seed: int, folder: Path) -> None:
    (folder / "visits.toml").write_text(LAYOUT)
    alone(lambda: call_command("migrate", verbosity=0))
    took = min(alone(lambda number=number: take(folder, number)) for number in range(3))
    number = fifty_kills(seed, took, lambda number: take(folder, number), look, first=3)
    alone(lambda: finish(folder, number))
    for _ in range(AT_ONCE):
        number += 1
        together(*[lambda number=number: take(folder, number)] * 3, lambda number=number: take(folder, -number))
    alone(look_at_what_came_together)


def take(folder: Path, number: int) -> None:
    """Import the visits of one day: another content for every number."""
    path = folder / f"visits-{number}.csv"
    if not path.exists():
        lines = [f"{visit},W{visit % 97},{(visit * 7 + number) % 90}" for visit in range(ROWS)]
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.write_text("\n".join(["visit,unit,age", *lines]) + "\n")
        fresh.replace(path)
    received = receiving.receive(path, layout_files.read(folder / "visits.toml"))
    operations.receive_facts(received=[received], key="visits", provenance=Provenance.INVENTED, by=None, at=NOW)


def look() -> None:
    """Every vintage that the database knows of is whole, and each but the first follows the one before."""
    look_whole(queries.store())
    vintages = list(FactRevision.objects.all())
    assert [each.number for each in vintages] == list(range(1, len(vintages) + 1))
    assert [each.before for each in vintages] == [None, *vintages[:-1]]
    for each in vintages:
        found = queries.facts("visits", each.sha256)
        assert content_sha256(pq.read_table(found.paths[0])) == each.sha256
        assert each.files.get().rows == found.rows == ROWS
    told = Counter(AuditEntry.objects.values_list("did", flat=True))
    assert told == {Event.FACTS_RECEIVED: 1, Event.FACTS_FOLLOWED: len(vintages) - 1}


def finish(folder: Path, number: int) -> None:
    """The next run finishes what was cut short, and the one after it finds nothing to do."""
    take(folder, number)
    newest = FactRevision.objects.last()
    take(folder, number)
    assert FactRevision.objects.last() == newest
    assert DataSet.objects.get().fact_revisions.last() == newest


def look_at_what_came_together() -> None:
    """Three imports of one file at once and one of another: each content is kept, and no vintage is torn or lost."""
    look()
    held = Counter(FactRevision.objects.order_by("-number").values_list("sha256", flat=True))
    assert len(held) >= 2 * AT_ONCE


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
