"""Words that are typed in a room as blocks of a source, and back: what was not changed keeps its permanent id.

A blank line parts paragraphs; `- ` begins an item of a list, two spaces before it one of a list within the item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import count
from typing import Any, TypeAlias

Content: TypeAlias = dict[str, Any]
BULLET, INDENT = "- ", "  "


class NotTyped(ValueError):
    """A block that nobody types, such as a table; it is changed in its source."""


def text_of(blocks: Iterable[Mapping[str, Any]]) -> str:
    """The blocks as they are typed. NotTyped for anything but paragraphs and bulleted lists."""
    return "\n\n".join(map(_text, blocks))


def _text(block: Mapping[str, Any]) -> str:
    if block["type"] == "paragraph":
        return str(block["text"])
    if block["type"] != "list" or block.get("style", "bullet") != "bullet":
        raise NotTyped(f"the block {block['id']!r} is a {block['type']}, which is not typed here")
    return "\n".join(_lines(block["items"], ""))


def _lines(items: Iterable[Mapping[str, Any]], indent: str) -> Iterator[str]:
    for item in items:
        yield f"{indent}{BULLET}{item['text']}"
        yield from _lines(item.get("items", ()), indent + INDENT)


def blocks_of(text: str, before: Sequence[Mapping[str, Any]], stem: str) -> list[Content]:
    """The blocks that a typed text describes.

    Blocks of `before` keep their ids where they stand, moved or changed; new ones have ids that begin with `stem`.
    """
    found = [block for chunk in text.replace("\r\n", "\n").split("\n\n") for block in _blocks(chunk)]
    _name(found, before, stem)
    return found


def _blocks(chunk: str) -> Iterator[Content]:
    """Lines before the first bullet are a paragraph, the others a list."""
    words: list[str] = []
    items: list[Content] = []
    for line in filter(str.strip, chunk.split("\n")):
        stripped = line.strip()
        if stripped.startswith(BULLET):
            _hang(items, stripped.removeprefix(BULLET), len(line) - len(line.lstrip()))
        elif items:
            _last(items)["text"] += f" {stripped}"
        else:
            words.append(stripped)
    if words:
        yield {"type": "paragraph", "id": "", "text": " ".join(words)}
    if items:
        yield {"type": "list", "id": "", "style": "bullet", "items": items}


def _hang(items: list[Content], text: str, indent: int) -> None:
    """Add an item at the end, within the last one where it is indented."""
    while indent >= len(INDENT) and items:
        items[-1].setdefault("style", "bullet")
        items, indent = items[-1].setdefault("items", []), indent - len(INDENT)
    items.append({"id": "", "text": text})


def _last(items: list[Content]) -> Content:
    last = items[-1]
    return _last(last["items"]) if last.get("items") else last


def _name(found: Sequence[Content], before: Sequence[Mapping[str, Any]], stem: str) -> None:
    """Give every block and item its id: of what it was before, where the two texts can be laid beside each other."""
    new, old = list(_flat(found)), list(_flat(before))
    ids = [str(each["id"]) for each in old]
    fresh = (name for number in count(1) if (name := f"{stem}-{number}") not in set(ids))
    laid = SequenceMatcher(None, list(map(_said, old)), list(map(_said, new)), autojunk=False)
    for tag, old_from, old_to, new_from, new_to in laid.get_opcodes():
        if tag != "delete":
            _keep(new[new_from:new_to], old[old_from:old_to])
    for each in new:
        each["id"] = each["id"] or next(fresh)


def _keep(new: Sequence[Content], old: Sequence[Mapping[str, Any]]) -> None:
    for each, was in zip(new, old, strict=False):
        if each.get("type") == was.get("type"):
            each["id"] = str(was["id"])


def _flat(blocks: Iterable[Mapping[str, Any]]) -> Iterator[Any]:
    """Blocks and the items within them, in reading order."""
    for block in blocks:
        yield block
        yield from _flat(block.get("items", ()))


def _said(block: Mapping[str, Any]) -> tuple[str, str]:
    return str(block.get("type", "item")), str(block.get("text", ""))
