"""A document that stands by itself, outside its pack."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from folkmoot.methods.document.inline import Reference, Text
from folkmoot.methods.document.model import Document

Value = TypeVar("Value")


def alone(document: Document) -> Document:
    """The document with references to other parts of its pack as plain words, since they lead nowhere from here."""
    return _alone(document, document.id)


def _alone(value: Value, part: str) -> Value:
    if isinstance(value, tuple):
        return type(value)(_freed(each, part) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _alone(getattr(value, field.name), part) for field in fields(value)})
    return value


def _freed(value: object, part: str) -> object:
    if isinstance(value, Reference) and value.target.partition("#")[0] not in ("", part):
        return Text(value.text)
    return _alone(value, part)
