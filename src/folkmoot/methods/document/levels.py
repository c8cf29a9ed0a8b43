"""The level of every heading, so that page and PDF skip none: the title is 1, a section 2, headings in it 3 and 4."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.methods.document.model import AgendaEntry, Block, Document, Heading


def levels(document: Document) -> dict[str, int]:
    """The level of each titled section, heading and agenda entry, by id.

    In a section without a title everything moves up by one, and no heading is more than one level below the last.
    """
    found: dict[str, int] = {}
    for section in document.sections:
        above = 1
        if section.title:
            found[section.id] = above = 2
        _within(section.blocks, above, found)
    return found


def _within(blocks: Iterable[Block], above: int, found: dict[str, int]) -> None:
    last = above
    for block in blocks:
        if isinstance(block, Heading):
            found[block.id] = last = min(above + block.level - 2, last + 1)
        elif isinstance(block, AgendaEntry):
            found[block.id] = last = above + 1
            _within(block.blocks, above + 1, found)
