"""What changed between two contents of a data set, in rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from folkmoot.adapters.feeds.alike import alike


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows that appeared, that vanished, and that say something else of the same; columns that came and went."""

    appeared: int
    vanished: int
    changed: int
    new_columns: tuple[str, ...] = ()
    lost_columns: tuple[str, ...] = ()

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Changes:
        """The changes as JSON carried them."""
        lists = {name: tuple(plain[name]) for name in ("new_columns", "lost_columns")}
        return cls(**(dict(plain) | lists))

    @property
    def words(self) -> str:
        """The changes in a sentence."""
        told = [
            f"{self.appeared:,} row{'s' * (self.appeared != 1)} appeared",
            f"{self.vanished:,} vanished",
            f"{self.changed:,} changed",
        ]
        told += [f"new column {name}" for name in self.new_columns]
        told += [f"column {name} is gone" for name in self.lost_columns]
        return ", ".join(told)


def between(before: pa.Table, after: pa.Table, row: Sequence[str] = ()) -> Changes:
    """What changed. `row` names the columns that tell rows apart; without it a changed row vanished and appeared.

    Only columns that both have are compared, as text where their types differ.
    """
    shared = [name for name in after.column_names if name in before.column_names]
    both = pa.concat_tables([_as_text(before, after, shared), _as_text(after, before, shared)])
    old = np.arange(len(both)) < len(before)
    appeared, vanished = _surplus(alike(both, shared), old)
    changed = 0
    if row and set(row) <= set(shared):
        fresh, lost = _surplus(alike(both, row), old)
        changed = appeared - fresh
        appeared, vanished = fresh, lost
    return Changes(
        appeared,
        vanished,
        changed,
        tuple(name for name in after.column_names if name not in shared),
        tuple(name for name in before.column_names if name not in shared),
    )


def _as_text(table: pa.Table, other: pa.Table, columns: Sequence[str]) -> pa.Table:
    found = table.select(columns).replace_schema_metadata(None)
    for place, name in enumerate(columns):
        if table[name].type != other[name].type:
            found = found.set_column(place, name, found[name].cast(pa.string()))
    return found


def _surplus(numbers: NDArray[np.int64], old: NDArray[np.bool_]) -> tuple[int, int]:
    """How many rows are there more of after than before, and before than after."""
    size = int(numbers.max(initial=-1)) + 1
    more = np.bincount(numbers[~old], minlength=size) - np.bincount(numbers[old], minlength=size)
    return int(more[more > 0].sum()), int(-more[more < 0].sum())
