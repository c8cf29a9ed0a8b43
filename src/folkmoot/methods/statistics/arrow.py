"""Columns read through the Arrow C interface, without a copy where the layout allows it.

Whatever hands over `__arrow_c_stream__` or `__arrow_c_array__` will do: tables and columns of Polars, pandas, pyarrow,
DuckDB. Source: The Apache Arrow C data interface and its PyCapsule protocol, https://arrow.apache.org/docs/format/.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from folkmoot.methods.statistics.coding import Labels, Places, coded
from folkmoot.methods.statistics.core import Floats, Masks

_WHOLE = frozenset("cCsSiIlL")
_NUMBERS = _WHOLE | frozenset("fg")
_DAYS = "tdD"
_WIDEST_INLINE = 12  # bytes that a string view holds itself


class UnreadableColumn(TypeError):
    """A column that is missing, or of a type that cannot be used here; the message names both."""


@dataclass(frozen=True, slots=True)
class ArrowColumn:
    """The chunks of one column, and its name where it has one."""

    chunks: tuple[Any, ...]
    name: str | None

    def numbers(self) -> Floats:
        """Numbers as float64, missing as NaN."""
        return np.concatenate([_floats(chunk, self.name) for chunk in self.chunks] or [np.empty(0)])

    def labels(self) -> tuple[Places, Labels]:
        """Whole numbers, days or strings as `coded` gives them: which label each row has, and the labels."""
        missing = np.concatenate([_missing(chunk) for chunk in self.chunks] or [np.empty(0, dtype=np.bool_)])
        if self.chunks and self.chunks[0].dictionary is not None:
            return self._of_dictionaries(missing)
        values = [_values(chunk, self.name) for chunk in self.chunks] or [np.empty(0, np.int64)]
        return coded(np.concatenate(values), missing)

    def _of_dictionaries(self, missing: Masks) -> tuple[Places, Labels]:
        """The same where each chunk numbers its own labels; labels that no row has are left out."""
        words = [_values(chunk.dictionary, self.name) for chunk in self.chunks]
        offsets = np.cumsum([0, *map(len, words)])[:-1]
        places = np.concatenate([_held(chunk) + offset for chunk, offset in zip(self.chunks, offsets, strict=True)])
        of_word, known = coded(np.concatenate(words))
        used, seen = coded(of_word[np.where(missing, 0, places)] if len(known) else np.zeros_like(places), missing)
        names = [None if place is None else known[place] for place in seen.tolist()]
        return used, np.array(names, dtype=object) if None in names else known[seen.astype(np.intp)]


@dataclass(frozen=True, slots=True)
class ArrowTable:
    """A table read once, since a stream may be read only once; its columns by name."""

    names: tuple[str, ...]
    chunks: tuple[Any, ...]

    def __getitem__(self, name: str) -> ArrowColumn:
        if name not in self.names:
            raise UnreadableColumn(f"the table has no column {name!r}; it has {', '.join(map(repr, self.names))}")
        return ArrowColumn(tuple(chunk.child(self.names.index(name)) for chunk in self.chunks), name)


def speaks_arrow(source: object) -> bool:
    """Whether the object hands itself over through the Arrow C interface."""
    return hasattr(source, "__arrow_c_stream__") or hasattr(source, "__arrow_c_array__")


def read_table(source: object) -> ArrowTable:
    """A table of any library."""
    names, chunks = _read(source)
    return ArrowTable(names, chunks)


def read_column(source: object) -> ArrowColumn:
    """A single column of any library."""
    return ArrowColumn(_read(source)[1], None)


def _read(source: object) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    import nanoarrow  # only Arrow data need it

    stream = nanoarrow.c_array_stream(source)
    return tuple(child.name for child in stream.get_schema().children), tuple(stream)


def _floats(chunk: Any, name: str | None) -> Floats:
    kind = chunk.schema.format
    if kind not in _NUMBERS or chunk.dictionary is not None:
        raise UnreadableColumn(f"column {name!r} holds {_type_of(chunk)}; give numbers, cast to 64-bit floats")
    values = _held(chunk).astype(np.float64, copy=False)
    missing = _missing(chunk)
    return np.where(missing, np.nan, values) if missing.any() else values


def _values(chunk: Any, name: str | None) -> Labels:
    kind = chunk.schema.format
    if kind in _STRINGS:
        return _STRINGS[kind](chunk)
    if kind == _DAYS or kind in _WHOLE:
        return _held(chunk).astype("datetime64[D]") if kind == _DAYS else _held(chunk)
    raise UnreadableColumn(f"column {name!r} holds {_type_of(chunk)}; give whole numbers, days or strings")


def _held(chunk: Any) -> Labels:
    """The rows of a chunk's buffer of numbers."""
    return _buffer(chunk, 1)[chunk.offset : chunk.offset + chunk.length]


def _missing(chunk: Any) -> Masks:
    """Which rows the validity bitmap calls missing."""
    bits = _buffer(chunk, 0).view(np.uint8)
    if chunk.null_count == 0 or not len(bits):
        return np.zeros(chunk.length, dtype=np.bool_)
    valid = np.unpackbits(bits, bitorder="little")[chunk.offset : chunk.offset + chunk.length]
    return np.asarray(valid == 0)


def _offset_strings(chunk: Any) -> Labels:
    """Strings laid end to end, with where each begins, as an array of bytes of the widest one's width."""
    edges = _buffer(chunk, 1)[chunk.offset : chunk.offset + chunk.length + 1].astype(np.int64)
    return _gathered(_buffer(chunk, 2).view(np.uint8), edges[:-1], np.diff(edges))


def _viewed_strings(chunk: Any) -> Labels:
    """String views: sixteen bytes each, that hold the string itself or say where it lies."""
    records = _buffer(chunk, 1).view(np.uint8).reshape(-1, 16)[chunk.offset : chunk.offset + chunk.length]
    length = np.ascontiguousarray(records[:, :4]).view(np.int32)[:, 0].astype(np.int64)
    length = np.where(_missing(chunk), 0, length)
    inline = np.where(np.arange(_WIDEST_INLINE) < length[:, np.newaxis], records[:, 4:], 0)
    short = _as_bytes(inline.astype(np.uint8))
    far = length > _WIDEST_INLINE
    if not far.any():
        return short
    found = short.astype(f"S{int(length.max())}")
    where = np.ascontiguousarray(records[:, 8:]).view(np.int32).astype(np.int64)
    for place in np.unique(where[far, 0]):
        rows = far & (where[:, 0] == place)
        found[rows] = _gathered(_buffer(chunk, 2 + int(place)).view(np.uint8), where[rows, 1], length[rows])
    return found


_STRINGS: dict[str, Callable[[Any], Labels]] = {"u": _offset_strings, "U": _offset_strings, "vu": _viewed_strings}


def _gathered(text: NDArray[np.uint8], start: NDArray[np.int64], length: NDArray[np.int64]) -> Labels:
    width = int(length.max(initial=1))
    if len(start) and (length == width).all() and (start == start[0] + width * np.arange(len(start))).all():
        return _as_bytes(text[start[0] : start[0] + width * len(start)].reshape(-1, width))
    inside = np.arange(width) < length[:, np.newaxis]
    places = np.where(inside, start[:, np.newaxis] + np.arange(width), 0)
    return _as_bytes(np.where(inside, text[places] if len(text) else 0, 0).astype(np.uint8))


def _as_bytes(rows: NDArray[np.uint8]) -> Labels:
    return np.ascontiguousarray(rows).view(f"S{rows.shape[1]}")[:, 0]


def _buffer(chunk: Any, place: int) -> Labels:
    return np.asarray(chunk.view().buffer(place))


def _type_of(chunk: Any) -> str:
    return str(chunk.view().storage_type)
