"""A document as a Word file: real headings, lists and tables, its language set, and words for every picture.

The same document gives the same bytes: the container's times are fixed, and the author is the council.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from folkmoot.adapters.typeset import wording
from folkmoot.methods.document import inline, model
from folkmoot.methods.document.levels import levels

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Source Sans 3"
EPOCH = (1980, 1, 1, 0, 0, 0)
LISTS = {
    model.ListStyle.BULLET: ("List Bullet", "List Bullet 2", "List Bullet 3"),
    model.ListStyle.NUMBER: ("List Number", "List Number 2", "List Number 3"),
    model.ListStyle.ROMAN: ("List Number", "List Number 2", "List Number 3"),
    model.ListStyle.LETTER: ("List Number", "List Number 2", "List Number 3"),
}
Picture = Callable[[model.Figure], bytes]


def word(document: model.Document, *, author: str, picture: Picture | None = None) -> bytes:
    """The document as a .docx file; `picture` gives the PNG of a figure, whose table stands beside it in any case."""
    return _fixed(_Writer(document, author, picture).written())


class _Writer:
    def __init__(self, document: model.Document, author: str, picture: Picture | None) -> None:
        self.source, self.picture, self.levels = document, picture, levels(document)
        self.file: Any = docx.Document()
        self._dress(author)

    def written(self) -> bytes:
        source = self.source
        self.file.add_heading(source.title, 1)
        if source.subtitle:
            self.file.add_paragraph(source.subtitle, style="Subtitle")
        for remark in wording.before(source):
            self._strong(remark.text)
        self._pairs(tuple((term, (inline.Text(said),)) for term, said in source.particulars))
        if wording.report_by(source):
            self.file.add_paragraph(wording.report_by(source))
        for section in source.sections:
            if section.title:
                self.file.add_heading(section.title, 2)
            for block in section.blocks:
                self.block(block)
        for remark in wording.after(source):
            self.file.add_paragraph(remark.text)
        self._pairs(tuple((term, (inline.Text(said),)) for term, said in source.closing))
        for line in source.signatures:
            self.file.add_paragraph(f"{'.' * 60} {line}")
        buffer = io.BytesIO()
        self.file.save(buffer)
        return buffer.getvalue()

    def block(self, block: model.Block) -> None:
        match block:
            case model.Paragraph():
                self._run(f"{block.number}. " if block.number else "", block.content)
            case model.ItemList():
                self.items(block, 0)
            case model.Heading():
                self.file.add_heading(wording.heading(block), self.levels[block.id])
            case model.Table():
                self.table(block)
            case model.Figure():
                self.figure(block)
            case model.Unpublished():
                self._strong(f"{block.number} {block.caption}".strip())
                self.file.add_paragraph(block.reason)
            case model.Quotation():
                self._run("", block.content, "Quote")
                self.file.add_paragraph(block.source)
            case model.Definitions():
                self._pairs(block.pairs)
            case model.AgendaEntry():
                self.file.add_heading(f"{block.number} {block.title} {block.pages}".strip(), self.levels[block.id])
                for inner in block.blocks:
                    self.block(inner)

    def items(self, block: model.ItemList, depth: int) -> None:
        for item in block.items:
            self._run("", item.content, LISTS[block.style][min(depth, 2)])
            for inner in item.blocks:
                self.items(inner, depth + 1)

    def table(self, table: model.Table) -> None:
        self._strong(f"{table.number}. {table.caption}" if table.number else table.caption)
        rows = [tuple(column.label for column in table.columns), *table.rows]
        self._grid(rows, headed=True, described=table.caption)
        for remark in wording.below_table(table):
            self.file.add_paragraph(remark.text)

    def figure(self, figure: model.Figure) -> None:
        self._strong(f"{figure.number}. {figure.caption}" if figure.number else figure.caption)
        if self.picture is not None:
            shape = self.file.add_picture(io.BytesIO(self.picture(figure)), width=Cm(15))
            shape._inline.docPr.set("descr", figure.alternative)
        self.table(figure.table)

    def _pairs(self, pairs: tuple[tuple[str, inline.Run], ...]) -> None:
        """Terms and what is said of them: a paragraph each, so that they read aloud in order."""
        for term, said in pairs:
            paragraph = self.file.add_paragraph()
            paragraph.add_run(f"{term}: ").bold = True
            self._pieces(paragraph, said)

    def _run(self, lead: str, content: inline.Run, style: str | None = None) -> None:
        paragraph = self.file.add_paragraph(lead, style=style)
        self._pieces(paragraph, content)

    def _pieces(self, paragraph: Any, content: inline.Run) -> None:
        for piece in content:
            run = paragraph.add_run(piece.text)
            run.bold = isinstance(piece, inline.Strong) or None
            run.italic = isinstance(piece, inline.Emphasis) or None
            if isinstance(piece, inline.Link):
                paragraph.add_run(f" ({piece.url})")

    def _strong(self, text: str) -> None:
        self.file.add_paragraph().add_run(text).bold = True

    def _grid(self, rows: list[tuple[str, ...]], *, headed: bool, described: str) -> None:
        grid = self.file.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
        for at, row in enumerate(rows):
            for position, cell in enumerate(row):
                paragraph = grid.cell(at, position).paragraphs[0]
                paragraph.add_run(cell).bold = (headed and at == 0) or None
        properties = grid.rows[0]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:tblHeader"))  # repeated on every page, and read as the heading
        description = OxmlElement("w:tblDescription")
        description.set(qn("w:val"), described)
        grid._tbl.tblPr.append(description)

    def _dress(self, author: str) -> None:
        """Font, language and properties of the whole file."""
        normal = self.file.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(12)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), self.source.language)
        normal.element.get_or_add_rPr().append(language)
        day = self.source.dated
        properties = self.file.core_properties
        properties.title = " ".join(filter(None, (self.source.title, self.source.subtitle)))
        properties.author = properties.last_modified_by = author
        properties.language, properties.comments = self.source.language, ""
        made = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else datetime(2000, 1, 1, tzinfo=UTC)
        properties.created = properties.modified = made.replace(tzinfo=None)


def _fixed(content: bytes) -> bytes:
    """The same container with fixed times, its members in order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
