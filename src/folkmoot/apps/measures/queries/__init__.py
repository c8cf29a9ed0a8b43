"""Reads of measures for officers and for the apps that cite them."""

from __future__ import annotations

from folkmoot.apps.measures.queries.binding import PREFIX, bound
from folkmoot.apps.measures.queries.coverages import Covered, TargetRule, read_coverage, read_target
from folkmoot.apps.measures.queries.differing import Compared, compare
from folkmoot.apps.measures.queries.editions import Foreseen, Withheld, foreseen, public
from folkmoot.apps.measures.queries.inputs import Definition
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
    since,
    store,
    targets,
    unit_of,
    value,
    vintage,
)

__all__ = [
    "PREFIX", "Compared", "Covered", "Definition", "Foreseen", "TargetRule", "UnknownValue", "Value", "Withheld",
    "bound", "compare", "definition", "earlier", "ever_released", "foreseen", "held", "newest", "public",
    "read_coverage", "read_target", "released", "sheet", "since", "store", "targets", "unit_of", "value", "vintage",
]  # fmt: skip
