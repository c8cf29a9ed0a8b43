"""The printed page numbers of a pack, which stay with their pages when the pack is amended.

In the first version the folios are continuous. A part begins on a right-hand page, so a part with an odd number of
pages ends with a blank leaf, which is counted. Front matter carries no folios, and its parts follow one another without
blank leaves, but for one before the first numbered part where that would else begin on a left-hand page. In a later
version a page that is still there keeps its folio; pages put in after folio 28 are 28a, 28b; folios that are gone are
listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from folkmoot.methods.numbering.labels import letters

BLANK = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part to be numbered: the digest of each page's content, in order; `numbered` is false for front matter."""

    id: str
    pages: tuple[str, ...]
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the pack. `page` counts from 0 within the part, None for a blank leaf; front matter has no folio."""

    part: str
    page: int | None
    digest: str
    folio: str


@dataclass(frozen=True, slots=True)
class Numbering:
    """Every page in order, and what differs from the version before, by folio."""

    leaves: tuple[Leaf, ...]
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def number(parts: Sequence[Part], before: Sequence[Leaf] = ()) -> Numbering:
    """Give every page its folio: continuous at first, or after the version `before`.

    Raises ValueError when two parts carry the same id.
    """
    if len({part.id for part in parts}) != len(parts):
        raise ValueError("two parts carry the same id; a folio could not say which it belongs to")
    earlier = {part: tuple(leaves) for part, leaves in groupby(before, key=lambda leaf: leaf.part)}
    leaves: list[Leaf] = []
    last = ""
    for place, part in enumerate(parts, 1):
        following = parts[place] if place < len(parts) else None
        if not part.numbered:
            leaves += [Leaf(part.id, page, digest, "") for page, digest in enumerate(part.pages)]
            if len(leaves) % 2 and (following is None or following.numbered):
                leaves.append(Leaf(part.id, None, BLANK, ""))
            continue
        folios = list(_folios(part, earlier.get(part.id, ()), last, appended=not _follows(part.id, parts, earlier)))
        leaves += [
            Leaf(part.id, page, digest, folio) for (page, digest), folio in zip(_padded(part), folios, strict=True)
        ]
        last = folios[-1] if folios else last
    return _compared(tuple(leaves), before)


def span(leaves: Sequence[Leaf], parts: Sequence[str]) -> tuple[str, str] | None:
    """The first and last folio of some parts together, blank leaves counted; None where they have no numbered page."""
    folios = [leaf.folio for leaf in leaves if leaf.part in parts and leaf.folio]
    return (folios[0], folios[-1]) if folios else None


def _padded(part: Part) -> list[tuple[int | None, str]]:
    """A part's pages, with a blank leaf at the end where the next part would begin on a left-hand page."""
    pages: list[tuple[int | None, str]] = list(enumerate(part.pages))
    return [*pages, (None, BLANK)] if len(pages) % 2 else pages


def _follows(part: str, parts: Sequence[Part], earlier: dict[str, tuple[Leaf, ...]]) -> bool:
    """Whether a numbered part of the version before stands at or after this one."""
    position = [each.id for each in parts].index(part)
    return any(each.id in earlier and each.numbered for each in parts[position:])


def _folios(part: Part, old: tuple[Leaf, ...], last: str, *, appended: bool) -> Iterator[str]:
    if not old and appended:
        first = _whole(last) + 1
        first += 1 - first % 2
        yield from (str(first + n) for n in range(len(_padded(part))))
        return
    digests = [digest for _, digest in _padded(part)]
    before = [leaf.digest or None for leaf in old]  # an old blank leaf equals no page, so that its folio is free
    matcher = SequenceMatcher(None, before, digests, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        kept = [leaf.folio for leaf in old[a:b]] if tag in ("equal", "replace") else []
        for offset in range(d - c):
            last = kept[offset] if offset < len(kept) else _after(last)
            yield last


def _after(folio: str) -> str:
    """The folio of a page put in after this one: 28a after 28, 28b after 28a."""
    digits = folio.rstrip("abcdefghijklmnopqrstuvwxyz") or "0"
    suffix = folio.removeprefix(digits) if folio else ""
    ordinal = 0
    for letter in suffix:
        ordinal = ordinal * 26 + ord(letter) - ord("a") + 1
    return digits + letters(ordinal + 1)


def _whole(folio: str) -> int:
    return int(folio.rstrip("abcdefghijklmnopqrstuvwxyz") or 0)


def _compared(leaves: tuple[Leaf, ...], before: Sequence[Leaf]) -> Numbering:
    if not before:
        return Numbering(leaves)
    old = {leaf.folio: leaf.digest for leaf in before if leaf.folio}
    new = {leaf.folio: leaf.digest for leaf in leaves if leaf.folio}
    return Numbering(
        leaves,
        added=tuple(folio for folio in new if folio not in old),
        changed=tuple(folio for folio in new if folio in old and new[folio] != old[folio]),
        removed=tuple(folio for folio in old if folio not in new),
    )
