"""Light markup of standing texts and agenda items as blocks: a blank line between blocks, `- ` before a list item."""

from __future__ import annotations

from folkmoot.methods.document import inline
from folkmoot.methods.document.model import Item, ItemList, ListStyle, Paragraph

BULLET = "- "


def blocks(markup: str, stem: str) -> tuple[Paragraph | ItemList, ...]:
    """Paragraphs and bulleted lists, with the ids stem-1, stem-2, ... UnsafeLink for a link off the web."""
    pieces = [piece for chunk in markup.split("\n\n") for piece in _pieces(chunk)]
    return tuple(_block(lines, f"{stem}-{number}") for number, lines in enumerate(pieces, 1))


def _pieces(chunk: str) -> list[list[str]]:
    """The lines before the first list item, and the items, each with the lines that it goes on over."""
    words: list[str] = []
    items: list[str] = []
    for line in filter(None, map(str.strip, chunk.splitlines())):
        if line.startswith(BULLET):
            items.append(line)
        elif items:
            items[-1] += f" {line}"
        else:
            words.append(line)
    return [lines for lines in ([" ".join(words)] if words else [], items) if lines]


def _block(lines: list[str], block: str) -> Paragraph | ItemList:
    if not lines[0].startswith(BULLET):
        return Paragraph(block, inline.parse(lines[0]))
    items = (Item(f"{block}-{number}", inline.parse(line.removeprefix(BULLET))) for number, line in enumerate(lines, 1))
    return ItemList(block, ListStyle.BULLET, tuple(items))
