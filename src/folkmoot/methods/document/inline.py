"""Running text: plain words, emphasis, links and references, and the light markup in which officers write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words of strong importance, set in bold."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words with stress, set in italics."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a web address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that lead to a block of this document (`#id`) or to another part of the pack (`part` or `part#id`)."""

    text: str
    target: str


Inline: TypeAlias = Text | Strong | Emphasis | Link | Reference
Run: TypeAlias = tuple[Inline, ...]

_MARKUP = re.compile(r"\*\*(?P<strong>[^*]+)\*\*|\*(?P<emphasis>[^*]+)\*|\[(?P<label>[^\]]+)\]\((?P<target>[^)\s]+)\)")
_SAFE_SCHEMES = ("https://", "http://")
_REFERENCE = "ref:"


class UnsafeLink(ValueError):
    """A link whose address is neither http(s) nor a reference inside the pack."""


def parse(markup: str) -> Run:
    """Read `**strong**`, `*emphasis*`, `[words](https://...)` and `[words](ref:part#id)`; UnsafeLink otherwise."""
    found: list[Inline] = []
    position = 0
    for match in _MARKUP.finditer(markup):
        if match.start() > position:
            found.append(Text(markup[position : match.start()]))
        found.append(_inline(match))
        position = match.end()
    if position < len(markup):
        found.append(Text(markup[position:]))
    return tuple(found)


def _inline(match: re.Match[str]) -> Inline:
    if match["strong"]:
        return Strong(match["strong"])
    if match["emphasis"]:
        return Emphasis(match["emphasis"])
    target = match["target"]
    if target.startswith(_REFERENCE):
        return Reference(match["label"], target.removeprefix(_REFERENCE))
    if target.startswith(_SAFE_SCHEMES):
        return Link(match["label"], target)
    raise UnsafeLink(f"the link {match['label']!r} leads to {target!r}; write https://... or ref:part#paragraph")


def plain(run: Run) -> str:
    """The words alone."""
    return "".join(piece.text for piece in run)
