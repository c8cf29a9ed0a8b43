"""Statistical neighbours: the authorities that are most like one, as the Department for Education lists them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from folkmoot.adapters.feeds import receiving
from folkmoot.adapters.feeds.layouts import Column, Holds, Layout, Others
from folkmoot.adapters.feeds.lookups import LA_NUMBER
from folkmoot.adapters.feeds.quality import Quality
from folkmoot.adapters.feeds.reading import Unreadable

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december"), 1
    )
}  # fmt: skip
_LAYOUT = Layout(
    "neighbours", "", "", "", "", "",
    (
        Column("unit", ("la_number",), Holds.CODES, filled=True, matches=LA_NUMBER),
        Column("la_name", ("la_name",), filled=True),
        Column("neighbour", ("neighbour_la_number",), Holds.CODES, filled=True, matches=LA_NUMBER),
        Column("neighbour_name", ("neighbour_name",), filled=True),
        Column("rank", ("rank",), Holds.WHOLE, filled=True, lowest=1),
        Column("closeness", ("closeness",), filled=True),
    ),
    row=("unit", "rank"),
    others=Others.LEFT_OUT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A list as it was received: a table of `unit`, `neighbour`, `rank` and `closeness`, and the names of the units."""

    file: str
    file_sha256: str
    on: date
    names: tuple[tuple[str, str], ...]
    table: pa.Table
    quality: Quality


def read(path: Path, *, told: Callable[[int], None] = lambda rows: None) -> Neighbours:
    """The neighbours of a file; its month is in its name, as in april2021. Unreadable where it is not."""
    match = re.search(rf"({'|'.join(_MONTHS)})_?((?:19|20)\d\d)", path.name.lower())
    if match is None:
        raise Unreadable(f"{path.name}: name the month of the list in the file's name, as in neighbours_april2021.csv")
    received = receiving.receive(path, _LAYOUT, told=told)
    found = received.table
    names = dict(zip(found["neighbour"].to_pylist(), found["neighbour_name"].to_pylist(), strict=True))
    names |= dict(zip(found["unit"].to_pylist(), found["la_name"].to_pylist(), strict=True))
    return Neighbours(
        received.file,
        received.file_sha256,
        date(int(match[2]), _MONTHS[match[1]], 1),
        tuple(sorted(names.items())),
        found.select(["unit", "neighbour", "rank", "closeness"]),
        received.quality,
    )
