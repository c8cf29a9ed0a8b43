"""What an amended pack changes, in sentences that name parts and printed pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from folkmoot.methods.numbering import labels
from folkmoot.methods.numbering.folios import Leaf


def sentences(
    now: Sequence[Leaf], before: Sequence[Leaf], titles: Mapping[str, str], titles_before: Mapping[str, str]
) -> tuple[str, ...]:
    """One or more sentences a part that differs, in the order of the pack; empty where there was no version before."""
    if not before:
        return ()
    new, old = _by_part(now), _by_part(before)
    found = [
        sentence
        for part, leaves in new.items()
        for sentence in (_differing(titles[part], leaves, old[part]) if part in old else _added(titles[part], leaves))
    ]
    found += [f"{titles_before[part]} is taken out{_of(old[part])}." for part in old if part not in new]
    return tuple(found) or ("No page is changed.",)


def _by_part(leaves: Sequence[Leaf]) -> dict[str, list[Leaf]]:
    return {part: list(found) for part, found in groupby(leaves, key=lambda leaf: leaf.part)}


def _added(title: str, leaves: list[Leaf]) -> Iterator[str]:
    yield f"{title} is new{_of(leaves)}."


def _differing(title: str, leaves: list[Leaf], old: list[Leaf]) -> Iterator[str]:
    if not leaves[0].folio:
        if [leaf.digest for leaf in leaves] != [leaf.digest for leaf in old]:
            yield f"{title} is changed."
        return
    was = {leaf.folio: leaf.digest for leaf in old}
    now = {leaf.folio: leaf.digest for leaf in leaves}
    for verb, folios in (
        ("changed", [folio for folio in now if folio in was and was[folio] != now[folio]]),
        ("added", [folio for folio in now if folio not in was]),
        ("taken out", [folio for folio in was if folio not in now]),
    ):
        if folios:
            yield f"{title}: {_pages(folios)} {verb}."


def _of(leaves: list[Leaf]) -> str:
    return f" {labels.pages(leaves[0].folio, leaves[-1].folio)}" if leaves[0].folio else ""


def _pages(folios: Sequence[str]) -> str:
    if len(folios) == 1:
        return f"page {folios[0]} is"
    return f"pages {', '.join(folios[:-1])} and {folios[-1]} are"
