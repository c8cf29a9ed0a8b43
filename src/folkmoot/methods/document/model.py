"""One source for page and PDF: a document is parts, parts are blocks, and every block has a permanent id.

An id is given once, survives editing, and is unique within its document: [a-z0-9-]+.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from folkmoot.methods.document.inline import Run


class ListStyle(StrEnum):
    """How the items of a list are marked."""

    BULLET = "bullet"
    NUMBER = "number"  # 1. 2. 3.
    ROMAN = "roman"  # i. ii. iii.
    LETTER = "letter"  # a) b) c)


class Align(StrEnum):
    """How the cells of a column are aligned: words at the start, numbers at the end."""

    START = "start"
    END = "end"


class SectionKind(StrEnum):
    """What a section of a report is for; the law and standing orders ask for some of them by name."""

    PLAIN = "plain"
    RECOMMENDATION = "recommendation"
    EXECUTIVE_SUMMARY = "executive-summary"
    SCRUTINY_GUIDANCE = "scrutiny-guidance"
    CABINET_PERSPECTIVE = "cabinet-perspective"
    NEXT_STEPS = "next-steps"
    FINANCIAL_IMPLICATIONS = "financial-implications"
    LEGAL_IMPLICATIONS = "legal-implications"
    EQUALITY_IMPLICATIONS = "equality-implications"
    BACKGROUND_PAPERS = "background-papers"


class PartKind(StrEnum):
    """What a document is in a pack."""

    NOTICE = "notice"
    STANDING = "standing"
    AGENDA = "agenda"
    MINUTES = "minutes"
    REPORT = "report"
    ANNEX = "annex"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `number` is the paragraph's number, which continues through a report."""

    id: str
    content: Run
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list; `blocks` holds lists inside the item."""

    id: str
    content: Run
    blocks: tuple[ItemList, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list, marked in one style."""

    id: str
    style: ListStyle
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section; `number` and `aside` are set as "1/21 TITLE (Agenda No. 1)" and the like."""

    id: str
    text: str
    level: int = 3
    number: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `label` is its heading."""

    label: str
    align: Align = Align.START


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from: the words printed below them, their period, and the data set that they are bound to."""

    text: str
    period: str = ""
    data_set: str = ""  # the data set's key
    sha256: str = ""  # of the data set's content
    cells: str = ""  # the cell range bound, such as A1:C19


@dataclass(frozen=True, slots=True)
class Table:
    """A data table. The first `row_headers` cells of a row are its headers; `totals` are the indexes of total rows."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    source: Source
    number: str = ""  # "Table 3"
    row_headers: int = 1
    totals: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    invented: bool = False


class ChartKind(StrEnum):
    """How the values of a figure are drawn."""

    BARS = "bars"  # one value a category
    GROUPED_BARS = "grouped-bars"  # several values a category, side by side
    LINES = "lines"  # values over categories in order, such as dates


@dataclass(frozen=True, slots=True)
class Chart:
    """What a figure draws from its table: the column of categories and the columns of values, by their labels."""

    kind: ChartKind
    category: str
    values: tuple[str, ...]
    unit: str = ""
    from_zero: bool = True  # lines only; bars always stand on zero


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart, with the table of its data always beside it. The picture is drawn from `chart` and `table` alone."""

    id: str
    caption: str
    alternative: str
    chart: Chart
    table: Table
    number: str = ""  # "Figure 2a"
    notes: tuple[str, ...] = ()
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A figure that the printed source shows only as a picture: what it showed, and that its data are not published."""

    id: str
    caption: str
    reason: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's words, or a theme drawn from them (`paraphrased`), with their source and date."""

    id: str
    content: Run
    source: str
    paraphrased: bool = False
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Definitions:
    """Pairs of term and description, such as a running order or the people present."""

    id: str
    pairs: tuple[tuple[str, Run], ...]


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """An item of the agenda: its number and title, the pages of its papers as printed, and where they begin."""

    id: str
    number: str
    title: str
    pages: str = ""  # "(Pages 7 - 28)"
    target: str = ""  # a part of the pack
    blocks: tuple[Block, ...] = ()


Block: TypeAlias = Paragraph | ItemList | Heading | Table | Figure | Unpublished | Quotation | Definitions | AgendaEntry


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a title; an empty title sets none."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    kind: SectionKind = SectionKind.PLAIN


CONFIDENTIAL = "c"
"""The ground of what the law forbids to make known; the other grounds are paragraphs of Schedule 12A."""


@dataclass(frozen=True, slots=True)
class Document:
    """One part of a pack, and one page of the site.

    `particulars` are the label and value pairs above the title (divisions affected, committee, date); `author` is the
    post printed as "Report by ..."; `closing` are the pairs at the end (contact officer, background papers, date), and
    `signatures` the lines left for a pen ("in the Chair", "Date of signing"). `exempt` is the ground that keeps the
    document out of the public pack: a paragraph of Schedule 12A, or CONFIDENTIAL; `invented` marks all of it.
    """

    id: str
    kind: PartKind
    title: str
    sections: tuple[Section, ...]
    subtitle: str = ""
    particulars: tuple[tuple[str, str], ...] = ()
    closing: tuple[tuple[str, str], ...] = ()
    language: str = "en-GB"
    dated: date | None = None
    exempt: str = ""
    invented: bool = False
    notes: tuple[str, ...] = ()
    reference: str = ""  # "POSC6"
    author: str = ""
    signatures: tuple[str, ...] = ()


def walk(document: Document) -> Iterator[Block | Item | Section]:
    """Every section, block and list item, in reading order."""
    for section in document.sections:
        yield section
        for block in section.blocks:
            yield from _within(block)


def _within(block: Block) -> Iterator[Block | Item]:
    yield block
    if isinstance(block, ItemList):
        for item in block.items:
            yield item
            for nested in item.blocks:
                yield from _within(nested)
    elif isinstance(block, AgendaEntry):
        for inner in block.blocks:
            yield from _within(inner)
    elif isinstance(block, Figure):
        yield block.table


class DuplicateId(ValueError):
    """Two blocks of a document carry the same id."""


def check_ids(document: Document) -> None:
    """DuplicateId when a block, item or section repeats an id; ids are what links and notes hold on to."""
    seen: set[str] = set()
    for element in walk(document):
        if element.id in seen:
            raise DuplicateId(f"{document.title}: the id {element.id!r} stands twice; give one of them a new id")
        seen.add(element.id)
