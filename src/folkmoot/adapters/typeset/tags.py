"""What stands between a PDF and a reader who hears it: faults of its tags and of what goes with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream, String

_TAGS = """
    Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody
    Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby Warichu RB RT RP WT WP
    Figure Formula Form
"""
_STANDARD = {f"/{tag}" for tag in _TAGS.split()}
_SHOWING = {"Tj", "TJ", "'", '"', "Do", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "INLINE IMAGE"}


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element: its own tag, the standard tag that it stands for, and its depth below the root."""

    own: str
    tag: str
    depth: int
    dictionary: Object


def tag_faults(pdf: Pdf) -> tuple[str, ...]:
    """A sentence for each fault, in the order in which one would mend them; empty where none was seen."""
    if not is_tagged(pdf):
        return ("It has no tags: a screen reader cannot tell headings, lists and tables apart.",)
    root = pdf.Root.StructTreeRoot
    tree = tuple(elements(root))
    return (*_document_faults(pdf), *_element_faults(tree), *_page_faults(pdf, root))


def is_tagged(pdf: Pdf) -> bool:
    """Whether the file has a structure tree with something in it."""
    root = pdf.Root.get(Name.StructTreeRoot)
    return isinstance(root, Dictionary) and bool(kids_of(root))


def elements(root: Object) -> Iterator[Element]:
    """Every element of a structure tree in reading order, roles resolved (ISO 32000-1, 14.7)."""
    roles = dict(root.get(Name.RoleMap, Dictionary()).items())
    waiting = [(kid, 0) for kid in reversed(kids_of(root))]
    seen: set[tuple[int, int]] = set()
    while waiting:
        each, depth = waiting.pop()
        if not isinstance(each, Dictionary) or Name.S not in each or (each.is_indirect and each.objgen in seen):
            continue
        seen.add(each.objgen)
        yield Element(str(each.S), role_of(each, roles), depth, each)
        waiting += [(kid, depth + 1) for kid in reversed(kids_of(each))]


def kids_of(element: Object) -> list[Any]:
    """The children of a structure element: elements, references, and the numbers of marked content."""
    kids = element.get(Name.K, Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def role_of(element: Object, roles: Mapping[str, Object]) -> str:
    """The standard tag that an element's own tag stands for; its own where the roles do not say."""
    own = str(element.S)
    for _ in range(8):  # a chain of roles that does not end says nothing
        if own in _STANDARD or own not in roles:
            break
        own = str(roles[own])
    return own


def _document_faults(pdf: Pdf) -> Iterator[str]:
    marked = pdf.Root.get(Name.MarkInfo, Dictionary())
    if not bool(marked.get(Name.Marked, False)) or bool(marked.get(Name.Suspects, False)):
        yield "It does not say that its tags are complete."
    if not str(pdf.Root.get(Name.Lang, "")).strip():
        yield "It does not say which language it is in."
    if not bool(pdf.Root.get(Name.ViewerPreferences, Dictionary()).get(Name.DisplayDocTitle, False)):
        yield "It shows its file name instead of its title."


def _element_faults(tree: tuple[Element, ...]) -> Iterator[str]:
    unknown = sorted({each.own[1:] for each in tree if each.tag not in _STANDARD})
    if unknown:
        yield f"It uses tags that no reader knows: {', '.join(unknown)}."
    silent = sum(each.tag in ("/Figure", "/Formula") and not _alternative(each.dictionary) for each in tree)
    if silent:
        yield f"{_counted(silent, 'picture has', 'pictures have')} no alternative text."
    headless = _tables_without_headers(tree)
    if headless:
        yield f"{_counted(headless, 'table has', 'tables have')} no header cells."
    levels = [int(each.tag[2:]) for each in tree if each.tag[:2] == "/H" and each.tag[2:].isdigit()]
    if any(level > before + 1 for before, level in zip([0, *levels], levels, strict=False)):
        yield "Its headings skip a level."


def _alternative(element: Object) -> bool:
    return any(
        isinstance(element.get(key), String) and str(element[key]).strip() for key in (Name.Alt, Name.ActualText)
    )


def _tables_without_headers(tree: tuple[Element, ...]) -> int:
    found, inside = 0, len(tree)
    for at, each in enumerate(tree):
        if each.tag == "/Table":
            inside = next((n for n in range(at + 1, len(tree)) if tree[n].depth <= each.depth), len(tree))
            found += not any(cell.tag == "/TH" for cell in tree[at:inside])
    return found


def _page_faults(pdf: Pdf, root: Object) -> Iterator[str]:
    parents = root.get(Name.ParentTree)
    known = set(pikepdf.NumberTree(parents).keys()) if isinstance(parents, Dictionary) else set()
    for number, page in enumerate(pdf.pages, 1):
        marks, loose = _marks(page)
        if loose:
            yield f"Page {number} has content that is neither tagged nor set aside."
        if marks and page.obj.get(Name.StructParents) not in known:
            yield f"The tags of page {number} do not lead to its content."
        annotations = [each for each in page.obj.get(Name.Annots, Array()) if not _hidden(each)]
        if any(each.get(Name.StructParent) not in known for each in annotations):
            yield f"A link or note on page {number} has no tag."
        if any(each.get(Name.Subtype) == Name.Link and not each.get(Name.Contents) for each in annotations):
            yield f"A link on page {number} does not say in words where it leads."
        if annotations and page.obj.get(Name.Tabs) != Name.S:
            yield f"The tab key does not follow the reading order on page {number}."


def _hidden(annotation: Object) -> bool:
    return bool(int(annotation.get(Name.F, 0)) & 2) or annotation.get(Name.Subtype) == Name.Popup


def _marks(page: Page) -> tuple[bool, bool]:
    """Whether a page has tagged content, and whether it shows anything that is neither tagged nor an artifact."""
    open_marks: list[bool] = []
    tagged = loose = False
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BMC", "BDC"):
            properties = _properties(instruction.operands[-1], page)
            tagged |= Name.MCID in properties
            open_marks.append(Name.MCID in properties or instruction.operands[0] == Name.Artifact)
        elif operator == "EMC" and open_marks:
            open_marks.pop()
        elif operator in _SHOWING and not any(open_marks):
            loose |= operator != "Do" or not _tagged_inside(str(instruction.operands[0]), page)
    return tagged, loose


def _properties(given: object, page: Page) -> Object:
    """The properties of marked content, given with it or by name in the page's resources."""
    if isinstance(given, Name):
        given = page.resources.get(Name.Properties, Dictionary()).get(given)
    return given if isinstance(given, Dictionary) else Dictionary()


def _tagged_inside(name: str, page: Page) -> bool:
    """Whether a form that stands outside any mark has marks of its own."""
    form = page.resources.get(Name.XObject, Dictionary()).get(name)
    return isinstance(form, Stream) and Name.StructParents in form


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
