"""Lines over dates or other ordered categories, each named at its end.

Dates stand at their true distance from each other. The names at the ends are moved apart where they would touch.
"""

from __future__ import annotations

import re
from itertools import pairwise

from folkmoot.adapters.charts.style import (
    COLOURS,
    DASHES,
    EDGE,
    INK,
    LETTER,
    LINE,
    SHAPES,
    WIDTH,
    WORDS,
    Drawing,
    Rows,
    wrapped,
)
from folkmoot.methods.document.model import Chart

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"(?:(?P<month>[A-Za-z]{3})[a-z]* )?(?P<year>\d{4})(?:/\d{2})?")
_NAME_LINE = 17  # letters in a line of a series' name
_LEAST_HEIGHT = 250.0
_AXIS = 56.0  # room for the values on the left


def moment(label: str) -> float | None:
    """When a category such as March 2020, 2021 or 2019/20 is, in years; None for other words."""
    match = _DATE.fullmatch(label.strip())
    if match is None:
        return None
    month = (match["month"] or "jan").lower()
    return int(match["year"]) + _MONTHS.index(month) / 12 if month in _MONTHS else None


def over_time(drawn: Chart, rows: Rows) -> Drawing:
    """Height, layers and encodings. `rows` are one a drawn value, and get their place on the axis here."""
    places = _places([str(row["category"]) for row in rows])
    for row in rows:
        row["at"] = places[row["category"]]
    names = {series: _name(series, rows) for series in drawn.values}
    height = max(_LEAST_HEIGHT, sum(len(lines) * LINE + 10 for lines in names.values()))
    margin = max(len(line) for lines in names.values() for line in lines) * LETTER + 14 + EDGE
    plot = WIDTH - margin - _AXIS
    domain = _domain(drawn, rows)
    first, last = min(places.values()), max(places.values())
    across = {"field": "at", "type": "quantitative", "scale": {"domain": [first, last], "nice": False, "zero": False}}
    series = {"field": "series", "sort": list(drawn.values), "legend": None}
    return {
        "height": height,
        "width": plot,
        "padding": {"left": _AXIS, "right": margin, "top": 14.0, "bottom": 46},
        "encoding": {
            "x": across | {"axis": _dates(places, plot)},
            "y": {
                "field": "value",
                "type": "quantitative",
                "scale": {"domain": domain, "nice": False},
                "axis": {"title": None, "ticks": False, "domain": False, "tickCount": 5, "labelPadding": 8},
            },
        },
        "layer": [
            {
                "mark": {"type": "line", "strokeWidth": 3, "clip": False},
                "encoding": {
                    "color": series | {"scale": {"range": list(COLOURS)}},
                    "strokeDash": series | {"scale": {"range": list(DASHES)}},
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 140, "opacity": 1, "stroke": "white"},
                "encoding": {
                    "color": series | {"scale": {"range": list(COLOURS)}},
                    "shape": series | {"scale": {"range": list(SHAPES)}},
                },
            },
            *_ends(drawn, rows, names, domain, height),
        ],
    }


def _places(categories: list[str]) -> dict[str, float]:
    """Where each category stands: at its date where all are dates in order, else at equal distances."""
    names = list(dict.fromkeys(categories))
    dates = [moment(name) for name in names]
    known = [date for date in dates if date is not None]
    in_order = len(known) == len(names) and all(earlier < later for earlier, later in pairwise(known))
    return dict(zip(names, known, strict=True)) if in_order else {name: float(at) for at, name in enumerate(names)}


def _domain(drawn: Chart, rows: Rows) -> list[float]:
    values = [float(row["value"]) for row in rows]
    least, most = min(values), max(values)
    room = (most - least or abs(most) or 1.0) * 0.06
    if drawn.from_zero:
        return [min(0.0, least - room if least < 0 else 0.0), max(0.0, most + room)]
    return [least - room, most + room]


def _dates(places: dict[str, float], plot: float) -> Drawing:
    """Labels below the axis, a date on two lines; one that would touch its neighbour is left out, never the ends."""
    ordered = sorted(places.items(), key=lambda entry: entry[1])
    first, last = ordered[0][1], ordered[-1][1]
    scale = plot / ((last - first) or 1.0)
    shown: list[tuple[str, float]] = []
    for name, at in ordered:
        width = max(map(len, _short(name))) * LETTER + 4
        clear = not shown or (at - shown[-1][1]) * scale >= width
        before_last = at == last or (last - at) * scale >= width
        if clear and before_last:
            shown.append((name, at))
    cases = "".join(f"datum.value === {at!r} ? {_short(name)!r} : " for name, at in shown)
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


def _short(name: str) -> list[str]:
    """March 2020 as Mar over 2020; other names broken between words."""
    if moment(name) is not None and " " in name.strip():
        month, year = name.split()
        return [month[:3], year]
    return wrapped(name, 9)


def _name(series: str, rows: Rows) -> list[str]:
    """What stands at the end of a line: the series and its last value."""
    last = [row for row in rows if row["series"] == series][-1]
    return wrapped(f"{series}: {last['words']}", _NAME_LINE)


def _ends(drawn: Chart, rows: Rows, names: dict[str, list[str]], domain: list[float], height: float) -> list[Drawing]:
    """One layer a name, at the height of the line's last point or as near as its neighbours allow."""
    scale = height / (domain[1] - domain[0])
    wanted = {}
    for series in drawn.values:
        last = [row for row in rows if row["series"] == series][-1]
        wanted[series] = (domain[1] - float(last["value"])) * scale
    heights = {series: len(lines) * LINE + 8 for series, lines in names.items()}
    placed = _apart(wanted, heights, height)
    return [
        {
            "data": {"values": [{}]},
            "mark": {
                "type": "text",
                "align": "left",
                "baseline": "middle",
                "lineHeight": LINE,
                "fontWeight": 600,
                "color": WORDS[at],
                "text": names[series],
            },
            "encoding": {
                "x": {"value": {"expr": "width + 14"}},
                "y": {"value": placed[series] - (len(names[series]) - 1) * LINE / 2},
            },
        }
        for at, series in enumerate(drawn.values)
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
