"""Vega-Lite to SVG without a browser, in the fonts that the project carries; the same bytes each time."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import vl_convert

from folkmoot.adapters.charts import build, widths
from folkmoot.methods.document.model import Figure

VEGA_LITE = "6.4"
ENGINE = f"vl-convert {version('vl-convert-python')}, Vega-Lite {VEGA_LITE}"


def draw(figure: Figure, *, fonts: Path) -> str:
    """The picture of a document's figure as SVG."""
    specification, description = build.figure(figure)
    return svg(specification, title=figure.caption, description=description, fonts=fonts)


def svg(specification: dict[str, Any], *, title: str, description: str, fonts: Path) -> str:
    """SVG with a title and a description, in the fonts of the folder `fonts`."""
    _register(fonts)
    opening, rest = _drawn(json.dumps(specification)).split(">", 1)
    named = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return widths.fitted(f'{opening} role="img">{named}{rest}', fonts)


@lru_cache(maxsize=256)
def _drawn(specification: str) -> str:
    """The drawing of Vega; kept, since both editions of a paper and its page ask for the same."""
    drawn: str = vl_convert.vegalite_to_svg(specification, vl_version=VEGA_LITE)
    return drawn


@cache
def _register(fonts: Path) -> None:
    if not any(fonts.glob("*.ttf")):
        raise FileNotFoundError(f"{fonts} has no fonts; run `make demo` or tools/setup.py to build the assets")
    vl_convert.register_font_directory(str(fonts))
