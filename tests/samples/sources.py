"""Walks over the report sources of the samples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def blocks(source: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The blocks of a report source, in reading order."""
    for section in source["section"]:
        yield from section["block"]


def items(listed: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The items of a list block, those of inner lists included."""
    for item in listed.get("items", []):
        yield item
        yield from items(item)


def texts(source: dict[str, Any]) -> list[str]:
    """Every piece of running text of a report source."""
    found = []
    for block in blocks(source):
        found += [block[key] for key in ("text", "reason") if key in block]
        found += block.get("notes", [])
        found += [item["text"] for item in items(block)]
        found += [description for _, description in block.get("pairs", [])]
    return found
