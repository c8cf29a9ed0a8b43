"""Numbers as tables print them: 1,178, 13%, -8%, in £1.5m there is none."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[-+−]?\d{1,3}(,\d{3})+(\.\d+)?|[-+−]?\d+(\.\d+)?")


def value(cell: str) -> float | None:
    """The value of a cell, a percentage as its figure (13% is 13.0); None for a cell that prints no number."""
    text = cell.strip().removesuffix("%").strip()
    if not _NUMBER.fullmatch(text):
        return None
    return float(text.replace(",", "").replace("−", "-"))


def grouped(cell: str) -> str:
    """The cell with its thousands set apart, for running text; cells of other kinds stay as they are."""
    found = value(cell)
    if found is None or not cell.strip().lstrip("-+−").isdigit():
        return cell
    return f"{int(found):,}"
