"""The text that a PDF's content streams show, read through its fonts' character maps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

Decoder = Callable[[bytes], str]
UNKNOWN = "\ufffd"

_SECTION = re.compile(rb"begin(codespacerange|bfchar|bfrange)(.*?)end\1", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])")
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_SHOWS = {"Tj", "'", '"', "TJ"}
_ENCODINGS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
_GLYPH_NAMES = """
    space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus comma
    hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal greater question
    at bracketleft backslash bracketright asciicircum underscore grave braceleft bar braceright asciitilde sterling
    endash emdash quoteleft quoteright quotedblleft quotedblright fi fl
"""
_GLYPHS = dict(zip(_GLYPH_NAMES.split(), " !\"#$%&'()*+,-./0123456789:;<=>?@[\\]^_`{|}~£–—‘’“”ﬁﬂ", strict=True))
"""The Adobe names of the glyphs that English needs besides the letters, whose names are themselves."""


def decoder(font: Object) -> Decoder:
    """How the codes of a font are read as text. A code that the font does not explain is read as U+FFFD."""
    composite = font.get(Name.Subtype) == Name.Type0
    mapping = font.get(Name.ToUnicode)
    if isinstance(mapping, Stream):
        width, characters = character_map(mapping.read_bytes(), 2 if composite else 1)
        return partial(_decoded, width=width, characters=characters)
    return partial(_decoded, width=2 if composite else 1, characters=_Characters() if composite else _simple(font))


def character_map(source: bytes, width: int) -> tuple[int, _Characters]:
    """A ToUnicode map (ISO 32000-1, 9.10.3): the bytes of a code, `width` where it does not say; each code's text."""
    found = _Characters()
    for kind, section in _SECTION.findall(source):
        if kind == b"codespacerange":
            width = max((len(_bytes(low)) for low, _ in _PAIR.findall(section)), default=width) or width
        elif kind == b"bfchar":
            found.update({_number(code): _utf16(text) for code, text in _PAIR.findall(section)})
        else:
            for low, high, first, listed in _RANGE.findall(section):
                found.update(_spread(range(_number(low), _number(high) + 1), first, listed))
    return width, found


def readings(scope: Object, fonts: Mapping[str, Decoder]) -> tuple[str, str]:
    """What a content stream shows, and what is read aloud: the same with its replacement texts and other properties.

    Both are in the order of the stream, with a space between two acts of showing.
    """
    shown: list[str] = []
    spoken: list[str] = []
    replaced: list[bool] = []
    font: Decoder = partial(str, encoding="latin-1")
    for instruction in pikepdf.parse_content_stream(scope):
        operands, name = instruction.operands, str(instruction.operator)
        if name == "Tf" and operands:
            font = fonts.get(str(operands[0]), font)
        elif name in _SHOWS and operands:
            shown.append("".join(font(bytes(piece)) for piece in _strings(operands[-1])))
            spoken += [] if any(replaced) else shown[-1:]
        elif name in ("BMC", "BDC", "DP"):
            properties = operands[-1] if operands and isinstance(operands[-1], Dictionary) else Dictionary()
            spoken += [str(value) for value in properties.values() if isinstance(value, String)]
            replaced += [] if name == "DP" else ["/ActualText" in properties]
        elif name == "EMC" and replaced:
            replaced.pop()
    return " ".join(shown), " ".join(spoken)


def fonts_of(resources: Object | None) -> dict[str, Decoder]:
    """The fonts that a resource dictionary names."""
    fonts = resources.get(Name.Font) if isinstance(resources, Dictionary) else None
    if not isinstance(fonts, Dictionary):
        return {}
    return {name: decoder(font) for name, font in fonts.items() if isinstance(font, Dictionary)}


class _Characters(dict[int, str]):
    """Each code's text."""

    def __missing__(self, code: int) -> str:
        return UNKNOWN


def _strings(operand: object) -> Iterator[String]:
    pieces = operand if isinstance(operand, Array) else [operand]
    return (piece for piece in pieces if isinstance(piece, String))


def _decoded(codes: bytes, *, width: int, characters: _Characters) -> str:
    if width <= 2:  # read as if the codes were characters, which is several times faster than one by one
        return codes.decode("latin-1" if width == 1 else "utf-16-be", "replace").translate(characters)
    return "".join(characters[int.from_bytes(codes[at : at + width], "big")] for at in range(0, len(codes), width))


def _simple(font: Object) -> _Characters:
    encoding = font.get(Name.Encoding)
    base = encoding.get(Name.BaseEncoding) if isinstance(encoding, Dictionary) else encoding
    table = bytes(range(256)).decode(_ENCODINGS.get(str(base), "cp1252"), "replace")
    found = _Characters(enumerate(table))
    code = 0
    for entry in encoding.get(Name.Differences, Array()) if isinstance(encoding, Dictionary) else ():
        if isinstance(entry, Name):
            found[code] = _glyph(str(entry)[1:])
            code += 1
        else:
            code = int(entry)
    return found


def _glyph(name: str) -> str:
    if re.fullmatch(r"uni([0-9A-F]{4})", name):
        return chr(int(name[3:], 16))
    return name if len(name) == 1 else _GLYPHS.get(name, UNKNOWN)


def _spread(codes: range, first: bytes, listed: bytes) -> dict[int, str]:
    if listed:
        return {code: _utf16(text) for code, text in zip(codes, _HEX.findall(listed), strict=False)}
    start = _utf16(first)
    return {code: start[:-1] + chr(ord(start[-1]) + n) for n, code in enumerate(codes)} if start else {}


def _bytes(digits: bytes) -> bytes:
    return bytes.fromhex(digits.decode("ascii"))


def _number(digits: bytes) -> int:
    return int.from_bytes(_bytes(digits), "big")


def _utf16(digits: bytes) -> str:
    return _bytes(digits).decode("utf-16-be", "replace")
