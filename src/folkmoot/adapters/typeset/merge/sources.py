"""A part as it is given, and what it becomes once its pages are in the pack."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import NamedTemporaryFile
from typing import NamedTuple

import pikepdf
from pikepdf import Object, Page, Pdf


class Attached(Exception):
    """A part carries other files inside, which a pack does not take. The message says which part and what to do."""

    def __init__(self, part: str) -> None:
        super().__init__(f"the part {part} carries other files inside; print it to a new PDF and use that")


@dataclass(frozen=True, slots=True)
class Claims:
    """What the pack says of itself: PDF/UA-1, PDF/A-2a. The caller knows whether every part deserves it."""

    ua: bool
    a: bool


@dataclass(frozen=True, slots=True)
class Bound:
    """A part to be bound.

    `leaves` lists its leaves in order: the page counted from 0, each page once, or None for a blank leaf; and its
    folio, "" where none is printed. `level` is the depth of its bookmark, 1 at the top.
    """

    id: str
    title: str
    pdf: bytes
    leaves: tuple[tuple[int | None, str], ...]
    level: int = 1


class Heading(NamedTuple):
    """A bookmark of a part: its depth from 0, its words, and where it leads: a destination, or the name of one."""

    depth: int
    words: str
    to: Object


@dataclass(slots=True)
class Joined:
    """A part whose leaves are in the pack, with what they brought along, all of it objects of the pack.

    `elements` are the uppermost structure elements, which have no parent yet, and `blanks` those of blank leaves.
    The keys of `parents`, the entries of the parent tree, end before `next_key`.
    """

    part: Bound
    pages: list[Page]
    tagged: bool
    language: str
    elements: list[Object]
    next_key: int
    blanks: list[Object] = field(default_factory=list)
    parents: list[tuple[int, Object]] = field(default_factory=list)
    ids: dict[str, Object] = field(default_factory=dict)
    destinations: dict[str, Object] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    roles: dict[str, Object] = field(default_factory=dict)
    classes: dict[str, Object] = field(default_factory=dict)
    intents: list[Object] = field(default_factory=list)


@contextmanager
def opened(part: Bound) -> Iterator[Pdf]:
    """The part's PDF. Raises Attached, and ValueError where the leaves do not fit the pages."""
    with NamedTemporaryFile(suffix=".pdf") as file:  # read from a file, qpdf is three times faster than from bytes
        file.write(part.pdf)
        file.flush()
        with pikepdf.open(file.name) as source:
            _refuse_misfit(part, source)
            yield source


def _refuse_misfit(part: Bound, source: Pdf) -> None:
    pages = [page for page, _ in part.leaves if page is not None]
    if not pages or pages != list(range(len(source.pages))):
        raise ValueError(f"the leaves of {part.id} do not name its {len(source.pages)} pages once each, in order")
    if len(source.attachments):
        raise Attached(part.id)
