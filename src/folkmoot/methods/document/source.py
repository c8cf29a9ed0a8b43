"""A report's source file (TOML) as a document: words are written in it, figures are only named and come from data.

Either the whole file becomes a document, or BadSource says which file, which key and, where it is known, which line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Protocol

from folkmoot.methods.document import alternative, inline, model, numbers
from folkmoot.methods.document.keys import BadSource as BadSource
from folkmoot.methods.document.keys import Keys, load, text_of
from folkmoot.methods.document.printed import Printed


@dataclass(frozen=True, slots=True)
class Bound:
    """The cells that a table or figure is bound to, and what must be said beside them."""

    table: Printed
    title: str
    source: str
    period: str
    note: str
    sha256: str
    invented: bool


class Binder(Protocol):
    """Finds the cells of a data set. A LookupError or ValueError says why it cannot."""

    def __call__(self, data_set: str, cells: str) -> Bound:
        """The cells at an address such as A1:C19, or all of them for an empty one."""
        ...


def read(content: bytes, name: str, bind: Binder) -> model.Document:
    """The document that a source file describes, with every table and figure taken from `bind`."""
    return compose(load(content, name), name, bind, text_of(content, name))


def compose(written: Mapping[str, Any], name: str, bind: Binder, text: str = "") -> model.Document:
    """The document that the tables of a source describe; `text` is the file, where there is one, for its lines."""
    keys = Keys(written, "", name, text)
    document = _Report(bind).document(keys)
    keys.finish()
    _check(document, keys)
    return document


def check_block(keys: Keys, bind: Binder) -> None:
    """BadSource unless one block can be read; what refers to other blocks is not looked at."""
    _Report(bind).block(keys)


def _check(document: model.Document, keys: Keys) -> None:
    """Ids stand once, and references inside the report lead somewhere."""
    try:
        model.check_ids(document)
    except model.DuplicateId as error:
        raise keys.fault("id", str(error)) from error
    known = {element.id for element in model.walk(document)}
    for element in model.walk(document):
        for target in _targets(element):
            part, _, block = target.partition("#")
            if part in ("", document.id) and block and block not in known:
                raise keys.fault("text", f"the block {element.id!r} refers to {target!r}, which is not in this report")


def _targets(element: object) -> Iterator[str]:
    content = getattr(element, "content", ())
    described = [description for _, description in getattr(element, "pairs", ())]
    for run in (content, *described):
        yield from (piece.target for piece in run if isinstance(piece, inline.Reference))


class _Report:
    """Reads sections and blocks; keeps the count of numbered paragraphs through the report."""

    def __init__(self, bind: Binder) -> None:
        self.bind = bind
        self.paragraphs = count(1)
        self.blocks: dict[str, Callable[[Keys], model.Block]] = {
            "paragraph": self.paragraph,
            "list": self.item_list,
            "heading": self.heading,
            "table": self.table,
            "figure": self.figure,
            "unpublished": self.unpublished,
            "quotation": self.quotation,
            "definitions": self.definitions,
        }

    def document(self, keys: Keys) -> model.Document:
        head = keys.table("report")
        document = model.Document(
            id=head.id(),
            kind=head.choice("kind", model.PartKind),
            title=head.words("title"),
            sections=tuple(self.section(section) for section in keys.tables("section", "section")),
            subtitle=head.words("subtitle", ""),
            particulars=head.pairs("particulars"),
            closing=head.pairs("closing"),
            language=head.words("language", "en-GB"),
            dated=head.day("dated"),
            exempt=head.words("exempt", ""),
            invented=head.flag("invented"),
            notes=head.strings("notes"),
            reference=head.words("reference", ""),
            author=head.words("author", ""),
            signatures=head.strings("signatures"),
        )
        head.finish()
        if not document.sections:
            raise keys.fault("section", "is missing; a report has at least one [[section]]")
        return document

    def section(self, keys: Keys) -> model.Section:
        section = model.Section(
            id=keys.id(),
            title=keys.words("title", ""),
            blocks=tuple(self.block(block) for block in keys.tables("block", "block")),
            kind=keys.choice("kind", model.SectionKind, model.SectionKind.PLAIN),
        )
        keys.finish()
        return section

    def block(self, keys: Keys) -> model.Block:
        kind = keys.words("type")
        if kind not in self.blocks:
            raise keys.fault("type", f"{kind!r} is none of {', '.join(self.blocks)}")
        block = self.blocks[kind](keys)
        keys.finish()
        return block

    def paragraph(self, keys: Keys) -> model.Paragraph:
        place = next(self.paragraphs) if keys.flag("number") else None
        return model.Paragraph(keys.id(), keys.run("text"), place)

    def item_list(self, keys: Keys) -> model.ItemList:
        style = keys.choice("style", model.ListStyle, model.ListStyle.BULLET)
        return model.ItemList(keys.id(), style, self.items(keys))

    def items(self, keys: Keys) -> tuple[model.Item, ...]:
        items = tuple(self.item(item) for item in keys.tables("items", "item"))
        if not items:
            raise keys.fault("items", "a list needs at least one item")
        return items

    def item(self, keys: Keys) -> model.Item:
        found = model.Item(keys.id(), keys.run("text"))
        if "items" in keys.values:
            style = keys.choice("style", model.ListStyle, model.ListStyle.BULLET)
            nested = model.ItemList(f"{found.id}-list", style, self.items(keys))
            found = replace(found, blocks=(nested,))
        keys.finish()
        return found

    def heading(self, keys: Keys) -> model.Heading:
        level = keys.whole("level", 3)
        if level not in (3, 4):
            raise keys.fault("level", f"is 3 or 4, not {level}; level 2 is the section's title")
        return model.Heading(keys.id(), keys.words("text"), level, keys.words("number", ""), keys.words("aside", ""))

    def unpublished(self, keys: Keys) -> model.Unpublished:
        return model.Unpublished(keys.id(), keys.words("caption"), keys.words("reason"), keys.words("number", ""))

    def quotation(self, keys: Keys) -> model.Quotation:
        return model.Quotation(
            keys.id(), keys.run("text"), keys.words("source"), keys.flag("paraphrased"), keys.flag("invented")
        )

    def definitions(self, keys: Keys) -> model.Definitions:
        pairs = tuple((term, keys.marked("pairs", words)) for term, words in keys.pairs("pairs"))
        return model.Definitions(keys.id(), pairs)

    def table(self, keys: Keys) -> model.Table:
        bound, source = self._bound(keys)
        labels = _Labels(keys, bound.table)
        numeric = labels.known("numeric", keys.strings("numeric"))
        totals = keys.strings("totals")
        missing = set(totals) - {row[0] for row in bound.table.rows}
        if missing:
            raise keys.fault("totals", f"no row begins with {min(missing)!r}")
        row_headers = keys.whole("row_headers", 1)
        if not 0 <= row_headers < len(bound.table.columns):
            raise keys.fault("row_headers", f"is between 0 and {len(bound.table.columns) - 1}")
        notes = keys.strings("notes")
        labels.need(notes)
        return model.Table(
            id=keys.id(),
            caption=keys.words("caption"),
            columns=tuple(labels.column(label, label in numeric) for label in bound.table.columns),
            rows=bound.table.rows,
            source=source,
            number=keys.words("number", ""),
            row_headers=row_headers,
            totals=frozenset(at for at, row in enumerate(bound.table.rows) if row[0] in totals),
            notes=_with(notes, bound.note),
            invented=keys.flag("invented") or bound.invented,
        )

    def figure(self, keys: Keys) -> model.Figure:
        bound, source = self._bound(keys)
        category = keys.words("category")
        if keys.flag("transpose"):
            bound = replace(bound, table=transpose(bound.table, category))
        labels = _Labels(keys, bound.table)
        drawn = labels.known("category", (category,)) + labels.known("values", keys.strings("values"))
        shown = tuple(labels.shown(label) for label in drawn)
        chart = model.Chart(
            kind=keys.choice("chart", model.ChartKind),
            category=shown[0],
            values=shown[1:],
            unit=keys.words("unit", ""),
            from_zero=not keys.flag("cut_axis"),
        )
        _check_chart(chart.kind, drawn[1:], bound.table, keys)
        block, caption, number = keys.id(), keys.words("caption"), keys.words("number", "")
        notes = keys.strings("notes")
        labels.need(notes)
        table = model.Table(
            id=f"{block}-table",
            caption=f"Values drawn in {number or 'the chart'}",
            columns=tuple(labels.column(label, label != category) for label in drawn),
            rows=tuple(zip(*map(bound.table.column, drawn), strict=True)),
            source=source,
            invented=keys.flag("invented") or bound.invented,
        )
        return model.Figure(
            id=block,
            caption=caption,
            alternative=alternative.describe(caption, chart, table),
            chart=chart,
            table=table,
            number=number,
            notes=_with(notes, bound.note),
            invented=table.invented,
        )

    def _bound(self, keys: Keys) -> tuple[Bound, model.Source]:
        data_set, cells = keys.words("data_set"), keys.words("cells", "")
        try:
            bound = self.bind(data_set, cells)
        except (LookupError, ValueError) as error:
            raise keys.fault("cells" if cells else "data_set", str(error)) from error
        words = keys.words("source", bound.source)
        return bound, model.Source(words, bound.period, data_set, bound.sha256, cells)


class _Labels:
    """The headings of a bound table as printed and as shown; a heading shown otherwise needs a note that says so."""

    def __init__(self, keys: Keys, table: Printed) -> None:
        self.keys, self.table = keys, table
        self.changed = keys.mapping("labels")
        self.known("labels", tuple(self.changed))

    def known(self, key: str, labels: tuple[str, ...]) -> tuple[str, ...]:
        for label in labels:
            if label not in self.table.columns:
                raise self.keys.fault(key, f"no column is called {label!r}; there are {', '.join(self.table.columns)}")
        return labels

    def need(self, notes: tuple[str, ...]) -> None:
        if self.changed and not notes:
            raise self.keys.fault("notes", "say in a note which printed heading is corrected, and why")

    def shown(self, label: str) -> str:
        return self.changed.get(label, label)

    def column(self, label: str, numeric: bool) -> model.Column:
        return model.Column(self.shown(label), model.Align.END if numeric else model.Align.START)


def transpose(table: Printed, corner: str) -> Printed:
    """Rows and columns changed over: the labels after the first become the cells under `corner`."""
    names = tuple(row[0] for row in table.rows)
    turned = zip(table.columns[1:], *(row[1:] for row in table.rows), strict=True)
    return Printed((corner, *names), tuple(turned))


def _check_chart(kind: model.ChartKind, values: tuple[str, ...], table: Printed, keys: Keys) -> None:
    """A chart has numbers to draw, and bars draw one column of them."""
    if not values:
        raise keys.fault("values", "name at least one column to draw")
    if kind is model.ChartKind.BARS and len(values) > 1:
        raise keys.fault("values", "bars draw one column; use grouped-bars for several")
    for label in values:
        cells = table.column(label)
        for row, cell in enumerate(cells, 1):
            if cell.strip() and numbers.value(cell) is None:
                raise keys.fault("values", f"row {row} of {label!r} is {cell!r}, which is no number")
        if not any(cell.strip() for cell in cells):
            raise keys.fault("values", f"the column {label!r} has no figures")


def _with(notes: tuple[str, ...], note: str) -> tuple[str, ...]:
    """The notes of the report and, where it adds something, the note that travels with the data set."""
    return notes if not note or note in notes else (*notes, note)
