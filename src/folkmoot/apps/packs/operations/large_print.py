"""The large-print edition: the same papers reflowed, each page named beside the standard page that it begins on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from folkmoot.adapters.typeset import places
from folkmoot.apps.packs.operations.setting import Sheet
from folkmoot.apps.packs.queries.papers import Paper
from folkmoot.methods.document import inline
from folkmoot.methods.document.model import Column, Document, Paragraph, PartKind, Section, Source, Table, walk
from folkmoot.methods.numbering.folios import Leaf, Part, number

PAGE_MAP = "page-map"


@dataclass(frozen=True, slots=True)
class Edition:
    """Sheets with their leaves: one edition of a pack, before it is bound."""

    sheets: tuple[Sheet, ...]
    leaves: tuple[Leaf, ...]

    def folios(self, part: str) -> dict[int | None, str]:
        """The folio of each page of a part; under None that of its blank leaf."""
        return {leaf.page: leaf.folio for leaf in self.leaves if leaf.part == part}


def numbered(sheets: Sequence[Sheet]) -> Edition:
    """The large-print edition, with page numbers of its own."""
    parts = [Part(sheet.paper.id, tuple(map(str, range(len(sheet.pages)))), sheet.paper.numbered) for sheet in sheets]
    return Edition(tuple(sheets), number(parts).leaves)


def page_map(large: Edition, standard: Edition) -> Paper:
    """The table that leads from each part and section to its page in either edition."""
    columns = (Column("Part or section"), Column("Large-print page"), Column("Standard page"))
    pairs = zip(large.sheets, standard.sheets, strict=True)
    rows = tuple(row for sheet, other in pairs for row in _rows(sheet, large, other, standard))
    table = Table("page-map-table", "Pages of the two editions", columns, rows, Source(""))
    words = (
        "This edition is set in larger type, so it has more pages. In the meeting people name the pages of the "
        "standard edition; they stand at the foot of each page here too, after the large-print page."
    )
    attached = [sheet.paper.title for sheet in large.sheets if not isinstance(sheet.paper.content, Document)]
    if attached:
        words += f" Files from elsewhere are bound as they came, and not enlarged: {'; '.join(attached)}."
    section = Section("page-map", "", (Paragraph("page-map-words", (inline.Text(words),)), table))
    document = Document(PAGE_MAP, PartKind.STANDING, "Pages of this edition", (section,))
    return Paper(document.id, document.kind, document.title, document, numbered=False)


def feet(large: Edition, standard: Edition) -> dict[str, list[str]]:
    """For each numbered part, what stands at the foot of each of its pages after "Large print": "12 (page 7)"."""
    return {
        sheet.paper.id: [
            f"{folio} (page {begins})"
            for folio, begins in zip(_in_order(large, sheet), _begins(sheet, other, standard), strict=True)
        ]
        for sheet, other in zip(large.sheets, standard.sheets, strict=True)
        if sheet.paper.numbered
    }


def _in_order(edition: Edition, sheet: Sheet) -> list[str]:
    folios = edition.folios(sheet.paper.id)
    return [folios[page] for page in range(len(sheet.pages))]


def _begins(sheet: Sheet, other: Sheet, standard: Edition) -> list[str]:
    """The standard page that each page begins on: that of its first block, else of the last block before."""
    folios = standard.folios(sheet.paper.id)
    if not isinstance(sheet.paper.content, Document):
        return _in_order(standard, other)
    there = places.named(other.pdf)
    blocks = [(place, folios[there[block]]) for block, place in _blocks(sheet) if block in there]
    begins, last = [], folios[0]
    for page in range(len(sheet.pages)):
        inside = [folio for place, folio in blocks if place == page]
        begins.append(inside[0] if inside else last)
        last = inside[-1] if inside else last
    return begins


def _blocks(sheet: Sheet) -> list[tuple[str, int]]:
    """Each block with its page, in reading order."""
    if not isinstance(sheet.paper.content, Document):
        return []
    found = places.named(sheet.pdf)
    return [(element.id, found[element.id]) for element in walk(sheet.paper.content) if element.id in found]


def _rows(sheet: Sheet, large: Edition, other: Sheet, standard: Edition) -> Iterator[tuple[str, str, str]]:
    paper = sheet.paper
    if not paper.numbered:
        return
    here, there = large.folios(paper.id), standard.folios(paper.id)
    yield paper.title, here[0], there[0]
    if isinstance(paper.content, Document):
        first, second = dict(_blocks(sheet)), places.named(other.pdf)
        for section in paper.content.sections:
            if section.title and section.id in first and section.id in second:
                yield f"{paper.title}: {section.title}", here[first[section.id]], there[second[section.id]]


def standing(large: Mapping[str, list[str]], leaf: Leaf) -> str:
    """What stands at the foot of a leaf of this edition after "Large print"."""
    if not leaf.folio:
        return ""
    return large[leaf.part][leaf.page] if leaf.page is not None else leaf.folio
