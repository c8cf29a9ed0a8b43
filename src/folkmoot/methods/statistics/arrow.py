"""Columns read through the Arrow C interface, without a copy where the layout allows it.

Whatever hands over `__arrow_c_stream__` or `__arrow_c_array__` will do: tables and columns of Polars, pandas, pyarrow,
DuckDB. Source: The Apache Arrow C data interface and its PyCapsule protocol, https://arrow.apache.org/docs/format/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import nanoarrow
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


def numbers(source: object, name: str | None) -> Floats:
    """A column of numbers as float64, missing as NaN."""
    return np.concatenate([_floats(chunk, name) for chunk in _chunks(source, name)] or [np.empty(0)])


def labels(source: object, name: str | None) -> tuple[Places, Labels]:
    """A column of whole numbers, days or strings as `coded` gives it: which label each row has, and the labels."""
    chunks = list(_chunks(source, name))
    missing = np.concatenate([_missing(chunk) for chunk in chunks] or [np.empty(0, dtype=np.bool_)])
    if not chunks or chunks[0].dictionary is None:
        return coded(np.concatenate([_values(chunk, name) for chunk in chunks] or [np.empty(0, np.int64)]), missing)
    words = [_values(chunk.dictionary, name) for chunk in chunks]
    offsets = np.cumsum([0, *map(len, words)])
    places = np.concatenate([_held(chunk) + offset for chunk, offset in zip(chunks, offsets, strict=False)])
    of_word, known = coded(np.concatenate(words))
    used, seen = coded(of_word[np.where(missing, 0, places)] if len(known) else np.zeros_like(places), missing)
    names = [None if place is None else known[place] for place in seen.tolist()]
    return used, np.array(names, dtype=object) if None in names else known[seen.astype(np.intp)]


def _chunks(source: object, name: str | None) -> Iterator[Any]:
    """The chunks of a column: a table's child of that name, or the column itself where there is no name."""
    stream = nanoarrow.c_array_stream(source)
    if name is None:
        yield from stream
        return
    names = [child.name for child in stream.get_schema().children]
    if name not in names:
        raise UnreadableColumn(f"the table has no column {name!r}; it has {', '.join(map(repr, names))}")
    place = names.index(name)
    for chunk in stream:
        yield chunk.child(place)


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
    width = max(1, int(length.max(initial=1)))
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
    return str(nanoarrow.Schema(chunk.schema).type.name).lower()
