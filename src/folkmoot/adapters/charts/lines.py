"""Lines over dates or other ordered categories, each named at its end.

Dates stand at their true distance from each other. The names at the ends are moved apart where they would touch.
"""

from __future__ import annotations

from itertools import pairwise

from folkmoot.adapters.charts.labels import NAME_LINE, End, dates, margin, moment, named
from folkmoot.adapters.charts.style import (
    COLOURS,
    DASHES,
    EDGE,
    LINE,
    SHAPES,
    WIDTH,
    WORDS,
    Drawing,
    Rows,
    wrapped,
)
from folkmoot.methods.document.model import Chart

_LEAST_HEIGHT = 250.0
_AXIS = 56.0  # room for the values on the left


def over_time(drawn: Chart, rows: Rows) -> Drawing:
    """Height, layers and encodings. `rows` are one a drawn value, and get their place on the axis here."""
    places = _places([str(row["category"]) for row in rows])
    for row in rows:
        row["at"] = places[row["category"]]
    names = {series: _name(series, rows) for series in drawn.values}
    height = max(_LEAST_HEIGHT, sum(len(lines) * LINE + 10 for lines in names.values()))
    domain = _domain(drawn, rows)
    ends = {series: _end(series, at, rows, names, domain, height) for at, series in enumerate(drawn.values)}
    right = margin(list(ends.values())) + 14 + EDGE
    plot = WIDTH - right - _AXIS
    first, last = min(places.values()), max(places.values())
    across = {"field": "at", "type": "quantitative", "scale": {"domain": [first, last], "nice": False, "zero": False}}
    series = {"field": "series", "sort": list(drawn.values), "legend": None}
    return {
        "height": height,
        "width": plot,
        "padding": {"left": _AXIS, "right": right, "top": 14.0, "bottom": 46},
        "encoding": {
            "x": across | {"axis": dates(places, plot)},
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
            *named(ends, height),
        ],
    }


def _places(categories: list[str]) -> dict[str, float]:
    """Where each category stands: at its date where all are dates in order, else at equal distances."""
    names = list(dict.fromkeys(categories))
    known = [date for date in map(moment, names) if date is not None]
    in_order = len(known) == len(names) and all(earlier < later for earlier, later in pairwise(known))
    return dict(zip(names, known, strict=True)) if in_order else {name: float(at) for at, name in enumerate(names)}


def _domain(drawn: Chart, rows: Rows) -> list[float]:
    values = [float(row["value"]) for row in rows]
    least, most = min(values), max(values)
    room = (most - least or abs(most) or 1.0) * 0.06
    if drawn.from_zero:
        return [min(0.0, least - room if least < 0 else 0.0), max(0.0, most + room)]
    return [least - room, most + room]


def _name(series: str, rows: Rows) -> list[str]:
    """What stands at the end of a line: the series and its last value."""
    last = [row for row in rows if row["series"] == series][-1]
    return wrapped(f"{series}: {last['words']}", NAME_LINE)


def _end(series: str, at: int, rows: Rows, names: dict[str, list[str]], domain: list[float], height: float) -> End:
    last = [row for row in rows if row["series"] == series][-1]
    wanted = (domain[1] - float(last["value"])) * height / (domain[1] - domain[0])
    return End(names[series], WORDS[at], wanted)
