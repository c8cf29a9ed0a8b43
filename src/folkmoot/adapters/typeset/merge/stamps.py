"""Folios printed on the pages of a pack, as artifacts that a screen reader passes over."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pikepdf
import typst
from pikepdf import Array, Name, Object, Page, Pdf

from folkmoot.adapters.typeset.merge.sources import Joined
from folkmoot.adapters.typeset.shown import character_map

ABOVE_EDGE = 22.0
"""Points between the foot of the page and the line on which the folio stands."""

_CHARACTERS = "PL ()0123456789abcdefghijklmnopqrstuvwxyz"
_SHEET = """
#set page(width: 40cm, height: 5cm)
#set text(font: "Source Sans 3", ligatures: false, kerning: false)
"""
_GRAY = "0.25 g"


@dataclass(frozen=True, slots=True)
class _Type:
    """The font of the folios in the pack's file: each character's code, and its width in thousandths of the size."""

    font: Object
    codes: dict[str, str]
    widths: dict[str, float]


def number(pack: Pdf, parts: Sequence[Joined], fonts: Path, size: float, word: str) -> None:
    """Print every folio after the word at the foot of its page, in the middle. ValueError for other characters."""
    type_ = _type(pack, fonts)
    for part in parts:
        for page, (_, folio) in zip(part.pages, part.part.leaves, strict=True):
            if folio:
                _stamp(pack, page, f"{word} {folio}", type_, size)


def _type(pack: Pdf, fonts: Path) -> _Type:
    """Typesetting a sheet with all the characters gives their font cut to size, embedded, with its character map."""
    sheet = pikepdf.open(io.BytesIO(_sheet(str(fonts))))  # not closed: the pack reads the font when it is saved
    (font,) = sheet.pages[0].resources.Font.values()
    _, characters = character_map(font.ToUnicode.read_bytes(), 2)
    codes = {character: code for code, character in characters.items()}
    advances = _advances(font.DescendantFonts[0].W)
    return _Type(
        font=pack.copy_foreign(font),
        codes={character: f"{codes[character]:04x}" for character in _CHARACTERS},
        widths={character: advances[codes[character]] for character in _CHARACTERS},
    )


@lru_cache(maxsize=4)
def _sheet(fonts: str) -> bytes:
    faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
    return typst.compile((_SHEET + _CHARACTERS).encode(), format="pdf", font_paths=faces)


def _advances(widths: Object) -> dict[int, float]:
    """Each code's width, from an array like [1 [500 600] 7 9 550] (ISO 32000-1, 9.7.4.3)."""
    found: dict[int, float] = {}
    entries = list(widths)
    while entries:
        first, second, *entries = entries
        if isinstance(second, Array):
            found.update({int(first) + n: float(width) for n, width in enumerate(second)})
        else:
            width, *entries = entries
            found.update(dict.fromkeys(range(int(first), int(second) + 1), float(width)))
    return found


def _stamp(pack: Pdf, page: Page, words: str, type_: _Type, size: float) -> None:
    try:
        shown = "".join(type_.codes[character] for character in words)
    except KeyError as missing:
        raise ValueError(f"the folio {words!r} has {missing}; folios are digits, letters a to z, brackets") from None
    wide = sum(type_.widths[character] for character in words) * size / 1000
    place = " ".join(f"{number:.2f}" for number in _place(page, wide))
    name = page.add_resource(type_.font, Name.Font, Name.FolkmootFolio)
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(
        f"\nQ /Artifact <</Type /Pagination /Subtype /Footer>> BDC "
        f"q BT {_GRAY} {name} {size:g} Tf {place} Tm <{shown}> Tj ET Q EMC\n".encode()
    )


def _place(page: Page, wide: float) -> tuple[float, ...]:
    """The text matrix that puts words of this width at the foot of the page as it is seen, turned or not."""
    left, low, right, high = (float(edge) for edge in page.cropbox)
    turn = int(page.obj.get(Name.Rotate, 0)) % 360
    middle = {
        0: ((left + right - wide) / 2, low + ABOVE_EDGE),
        90: (right - ABOVE_EDGE, (low + high - wide) / 2),
        180: ((left + right + wide) / 2, high - ABOVE_EDGE),
        270: (left + ABOVE_EDGE, (low + high + wide) / 2),
    }[turn]
    turned = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[turn]
    return (*turned, *middle)
