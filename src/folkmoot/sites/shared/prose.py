"""Short texts in light markup - an agenda item, a remit - as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from markupsafe import Markup

from folkmoot.methods.document.inline import Emphasis, Inline, Link, Strong, parse

_MARK = "- "


def prose(text: str) -> Markup:
    """Paragraphs and bulleted lists: a blank line between blocks, `- ` before an item. UnsafeLink for a bad link."""
    blocks = [block for block in text.split("\n\n") if block.strip()]
    return Markup("").join(piece for block in blocks for piece in _block(block))


def words(text: str) -> Markup:
    """One paragraph's words, without the paragraph."""
    return Markup("").join(_inline(piece) for piece in parse(text))


def _block(block: str) -> Iterator[Markup]:
    lines = [line.strip() for line in block.splitlines()]
    for listed, group in groupby(lines, key=lambda line: line.startswith(_MARK)):
        if listed:
            items = Markup("").join(Markup("<li>{}</li>").format(words(line.removeprefix(_MARK))) for line in group)
            yield Markup('<ul class="govuk-list govuk-list--bullet">{}</ul>').format(items)
        else:
            yield Markup('<p class="govuk-body">{}</p>').format(words(" ".join(group)))


def _inline(piece: Inline) -> Markup:
    if isinstance(piece, Strong):
        return Markup("<strong>{}</strong>").format(piece.text)
    if isinstance(piece, Emphasis):
        return Markup("<em>{}</em>").format(piece.text)
    if isinstance(piece, Link):
        return Markup('<a class="govuk-link" href="{}">{}</a>').format(piece.url, piece.text)
    return Markup("{}").format(piece.text)
