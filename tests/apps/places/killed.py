"""Imports lookups and residents in processes that are killed at random moments, and at the same time.

Run by test_killed.py in a process of its own, which opens no database itself: each round is a forked child.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up first
from tests.children import alone, fifty_kills, look_whole, together  # noqa: E402

from folkmoot.apps.places import queries  # noqa: E402
from folkmoot.apps.places.models import Edition, Listing, PlaceRevision, PlaceTable, Unit  # noqa: E402
from folkmoot.apps.places.terms import TableKind  # noqa: E402
from folkmoot.cli.kinds import Order  # noqa: E402
from folkmoot.cli.kinds_of_places import KINDS  # noqa: E402

AT_ONCE = 4
LSOAS, FRESH = 100, 10
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def main(seed: int, folder: Path) -> None:
    alone(lambda: call_command("migrate", verbosity=0))
    took = min(alone(lambda number=number: take(folder, number)) for number in range(3))
    number = fifty_kills(seed, took, lambda number: take(folder, number), look, first=3)
    alone(lambda: finish(folder, number))
    for _ in range(AT_ONCE):
        number += 1
        together(*[lambda number=number: take(folder, number)] * 2, lambda number=number: take(folder, number + 1000))
    alone(look)


def take(folder: Path, number: int) -> None:
    """Import a lookup and residents: other wards, units and people for every number."""
    for kind, name, lines in (
        ("lookup", f"invented_{number}.csv", lookup(number)),
        ("population", f"mye2020_invented_{number}.csv", residents(number)),
    ):
        path = folder / name
        path.write_text("\n".join(lines) + "\n")
        order = Order(NOW, key=f"i-{kind}")
        KINDS[kind].receive([KINDS[kind].read(path, order, lambda rows: None)], order)


def lookup(number: int) -> list[str]:
    rows = ((code(place, number), f"E05{(place * number) % 40:06}") for place in range(LSOAS))
    return ["lsoa11cd,wd20cd", *(f"{lsoa},{ward}" for lsoa, ward in rows)]


def residents(number: int) -> list[str]:
    rows = ((code(place, number), place % 9, number) for place in range(LSOAS))
    return ["lsoa11cd,all_ages,age_0,age_1", *(f"{lsoa},{a + b},{a},{b}" for lsoa, a, b in rows)]


def code(place: int, number: int) -> str:
    """Some of the units are new in every round."""
    return f"E01{place + (number % 1000) * FRESH:06}"


def look() -> None:
    """Every content that the database knows of is whole, and about units that are listed once each."""
    look_whole(queries.store())
    listed = {edition.key: set(queries.names(edition.key)) for edition in Edition.objects.all()}
    for table in PlaceTable.objects.select_related("edition"):
        contents = list(table.revisions.all())
        assert [each.number for each in contents] == list(range(1, len(contents) + 1))
        for each in contents:
            kept = queries.table(each)
            column = "source" if table.kind == TableKind.LOOKUP else "unit"
            assert kept.num_rows == each.rows
            assert set(kept[column].to_pylist()) <= listed[table.edition.key]
    assert max(Counter(Unit.objects.values_list("type", "code")).values()) == 1
    assert Listing.objects.count() == sum(map(len, listed.values()))


def finish(folder: Path, number: int) -> None:
    """The next run finishes what was cut short, and the one after it finds nothing to do."""
    take(folder, number)
    contents = PlaceRevision.objects.count()
    take(folder, number)
    assert PlaceRevision.objects.count() == contents
    assert queries.population("i-population").rows == 2 * LSOAS
    assert len(queries.lookup("i-lookup-lsoa11-to-wd20-best-fit").parts) == LSOAS


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
