"""Small tagged PDFs to bind, typeset for the tests."""

from pathlib import Path

import typst

FONTS = Path(__file__).resolve().parents[3] / "build" / "assets" / "fonts"
HEAD = """
#set document(title: "{title}", date: datetime(year: 2021, month: 11, day: 11))
#set text(font: "Source Sans 3", lang: "en", region: "GB", size: 11pt)
#set page(paper: "a4")
"""


def pdf(body: str, title: str = "A part", standards: tuple[str, ...] = ("a-2a", "ua-1")) -> bytes:
    """A part as PDF/UA-1 and PDF/A-2a, or untagged where no standard is asked for."""
    made = typst.compile(
        (HEAD.replace("{title}", title) + body).encode(),
        format="pdf",
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        pdf_standards=list(standards),
        pdf_tags=bool(standards),
    )
    assert isinstance(made, bytes)
    return made


def report(name: str, refers_to: str) -> str:
    """A report of two pages with everything that tags carry: headings, lists, a table, a figure, a note, links."""
    return f"""
= The {name} report <{name}-summary>
Read on in @{name}-detail, in #link("pack:{refers_to}")[the other report], on
#link("https://example.org/{name}")[the web].
- first of {name}
- second of {name}
  - inner of {name}
#figure(caption: [Counts of {name}])[#table(columns: 2, table.header[Area][Count], [Oxford], [10], [Cherwell], [20])]
#pagebreak()
#set heading(numbering: "1.")
== Detail of {name} <{name}-detail>
#figure(caption: [A square of {name}], alt: "A red square for {name}", rect(width: 2cm, height: 2cm, fill: red))
+ one of {name}
+ two of {name}
#lorem(120) #footnote[A note of {name}]
"""
