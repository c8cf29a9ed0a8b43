"""What each page of a PDF shows, as one digest, so that a page that did not change is known again.

Typesetting a part again moves what cannot be seen: a glyph gets another code as soon as an earlier page uses another
letter, and objects get other numbers. So text is compared by what it says and where it stands, fonts by their names,
and everything else that a page uses by its content.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from folkmoot.adapters.typeset.shown import Decoder, fonts_of

_STRING = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)"
_HEX = rb"<[0-9A-Fa-f\s]*>"
_TOKEN = re.compile(
    rb"(?P<properties><<(?:[^<>()]|" + _STRING + rb"|" + _HEX + rb")*>>)"
    rb"|(?P<font>/[^\s/<(\[]+)(?=\s+[-+.\d]+\s+Tf)"
    rb"|(?P<shown>" + _STRING + rb"|" + _HEX + rb")",
    re.DOTALL,
)
_SUBSET = re.compile(r"^/[A-Z]{6}\+")
_ELSEWHERE = {"/Parent", "/P", "/Pg", "/StructParent", "/StructParents", "/Length", "/Metadata", "/Dest", "/D", "/SD"}
"""Keys that lead off the page, or say nothing that is seen."""
_OF_A_PAGE = (Name.MediaBox, Name.CropBox, Name.Rotate, Name.UserUnit)


def digests(pdf: bytes) -> tuple[str, ...]:
    """One sha256 a page, in order: equal where two pages show the same, with the same links and alternative texts."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        reader = _Reader(opened)
        return tuple(hashlib.sha256(b"\n".join(reader.page(page))).hexdigest() for page in opened.pages)


class _Reader:
    """Reads one file; a resource that several pages use is read once."""

    def __init__(self, pdf: Pdf) -> None:
        self._known: dict[tuple[int, int], bytes] = {}
        root = pdf.Root.get(Name.StructTreeRoot)
        tree = root.get(Name.ParentTree) if isinstance(root, Dictionary) else None
        self._parents = pikepdf.NumberTree(tree) if isinstance(tree, Dictionary) else {}

    def page(self, page: Page) -> Iterator[bytes]:
        yield from (self.of(page.obj.get(key)) for key in _OF_A_PAGE)
        contents = page.obj.get(Name.Contents, Array())
        streams = contents if isinstance(contents, Array) else [contents]
        resources = page.obj.get(Name.Resources)
        yield _as_said(b"\n".join(stream.read_bytes() for stream in streams), fonts_of(resources))
        yield self.of(resources)
        yield self.of(page.obj.get(Name.Annots))
        yield from self._alternatives(page)

    def of(self, value: object) -> bytes:
        """A value's content, whatever number its object has."""
        if not isinstance(value, Object):
            return repr(value).encode()
        if not value.is_indirect:
            return self._content(value)
        if value.objgen not in self._known:
            self._known[value.objgen] = b"(above)"  # an object inside itself
            self._known[value.objgen] = hashlib.sha256(self._content(value)).digest()
        return self._known[value.objgen]

    def _content(self, value: Object) -> bytes:
        if isinstance(value, Array):
            return b"[" + b" ".join(self.of(each) for each in value) + b"]"
        if not isinstance(value, Dictionary | Stream):
            return value.unparse()
        if value.get(Name.Type) == Name.Font and isinstance(value.get(Name.ToUnicode), Stream):
            return _SUBSET.sub("/", str(value.get(Name.BaseFont))).encode()
        keys = sorted(key for key in value.keys() if key not in _ELSEWHERE)  # noqa: SIM118 - a PDF object
        entries = b"".join(key.encode() + b" " + self.of(value[key]) for key in keys)
        return b"<<" + entries + b">>" + (self._stream(value) if isinstance(value, Stream) else b"")

    def _stream(self, stream: Stream) -> bytes:
        if stream.get(Name.Subtype) == Name.Form:
            return _as_said(stream.read_bytes(), fonts_of(stream.get(Name.Resources)))
        return hashlib.sha256(stream.read_raw_bytes()).digest()

    def _alternatives(self, page: Page) -> Iterator[bytes]:
        """The tag of each marked piece of the page, with its alternative and replacement text."""
        number = page.obj.get(Name.StructParents)
        elements = self._parents.get(int(number)) if number is not None else None
        for element in elements if isinstance(elements, Array) else ():
            if isinstance(element, Dictionary):
                yield repr([str(element.get(key)) for key in (Name.S, Name.Alt, Name.ActualText)]).encode()


def _as_said(content: bytes, fonts: dict[str, Decoder]) -> bytes:
    """A content stream with its strings as text instead of as codes of a font that is cut to a part's needs."""
    of_fonts: dict[bytes, dict[bytes, bytes]] = {}  # a line goes to and fro between fonts, and words come again
    known: dict[bytes, bytes] = {}
    font: Decoder | None = None

    def said(token: re.Match[bytes]) -> bytes:
        nonlocal font, known
        whole = token[0]
        if token.lastgroup == "font":
            font = fonts.get(whole.decode("latin-1"))
            known = of_fonts.setdefault(whole, {})
        elif token.lastgroup == "shown" and font is not None:
            if whole not in known:
                known[whole] = repr(font(bytes(Object.parse(whole)))).encode()
            return known[whole]
        return whole

    return _TOKEN.sub(said, content)
