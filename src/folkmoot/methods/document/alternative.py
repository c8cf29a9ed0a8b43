"""The text that stands for a picture, written from the same cells as the picture."""

from __future__ import annotations

from folkmoot.methods.document.model import Chart, ChartKind, Table
from folkmoot.methods.document.numbers import grouped, value

MOST_VALUES = 12
_KINDS = {
    ChartKind.BARS: "Bar chart",
    ChartKind.GROUPED_BARS: "Grouped bar chart",
    ChartKind.LINES: "Line chart",
}


def describe(caption: str, chart: Chart, table: Table) -> str:
    """What is shown, its unit, the highest and the lowest value, and every value where they are few.

    Built from the table's cells alone, so that a changed cell changes these words. The table has been checked: it
    holds the chart's columns, and at least one number in each.
    """
    opening = f"{_KINDS[chart.kind]}: {caption.rstrip('.')}." + (f" Unit: {chart.unit}." if chart.unit else "")
    mark = " The figures are invented." if table.invented else ""
    mark += "" if chart.from_zero else " The axis does not begin at zero."
    return opening + mark + "".join(f" {_series(chart, table, label)}" for label in chart.values)


def _series(chart: Chart, table: Table, label: str) -> str:
    labels = [column.label for column in table.columns]
    at, of = labels.index(chart.category), labels.index(label)
    cells = [(row[at], row[of]) for row in table.rows]
    numbers = [(found, category, cell) for category, cell in cells if (found := value(cell)) is not None]
    _, highest, most = max(numbers, key=lambda entry: entry[0])
    _, lowest, least = min(numbers, key=lambda entry: entry[0])
    spread = f"highest {highest} ({grouped(most)}), lowest {lowest} ({grouped(least)})"
    name = label if len(chart.values) > 1 else "Values"
    if len(cells) > MOST_VALUES:
        return f"{name}: {spread}. All {len(cells)} values are in the table."
    each = ", ".join(f"{category} ({grouped(cell) or 'no figure'})" for category, cell in cells)
    return f"{name}: {each}; {spread}."
