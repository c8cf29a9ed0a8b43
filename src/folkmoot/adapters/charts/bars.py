"""Bars: upright where few short names fit below them, else lying, with their names on the left."""

from __future__ import annotations

from folkmoot.adapters.charts.style import COLOURS, EDGE, INK, LETTER, LINE, SIZE, WIDTH, Drawing, Rows, wrapped
from folkmoot.methods.document.model import Chart

_FEW = 6  # categories that fit side by side
_SHORT = 9  # letters of a name that fit below an upright bar
_NAMES = (24, 30)  # letters in a line of a name beside a lying bar: as wished, and at most
_BAR = 22  # the thickness of a lying bar
_HEIGHT = 260
_VALUES: Drawing = {"mark": {"type": "text", "align": "left", "dx": 6}, "encoding": {"text": {"field": "words"}}}
_AXIS: Drawing = {"domain": False, "ticks": False, "labelPadding": 8, "labelLimit": 0, "title": None}


def single(drawn: Chart, rows: Rows) -> Drawing:
    """One bar a category."""
    names = _names(rows)
    if len(names) <= _FEW and max(map(len, names)) <= _SHORT:
        return _upright(rows)
    lines = _broken(names)
    step = max(30.0, 10 + LINE * max(map(len, lines.values())))
    colour = {"mark": {"type": "bar", "color": COLOURS[0], "height": _BAR}}
    return _lying(rows, lines, step, {}, colour)


def grouped(drawn: Chart, rows: Rows) -> Drawing:
    """A bar a series in each category; every group repeats the order of the key above it."""
    lines = _broken(_names(rows))
    key_height = 25.0 * len(drawn.values) + 12
    place = {"orient": "none", "legendX": EDGE - _left(lines), "legendY": -key_height, "direction": "vertical"}
    colour = {
        "field": "series",
        "scale": {"domain": list(drawn.values), "range": list(COLOURS[: len(drawn.values)])},
        "legend": place | {"title": None, "symbolType": "square"},
    }
    offset = {"field": "series", "sort": list(drawn.values), "scale": {"paddingOuter": 0.35, "paddingInner": 0.06}}
    body = _lying(rows, lines, _BAR + 3.0, {"yOffset": offset}, {"mark": "bar", "encoding": {"color": colour}})
    return body | {"padding": body["padding"] | {"top": key_height}}


def _upright(rows: Rows) -> Drawing:
    category = {"field": "category", "type": "nominal", "sort": _names(rows), "axis": _AXIS | {"labelAngle": 0}}
    return {
        "width": WIDTH - 2 * EDGE,
        "height": _HEIGHT,
        "padding": {"left": EDGE, "right": EDGE, "top": 0, "bottom": 34},
        "encoding": {"x": category, "y": _measure(rows, _HEIGHT, SIZE + 8)},
        "layer": [
            {"mark": {"type": "bar", "color": COLOURS[0], "width": {"band": 0.62}}},
            _values({"dy": {"expr": "datum.value < 0 ? 13 : -11"}}),
            _zero("y"),
        ],
    }


def _lying(rows: Rows, lines: dict[str, list[str]], step: float, offset: Drawing, bar: Drawing) -> Drawing:
    left = _left(lines)
    width = WIDTH - left - EDGE
    words = max(len(row["words"]) for row in rows) * LETTER + 12
    category = {"field": "category", "type": "nominal", "sort": list(lines), "axis": _AXIS | {"labels": False}}
    beside = {"align": {"expr": "datum.value < 0 ? 'right' : 'left'"}, "dx": {"expr": "datum.value < 0 ? -6 : 6"}}
    return {
        "width": width,
        "height": {"step": step},
        "padding": {"left": left, "right": EDGE, "top": 0, "bottom": EDGE},
        "encoding": {"y": category, "x": _measure(rows, width, words)},
        "layer": [
            {"encoding": offset, "layer": [bar, _values(beside)]},
            _zero("x"),
            *(_name_layer(lines, count) for count in sorted({len(found) for found in lines.values()})),
        ],
    }


def _values(place: Drawing) -> Drawing:
    """Each value, written at the end of its bar."""
    return {"mark": {"type": "text"} | place, "encoding": {"text": {"field": "words"}}}


def _zero(channel: str) -> Drawing:
    """The line on which the bars stand, across all categories."""
    across, length = ("y", "height") if channel == "x" else ("x", "width")
    place = {
        channel: {"field": "zero", "type": "quantitative", "axis": None},
        across: {"value": 0},
        f"{across}2": {"value": {"expr": length}},
    }
    return {"data": {"values": [{"zero": 0}]}, "mark": {"type": "rule", "color": INK}, "encoding": place}


def _name_layer(lines: dict[str, list[str]], count: int) -> Drawing:
    """The names that take `count` lines, each centred on its bars."""
    values = [{"category": name, "name": "\n".join(found)} for name, found in lines.items() if len(found) == count]
    mark = {"type": "text", "align": "right", "baseline": "middle", "dx": -10, "dy": -(count - 1) * LINE / 2}
    return {
        "data": {"values": values},
        "mark": mark | {"lineBreak": "\n"},
        "encoding": {"x": {"value": 0}, "text": {"field": "name"}},
    }


def _names(rows: Rows) -> list[str]:
    return list(dict.fromkeys(row["category"] for row in rows))


def _broken(names: list[str]) -> dict[str, list[str]]:
    """The names in lines: at most two where that is enough, in as narrow a column as it takes."""
    wished, most = _NAMES
    fits = (line for line in range(wished, most) if all(len(wrapped(name, line)) <= 2 for name in names))
    line = next(fits, most)
    return {name: wrapped(name, line) for name in names}


def _left(lines: dict[str, list[str]]) -> float:
    """The room for the names."""
    return max(len(line) for found in lines.values() for line in found) * LETTER + 12 + EDGE


def _measure(rows: Rows, length: float, words: float) -> Drawing:
    """The measure from zero, its scale leaving `words` units free of `length` beyond the bars at each end in use."""
    values = [row["value"] for row in rows]
    least, most = min(0.0, *values), max(0.0, *values)
    ends = (least < 0) + (most > 0)
    unit = (most - least or 1.0) / max(length - ends * words, length / 4)
    domain = [least - (words * unit if least < 0 else 0), most + (words * unit if most > 0 or not ends else 0)]
    return {"field": "value", "type": "quantitative", "scale": {"domain": domain, "nice": False}, "axis": None}
