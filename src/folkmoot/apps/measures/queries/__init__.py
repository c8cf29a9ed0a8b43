"""Reads of measures for officers and for the apps that cite them."""

from __future__ import annotations

from folkmoot.apps.measures.queries.binding import bound
from folkmoot.apps.measures.queries.values import (
    UnknownValue,
    Value,
    definition,
    earlier,
    ever_released,
    held,
    newest,
    released,
    sheet,
    store,
    value,
    vintage,
)

__all__ = [
    "UnknownValue", "Value", "bound", "definition", "earlier", "ever_released", "held", "newest", "released", "sheet",
    "store", "value", "vintage",
]  # fmt: skip
