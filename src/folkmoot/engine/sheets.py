"""A sheet: every value of one measure by unit, span and cell, with what each is compared with; kept as Parquet.

A cell is a category of a breakdown; the first is everything together. The bytes of a sheet follow from what it holds,
so that their hash names it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from enum import StrEnum
from itertools import product
from math import nan
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from folkmoot.engine.scope import Span, SpanKind, Unit
from folkmoot.methods.statistics import Outcome

Floats = NDArray[np.float64]
_KEY = b"folkmoot.sheet"


class BadSheet(ValueError):
    """Bytes that hold no sheet, or a value that is not on one; the message says what there is."""


class Series(StrEnum):
    """What kind of figure a value is. Only an actual one is coloured by significance."""

    ACTUAL = "actual"
    TARGET = "target"
    ADJUSTED_TARGET = "adjusted target"
    PROJECTION = "projection"
    BENCHMARK = "benchmark"


class Against(StrEnum):
    """With what a value is compared."""

    PARENT = "its parent"
    ENGLAND = "England"
    GROUP = "a group of units"
    OTHERS = "the units of its type"
    REFERENCE = "whom its ratio refers to"
    LAST_YEAR = "the year before"
    PREVIOUS = "the mean of the five years before"
    BEFORE = "the time before an event"
    TARGET = "its target"


@dataclass(frozen=True, slots=True)
class Cell:
    """A category of a breakdown; both are empty for everything together. `overlapping` ones do not add up."""

    breakdown: str = ""
    category: str = ""
    overlapping: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a path on a day, which may be after the last span; limits are those of a forecast, else NaN."""

    day: date
    value: float
    lower: float = nan
    upper: float = nan


@dataclass(frozen=True, slots=True)
class Path:
    """A target or a projection of one unit: its value at each span, NaN where it has none, and the rule it follows.

    `points` are the rule itself. `bound` says what a value has to be to meet a target, where that was said.
    """

    series: Series
    unit: int
    values: tuple[float, ...]
    rule: str
    made_on: date
    source: str
    points: tuple[Point, ...] = ()
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """For each unit and span the place of what it is compared with, -1 for nothing; and what came out.

    `outcome` holds codes of Outcome, or of quintiles (1 the highest values, 0 for none) among the units of a type. The
    fixed `mark`, where there is one, is what every value is compared with. A target's label is its series, and the mark
    is the unit's own path.
    """

    against: Against
    label: str
    units: tuple[int, ...]
    spans: tuple[int, ...]
    outcome: NDArray[np.int8]
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Values in the shape of units, spans and cells; NaN where there is none, and `status` says why.

    `lower` and `upper` are the limits at 95 %, `least` and `most` those at 99.8 %. `count` and `denominator` are what
    the value rests on; NaN where it rests on no denominator. `sums` are units that others make up exactly. `excluded`
    is what was left out of the numerator and of the denominator: by what, with which value, and how many rows.
    `remarks` are what a publisher prints beside values that were taken over, by their places.
    """

    measure: str
    units: tuple[Unit, ...]
    spans: tuple[Span, ...]
    cells: tuple[Cell, ...]
    value: Floats
    lower: Floats
    upper: Floats
    least: Floats
    most: Floats
    count: Floats
    denominator: Floats
    status: NDArray[np.uint16]
    sums: tuple[tuple[int, tuple[int, ...]], ...] = ()
    paths: tuple[Path, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    rows: tuple[int, int] = (0, 0)
    excluded: tuple[tuple[str, str, str, int], ...] = ()
    remarks: Mapping[tuple[int, int, int], str] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[int, int, int]:
        """How many units, spans and cells there are."""
        return (len(self.units), len(self.spans), len(self.cells))

    def unit(self, wanted: str) -> int:
        """The place of a unit by its code or, where only one has it, its name. BadSheet for none."""
        codes = [place for place, unit in enumerate(self.units) if unit.code == wanted]
        names = [place for place, unit in enumerate(self.units) if unit.name == wanted]
        if codes:
            return codes[0]
        if len(names) == 1:
            return names[0]
        why = "the name of several units; give its code" if names else "no unit of it; units are named by code or name"
        raise BadSheet(f"{self.measure}: {wanted!r} is {why}")

    def span(self, wanted: str) -> int:
        """The place of a span by its label; the newest period for an empty one. BadSheet for none."""
        labels = [span.label for span in self.spans]
        if wanted in labels:
            return labels.index(wanted)
        periods = [place for place, span in enumerate(self.spans) if span.kind is SpanKind.PERIOD]
        if not wanted and periods:
            return max(periods, key=lambda place: self.spans[place].last)
        raise BadSheet(f"{self.measure}: there is no period {wanted!r}; there are {', '.join(labels)}")

    def cell(self, breakdown: str = "", category: str = "") -> int:
        """The place of a category; of everything together for no breakdown. BadSheet for none."""
        for place, cell in enumerate(self.cells):
            if (cell.breakdown, cell.category) == (breakdown, category):
                return place
        known = [cell.category for cell in self.cells if cell.breakdown == breakdown]
        what = f"no category {category!r} of {breakdown!r}; it has {', '.join(known)}" if known else (
            f"no breakdown {breakdown!r}; there are {', '.join(sorted({cell.breakdown for cell in self.cells} - {''}))}"
        )  # fmt: skip
        raise BadSheet(f"{self.measure}: there is {what}")

    def mark(self, comparison: Comparison, unit: int, span: int, cell: int) -> float:
        """The value that one is compared with; NaN where there is none."""
        if comparison.mark is not None:
            return comparison.mark
        if comparison.against is Against.TARGET:
            own = (path.values[span] for path in self.paths if (path.series, path.unit) == (comparison.label, unit))
            return next(own, np.nan)
        other, then = comparison.units[unit], comparison.spans[span]
        return float(self.value[other, then, cell]) if other >= 0 and then >= 0 else np.nan

    def places(self) -> Iterator[tuple[int, int, int]]:
        """Every unit, span and cell, in order."""
        units, spans, cells = self.shape
        return product(range(units), range(spans), range(cells))


_ARRAYS = ("value", "lower", "upper", "least", "most", "count", "denominator", "status")


def to_bytes(sheet: Sheet) -> bytes:
    """The sheet as Parquet: a row a value with its unit, span and cell in words, for whoever reads it elsewhere."""
    units, spans, cells = sheet.shape
    columns: dict[str, pa.Array] = {
        "unit_type": _words([unit.unit_type for unit in sheet.units], spans * cells, 1),
        "unit": _words([unit.code for unit in sheet.units], spans * cells, 1),
        "unit_name": _words([unit.name for unit in sheet.units], spans * cells, 1),
        "period": _words([span.label for span in sheet.spans], cells, units),
        "breakdown": _words([cell.breakdown for cell in sheet.cells], 1, units * spans),
        "category": _words([cell.category for cell in sheet.cells], 1, units * spans),
        **{name: pa.array(getattr(sheet, name).ravel()) for name in _ARRAYS},
        **{_column(place): pa.array(each.outcome.ravel()) for place, each in enumerate(sheet.comparisons)},
    }
    told = {each.name: getattr(sheet, each.name) for each in fields(sheet) if each.name not in _ARRAYS}
    told["comparisons"] = [_told(each) for each in sheet.comparisons]
    told["remarks"] = [[*place, words] for place, words in sorted(sheet.remarks.items())]
    for name in ("units", "spans", "cells", "paths"):
        told[name] = [asdict(each) for each in told[name]]
    table = pa.table(columns).replace_schema_metadata({_KEY: json.dumps(told, default=date.isoformat)})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())


def _column(place: int) -> str:
    return f"outcome_{place}"


def _words(labels: list[str], each: int, times: int) -> pa.DictionaryArray:
    """Each label so many times over, and all of that again and again; each distinct word stands once."""
    places = {label: place for place, label in enumerate(dict.fromkeys(labels))}
    codes = np.array([places[label] for label in labels], dtype=np.int32)
    spread = pa.array(np.tile(np.repeat(codes, each), times))
    return pa.DictionaryArray.from_arrays(spread, pa.array([*places], pa.string()))


def _told(comparison: Comparison) -> dict[str, Any]:
    return {name: getattr(comparison, name) for name in ("against", "label", "units", "spans", "mark")}


def from_bytes(content: bytes) -> Sheet:
    """The sheet of some bytes. BadSheet where they hold none."""
    try:
        table = pq.read_table(pa.BufferReader(content))
        told: dict[str, Any] = json.loads((table.schema.metadata or {})[_KEY])
    except (KeyError, pa.ArrowInvalid) as error:
        raise BadSheet("these bytes hold no values of a measure; compute it again") from error
    units = tuple(Unit(**each) for each in told["units"])
    spans = tuple(_span(each) for each in told["spans"])
    cells = tuple(Cell(**each) for each in told["cells"])
    shape = (len(units), len(spans), len(cells))
    arrays = {name: table[name].to_numpy().reshape(shape) for name in _ARRAYS}
    return Sheet(
        measure=told["measure"],
        units=units,
        spans=spans,
        cells=cells,
        sums=tuple((total, tuple(parts)) for total, parts in told["sums"]),
        paths=tuple(_path(each) for each in told["paths"]),
        comparisons=tuple(
            Comparison(
                Against(each["against"]), each["label"], tuple(each["units"]), tuple(each["spans"]),
                table[_column(place)].to_numpy().reshape(shape), each["mark"],
            )
            for place, each in enumerate(told["comparisons"])
        ),
        rows=tuple(told["rows"]),
        excluded=tuple((part, name, value, number) for part, name, value, number in told["excluded"]),
        remarks={(unit, span, cell): words for unit, span, cell, words in told.get("remarks", ())},
        **arrays,
    )  # fmt: skip


def _span(told: Mapping[str, Any]) -> Span:
    first, last = date.fromisoformat(told["first"]), date.fromisoformat(told["last"])
    return Span(told["label"], first, last, SpanKind(told["kind"]), told["years"])


def _path(told: Mapping[str, Any]) -> Path:
    values = tuple(float(each) for each in told["values"])
    made_on = date.fromisoformat(told["made_on"])
    points = tuple(Point(date.fromisoformat(each["day"]), each["value"], each["lower"], each["upper"])
                   for each in told.get("points", ()))  # fmt: skip
    return Path(
        Series(told["series"]),
        told["unit"],
        values,
        told["rule"],
        made_on,
        told["source"],
        points,
        told.get("bound", ""),
    )


def outcome_words(comparison: Comparison, code: int) -> str:
    """What a page prints: "worse", "not compared", "quintile 2 of 5"."""
    if comparison.against is Against.OTHERS:
        return f"quintile {code} of 5" if code else Outcome.NOT_COMPARED.words
    return Outcome(code).words
