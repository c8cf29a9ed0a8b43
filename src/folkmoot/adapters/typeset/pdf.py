"""One part as PDF/UA-1 and PDF/A-2a, set by Typst: no page numbers, the same bytes each time."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from functools import partial
from importlib.metadata import version
from pathlib import Path

import typst

from folkmoot.adapters.charts import render, widths
from folkmoot.adapters.typeset import anchors, plan
from folkmoot.methods.document import model

_HERE = Path(__file__).parent
_STYLE = _HERE / "part.typ"
BOLD = "SourceSans3-Bold.ttf"
BLANK = "This page is intentionally left blank"


class Edition(StrEnum):
    """For whom the part is set."""

    STANDARD = "standard"
    LARGE_PRINT = "large-print"  # 18 pt, reflowed


class NotSet(RuntimeError):
    """A part that Typst refuses; the message names the part."""


def _digest() -> str:
    """The hash of everything here that decides how a part looks."""
    files = [_STYLE, *sorted(_HERE.rglob("*.py")), *sorted(Path(render.__file__).parent.glob("*.py"))]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]


ENGINE = f"typst {version('typst')}, {render.ENGINE}, style {_digest()}"


def typeset(document: model.Document, *, fonts: Path, edition: Edition = Edition.STANDARD) -> bytes:
    """The document as PDF; `fonts` is the folder of the fonts. NotSet when it cannot be set.

    Each block is a named destination and an element with its id in the structure tree. A reference to another part is a
    link to `pack:part#block`, for the binder to resolve.
    """
    width = partial(widths.face(fonts / BOLD).width, size=1.02)  # a little room for figures of one width
    values = plan.plan(document, edition=edition, draw=partial(render.draw, fonts=fonts), width=width)
    return anchors.settle(_compile(values, fonts), document)


def blank_leaf(fonts: Path, edition: Edition = Edition.STANDARD) -> bytes:
    """A page that says that it is left blank on purpose."""
    return _compile(plan.blank(BLANK, edition=edition), fonts)


def _compile(values: plan.Plain, fonts: Path) -> bytes:
    try:
        pdf: bytes = typst.compile(
            _STYLE,
            root=_HERE,
            font_paths=[fonts],
            ignore_system_fonts=True,
            pdf_standards=["a-2a", "ua-1"],
            sys_inputs={"part": json.dumps(values, ensure_ascii=False)},
        )
    except typst.TypstError as error:
        raise NotSet(f"{values['title']}: the part could not be set: {error}") from error
    return pdf
