"""A document as the plain values that the printed style reads, with every number and address worked out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeAlias

from folkmoot.adapters.typeset import wording
from folkmoot.methods.document import inline, model
from folkmoot.methods.document.levels import levels

Plain: TypeAlias = dict[str, Any]
Drawer: TypeAlias = Callable[[model.Figure], str]
Width: TypeAlias = Callable[[str], float]

PACK = "pack:"
UNDATED = date(2000, 1, 1)
_NUMBERINGS = {model.ListStyle.NUMBER: "1.", model.ListStyle.ROMAN: "i.", model.ListStyle.LETTER: "a)"}
_SIZE = re.compile(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"')


def plan(document: model.Document, *, edition: str, draw: Drawer, width: Width) -> Plain:
    """Everything the style needs; `draw` gives a figure's SVG, `width` that of words in the bold face, in ems."""
    language, _, region = document.language.partition("-")
    day = document.dated or UNDATED
    blocks = _Blocks(document, levels(document), draw, width)
    return {
        "edition": edition,
        "kind": document.kind,
        "title": document.title,
        "subtitle": document.subtitle,
        "author": wording.report_by(document),
        "language": language,
        "region": region or "GB",
        "date": [day.year, day.month, day.day],
        "particulars": blocks.labelled(document.particulars),
        "closing": blocks.labelled(document.closing),
        "before": _remarks(wording.before(document)),
        "after": _remarks(wording.after(document)),
        "signatures": list(document.signatures),
        "sections": [blocks.section(section) for section in document.sections],
    }


def blank(title: str, *, edition: str) -> Plain:
    """A leaf that says only that it is left blank."""
    day = [UNDATED.year, UNDATED.month, UNDATED.day]
    return {
        "edition": edition, "kind": "blank", "title": title, "language": "en", "region": "GB", "date": day
    }  # fmt: skip


def pack_address(document: model.Document, target: str) -> str:
    """The address of a reference: `#p-1` stands in this document."""
    return f"{PACK}{document.id if target.startswith('#') else ''}{target}"


@dataclass(frozen=True, slots=True)
class _Blocks:
    document: model.Document
    levels: dict[str, int]
    draw: Drawer
    width: Width

    def section(self, section: model.Section) -> Plain:
        return {
            "id": section.id,
            "title": section.title,
            "level": self.levels.get(section.id, 0),
            "kind": section.kind,
            "blocks": self.blocks(section.blocks),
        }

    def blocks(self, blocks: Iterable[model.Block]) -> list[Plain]:
        return [{"id": block.id} | self.block(block) for block in blocks]

    def block(self, block: model.Block) -> Plain:
        match block:
            case model.Paragraph(_, content, number):
                return {"type": "paragraph", "number": number, "runs": self.run(content)}
            case model.ItemList():
                return self.item_list(block)
            case model.Heading():
                return {"type": "heading", "level": self.levels[block.id], "text": wording.heading(block)}
            case model.Table():
                return self.table(block)
            case model.Figure():
                return self.figure(block)
            case model.Unpublished(_, caption, _, number):
                remarks = _remarks(wording.below_unpublished(block))
                return {"type": "unpublished", "number": number, "caption": caption, "remarks": remarks}
            case model.Quotation():
                return self.quotation(block)
            case model.Definitions(_, pairs):
                return {"type": "definitions", "pairs": self.pairs(pairs)}
            case model.AgendaEntry():
                return self.agenda_entry(block)

    def run(self, content: inline.Run) -> list[Plain]:
        return [_piece(piece, self.document) for piece in content]

    def pairs(self, pairs: Iterable[tuple[str, inline.Run]]) -> list[Plain]:
        return [{"label": label, "runs": self.run(content)} for label, content in pairs]

    def labelled(self, pairs: Iterable[tuple[str, str]]) -> list[Plain]:
        return self.pairs((label, (inline.Text(value),)) for label, value in pairs)

    def item_list(self, block: model.ItemList) -> Plain:
        items = [
            {
                "id": item.id,
                "first": at == 0,
                "runs": self.run(item.content),
                "lists": [{"id": nested.id} | self.item_list(nested) for nested in item.blocks],
            }
            for at, item in enumerate(block.items)
        ]
        return {"type": "list", "style": block.style, "numbering": _NUMBERINGS.get(block.style, ""), "items": items}

    def table(self, block: model.Table) -> Plain:
        return {
            "type": "table",
            "number": block.number,
            "caption": block.caption,
            "columns": [
                asdict(column) | self.widths(column.label, [row[at] for row in block.rows])
                for at, column in enumerate(block.columns)
            ],
            "rows": [{"cells": list(row), "total": at in block.totals} for at, row in enumerate(block.rows)],
            "row_headers": block.row_headers,
            "compact": False,
            "remarks": _remarks(wording.below_table(block)),
        }

    def widths(self, label: str, cells: Iterable[str]) -> Plain:
        """How wide a column would like to be. Measured here: the typesetter would take half its time for it."""
        known = [label, *cells]
        return {
            "heading": self.width(label),
            "heading_word": max(map(self.width, label.split()), default=0),
            "cell": max(map(self.width, set(known[1:])), default=0),
            "word": max(map(self.width, {word for words in known for word in words.split()}), default=0),
        }

    def figure(self, block: model.Figure) -> Plain:
        svg = self.draw(block)
        match = _SIZE.search(svg)
        width, height = map(float, match.groups()) if match else (1.0, 1.0)
        return {
            "type": "figure",
            "number": block.number,
            "caption": block.caption,
            "alternative": block.alternative,
            "svg": svg,
            "proportion": width / height,
            "remarks": _remarks(wording.below_figure(block)),
            "table": self.table(block.table) | {"id": block.table.id, "compact": True},
        }

    def quotation(self, block: model.Quotation) -> Plain:
        marks = ("", "") if block.paraphrased else ("“", "”")
        return {
            "type": "quotation",
            "open": marks[0],
            "close": marks[1],
            "runs": self.run(block.content),
            "remarks": _remarks(wording.below_quotation(block)),
        }

    def agenda_entry(self, block: model.AgendaEntry) -> Plain:
        return {
            "type": "agenda",
            "level": self.levels[block.id],
            "number": block.number,
            "title": block.title,
            "pages": block.pages,
            "url": pack_address(self.document, block.target) if block.target else "",
            "blocks": self.blocks(block.blocks),
        }


def _piece(piece: inline.Inline, document: model.Document) -> Plain:
    match piece:
        case inline.Strong(text):
            return {"type": "strong", "text": text}
        case inline.Emphasis(text):
            return {"type": "emphasis", "text": text}
        case inline.Link(text, url):
            return {"type": "link", "text": text, "url": url}
        case inline.Reference(text, target):
            return {"type": "link", "text": text, "url": pack_address(document, target)}
        case inline.Text(text):
            return {"type": "text", "text": text}


def _remarks(remarks: Iterable[wording.Remark]) -> list[Plain]:
    return [asdict(remark) for remark in remarks]
