"""How wide words are in the project's fonts, read from the fonts' own tables (OpenType 1.9: cmap, head, hhea, hmtx).

A picture on a page cannot reach the page's fonts. Each text therefore says how wide it is, and whatever font a reader's
machine has in place of ours is drawn in that width: nothing overlaps, nothing is cut.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

_SVG = "http://www.w3.org/2000/svg"
_FACES = {"600": "SourceSans3-Semibold.ttf", "700": "SourceSans3-Bold.ttf", "bold": "SourceSans3-Bold.ttf"}
_REGULAR = "SourceSans3-Regular.ttf"


@dataclass(frozen=True, slots=True)
class Face:
    """The advances of a font's letters in ems."""

    advances: dict[int, float]
    missing: float

    def width(self, words: str, size: float) -> float:
        """The width of the words at a size, without kerning."""
        return size * sum(self.advances.get(ord(letter), self.missing) for letter in words)


def fitted(picture: str, fonts: Path) -> str:
    """SVG whose texts say their width."""
    ET.register_namespace("", _SVG)
    root = ET.fromstring(picture)
    for text in root.iter(f"{{{_SVG}}}text"):
        letters = face(fonts / _FACES.get(text.get("font-weight", ""), _REGULAR))
        size = float(text.get("font-size", "16px").removesuffix("px"))
        for line in (text, *text.iter(f"{{{_SVG}}}tspan")):
            if line.text and line.text.strip():
                line.set("textLength", f"{letters.width(line.text, size):.1f}")
                line.set("lengthAdjust", "spacingAndGlyphs")
    return ET.tostring(root, encoding="unicode")


@cache
def face(file: Path) -> Face:
    """The advances in a TrueType file."""
    content = file.read_bytes()
    tables = {
        tag.decode(): content[offset : offset + length]
        for tag, _, offset, length in struct.iter_unpack(">4sIII", content[12 : 12 + 16 * _short(content, 4)])
    }
    em, measured = _short(tables["head"], 18), _short(tables["hhea"], 34)
    advances = [advance / em for advance, _ in struct.iter_unpack(">Hh", tables["hmtx"][: 4 * measured])]
    glyphs = _glyphs(tables["cmap"])
    return Face({letter: advances[min(glyph, measured - 1)] for letter, glyph in glyphs.items()}, advances[0])


def _short(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 2])


def _long(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 4])


def _glyphs(cmap: bytes) -> dict[int, int]:
    """The glyph of each letter, from the subtable of the Basic Multilingual Plane (format 4)."""
    offsets = [_long(cmap, 8 + 8 * at) for at in range(_short(cmap, 2))]
    table = next(cmap[offset:] for offset in offsets if _short(cmap[offset:], 0) == 4)
    size = _short(table, 6)  # twice the number of segments
    found: dict[int, int] = {}
    for at in range(0, size, 2):
        last, first = _short(table, 14 + at), _short(table, 16 + size + at)
        shift, place = _short(table, 16 + 2 * size + at), 16 + 3 * size + at
        start = _short(table, place)
        for letter in range(first, min(last, 0xFFFE) + 1):
            glyph = _short(table, place + start + 2 * (letter - first)) if start else letter
            found[letter] = (glyph + shift) % 0x10000 if glyph else 0
    return found
