"""The words of each block, by its id: what page, PDF and search index must agree on."""

from __future__ import annotations

from collections.abc import Iterator

from folkmoot.methods.document.inline import Reference, plain
from folkmoot.methods.document.model import (
    AgendaEntry,
    Block,
    Definitions,
    Document,
    Figure,
    Heading,
    Item,
    ItemList,
    Paragraph,
    Quotation,
    Section,
    Table,
    Unpublished,
    walk,
)


def words(document: Document) -> dict[str, str]:
    """The words that a reader meets in each block, keyed by id, in reading order; lists are their items."""
    return {element.id: _words(element) for element in walk(document) if _words(element)}


def references(document: Document) -> Iterator[str]:
    """Where the document's references lead: `#id` within it, or `part` and `part#id` elsewhere in the pack."""
    for element in walk(document):
        match element:
            case Paragraph(content=content) | Item(content=content) | Quotation(content=content):
                runs = [content]
            case Definitions(pairs=pairs):
                runs = [run for _, run in pairs]
            case _:
                runs = []
        yield from (piece.target for run in runs for piece in run if isinstance(piece, Reference))


def _words(element: Block | Item | Section) -> str:
    match element:
        case Paragraph(content=content) | Item(content=content) | Quotation(content=content):
            return plain(content)
        case Section(title=title):
            return title
        case Heading(text=text, number=number, aside=aside):
            return " ".join(part for part in (number, text, aside) if part)
        case Table(caption=caption, columns=columns, rows=rows):
            cells = [column.label for column in columns] + [cell for row in rows for cell in row]
            return " ".join([caption, *cells])
        case Figure(caption=caption) | Unpublished(caption=caption):
            return caption
        case Definitions(pairs=pairs):
            return " ".join(f"{term} {plain(description)}" for term, description in pairs)
        case AgendaEntry(number=number, title=title, pages=pages):
            return " ".join(part for part in (number, title, pages) if part)
        case ItemList():
            return ""
