"""On which page each named destination of a PDF lies."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, Pdf


def named(pdf: bytes) -> dict[str, int]:
    """The page, counted from 0, of each named destination, in the order of the pages; empty where there is none."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        found = {name: pages[target.objgen] for name, target in _targets(opened) if target.objgen in pages}
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def _targets(pdf: Pdf) -> list[tuple[str, pikepdf.Object]]:
    names = pdf.Root.get(Name.Names)
    if not isinstance(names, Dictionary) or Name.Dests not in names:
        return []
    found = []
    for name, value in NameTree(names[Name.Dests]).items():
        destination = value.get(Name.D) if isinstance(value, Dictionary) else value
        if isinstance(destination, Array):
            found.append((name, destination[0]))
    return found
