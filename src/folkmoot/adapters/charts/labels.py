"""Labels of lines over time: dates below the axis, and a name at the end of each line, none touching another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from folkmoot.adapters.charts.style import INK, LETTER, LINE, Drawing, wrapped

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"(?:(?P<month>[A-Za-z]{3})[a-z]* )?(?P<year>\d{4})(?:/\d{2})?")
NAME_LINE = 17  # letters in a line of a name at the end of a line


@dataclass(frozen=True, slots=True)
class End:
    """What stands at the end of a line: its words in lines, their colour, and the height that they wish for."""

    words: Sequence[str]
    colour: str
    wanted: float

    @property
    def height(self) -> float:
        """The room that the words take."""
        return len(self.words) * LINE + 8


def moment(label: str) -> float | None:
    """When a category such as March 2020, 2021 or 2019/20 is, in years; None for other words."""
    match = _DATE.fullmatch(label.strip())
    if match is None:
        return None
    month = (match["month"] or "jan").lower()
    return int(match["year"]) + _MONTHS.index(month) / 12 if month in _MONTHS else None


def dates(places: dict[str, float], plot: float) -> Drawing:
    """Labels below the axis, a date on two lines; one that would touch its neighbour is left out, never the ends."""
    ordered = sorted(places.items(), key=lambda entry: entry[1])
    first, last = ordered[0][1], ordered[-1][1]
    scale = plot / ((last - first) or 1.0)
    shown: list[tuple[str, float]] = []
    for name, at in ordered:
        width = max(map(len, short(name))) * LETTER + 4
        clear = not shown or (at - shown[-1][1]) * scale >= width
        before_last = at == last or (last - at) * scale >= width
        if clear and before_last:
            shown.append((name, at))
    cases = "".join(f"datum.value === {at!r} ? {short(name)!r} : " for name, at in shown)
    return {
        "title": None,
        "grid": False,
        "values": [at for _, at in shown],
        "labelExpr": f"{cases}''",
        "labelPadding": 6,
        "domainColor": INK,
        "tickColor": INK,
        "labelFlush": False,
        "labelOverlap": False,
    }


def short(name: str) -> list[str]:
    """March 2020 as Mar over 2020; other names broken between words."""
    if moment(name) is not None and " " in name.strip():
        month, year = name.split()
        return [month[:3], year]
    return wrapped(name, 9)


def margin(ends: Sequence[End]) -> float:
    """The room on the right for the longest of the words."""
    return max((len(line) for end in ends for line in end.words), default=0) * LETTER


def named(ends: Mapping[str, End], height: float) -> list[Drawing]:
    """One layer a name, at the height that it wishes for or as near as its neighbours allow."""
    placed = _apart(
        {name: end.wanted for name, end in ends.items()}, {name: end.height for name, end in ends.items()}, height
    )
    return [
        {
            "data": {"values": [{}]},
            "mark": {
                "type": "text",
                "align": "left",
                "baseline": "middle",
                "lineHeight": LINE,
                "fontWeight": 600,
                "color": end.colour,
                "text": list(end.words),
            },
            "encoding": {
                "x": {"value": {"expr": "width + 14"}},
                "y": {"value": placed[name] - (len(end.words) - 1) * LINE / 2},
            },
        }
        for name, end in ends.items()
    ]


def _apart(wanted: dict[str, float], heights: dict[str, float], most: float) -> dict[str, float]:
    """Middles as near to the wanted ones as they can be without touching: pushed down, then back up from the foot."""
    order = sorted(wanted, key=lambda series: wanted[series])
    tops: dict[str, float] = {}
    free = -12.0
    for series in order:
        tops[series] = max(wanted[series] - heights[series] / 2, free)
        free = tops[series] + heights[series]
    limit = most + 12.0
    for series in reversed(order):
        tops[series] = min(tops[series], limit - heights[series])
        limit = tops[series]
    return {series: tops[series] + heights[series] / 2 for series in order}
