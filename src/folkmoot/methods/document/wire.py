"""Documents as canonical JSON, the form in which published parts are frozen: the same document, the same bytes.

Fields at their default are left out, so that a field added later changes no byte of what is frozen already.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from folkmoot.methods.document import inline, model

FORMAT = "folkmoot-document-1"
_HINTS = {
    kind.__name__: get_type_hints(kind)
    for kind in (*vars(inline).values(), *vars(model).values())
    if isinstance(kind, type) and is_dataclass(kind)
}


class BadDocument(ValueError):
    """Text that is no frozen document; the message names the place in it."""


def dump(document: model.Document) -> str:
    """The document as one line of JSON with sorted keys."""
    frozen = {"format": FORMAT, "document": _encode(document)}
    return json.dumps(frozen, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def load(text: str) -> model.Document:
    """The document of such a line. BadDocument when it is damaged, of another format, or repeats an id."""
    try:
        frozen = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadDocument(f"a frozen document must be JSON; this is not: {error}") from error
    if not isinstance(frozen, dict) or frozen.get("format") != FORMAT:
        raise BadDocument(f"a frozen document says that its format is {FORMAT}; this one does not")
    try:
        document: model.Document = _dataclass(model.Document, frozen.get("document"), "document")
        model.check_ids(document)
    except model.DuplicateId as error:
        raise BadDocument(str(error)) from error
    except RecursionError as error:
        raise BadDocument("a frozen document is not nested as deeply as this one") from error
    return document


def _encode(value: Any) -> Any:
    if is_dataclass(value):
        found = {"type": type(value).__name__}
        return found | {
            field.name: _encode(getattr(value, field.name))
            for field in fields(value)
            if field.default is MISSING or getattr(value, field.name) != field.default
        }
    match value:
        case frozenset():
            return sorted(value)
        case tuple():
            return [_encode(member) for member in value]
        case date():
            return value.isoformat()
    return value


def _dataclass(kind: type[Any], value: Any, place: str) -> Any:
    if not isinstance(value, dict) or value.get("type") != kind.__name__:
        raise BadDocument(f"{place} should be a {kind.__name__}")
    hints = _HINTS[kind.__name__]
    unknown = value.keys() - hints.keys() - {"type"}
    if unknown:
        raise BadDocument(f"{place} has no field {min(unknown)!r}")
    missing = {f.name for f in fields(kind) if f.default is MISSING} - value.keys()
    if missing:
        raise BadDocument(f"{place} lacks its {min(missing)}")
    return kind(**{name: _decode(hints[name], value[name], f"{place}.{name}") for name in hints if name in value})


def _decode(kind: Any, value: Any, place: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _union(get_args(kind), value, place)
    if origin in (tuple, frozenset):
        return _members(origin, get_args(kind), value, place)
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass(kind, value, place)
    return _plain(kind, value, place)


def _union(kinds: tuple[Any, ...], value: Any, place: str) -> Any:
    # None is always a default, and defaults are left out: null is no value that a frozen document holds.
    named = {kind.__name__: kind for kind in kinds if kind is not NoneType}
    if isinstance(value, Mapping):
        kind = named.get(str(value.get("type")))
        if kind is None:
            raise BadDocument(f"{place} is one of {', '.join(named)}, not {value.get('type')!r}")
        return _decode(kind, value, place)
    return _decode(next(iter(named.values())), value, place)


def _members(origin: Any, kinds: tuple[Any, ...], value: Any, place: str) -> Any:
    if not isinstance(value, list):
        raise BadDocument(f"{place} should be a list")
    if origin is tuple and Ellipsis not in kinds:
        if len(kinds) != len(value):
            raise BadDocument(f"{place} should have {len(kinds)} members, not {len(value)}")
    else:
        kinds = kinds[:1] * len(value)
    found = zip(kinds, value, strict=True)
    return origin(_decode(kind, member, f"{place}[{index}]") for index, (kind, member) in enumerate(found))


def _plain(kind: Any, value: Any, place: str) -> Any:
    given = str if issubclass(kind, StrEnum | date) else kind
    if type(value) is not given:
        raise BadDocument(f"{place} should be {given.__name__}, not {type(value).__name__}")
    try:
        if issubclass(kind, date):
            return kind.fromisoformat(value)
        return kind(value)
    except ValueError as error:
        raise BadDocument(f"{place}: {error}") from error
