"""What differs between two vintages: measures that came or went, and the values of those that are in both."""

from __future__ import annotations

from dataclasses import dataclass

from folkmoot.apps.measures.models import Vintage
from folkmoot.apps.measures.queries import values
from folkmoot.engine.differing import Difference, differences


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure in two vintages; `only` names the vintage that alone has it, and is 0 where both do."""

    measure: str
    title: str
    only: int
    differences: tuple[Difference, ...]
    inputs_changed: tuple[str, ...]


def compare(before: Vintage, after: Vintage) -> tuple[Compared, ...]:
    """Every measure of two vintages, with its exact values compared and the inputs that are not the same."""
    old = {row.measure: row for row in before.measures.all()}
    new = {row.measure: row for row in after.measures.all()}
    found = []
    for name in sorted({*old, *new}):
        left, right = old.get(name), new.get(name)
        if left is None or right is None:
            there = right or left
            title = there.title if there else ""
            found.append(Compared(name, title, before.pk if right is None else after.pk, (), ()))
            continue
        same = left.exact == right.exact
        moved = () if same else differences(values.sheet(left.exact), values.sheet(right.exact))
        hashes = {(each["part"], each["sha256"]) for each in left.built_from}
        changed = [each for each in right.built_from if (each["part"], each["sha256"]) not in hashes]
        inputs = [each["key"] for each in changed] + (["definition"] if left.definition != right.definition else [])
        found.append(Compared(name, right.title, 0, moved, tuple(dict.fromkeys(inputs))))
    return tuple(found)
