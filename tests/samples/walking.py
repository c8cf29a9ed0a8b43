"""The invented count of children who walk to school, corrected and counted again a year on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from folkmoot.apps.measures import operations, queries
from folkmoot.apps.records import operations as records

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DATA_SET = "i01_walking_to_school"


def correct(number: int, value: str, column: str = "Walk") -> None:
    """Change a count of a town's children, of those who walk unless told; the towns stand in rows."""
    records.correct_printed_table(
        key=DATA_SET, row=number, column=column, value=value, reason="counted again (invented)", by=None, at=NOW
    )


def release_a_year_later(root: Path, folder: Path) -> None:
    """The children are asked again a year on, and the measure is computed, checked and released."""
    text = (root / "samples" / "invented" / "measures.toml").read_text()
    later = text.replace("first = 2025", "first = 2026").replace("last = 2025", "last = 2026")
    (folder / "later.toml").write_text(later.replace("on = 2025-10-01", "on = 2026-10-01"))
    covered = queries.read_coverage(folder / "later.toml")
    vintage = operations.compute_measures(
        definitions=[queries.Definition.read(root / "samples" / "invented" / "measures" / "children-who-walk.toml")],
        coverage=covered.coverage, sources=covered.sources, title=covered.title, by=None, at=NOW,
    )  # fmt: skip
    for step in (operations.submit_vintage, operations.approve_vintage, operations.release_vintage):
        step(vintage_id=vintage.pk, by=None, at=NOW)
