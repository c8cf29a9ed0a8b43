"""A report's recommendations where others quote them, word for word, so that nobody types them again."""

from __future__ import annotations

from dataclasses import replace

from folkmoot.methods.document import inline
from folkmoot.methods.document.model import Block, Document, Item, ItemList, Paragraph, Section, SectionKind


def recommendations(report: Document, stem: str) -> tuple[Block, ...]:
    """The blocks of a report's recommendations, to stand in another document or page.

    Each carries an id of its own that begins with `stem` and the report's id, has no paragraph number, and its
    references lead to the report.
    """
    return tuple(
        _quoted(block, report.id, f"{stem}-{report.id}")
        for section in report.sections
        if section.kind is SectionKind.RECOMMENDATION
        for block in section.blocks
    )


def recommended(report: Document, stem: str) -> Document:
    """A document of nothing but a report's recommendations; without a section where it makes none."""
    blocks = recommendations(report, stem)
    section = Section(f"{stem}-{report.id}", "", blocks, SectionKind.RECOMMENDATION)
    return Document(report.id, report.kind, report.title, (section,) if blocks else ())


def _quoted(block: Block, part: str, stem: str) -> Block:
    match block:
        case Paragraph():
            return Paragraph(f"{stem}-{block.id}", _led(block.content, part))
        case ItemList():
            return _quoted_list(block, part, stem)
        case _:
            return replace(block, id=f"{stem}-{block.id}")


def _quoted_list(block: ItemList, part: str, stem: str) -> ItemList:
    items = tuple(
        Item(
            f"{stem}-{item.id}",
            _led(item.content, part),
            tuple(_quoted_list(inner, part, stem) for inner in item.blocks),
        )
        for item in block.items
    )
    return ItemList(f"{stem}-{block.id}", block.style, items)


def _led(run: inline.Run, part: str) -> inline.Run:
    return tuple(
        replace(piece, target=part + piece.target)
        if isinstance(piece, inline.Reference) and piece.target.startswith("#")
        else piece
        for piece in run
    )
