"""Ten invented reports of about twenty pages: 80 tables of 28 rows, 30 charts, lists, links between the papers."""

from __future__ import annotations

from dataclasses import replace

from folkmoot.adapters.charts import build
from folkmoot.methods.document import inline
from folkmoot.methods.document.model import (
    Align,
    Block,
    Chart,
    ChartKind,
    Column,
    Document,
    Figure,
    Item,
    ItemList,
    ListStyle,
    Paragraph,
    PartKind,
    Section,
    Source,
    Table,
)

REPORTS, SECTIONS, ROWS, CHARTS = 10, 8, 28, 3
_WORDS = """
    the committee heard that fewer families waited longer than a fortnight while demand rose in every district and
    officers explained how visits were planned what partners had promised and which costs the service now carries
"""
WORDS = _WORDS.split()
COLUMNS = (Column("Area"), *(Column(label, Align.END) for label in ("Count", "Rate", "Lower limit", "Upper limit")))


def reports() -> list[Document]:
    """The reports, the same each time."""
    return [_report(number) for number in range(REPORTS)]


def amended(document: Document) -> Document:
    """The same report with one paragraph more."""
    first = document.sections[0]
    more = Paragraph("added", inline.parse("One paragraph was added after the papers were first bound."))
    return replace(document, sections=(replace(first, blocks=(more, *first.blocks)), *document.sections[1:]))


def _report(number: int) -> Document:
    return Document(
        id=f"report-{number}",
        kind=PartKind.REPORT,
        title=f"Invented report {number + 1}",
        sections=tuple(_section(number, place) for place in range(SECTIONS)),
        invented=True,
    )


def _section(number: int, place: int) -> Section:
    seed, following = number * SECTIONS + place, (number + 1) % REPORTS
    link = f"See [the next report](ref:report-{following}#s{place}-a) and [the figures below](ref:#s{place}-table)."
    blocks: list[Block] = [
        Paragraph(f"s{place}-a", inline.parse(f"{_prose(seed, 150)} {link}"), number=4 * place + 1),
        ItemList(
            f"s{place}-list",
            ListStyle.LETTER,
            tuple(Item(f"s{place}-item-{n}", inline.parse(_prose(seed + n, 14))) for n in range(3)),
        ),
        *(
            Paragraph(f"s{place}-{letter}", inline.parse(_prose(seed * 7 + n, 120)), number=4 * place + 2 + n)
            for n, letter in enumerate("bcd")
        ),
        _table(f"s{place}-table", seed, ROWS),
    ]
    if place < CHARTS:
        blocks.append(_figure(f"s{place}-figure", seed))
    return Section(f"s{place}", f"Section {place + 1}", tuple(blocks))


def _prose(seed: int, words: int) -> str:
    chosen = [WORDS[(seed * 31 + n * n + n) % len(WORDS)] for n in range(words)]
    return f"{' '.join(chosen).capitalize()}."


def _table(name: str, seed: int, rows: int) -> Table:
    cells = tuple(
        (f"Area {row + 1}", *(f"{(seed * 13 + row * 7 + column * 101) % 997 / 10:.1f}" for column in range(4)))
        for row in range(rows)
    )
    return Table(name, "Invented counts and rates by area", COLUMNS, cells, Source("Invented"), invented=True)


def _figure(name: str, seed: int) -> Figure:
    table = _table(f"{name}-table", seed, 8)
    drawn = Chart(ChartKind.BARS, "Area", ("Rate",), "people per 1,000")
    _, words = build.chart(drawn, table, title="Invented rates by area")
    return Figure(name, "Invented rates by area", words, drawn, table, invented=True)
