"""What a definition's data sets stand for: facts received, residents, or a printed table read as facts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from folkmoot.adapters.store.files import Store
from folkmoot.apps.places import queries as places
from folkmoot.apps.records import queries as records
from folkmoot.engine import reading
from folkmoot.engine.definition import Measure
from folkmoot.methods.document.printed import Printed


class NoRecords(LookupError):
    """A data set that no facts, residents or printed table stand for; the message says what to import."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A measure with the bytes of the file that defines it, whose hash a vintage keeps."""

    measure: Measure
    content: bytes

    @classmethod
    def read(cls, path: Path) -> Definition:
        """The definition of a file. BadSource says what is wrong with it."""
        content = path.read_bytes()
        return cls(reading.read(content, path.name), content)


@dataclass(frozen=True, slots=True)
class PrintedFacts:
    """How a printed table is read as facts: the column of the units, the day its figures are of, rows left out."""

    unit: str
    on: date
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """What data sets are besides facts received, by their name in definitions.

    Residents, by the keys of populations of places, or facts that are published residents where no key is given; and
    printed tables.
    """

    residents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    printed: Mapping[str, PrintedFacts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Input:
    """Facts as Parquet, with the hash of their content and what must be said beside a value made of them.

    `known`: anybody may know the counts, because they are published residents or printed as they are.
    """

    key: str
    sha256: str
    paths: tuple[Path, ...]
    title: str
    source: str
    period: str
    licence: str
    invented: bool
    printed: bool
    known: bool

    def told(self, part: str) -> dict[str, Any]:
        """What a vintage keeps of it; `part` is what it is to the measure."""
        return {"part": part, **{name: getattr(self, name) for name in (
            "key", "sha256", "title", "source", "period", "licence", "invented", "printed", "known")}}  # fmt: skip


def find(data_set: str, sources: Sources, store: Store) -> Input:
    """What a data set stands for. NoRecords where there is nothing, naming what to import."""
    try:
        if data_set in sources.printed:
            return _printed(data_set, sources.printed[data_set], store)
        if sources.residents.get(data_set):
            return _residents(data_set, sources.residents[data_set])
        return _facts(data_set, known=data_set in sources.residents)
    except (places.UnknownPlaces, records.UnknownTable, records.UnknownFacts) as error:
        raise NoRecords(str(error)) from error


def _printed(key: str, how: PrintedFacts, store: Store) -> Input:
    found = records.table(key)
    content = pa.BufferOutputStream()
    pq.write_table(_as_facts(found.table, how), content, compression="zstd")
    path = store.path(store.put(content.getvalue().to_pybytes()))
    return Input(
        key, found.sha256, (path,), found.title, found.source, found.period, "", found.invented, True, True
    )  # fmt: skip


def _as_facts(table: Printed, how: PrintedFacts) -> pa.Table:
    """A row a unit; columns of whole numbers are numbers, all others words."""
    place = table.columns.index(how.unit) if how.unit in table.columns else -1
    if place < 0:
        raise NoRecords(f"the printed table has no column {how.unit!r}; it has {', '.join(table.columns)}")
    rows = [row for row in table.rows if row[place] not in how.without]
    columns = {label: [row[at] for row in rows] for at, label in enumerate(table.columns) if at != place}
    days = pa.array([how.on] * len(rows), pa.date32())
    facts: dict[str, pa.Array] = {"unit": pa.array([row[place] for row in rows], pa.string()), "date": days}
    for label, cells in columns.items():
        plain = [cell.replace(",", "") for cell in cells]
        whole = all(cell.isdecimal() for cell in plain)
        facts[label] = pa.array([int(cell) for cell in plain], pa.int64()) if whole else pa.array(cells, pa.string())
    return pa.table(facts)


def _residents(name: str, keys: tuple[str, ...]) -> Input:
    found = [places.population(key) for key in keys]
    return Input(
        key=name,
        sha256=hashlib.sha256("\n".join(each.sha256 for each in found).encode()).hexdigest(),
        paths=tuple(path for each in found for path in each.paths),
        title="; ".join(dict.fromkeys(each.title for each in found)),
        source="; ".join(dict.fromkeys(each.source for each in found)),
        period="",
        licence="; ".join(dict.fromkeys(each.licence for each in found if each.licence)),
        invented=any(each.invented for each in found),
        printed=False,
        known=True,
    )


def published(data_set: str) -> Input:
    """Facts whose figures the world can read where they were published. NoRecords where nobody said that it can."""
    try:
        found = records.facts(data_set)
    except records.UnknownFacts as error:
        raise NoRecords(str(error)) from error
    if not found.public:
        raise NoRecords(
            f"the facts {data_set!r} are restricted, and only what is published is taken over as it is; if it is, "
            "import it with --public"
        )
    return replace(_facts(data_set, known=True), printed=True)


def _facts(key: str, *, known: bool) -> Input:
    found = records.facts(key)
    return Input(
        key=key,
        sha256=found.sha256,
        paths=found.paths,
        title=found.title,
        source=found.source,
        period=found.period,
        licence=found.licence,
        invented=found.invented,
        printed=False,
        known=known,
    )
