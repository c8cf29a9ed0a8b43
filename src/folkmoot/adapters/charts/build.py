"""A figure as a Vega-Lite specification, a plain dict: bars, grouped bars or lines, all of one width.

Every chart is WIDTH units wide with text of 16 units, so that it can still be read on a screen of 320 pixels. Values
are written beside their marks; series differ in shape or place as well as in colour, and bars stand on zero.
"""

from __future__ import annotations

from typing import Any

from folkmoot.adapters.charts import bars, lines
from folkmoot.adapters.charts.style import COLOURS, CONFIG, Drawing, Rows, titled
from folkmoot.methods.document import alternative, numbers
from folkmoot.methods.document.model import Chart, ChartKind, Figure, Table

MOST_SERIES = len(COLOURS)
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_KINDS = {ChartKind.BARS: bars.single, ChartKind.GROUPED_BARS: bars.grouped, ChartKind.LINES: lines.over_time}


class TooManySeries(ValueError):
    """More series than there are colours and shapes that can be told apart."""


def figure(figure: Figure) -> tuple[Drawing, str]:
    """The specification of a document's figure, and the text that stands for it."""
    return chart(figure.chart, figure.table, title=figure.caption)


def chart(drawn: Chart, table: Table, *, title: str) -> tuple[Drawing, str]:
    """The specification and the alternative text of a chart of a table's columns. TooManySeries beyond four.

    The table holds the chart's columns, and at least one number in each; `methods.document.source` sees to that.
    """
    if len(drawn.values) > MOST_SERIES:
        raise TooManySeries(f"{title}: at most {MOST_SERIES} series can be told apart; split the figure")
    rows = _rows(drawn, table)
    body = titled(_KINDS[drawn.kind](drawn, rows), _headline(drawn), table.invented)
    specification = {"$schema": _SCHEMA, "config": CONFIG, "autosize": {"type": "none"}, "data": {"values": rows}}
    return specification | body, alternative.describe(title, drawn, table)


def _rows(drawn: Chart, table: Table) -> Rows:
    """One row a drawn value: its category, series, number and the words that are written beside it."""
    labels = [column.label for column in table.columns]
    at = labels.index(drawn.category)
    rows: list[dict[str, Any]] = []
    for row in table.rows:
        for series in drawn.values:
            cell = row[labels.index(series)]
            found = numbers.value(cell)
            if found is not None:
                rows.append({"category": row[at], "series": series, "value": found, "words": numbers.grouped(cell)})
    return rows


def _headline(drawn: Chart) -> str:
    """What is measured, by what it is divided, and a warning where the axis is cut: "Cases, by age band"."""
    what = drawn.unit or (drawn.values[0] if len(drawn.values) == 1 else "")
    by = "" if drawn.kind is ChartKind.LINES else f"by {_lower(drawn.category)}"
    cut = "" if drawn.from_zero else "the axis does not begin at zero"
    return _upper(", ".join(part for part in (what, by, cut) if part))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
