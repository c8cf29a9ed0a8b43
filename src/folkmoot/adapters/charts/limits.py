"""Values with their limits, unit beside unit, and a line for what they are compared with.

A few units lie below one another with their names; many stand side by side without, in the order of their values, and
the table beside the picture names them. What a comparison says is told by shape as well as by colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from folkmoot.adapters.charts.style import CONFIG, EDGE, INK, LETTER, LINE, WIDTH, Drawing, titled, wrapped

MOST_NAMED = 20
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_HEIGHT, _AXIS, _KEY_LINE = 300.0, 60.0, 26.0
_STEP = 34.0  # from one named unit to the next
_NAME_LINE = 24
_GREY = "#50575e"
# The colour and shape of each thing that a comparison can say, in the order of the key.
LOOKS = {
    "better": ("#12436d", "triangle-up"),
    "worse": ("#c8501e", "triangle-down"),
    "higher": ("#801650", "triangle-up"),
    "lower": ("#166b64", "triangle-down"),
    "similar": (_GREY, "circle"),
    "not compared": (_GREY, "stroke"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A unit's value as drawn; without limits both are None. `outcome` is one of LOOKS."""

    name: str
    value: float
    lower: float | None
    upper: float | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Level:
    """What the values are compared with."""

    name: str
    value: float
    words: str


def limits(marks: Sequence[Mark], *, level: Level | None, headline: str, invented: bool) -> Drawing:
    """The specification of a picture of at least one value."""
    drawn = _lying(marks, level) if len(marks) <= MOST_NAMED else _standing(marks, level)
    specification = {
        "$schema": _SCHEMA,
        "config": CONFIG,
        "autosize": {"type": "none"},
        "data": {"values": _rows(marks)},
    }
    return specification | titled(drawn, headline, invented)


def described(marks: Sequence[Mark], *, level: Level | None, headline: str, invented: bool, unit: str) -> str:
    """The text that stands for the picture: how many units, the ends, and how many the comparison says what of."""
    ordered = sorted(marks, key=lambda mark: mark.value)
    least, most = ordered[0], ordered[-1]
    sentences = [f"Values with their 95 % limits: {headline}."]
    if invented:
        sentences.append("The figures are invented.")
    ends = f"from {least.value:,.1f} ({least.name}) to {most.value:,.1f} ({most.name}), in {unit}"
    sentences.append(f"{len(marks)} values, {ends}.")
    if level is not None:
        counted = [(outcome, sum(mark.outcome == outcome for mark in marks)) for outcome in LOOKS]
        told = ", ".join(f"{number} {outcome}" for outcome, number in counted if number)
        sentences.append(f"Compared with {level.name} ({level.words}): {told}.")
    return " ".join([*sentences, "All values are in the table."])


def _rows(marks: Sequence[Mark]) -> list[dict[str, object]]:
    ordered = sorted(marks, key=lambda mark: mark.value)
    return [
        {
            "place": place,
            "name": mark.name,
            "value": mark.value,
            "lower": mark.value if mark.lower is None else mark.lower,
            "upper": mark.value if mark.upper is None else mark.upper,
            "outcome": mark.outcome,
        }
        for place, mark in enumerate(ordered)
    ]


def _standing(marks: Sequence[Mark], level: Level | None) -> Drawing:
    key = _key_height(marks)
    width = WIDTH - _AXIS - EDGE
    across = {
        "field": "place",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [-1, len(marks)], "nice": False},
    }
    return {
        "width": width,
        "height": _HEIGHT,
        "padding": {"left": _AXIS, "right": EDGE, "top": key, "bottom": EDGE + 4},
        "encoding": {"x": across},
        "layer": [*_marks(marks, level, "y", size=70, key=key), *_line(level, "y", width)],
    }


def _lying(marks: Sequence[Mark], level: Level | None) -> Drawing:
    key = _key_height(marks)
    ordered = sorted(marks, key=lambda mark: mark.value)
    lines = {place: wrapped(mark.name, _NAME_LINE) for place, mark in enumerate(ordered)}
    left = max(len(line) for found in lines.values() for line in found) * LETTER + 12 + EDGE
    width = WIDTH - left - EDGE - 12
    axis = {
        "title": None,
        "domain": False,
        "ticks": False,
        "grid": False,
        "labelPadding": 8,
        "labelLimit": 0,
        "values": list(lines),
        "labelExpr": "".join(f"datum.value === {place} ? {found!r} : " for place, found in lines.items()) + "''",
    }
    down = {
        "field": "place",
        "type": "quantitative",
        "axis": axis,
        "scale": {"domain": [-0.6, len(marks) - 0.4], "nice": False},
    }
    step = max(_STEP, 12 + LINE * max(map(len, lines.values())))
    return {
        "width": width,
        "height": step * len(marks),
        "padding": {"left": left, "right": EDGE + 12, "top": key + (LINE + 8 if level else 0), "bottom": 34},
        "encoding": {"y": down},
        "layer": [
            *_marks(marks, level, "x", size=150, key=key + (LINE + 8 if level else 0), left=left),
            *_line(level, "x", width),
        ],
    }


def _marks(
    marks: Sequence[Mark], level: Level | None, along: str, *, size: int, key: float, left: float = _AXIS
) -> list[Drawing]:
    """The limits as rules and the values as points, with the key above where more than one thing is said."""
    ends = [end for mark in marks for end in (mark.value, mark.lower, mark.upper) if end is not None]
    ends += [] if level is None else [level.value]
    low, high = min(ends), max(ends)
    room = (high - low or abs(high) or 1.0) * 0.06
    scale = {"domain": [low - room, high + room], "nice": False, "zero": False}
    axis = {"title": None, "ticks": False, "domain": False, "tickCount": 5, "labelPadding": 8}
    said = [outcome for outcome in LOOKS if any(mark.outcome == outcome for mark in marks)]
    place = {"orient": "none", "legendX": EDGE - left, "legendY": -key, "direction": "vertical", "title": None}
    legend = place if key > _KEY_LINE else None
    colour = {"field": "outcome", "scale": {"domain": said, "range": [LOOKS[each][0] for each in said]}}
    shape = {"field": "outcome", "scale": {"domain": said, "range": [LOOKS[each][1] for each in said]}}
    value = {"field": "value", "type": "quantitative", "scale": scale, "axis": axis}
    return [
        {
            "mark": {"type": "rule", "color": _GREY, "strokeWidth": 1.5},
            "encoding": {along: value | {"field": "lower"}, f"{along}2": {"field": "upper"}},
        },
        {
            "mark": {"type": "point", "filled": True, "size": size, "opacity": 1},
            "encoding": {along: value, "color": colour | {"legend": legend}, "shape": shape | {"legend": legend}},
        },
    ]


def _line(level: Level | None, along: str, length: float) -> list[Drawing]:
    """The line of what the values are compared with, and its words at its end."""
    if level is None:
        return []
    rows = {"values": [{"level": level.value, "words": f"{level.name}: {level.words}"}]}
    at: Drawing = {along: {"field": "level", "type": "quantitative"}}
    ends: Drawing
    words: Drawing
    if along == "y":
        ends = {"x": {"value": 0}, "x2": {"value": length}}
        words = {
            "mark": {"type": "text", "align": "left", "dy": -9, "fontWeight": 600},
            "encoding": at | {"x": {"value": 4}},
        }
    else:
        ends = {"y": {"value": 0}, "y2": {"value": {"expr": "height"}}}
        words = {"mark": {"type": "text", "dy": -12, "fontWeight": 600}, "encoding": at | {"y": {"value": 0}}}
    words["encoding"] |= {"text": {"field": "words"}}
    rule = {"mark": {"type": "rule", "color": INK, "strokeWidth": 2, "strokeDash": [6, 4]}, "encoding": at | ends}
    return [{"data": rows, **rule}, {"data": rows, **words}]


def _key_height(marks: Sequence[Mark]) -> float:
    said = len({mark.outcome for mark in marks})
    return _KEY_LINE * said + 12 if said > 1 else 0.0
