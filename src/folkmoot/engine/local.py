"""The default backend: dense counting over Parquet files, a row group at a time on each of two threads.

Rows become whole-number keys in `placing`, and the keys are counted. Memory is that of the cube and of two row groups,
however many rows there are; a cube that does not fit is counted in parts, from keys that are written to disk meanwhile.
Counts are int64 throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from folkmoot.engine.cells import CELL, MEMORY, Cells, Told
from folkmoot.engine.cube import Cube
from folkmoot.engine.entries import AT_ONCE, Keys, Whole
from folkmoot.engine.placing import Placing
from folkmoot.engine.plan import WORDS, AxisKind, BadFacts, Plan, TooManyCells

THREADS = 2


def count(plan: Plan, files: Sequence[Path], *, memory: int = MEMORY) -> Cube:
    """The cube of a plan over Parquet files. BadFacts names what is wrong with one.

    TooManyCells where the cube alone would take more than `memory` bytes; `count_in_parts` counts such a one.
    """
    cells = Cells(plan, memory)
    return cells.cube(_over(plan, files, cells.add))


def count_in_parts(plan: Plan, files: Sequence[Path], *, memory: int = MEMORY) -> Iterator[Cube]:
    """The cube of a plan in parts of consecutive units, none larger than `memory` bytes; `cube.join` makes them one.

    A cube that fits is one part. Else files are read once: keys go to a temporary folder, sorted by part, and each part
    is counted from there. The first part tells of all rows that were read and excluded, the others of none, so that
    sums over the parts hold. TooManyCells where a single unit would take more.
    """
    if plan.cells * CELL <= memory:
        yield count(plan, files, memory=memory)
        return
    each = plan.cells // plan.shape[0]
    units = memory // (CELL * each)
    if not units:
        raise TooManyCells(f"one unit has {each:,} cells, and {memory // CELL:,} is the most; ask for fewer breakdowns")
    with TemporaryDirectory(prefix="folkmoot-") as folder:
        spilt = _Spilt(Path(folder), units * each, weighted=bool(plan.weight))
        told = _over(plan, files, spilt.add)
        for place in range(ceil(plan.shape[0] / units)):
            axis = replace(plan.axes[0], categories=plan.axes[0].categories[place * units : (place + 1) * units])
            part = replace(plan, axes=(axis, *plan.axes[1:]))
            cells = Cells(part, memory)
            for keys, weights in spilt.of(place):
                cells.add(keys, weights)
            yield cells.cube(told)
            told = Told()


def _over(plan: Plan, files: Sequence[Path], take: Callable[[Keys, Whole | None], None]) -> Told:
    """Hand the keys of every row group to `take`, one at a time.

    Threads share nothing but a lock: NumPy counts under the interpreter's own lock anyway, and decodes, looks up and
    sorts outside it, so that a second array of counts would double the memory and gain nothing.
    """
    told, lock = Told(), Lock()
    groups = iter([(file, place) for file in _opened(plan, files) for place in range(file.groups)])

    def work() -> None:
        placing = Placing(plan)
        while True:
            with lock:
                group = next(groups, None)
            if group is None:
                return
            file, place = group
            for batch in file.read(place):
                found = placing.of(batch)
                with lock:
                    told.rows += found.rows
                    told.excluded += found.excluded
                    take(found.keys, found.weights)

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(work) for _ in range(THREADS)]:
            done.result()
    return told


@dataclass(frozen=True, slots=True)
class _File:
    """A Parquet file that was looked at; each read opens it anew, since a reader belongs to one thread."""

    path: Path
    metadata: pq.FileMetaData
    words: list[str]
    columns: list[str]

    @property
    def groups(self) -> int:
        """How many row groups it has."""
        return int(self.metadata.num_row_groups)

    def read(self, place: int) -> list[pa.RecordBatch]:
        """A row group."""
        try:
            with pq.ParquetFile(self.path, read_dictionary=self.words, metadata=self.metadata) as file:
                table = file.read_row_group(place, columns=self.columns, use_threads=False)
        except (OSError, pa.ArrowException) as error:
            raise BadFacts(f"{self.path.name}, row group {place + 1}, cannot be read: {error}") from error
        found: list[pa.RecordBatch] = table.to_batches()
        return found


def _opened(plan: Plan, files: Sequence[Path]) -> list[_File]:
    """The files, once each of them has the columns of the plan."""
    wanted = plan.columns
    words = [column for column, kind in wanted.items() if kind == WORDS]
    return [_File(path, _checked(path, wanted, words), words, sorted(wanted)) for path in files]


def _checked(path: Path, wanted: dict[str, str], words: list[str]) -> pq.FileMetaData:
    try:
        with pq.ParquetFile(path, read_dictionary=words) as file:
            metadata, schema = file.metadata, file.schema_arrow
    except (OSError, pa.ArrowInvalid) as error:
        raise BadFacts(f"{path.name} cannot be read as Parquet: {error}") from error
    for column, kind in wanted.items():
        if column not in schema.names:
            raise BadFacts(f"{path.name} has no column {column!r}, which should hold {kind}")
        found = schema.field(column).type
        if not _HOLDS[kind](found):
            raise BadFacts(f"{path.name}, column {column!r}: should hold {kind}, but holds {found}")
    return metadata


_HOLDS = {
    WORDS: lambda found: pa.types.is_dictionary(found) and pa.types.is_string(found.value_type),
    AxisKind.NUMBERS.value: pa.types.is_integer,
    AxisKind.DAYS.value: pa.types.is_date32,
}


class _Spilt:
    """Keys on disk, in a file for each part of a cube that has `size` cells, with their weights where there are any."""

    def __init__(self, folder: Path, size: int, *, weighted: bool) -> None:
        self.folder, self.size, self.weighted = folder, size, weighted

    def add(self, keys: Keys, weight: Whole | None) -> None:
        """Write keys into the files of their parts, each counted from the first cell of its part."""
        if weight is not None:
            order = np.argsort(keys)
            keys, weight = keys[order], weight[order]
        first, last = (int(each) // self.size for each in keys[[0, -1]]) if len(keys) else (0, -1)
        edges = np.searchsorted(keys, np.arange(first, last + 2, dtype=np.int64) * self.size)
        for part, (begin, end) in enumerate(pairwise(edges.tolist()), first):
            within = keys[begin:end].astype(np.int64) - part * self.size
            columns = [within] if weight is None else [within, weight[begin:end]]
            with self._file(part).open("ab") as file:
                np.stack(columns, axis=-1).tofile(file)

    def of(self, part: int) -> Iterator[tuple[Keys, Whole | None]]:
        """The keys of a part as they come back, with their weights."""
        if not self._file(part).exists():
            return
        with self._file(part).open("rb") as file:
            width = 2 if self.weighted else 1
            while len(found := np.fromfile(file, np.int64, AT_ONCE * width)):
                columns = found.reshape(-1, width)
                yield columns[:, 0], columns[:, 1] if self.weighted else None

    def _file(self, part: int) -> Path:
        return self.folder / str(part)
