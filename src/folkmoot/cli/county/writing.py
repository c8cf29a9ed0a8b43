"""The drawn rows as Parquet, a group of rows at a time: memory is that of one group, however many people there are."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from folkmoot.cli.county.data_sets import DataSet, Kind
from folkmoot.cli.county.drawing import Drawn
from folkmoot.cli.county.geography import LEVELS, Geography, Place
from folkmoot.cli.county.streams import stream

GROUP = 1 << 20
Tell = Callable[[int], None]
_KEY = "folkmoot"
_TYPES = {Kind.UNIT: pa.string(), Kind.DAY: pa.date32(), Kind.NUMBER: pa.int32()}


def _quietly(rows: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Written:
    """A data set as it lies in a file."""

    data_set: DataSet
    path: Path
    rows: int


def write(
    data_set: DataSet, geography: Geography, seed: int, folder: Path, *, group: int = GROUP, tell: Tell = _quietly
) -> Written:
    """Draw a data set for every ward into a file of the folder, `group` rows together. The same seed, the same rows.

    The file is there whole or not at all; `tell` is told how many rows are drawn.
    """
    path = folder / f"{data_set.key}.parquet"
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    rows = 0
    try:
        # Without the Arrow schema words come back as text, and not as the dictionaries of one group.
        with pq.ParquetWriter(unfinished, schema(data_set), compression="zstd", store_schema=False) as writer:
            for table in tables(data_set, geography, seed, group=group):
                writer.write_table(table, row_group_size=group)
                rows += table.num_rows
                tell(rows)
            writer.add_key_value_metadata({_KEY: _origin(geography, seed)})
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return Written(data_set, path, rows)


def written(data_set: DataSet, geography: Geography, seed: int, folder: Path) -> Written | None:
    """What an earlier `write` of the same people left in the folder; None for nothing, or for others."""
    path = folder / f"{data_set.key}.parquet"
    try:
        found = pq.read_metadata(path)
    except (OSError, pa.ArrowInvalid):
        return None
    same = (found.metadata or {}).get(_KEY.encode()) == _origin(geography, seed).encode()
    return Written(data_set, path, found.num_rows) if same else None


def _origin(geography: Geography, seed: int) -> str:
    size = f"{geography.people:,} people in {len(geography.codes):,} LSOAs"
    return f"Everybody in this file is invented. {geography.name}, {size}, seed {seed}."


def schema(data_set: DataSet) -> pa.Schema:
    """The columns of a data set: words are text, days dates, and the rest whole numbers."""
    return pa.schema(
        {name: _TYPES[kind] if isinstance(kind, Kind) else pa.string() for name, kind in data_set.columns.items()}
    )


def tables(data_set: DataSet, geography: Geography, seed: int, *, group: int = GROUP) -> Iterator[pa.Table]:
    """The rows of every ward in order, `group` of them at a time, the last fewer."""
    for drawn in _grouped(_wards(data_set, geography, seed), group):
        columns = [_column(kind, drawn[name], geography) for name, kind in data_set.columns.items()]
        yield pa.Table.from_arrays(columns, schema=schema(data_set))


def write_places(geography: Geography, folder: Path) -> Path:
    """Each LSOA with the places above it, how it stands and who lives there, as CSV."""
    path = folder / "places.csv"
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with unfinished.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        levels = [f"{level.replace(' ', '_')}_{part}" for level in LEVELS for part in ("code", "name")]
        lines.writerow(["lsoa_code", "lsoa_name", *levels, "standing", "persons", "place_is"])
        persons = geography.persons.sum((1, 2)).tolist()
        for i, code in enumerate(geography.codes):
            above = [word for level in LEVELS for word in _words_of(geography.above[level][i])]
            row = [code, geography.names[i], *above, f"{geography.standing[i]:.4f}", persons[i]]
            lines.writerow([*row, "invented" if geography.invented else "real"])
    unfinished.replace(path)
    return path


def _words_of(place: Place) -> tuple[str, str]:
    return place.code, place.name


def _wards(data_set: DataSet, geography: Geography, seed: int) -> Iterator[Drawn]:
    for ward in geography.wards():
        drawn = data_set.draw(ward, stream(seed, data_set.stream, ward.code))
        yield {name: drawn[name] + (ward.first if kind is Kind.UNIT else 0) for name, kind in data_set.columns.items()}


def _grouped(wards: Iterable[Drawn], group: int) -> Iterator[Drawn]:
    """The same rows in groups of one size."""
    waiting: list[Drawn] = []
    rows = 0
    for ward in wards:
        waiting.append(ward)
        rows += _rows(ward)
        if rows >= group:
            whole = _joined(waiting)
            rows %= group
            full = _rows(whole) - rows
            for start in range(0, full, group):
                yield {name: column[start : start + group] for name, column in whole.items()}
            waiting = [{name: column[full:] for name, column in whole.items()}]
    if rows:
        yield _joined(waiting)


def _rows(drawn: Drawn) -> int:
    return len(drawn["unit"])


def _joined(parts: list[Drawn]) -> Drawn:
    return {name: np.concatenate([each[name] for each in parts]) for name in parts[0]}


def _column(kind: Kind | tuple[str, ...], drawn: NDArray[np.int64], geography: Geography) -> pa.Array:
    if kind is Kind.UNIT:
        first = int(drawn.min())
        return _words(geography.codes[first : int(drawn.max()) + 1], drawn - first)
    if isinstance(kind, Kind):
        return pa.array(drawn.astype(np.int32)).cast(_TYPES[kind])
    return _words(kind, drawn)


def _words(vocabulary: tuple[str, ...], places: NDArray[np.int64]) -> pa.Array:
    codes = pa.array(places.astype(np.int32), mask=places < 0)
    return pa.DictionaryArray.from_arrays(codes, pa.array(vocabulary, pa.string())).cast(pa.string())
