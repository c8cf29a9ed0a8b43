"""Finds the columns of a layout among the headings of a file, which change from release to release."""

from __future__ import annotations

from collections.abc import Sequence

from folkmoot.adapters.feeds.layouts import MARK, Column, Holds, Layout, Others, tidy
from folkmoot.adapters.feeds.reading import Unreadable


def fitted(layout: Layout, headings: Sequence[str], name: str) -> tuple[dict[str, Column], tuple[str, ...]]:
    """The layout's columns by the heading that the file has for each, and the headings that are left out.

    Unreadable where a column is missing, stands twice, or where the layout refuses columns that it does not name.
    """
    found: dict[str, Column] = {}
    missing = []
    for column in layout.columns:
        called = {_bare(heading) for heading in column.headings}
        matching = [heading for heading in headings if _bare(heading) in called]
        if len(matching) > 1:
            raise Unreadable(f"{name}: {' and '.join(map(repr, matching))} are the same column; keep one of them")
        if matching:
            found[matching[0]] = column
        elif not column.optional:
            missing.append(" or ".join(map(repr, column.headings)))
    if missing:
        raise Unreadable(
            f"{name} is no {layout.kind} file: it has no column {', none '.join(missing)}; it has {', '.join(headings)}"
        )
    others = [heading for heading in headings if heading not in found]
    if others and layout.others is Others.REFUSED:
        raise Unreadable(f"{name}: nobody expects the column {others[0]!r} in a {layout.kind} file; leave it out")
    if layout.others is Others.LEFT_OUT:
        return found, tuple(others)
    figures = layout.others is Others.FIGURES
    return found | _named_for_headings(others, figures, {column.name for column in found.values()}, name), ()


def _named_for_headings(headings: Sequence[str], figures: bool, taken: set[str], name: str) -> dict[str, Column]:
    found = {}
    for heading in headings:
        holds = Holds.FIGURES if figures else Holds.WORDS
        column = Column(tidy(heading), (heading,), holds, marked=figures)
        if not column.name or {column.name, column.name + MARK} & taken:
            raise Unreadable(f"{name}: the heading {heading!r} gives no name of its own; change it")
        taken |= {column.name, column.name + MARK}
        found[heading] = column
    return found


def _bare(heading: str) -> str:
    return " ".join(heading.split()).casefold()
