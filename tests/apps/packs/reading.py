"""Reads a bound pack as another program would: tags, text by tag, page numbers as printed, links, bookmarks, fonts."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from folkmoot.adapters.typeset.shown import Decoder, fonts_of


@dataclass
class Element:
    """A structure element: its tag, its id, the text of its own content, and the elements inside."""

    tag: str
    id: str
    text: str = ""
    kids: list[Element] = field(default_factory=list)

    @property
    def whole(self) -> str:
        """The text of it and of everything inside, without spaces, which are lost where lines end."""
        return "".join([*self.text.split(), *(kid.whole for kid in self.kids)])

    def walk(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def all(self, *tags: str) -> list[Element]:
        return [each for each in self.walk() if each.tag in tags]


class Reading:
    """An opened pack."""

    def __init__(self, content: bytes) -> None:
        self.pdf: Pdf = pikepdf.open(io.BytesIO(content))
        self.numbers = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        self._marked = [_marked(page) for page in self.pdf.pages]
        root = self.pdf.Root.StructTreeRoot
        self.tree = Element("Root", "", kids=[self._element(kid, None) for kid in _list(root.K)])

    def target_of(self, part: str) -> int:
        """The page on which a part begins."""
        page = self.target(String(part))
        assert page is not None
        return page

    def places_linked_from(self, part: str) -> Iterator[Object]:
        """Where the links of a part lead that stay in the pack."""
        first = self.target_of(part)
        for number, annotation in self.links():
            place = self.destination(annotation)
            if place is not None and self._part_of(number) == self._part_of(first):
                yield place

    def _part_of(self, page: int) -> str:
        """The part that a page belongs to, by the bookmarks at the top."""
        begins = [(at, title) for depth, title, at in self.bookmarks() if depth == 0 and at is not None and at <= page]
        return max(begins)[1]

    def with_id(self, part: str, block: str) -> Element:
        return next(each for each in self.tree.walk() if each.id == f"{part}#{block}")

    def rows(self, table: Element) -> list[list[str]]:
        return [[cell.whole for cell in row.all("TH", "TD")] for row in table.all("TR")]

    def printed_folio(self, page: int) -> str:
        """What stands at the foot of a page, as an artifact."""
        return self._marked[page].get("footer", "")

    def label(self, page: int) -> str:
        return self.pdf.pages[page].label

    def links(self) -> Iterator[tuple[int, Object]]:
        for number, page in enumerate(self.pdf.pages):
            for annotation in page.obj.get(Name.Annots, Array()):
                if annotation.get(Name.Subtype) == Name.Link:
                    yield number, annotation

    def target(self, place: Object) -> int | None:
        """The page that a destination leads to: an explicit one, or a name."""
        if isinstance(place, String | Name):
            names = pikepdf.NameTree(self.pdf.Root.Names.Dests)
            place = names[str(place)]
        if isinstance(place, Dictionary):
            place = place.D
        return self.numbers.get(place[0].objgen)

    def destination(self, annotation: Object) -> Object | None:
        if Name.Dest in annotation:
            return annotation.Dest
        action = annotation.get(Name.A, Dictionary())
        return action.get(Name.D)

    def bookmarks(self) -> Iterator[tuple[int, str, int | None]]:
        with self.pdf.open_outline() as outline:
            pending = [(0, item) for item in outline.root]
            while pending:
                depth, item = pending.pop(0)
                place = item.destination if item.destination is not None else item.action.D
                yield depth, item.title, self.target(place if isinstance(place, Object) else Array(place))
                pending = [(depth + 1, kid) for kid in item.children] + pending

    def fonts(self) -> Iterator[tuple[str, bool]]:
        """Each font with whether its file is inside."""
        for obj in self.pdf.objects:
            if isinstance(obj, Dictionary) and obj.get(Name.Type) == Name.Font and Name.DescendantFonts not in obj:
                descriptor = obj.get(Name.FontDescriptor, Dictionary())
                yield (
                    str(obj.BaseFont),
                    any(name in descriptor for name in (Name.FontFile2, Name.FontFile3, Name.FontFile)),
                )

    def _element(self, obj: Object, page: Object | None) -> Element:
        page = obj.get(Name.Pg, page)
        found = Element(str(obj.S)[1:], str(obj.get(Name.ID, "")))
        pieces = []
        for kid in _list(obj.get(Name.K)):
            if isinstance(kid, int):
                pieces.append(self._text(page, kid))
            elif kid.get(Name.Type) == Name.MCR:
                pieces.append(self._text(kid.get(Name.Pg, page), int(kid.MCID)))
            elif Name.S in kid:
                found.kids.append(self._element(kid, page))
        found.text = "".join(pieces)
        return found

    def _text(self, page: Object | None, mcid: int) -> str:
        return self._marked[self.numbers[page.objgen]].get(mcid, "") if page is not None else ""


def _list(kids: object) -> list[Object]:
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _marked(page: pikepdf.Page) -> dict[int | str, str]:
    """The text of each marked piece of a page, by its number; that of its footer under "footer"."""
    fonts = fonts_of(page.resources)
    found: dict[int | str, str] = defaultdict(str)
    inside: list[int | str | None] = []
    font: Decoder | None = None
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                properties = operands[1] if len(operands) > 1 else None
                inside.append(_mark(properties))
            case "EMC":
                inside.pop()
            case "Tf":
                font = fonts.get(str(operands[0]))
            case "Tj" | "TJ" | "'" | '"':
                mark = next((each for each in reversed(inside) if each is not None), None)
                if mark is not None and font is not None:
                    strings = operands[-1] if isinstance(operands[-1], Array) else [operands[-1]]
                    found[mark] += "".join(font(bytes(each)) for each in strings if isinstance(each, String))
    return found


def _mark(properties: object) -> int | str | None:
    if not isinstance(properties, Dictionary):
        return None
    if Name.MCID in properties:
        return int(properties.MCID)
    return "footer" if properties.get(Name.Subtype) == Name.Footer else None


def every_stream(pdf: Pdf) -> Iterator[bytes]:
    """All streams, decompressed."""
    for obj in pdf.objects:
        if isinstance(obj, Stream):
            try:
                yield obj.read_bytes()
            except pikepdf.PdfError:
                yield obj.read_raw_bytes()
