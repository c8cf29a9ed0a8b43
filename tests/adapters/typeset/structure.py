"""The text of a PDF read through its structure tree, as a screen reader meets it: by element, not by page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name


class Tree:
    """The structure tree of a PDF with the text of its marked content."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(pdf))
        self.root = self.pdf.Root.StructTreeRoot
        self.said = {page.obj.objgen: _marked_text(page) for page in self.pdf.pages}

    def elements(self, element=None) -> Iterator[pikepdf.Object]:
        """Every structure element in reading order."""
        for kid in kids(self.root if element is None else element):
            if isinstance(kid, Dictionary) and Name.S in kid:
                yield kid
                yield from self.elements(kid)

    def by_id(self) -> dict[str, pikepdf.Object]:
        return {own_id(element): element for element in self.elements() if Name.ID in element}

    def kinds(self) -> list[str]:
        return [str(element.S) for element in self.elements()]

    def text(self, element: pikepdf.Object, without: frozenset[str] = frozenset()) -> str:
        """What the element says, without the marks of lists, pictures, and the elements of the ids `without`."""
        pieces = []
        for kid in kids(element):
            if isinstance(kid, int):
                pieces.append(self.said[element.Pg.objgen].get(kid, ""))
            elif kid.get(Name.Type) == Name.MCR:
                page = kid.get(Name.Pg, element.get(Name.Pg))
                pieces.append(self.said[page.objgen].get(int(kid.MCID), ""))
            elif Name.S in kid and own_id(kid) not in without and not _unsaid(kid):
                pieces.append(self.text(kid, without))
        return " ".join(pieces)


def kids(element: pikepdf.Object) -> list:
    found = element.get(Name.K, Array())
    return list(found) if isinstance(found, Array) else [found]


def own_id(element: pikepdf.Object) -> str:
    """The id within the part; in the file it is `part#id`, so that parts can be bound."""
    return str(element.get(Name.ID, "")).rpartition("#")[2]


def attribute(element: pikepdf.Object, owner: str, name: str):
    for attributes in element.get(Name.A, Array()):
        if owner == attributes.O and name in attributes:
            return attributes[name]
    return None


def _unsaid(element: pikepdf.Object) -> bool:
    """Pictures speak by their alternative; the marks of a list say nothing, while a list of terms has no marks."""
    if Name.Figure == element.S:
        return True
    if Name.Lbl != element.S:
        return False
    return attribute(element.P.P, "/List", "/ListNumbering") != Name("/None")


def _marked_text(page: pikepdf.Page) -> dict[int, str]:
    """The text of each marked-content sequence of a page; an ActualText stands for what it covers."""
    fonts = {str(name): _unicode(font) for name, font in page.get("/Resources", Dictionary()).get("/Font", {}).items()}
    found: dict[int, str] = {}
    open_marks: list[tuple[int | None, bool]] = []
    font: dict[bytes, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                properties = operands[1]
                if isinstance(properties, Name):
                    properties = page.Resources.Properties[str(properties)]
                number = int(properties.MCID) if "/MCID" in properties else None
                actual = "/ActualText" in properties
                open_marks.append((number, actual))
                if actual:
                    _say(found, open_marks, str(properties.ActualText), covered=True)
            case "BMC":
                open_marks.append((None, False))
            case "EMC":
                open_marks.pop()
            case "Tf":
                font = fonts[str(operands[0])]
            case "Tj" | "'":
                _say(found, open_marks, _decoded(bytes(operands[-1]), font))
            case "TJ":
                shown = b"".join(bytes(piece) for piece in operands[0] if isinstance(piece, pikepdf.String))
                _say(found, open_marks, _decoded(shown, font))
    return found


def _say(found: dict[int, str], open_marks: list[tuple[int | None, bool]], text: str, covered: bool = False) -> None:
    if not covered and any(actual for _, actual in open_marks):
        return
    numbers = [number for number, _ in open_marks if number is not None]
    if numbers:
        found[numbers[-1]] = found.get(numbers[-1], "") + text


def _decoded(shown: bytes, font: dict[bytes, str]) -> str:
    return "".join(font[shown[at : at + 2]] for at in range(0, len(shown), 2))


def _unicode(font: pikepdf.Object) -> dict[bytes, str]:
    """What each two-byte code of a font means, by its character map."""
    text = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[bytes, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, meaning in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[bytes.fromhex(code)] = _utf16(meaning)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for low, high, meaning in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for step in range(int(high, 16) - int(low, 16) + 1):
                first = _utf16(meaning)
                found[(int(low, 16) + step).to_bytes(2)] = first[:-1] + chr(ord(first[-1]) + step)
    return found


def _utf16(meaning: str) -> str:
    return bytes.fromhex(meaning).decode("utf-16-be")
