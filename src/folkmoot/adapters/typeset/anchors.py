"""Ids in a part's structure tree, and named destinations, from the marks that the style sets.

Typst gives elements no ids of ours, so the style begins every block with a mark: a link without words to `id:PLACE:ID`.
Here each mark becomes the /ID of the element that it stands in, `part#id`, and a named destination; then the link is
taken away, from the page, from the structure tree and from the parent tree. Row headers are marked as such, which
Typst cannot yet.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from folkmoot.adapters.typeset import wording
from folkmoot.adapters.typeset.merge import prefix_ids
from folkmoot.adapters.typeset.plan import PACK
from folkmoot.methods.document import model

MARK = "id:"
_RAISE = 12  # points above a mark at which its destination begins, so that the line is seen whole


@dataclass(frozen=True, slots=True)
class _Mark:
    place: str
    block: str
    page: pikepdf.Page
    annotation: pikepdf.Object

    @property
    def destination(self) -> Array:
        left, _, _, top = (float(number) for number in self.annotation.Rect)
        return Array([self.page.obj, Name.XYZ, round(left, 2), round(top + _RAISE, 2), 0])


def settle(pdf: bytes, document: model.Document) -> bytes:
    """The part with its marks turned into ids and destinations."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        marks = {mark.annotation.objgen: mark for page in opened.pages for mark in _marks(page)}
        names = _set_ids(opened, marks)
        _mark_row_headers(names, document)
        _take_away(opened, marks)
        _name_destinations(opened, marks)
        _resolve_own_links(opened, document, marks)
        prefix_ids(opened, document.id)
        del opened.Root.MarkInfo["/Suspects"]  # says only the default, and some readers stumble over it
        settled = io.BytesIO()
        plain = pikepdf.ObjectStreamMode.disable  # larger, and the binder reads it faster; the pack itself is packed
        opened.save(settled, deterministic_id=True, object_stream_mode=plain)
    return settled.getvalue()


def elements(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The structure elements below one, in reading order."""
    for kid in _kids(element):
        if isinstance(kid, Dictionary) and Name.S in kid:
            yield kid
            yield from elements(kid)


def _kids(element: pikepdf.Object) -> list[Any]:
    kids = element.get(Name.K, Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _marks(page: pikepdf.Page) -> Iterator[_Mark]:
    for annotation in page.get(Name.Annots, Array()):
        address = _address(annotation)
        if address.startswith(MARK):
            _, place, block = address.split(":", 2)
            yield _Mark(place, block, page, annotation)


def _address(annotation: pikepdf.Object) -> str:
    return str(annotation.get(Name.A, Dictionary()).get(Name.URI, ""))


def _set_ids(pdf: pikepdf.Pdf, marks: dict[tuple[int, int], _Mark]) -> dict[str, pikepdf.Object]:
    """Give each marked element its id and drop the mark from the tree. Every element that has an id, by it."""
    names: dict[str, pikepdf.Object] = {}
    for element in list(elements(pdf.Root.StructTreeRoot)):
        if Name.ID in element:
            names[str(element.ID)] = element
        mark = _marked(element, marks)
        if mark is not None:
            parent = element.P
            parent.K = Array([kid for kid in _kids(parent) if not _same(kid, element)])
            named = _place(parent, mark.place)
            named.ID = String(mark.block)
            names[mark.block] = named
    return names


def _marked(element: pikepdf.Object, marks: dict[tuple[int, int], _Mark]) -> _Mark | None:
    """The mark that a link element holds; every link element refers to its annotation, one a page."""
    if Name.Link != element.S:
        return None
    first = next(kid.Obj for kid in _kids(element) if isinstance(kid, Dictionary) and Name.Obj in kid)
    return marks.get(first.objgen)


def _same(kid: Any, element: pikepdf.Object) -> bool:
    return isinstance(kid, Dictionary) and kid.objgen == element.objgen


def _place(element: pikepdf.Object, place: str) -> pikepdf.Object:
    """The element that a mark names: a heading of any level, what a caption belongs to, or the nearest of that kind."""
    while not _is(element, place):
        element = element.P
    return _captioned(element) if place == "Caption" else element


def _captioned(caption: pikepdf.Object) -> pikepdf.Object:
    """What a caption belongs to. Typst may wrap a table and its caption in plain divisions; they are unwrapped."""
    holder = caption.P
    table = next((element for element in elements(holder) if Name.Table == element.S), None)
    if Name.Table == holder.S or table is None:
        return holder
    above = holder.P
    above.K = Array([table if _same(kid, holder) else kid for kid in _kids(above)])
    table.P, caption.P = above, table
    table.K = Array([caption, *_kids(table)])
    return table


def _is(element: pikepdf.Object, place: str) -> bool:
    kind = str(element.S).removeprefix("/")
    return kind == place or (place == "H" and kind[:1] == "H" and kind[1:].isdigit())


def _mark_row_headers(names: dict[str, pikepdf.Object], document: model.Document) -> None:
    tables = [block for block in model.walk(document) if isinstance(block, model.Table)]
    for table in tables:
        element = names.get(table.id)
        if element is None or Name.Table != element.S:
            continue  # set as lists, a row each
        bodies = [part for part in _kids(element) if Name.TBody == part.S]
        rows = [row for body in bodies for row in _kids(body)]
        for at, row in enumerate(rows):
            _mark_row(row, f"{table.id}-row-{at + 1}", table.row_headers, names)


def _mark_row(row: pikepdf.Object, name: str, headers: int, names: dict[str, pikepdf.Object]) -> None:
    """The first cells of a row become its headers, and its other cells name them."""
    cells = _kids(row)
    ids = [f"{name}-{at + 1}" for at in range(headers)]
    for cell, header in zip(cells, ids, strict=False):
        cell.S = Name.TH
        cell.ID = String(header)
        _table_attributes(cell).Scope = Name.Row
        names[header] = cell
    for cell in cells[headers:]:
        attributes = _table_attributes(cell)
        attributes.Headers = Array([*attributes.get(Name.Headers, Array()), *map(String, ids)])


def _table_attributes(cell: pikepdf.Object) -> pikepdf.Object:
    return next(attributes for attributes in cell.A if Name.Table == attributes.O)


def _take_away(pdf: pikepdf.Pdf, marks: dict[tuple[int, int], _Mark]) -> None:
    """Remove the marks from their pages and from the parent tree."""
    gone = {int(mark.annotation.StructParent) for mark in marks.values()}
    for page in pdf.pages:
        left = [annotation for annotation in page.get(Name.Annots, Array()) if annotation.objgen not in marks]
        if left:
            page.Annots = Array(left)
        elif Name.Annots in page:
            del page[Name.Annots]
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    kept = [member for pair in pairs if int(pair[0]) not in gone for member in pair]
    pdf.Root.StructTreeRoot.ParentTree.Nums = Array(kept)


def _name_destinations(pdf: pikepdf.Pdf, marks: dict[tuple[int, int], _Mark]) -> None:
    """One destination a block; a block with two marks begins at the first."""
    found: dict[str, pikepdf.Object] = {}
    for mark in marks.values():
        found.setdefault(mark.block, mark.destination)
    pdf.Root.Names = Dictionary()
    _write_names(pdf.Root.Names, "/Dests", found)


def _resolve_own_links(pdf: pikepdf.Pdf, document: model.Document, marks: dict[tuple[int, int], _Mark]) -> None:
    """References into this part lead there; those to other parts wait for the binder, under a readable name."""
    own = f"{PACK}{document.id}#"
    called = {element.id: wording.called(element) for element in model.walk(document)}
    found = {mark.block: mark.destination for mark in reversed(marks.values())}
    for page in pdf.pages:
        for annotation in page.get(Name.Annots, Array()):
            address = _address(annotation)
            block = address.removeprefix(own)
            if address.startswith(own) and block in found:
                del annotation[Name.A]
                annotation.Dest = found[block]
                annotation.Contents = String(called.get(block, "Another place in this paper"))
            elif address.startswith(PACK):
                annotation.Contents = String("Another paper of this pack")


def _write_names(holder: pikepdf.Object, key: str, names: dict[str, pikepdf.Object]) -> None:
    """A name tree of one node, sorted as the standard asks."""
    ordered = sorted(names.items(), key=lambda entry: entry[0].encode())
    holder[key] = Dictionary(Names=Array([member for name, value in ordered for member in (String(name), value)]))
