"""Papers that use every kind of block, for the tests of page and PDF."""

from __future__ import annotations

from datetime import date

from folkmoot.methods.document import alternative, inline, model

AGES = (("0-4", "1664", "4243"), ("05-9", "3631", "8418"), ("85+", "1579", "8480"), ("Grand Total", "75375", "10816"))
WIDE = tuple((f"Child number {at}", *(str(at * 1000 + n) for n in range(6))) for at in range(1, 4))


def table(id: str = "table-1", **fields) -> model.Table:
    columns = (
        model.Column("Age band"),
        model.Column("Count", model.Align.END),
        model.Column("Rate per 100,000 population", model.Align.END),
    )
    given = {
        "caption": "Cases by age", "columns": columns, "rows": AGES, "number": "Table 1", "totals": frozenset({3}),
        "source": model.Source("Agenda pack, page 23", "March 2020 to November 2021"), "notes": ("Official count.",),
    }  # fmt: skip
    return model.Table(id, **(given | fields))


def wide_table() -> model.Table:
    columns = (model.Column("Child"), *(model.Column(f"Measure{n}", model.Align.END) for n in range(6)))
    return table("table-2", caption="Many measures", columns=columns, rows=WIDE, number="", totals=frozenset())


def figure() -> model.Figure:
    chart = model.Chart(model.ChartKind.BARS, "Age band", ("Count",), "cases")
    drawn = table("figure-1-table", caption="Values drawn in Figure 1", number="", invented=True)
    words = alternative.describe("Cases & ages", chart, drawn)
    return model.Figure("figure-1", "Cases & ages", words, chart, drawn, "Figure 1", ("A note.",), invented=True)


def report() -> model.Document:
    inner = model.ItemList("l2", model.ListStyle.ROMAN, (model.Item("i3", inline.parse("an inner item")),))
    recommendations = model.ItemList(
        "l1",
        model.ListStyle.LETTER,
        (model.Item("i1", inline.parse("**note** the report;"), (inner,)), model.Item("i2", inline.parse("act."))),
    )
    return model.Document(
        id="posc6",
        kind=model.PartKind.REPORT,
        title="Health Inequalities",
        sections=(
            model.Section(
                "recommendation",
                "Recommendation",
                (model.Paragraph("p-1", inline.parse("The Committee is RECOMMENDED to"), 1), recommendations),
                model.SectionKind.RECOMMENDATION,
            ),
            model.Section(
                "background",
                "Background",
                (
                    model.Paragraph(
                        "p-2",
                        inline.parse(
                            "Difficult offices affect *efficiency* in Llŷr and Caomhánaigh; see "
                            "[the strategy](https://example.org/a?b=1), [Family Solutions](ref:posc7#p-3) "
                            "and [the table](ref:#table-1)."
                        ),
                        2,
                    ),
                    model.Heading("h-1", "Data", 3),
                    table(),
                    figure(),
                    model.Heading("h-2", "Detail", 4),
                    model.Unpublished("u-1", "Cases by area", "The pack prints a map without figures.", "Figure 2"),
                    model.Quotation("q-1", inline.parse("We were heard"), "A parent, 2021", invented=True),
                    model.Quotation("q-2", inline.parse("Staff share one plan."), "Interviews", paraphrased=True),
                    model.Definitions(
                        "d-1",
                        (
                            ("10.00", inline.parse("Welcome")),
                            ("A label that is too long for its column and is broken", inline.parse("*Why* not")),
                        ),
                    ),
                    wide_table(),
                ),
            ),
        ),
        subtitle="What is known",
        particulars=(("Divisions affected", "All"),),
        closing=(("Background papers", "Nil"),),
        dated=date(2021, 11, 11),
        notes=("A printed heading is corrected.",),
        reference="POSC6",
        author="Corporate Director",
        invented=True,
        exempt="3",
    )


def agenda() -> model.Document:
    entry = model.AgendaEntry(
        "a6", "6", "Health Inequalities", "(Pages 7 - 28)", "posc6", (model.Paragraph("a6-1", inline.parse("Report.")),)
    )
    close = model.AgendaEntry("a7", "", "Close of meeting")
    return model.Document("agenda", model.PartKind.AGENDA, "Agenda", (model.Section("items", "", (entry, close)),))


def minutes() -> model.Document:
    heading = model.Heading("m-5", "WORK PROGRAMME", 3, "6/21", "Agenda No. 7")
    said = model.Paragraph("m-5-1", inline.parse("The list was **agreed**."))
    section = model.Section("minutes-of-items", "", (heading, said))
    signatures = ("in the Chair", "Date of signing")
    return model.Document("minutes", model.PartKind.MINUTES, "Minutes", (section,), signatures=signatures)


def notice() -> model.Document:
    said = model.Paragraph("n-1", inline.parse("These proceedings are open to the public"))
    section = model.Section("open", "", (said,))
    particulars = (("Date", "11 November 2021"), ("Place", "County Hall"))
    return model.Document(
        "notice", model.PartKind.NOTICE, "Overview & Scrutiny", (section,), "Notice of a meeting", particulars
    )


ALL = {made.__name__: made for made in (report, agenda, minutes, notice)}
