"""What all charts share: width, colours, shapes, type, and the title above them."""

from __future__ import annotations

import textwrap
from typing import Any, TypeAlias

Drawing: TypeAlias = dict[str, Any]  # a Vega-Lite specification or a part of one
Rows: TypeAlias = list[dict[str, Any]]  # category, series, value and words of each drawn value

WIDTH = 480.0
FAMILY = "Source Sans 3"
STACK = f"'{FAMILY}', 'Source Sans Pro', Arial, sans-serif"
SIZE = 16
LETTER = 7.7  # the width of a letter at SIZE, a little above the average, so that Arial has room too
LINE = 18.0  # the height of a line at SIZE
EDGE = 8.0  # free space around the drawing

INK = "#0b0c0c"
RULE = "#d5d8da"
RUST = "#a63c14"
# The Analysis Function's colours for categories, as many as can be told apart.
COLOURS = ("#12436d", "#f46a25", "#801650", "#28a197")
WORDS = ("#12436d", "#a8420c", "#801650", "#166b64")  # the same, dark enough for words
SHAPES = ("circle", "square", "triangle-up", "diamond")
DASHES = ([1, 0], [7, 4], [2, 3], [10, 3, 2, 3])

_TITLE_SIZE = SIZE + 1
_TITLE_LINE = 21.0

CONFIG: Drawing = {
    "font": STACK,
    "background": "white",
    "view": {"stroke": None},
    "title": {
        "anchor": "start",
        "align": "left",
        "frame": "group",
        "fontSize": _TITLE_SIZE,
        "fontWeight": 600,
        "color": INK,
        "lineHeight": _TITLE_LINE,
        "subtitleFontSize": SIZE,
        "subtitleFontWeight": 700,
        "subtitleColor": RUST,
        "subtitlePadding": 5,
    },
    "axis": {"labelFontSize": SIZE, "labelColor": INK, "labelLineHeight": LINE - 1, "gridColor": RULE},
    "legend": {"labelFontSize": SIZE, "labelColor": INK, "symbolSize": 190, "rowPadding": 6, "labelLimit": 0},
    "text": {"fontSize": SIZE, "color": INK, "lineHeight": LINE},
}


def wrapped(text: str, most: int) -> list[str]:
    """Lines of at most `most` letters, broken between words; a longer word keeps a line to itself."""
    return textwrap.wrap(text, most, break_long_words=False) or [text]


def titled(body: Drawing, words: str, invented: bool) -> Drawing:
    """The drawing with its title at the left edge, in room made above it; invented figures are marked there."""
    padding = dict(body["padding"])
    lines = wrapped(words, int((WIDTH - 2 * EDGE) / LETTER))
    title = {"text": lines, "offset": 14, "dx": EDGE - padding["left"]}
    if invented:
        title["subtitle"] = "Invented figures"
    padding["top"] += EDGE + 12 + _TITLE_LINE * len(lines) + (LINE + 6 if invented else 0)
    return body | {"title": title, "padding": padding}
