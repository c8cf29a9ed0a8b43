"""The words of a report's block that an author may change in a form; its ids, numbers and data stay as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

WORDS = {"text": "Text", "caption": "Caption", "reason": "Why it is not published", "source": "Source"}
KINDS = {
    "paragraph": "Paragraph", "list": "List", "heading": "Heading", "table": "Table", "figure": "Figure",
    "unpublished": "Figure that is not published", "quotation": "Quotation", "definitions": "Definitions",
}  # fmt: skip
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand in a block, what to call them, and what they say."""

    path: Path
    label: str
    words: str

    @property
    def name(self) -> str:
        """The name of its form field: words-items-0-text."""
        return "-".join(["words", *map(str, self.path)])


def kind(content: Mapping[str, Any]) -> str:
    """What the block is, in words."""
    return KINDS.get(str(content.get("type")), "Block")


def places(content: Mapping[str, Any], path: Path = (), called: str = "") -> Iterator[Place]:
    """Every place with words, in reading order."""
    for key, label in WORDS.items():
        if isinstance(content.get(key), str):
            yield Place((*path, key), called or label, content[key])
    for number, note in enumerate(content.get("notes", ()), 1):
        yield Place((*path, "notes", number - 1), f"Note {number}", note)
    for number, (term, meaning) in enumerate(content.get("pairs", ()), 1):
        yield Place((*path, "pairs", number - 1, 0), f"Term {number}", term)
        yield Place((*path, "pairs", number - 1, 1), f"Meaning of term {number}", meaning)
    for number, item in enumerate(content.get("items", ()), 1):
        item_called = f"{called}.{number}" if called else f"Item {number}"
        yield from places(item, (*path, "items", number - 1), item_called)


def first_words(content: Mapping[str, Any], most: int = 80) -> str:
    """The beginning of what the block says."""
    said = next((place.words for place in places(content) if place.words), "")
    return said if len(said) <= most else said[: most - 1].rstrip() + "…"


def rewritten(content: Mapping[str, Any], words: Mapping[Path, str]) -> dict[str, Any]:
    """The block with other words in some places."""
    found: dict[str, Any] = _put(content, (), words)
    return found


def _put(value: Any, path: Path, words: Mapping[Path, str]) -> Any:
    if path in words:
        return words[path]
    if isinstance(value, Mapping):
        return {key: _put(each, (*path, key), words) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_put(each, (*path, number), words) for number, each in enumerate(value)]
    return value
