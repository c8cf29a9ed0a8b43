"""One outline: every part, and below it the part's own bookmarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from folkmoot.adapters.typeset.merge.links import within
from folkmoot.adapters.typeset.merge.sources import Heading, Joined


@dataclass(slots=True)
class _Mark:
    words: str
    to: Object
    below: list[_Mark] = field(default_factory=list)


def join(pack: Pdf, parts: Sequence[Joined]) -> None:
    """Give the pack its outline."""
    top = _Mark("", Array())
    path = [top]
    for level, words, to in (entry for part in parts for entry in _entries(part)):
        del path[max(1, min(level, len(path))) :]
        mark = _Mark(words, to)
        path[-1].below.append(mark)
        path.append(mark)
    outline = pack.make_indirect(Dictionary(Type=Name.Outlines))
    _write(pack, outline, top)
    outline.Count = len(top.below)
    pack.Root.Outlines = outline
    pack.Root.PageMode = Name.UseOutlines


def _entries(joined: Joined) -> Iterator[tuple[int, str, Object]]:
    """Level from 1, words and destination. A part whose only uppermost bookmark is its title does not say it twice."""
    part = joined.part
    yield part.level, part.title, String(part.id)
    headings = joined.headings
    if [heading.words for heading in headings if heading.depth == 0] == [part.title]:
        headings = [Heading(heading.depth - 1, *heading[1:]) for heading in headings if heading.depth]
    for depth, words, to in headings:
        yield part.level + 1 + depth, words, to if isinstance(to, Array) else within(part.id, to)


def _write(pack: Pdf, parent: Object, mark: _Mark) -> None:
    """Put the marks below one into the file, closed, each linked to its neighbours (ISO 32000-1, 12.3.3)."""
    items = [pack.make_indirect(Dictionary(Title=each.words, Dest=each.to, Parent=parent)) for each in mark.below]
    for one, following in pairwise(items):
        one.Next, following.Prev = following, one
    for item, each in zip(items, mark.below, strict=True):
        _write(pack, item, each)
    if items:
        parent.First, parent.Last, parent.Count = items[0], items[-1], -len(items)
