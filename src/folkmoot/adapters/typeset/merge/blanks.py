"""The leaf that is put in so that the next part begins on a right-hand page."""

from __future__ import annotations

import io
from contextlib import ExitStack
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Object, Page, Pdf

from folkmoot.adapters.typeset.merge.sources import Joined
from folkmoot.adapters.typeset.tags import is_tagged


@dataclass(frozen=True, slots=True)
class Blank:
    """The blank leaf in the pack's file, for use any number of times; its content has `marks` tagged pieces."""

    entries: Object
    marks: int


def prepare(pack: Pdf, content: bytes, sources: ExitStack) -> Blank:
    """Bring the blank leaf into the pack's file. ValueError where it is not one tagged page."""
    if not content:
        raise ValueError("the leaves ask for a blank leaf, and none was given")
    source = sources.enter_context(pikepdf.open(io.BytesIO(content)))
    if len(source.pages) != 1 or not is_tagged(source):
        raise ValueError("the blank leaf must be a PDF of one tagged page")
    page = source.pages[0].obj
    marks = len(NumberTree(source.Root.StructTreeRoot.ParentTree)[int(page.StructParents)])
    kept = {key: page[key] for key in ("/Type", "/MediaBox", "/Contents", "/Resources")}
    return Blank(pack.copy_foreign(source.make_indirect(Dictionary(kept))), marks)


def insert(pack: Pdf, joined: Joined, blank: Blank) -> None:
    """Put a leaf wherever the part, the last one in the pack so far, asks for one.

    Each has its own paragraph, read at the end of the part.
    """
    pages = iter(joined.pages)
    first = len(pack.pages) - len(joined.pages)
    leaves: list[Page] = []
    for page, _ in joined.part.leaves:
        leaves.append(next(pages) if page is not None else _leaf(pack, joined, blank, first + len(leaves)))
    joined.pages = leaves


def _leaf(pack: Pdf, joined: Joined, blank: Blank, position: int) -> Page:
    leaf = Dictionary({**dict(blank.entries.items()), "/StructParents": joined.next_key})
    pack.pages.insert(position, Page(pack.make_indirect(leaf)))
    page = pack.pages[position]
    element = pack.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.P, Pg=page.obj, K=Array(list(range(blank.marks))))
    )
    joined.blanks.append(element)
    joined.parents.append((joined.next_key, Array([element] * blank.marks)))
    joined.next_key += 1
    return page
