"""The rows of a measure's table, the picture of them, and the rows of the matrix, from what is published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from folkmoot.adapters.charts import limits
from folkmoot.adapters.charts.limits import Level, Mark
from folkmoot.apps.measures import published
from folkmoot.apps.measures.published import ComparisonView, MeasureView, Value
from folkmoot.apps.measures.terms import Against
from folkmoot.sites.public import measure_words as words
from folkmoot.sites.public.topics import MATRIX

# What a value is compared with beside the table and on the matrix: the first of these that there is.
FIRST = (Against.REFERENCE, Against.PARENT, Against.ENGLAND)
GROUP = "group"
MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Row:
    """A value in words: figures to the measure's decimals, and what a comparison says with its sign and style."""

    name: str
    code: str
    value: str
    lower: str
    upper: str
    count: str
    of: str
    note: str
    outcome: str
    symbol: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The values of the units of one type in one period, and what they are compared with."""

    rows: tuple[Row, ...]
    marks: tuple[Mark, ...]
    level: Level | None
    said: str


def sheet(found: MeasureView, unit_type: str, period: str) -> Sheet:
    """The values of the units of a type in a period."""
    chosen = {"unit_type": unit_type, "period": period}
    comparisons = published.comparisons(found.id, found.vintage.sha256, **chosen)
    beside = _beside(comparisons)
    values = published.values(found.id, found.vintage.sha256, **chosen)
    rows, marks = [], []
    for each in values:
        comparison = beside.get(each.unit)
        rows.append(row(found, each, each.unit_name, comparison.outcome if comparison else ""))
        if each.value is not None:
            said = words.plain(comparison.outcome) if comparison else ""
            looks = said if said in limits.LOOKS else "not compared"
            marks.append(Mark(each.unit_name, each.value, each.lower, each.upper, looks))
    level = _level(found, comparisons, period)
    return Sheet(tuple(rows), tuple(marks), level, level.name if level else "")


def headline(found: MeasureView, unit_type: str) -> str:
    """What a picture shows: the measure, in its unit, by the units of a type."""
    return f"{found.title}, {found.unit}, by {unit_type}"


def picture(found: MeasureView, unit_type: str, drawn: Sheet) -> tuple[dict[str, object], str]:
    """The specification of the picture and the words that stand for it."""
    told = headline(found, unit_type)
    specification = limits.limits(drawn.marks, level=drawn.level, headline=told, invented=found.invented)
    said = limits.described(
        drawn.marks, level=drawn.level, headline=told, invented=found.invented, unit=found.unit,
    )  # fmt: skip
    return specification, said


def breakdown(found: MeasureView, name: str, unit: str, period: str) -> tuple[Row, ...]:
    """The values of a unit by the categories of a breakdown."""
    values = published.values(found.id, found.vintage.sha256, unit=unit, period=period, breakdown=name)
    return tuple(
        row(found, each, each.category.capitalize() if each.category == MISSING else each.category, "")
        for each in values
        if each.value is not None or each.count
    )


def row(found: MeasureView, value: Value, name: str, outcome: str) -> Row:
    """A value in words, under a name, with what a comparison says."""
    return Row(
        name=name,
        code=value.unit,
        value=words.number(value.value, found.decimals),
        lower=words.number(value.lower, found.decimals),
        upper=words.number(value.upper, found.decimals),
        count=words.number(value.count, 0),
        of=words.number(value.denominator, 0),
        note=value.note,
        outcome=outcome,
        symbol=words.symbol(outcome),
        kind=words.kind(outcome) if outcome else "",
    )


def largest(found: MeasureView) -> str:
    """The unit that has no parent: the county, or the country."""
    return next(unit.code for unit in found.units if not unit.parent or unit == found.units[-1])


def smallest(found: MeasureView) -> str:
    """The type that most units are of, groups aside."""
    types = [unit.unit_type for unit in found.units if unit.unit_type != GROUP]
    return max(dict.fromkeys(types), key=types.count)


def newest(found: MeasureView) -> str:
    """The latest period that has a value; else the latest one."""
    for period in reversed(found.periods):
        values = published.values(found.id, found.vintage.sha256, unit=largest(found), period=period)
        if any(each.value is not None for each in values):
            return period
    return found.periods[-1]


def _beside(comparisons: Iterable[ComparisonView]) -> dict[str, ComparisonView]:
    """By unit, the comparison that is shown."""
    kept: dict[str, ComparisonView] = {}
    for each in sorted(comparisons, key=lambda each: -FIRST.index(each.against) if each.against in FIRST else -99):
        if each.against in FIRST:
            kept[each.value.unit] = each
    return kept


def _level(found: MeasureView, comparisons: Sequence[ComparisonView], period: str) -> Level | None:
    """What all units are compared with, where it is one value."""
    shown = list(_beside(comparisons).values())
    marks = {(each.against, each.other_unit, each.other_value) for each in shown}
    if len(marks) != 1 or shown[0].other_value is None:
        return None
    one = shown[0]
    name = _reference(found, period) if one.against is Against.REFERENCE else one.other_unit
    return Level(name, shown[0].other_value, words.number(one.other_value, found.decimals))


def _reference(found: MeasureView, period: str) -> str:
    """The name of the unit that a ratio refers to: the one that is what it refers to, and so has 100."""
    values = published.values(found.id, found.vintage.sha256, period=period)
    same = [each for each in values if each.value is not None and abs(each.value - 100) < 1e-9]
    return max(same, key=lambda each: each.count or 0).unit_name if same else "the reference"


# The matrix.


@dataclass(frozen=True, slots=True)
class Column:
    """A measure at the head of a column: its page, its words, its period and what its values are compared with."""

    id: str
    vintage: str
    words: str
    title: str
    unit: str
    period: str
    compared_with: str


@dataclass(frozen=True, slots=True)
class Line:
    """A ward with its cells in the order of the columns, None where a measure has no row for it."""

    name: str
    code: str
    district: str
    cells: tuple[Row | None, ...]

    @property
    def worse(self) -> int:
        """In how many measures it is worse."""
        return sum(cell is not None and cell.kind == "worse" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Wards by measures."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    invented: bool

    @property
    def compared_with(self) -> tuple[str, ...]:
        """Whom values are compared with, each once."""
        return tuple(dict.fromkeys(column.compared_with for column in self.columns if column.compared_with))


def matrix(unit_type: str = "ward") -> Matrix:
    """Every measure of the matrix that is released for the units of a type."""
    columns, cells, names, invented = [], [], {}, False
    for measure_id, label in MATRIX:
        found = published.measure(measure_id)
        if found is None or unit_type not in found.unit_types:
            continue
        period = newest(found)
        drawn = sheet(found, unit_type, period)
        columns.append(Column(found.id, found.vintage.sha256, label, found.title, found.unit, period, drawn.said))
        cells.append({row.code: row for row in drawn.rows})
        above = {unit.code: unit for unit in found.units}
        for row in drawn.rows:
            parent = above.get(above[row.code].parent)
            names[row.code] = (row.name, parent.name if parent else "")
        invented = invented or found.invented
    lines = [
        Line(name, code, above, tuple(column.get(code) for column in cells)) for code, (name, above) in names.items()
    ]
    return Matrix(tuple(columns), tuple(lines), invented)
