"""The public edition of every measure in a vintage, made in the light of what the world saw before.

The same edition is looked at before a release and is released: it is kept by everything that it follows from.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from folkmoot.apps.measures.models import Vintage, VintageMeasure
from folkmoot.apps.measures.queries import values
from folkmoot.engine import sheets, withholding
from folkmoot.engine.comparing import compared
from folkmoot.engine.definition import Disclosure, Measure
from folkmoot.engine.differing import Difference, differences
from folkmoot.engine.sheets import Against, Sheet
from folkmoot.engine.tabling import VERSION
from folkmoot.engine.withholding import Edition, Released, edition


@dataclass(frozen=True, slots=True)
class Public:
    """The public sheet of a measure in a vintage, what it was guarded against, and what could not be guarded."""

    row: VintageMeasure
    sha256: str
    withheld: int
    earlier: tuple[int, ...]
    exposed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """A value that the world will not see; `small` by the rule itself, else to guard one that is.

    `count` is what the rule looks at, exact and for officers only.
    """

    unit: str
    period: str
    category: str
    count: float
    small: bool


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a release would do with a measure: what it withholds, what it cannot guard, and what changes.

    `before` is the measure in the release before, from whose exact values the changes are; None for a first release.
    """

    public: Public
    measure: Measure
    withheld: tuple[Withheld, ...]
    before: VintageMeasure | None
    changes: tuple[Difference, ...]

    @property
    def small(self) -> int:
        """How many values the rule withholds by themselves."""
        return sum(each.small for each in self.withheld)

    @property
    def guards(self) -> int:
        """How many others are withheld, so that those cannot be worked out."""
        return len(self.withheld) - self.small

    @property
    def fates(self) -> Counter[str]:
        """How many values appeared, vanished and moved."""
        return Counter(each.fate.value for each in self.changes)

    @property
    def beyond(self) -> int:
        """How many values moved beyond their old limits."""
        return sum(each.beyond is True for each in self.changes)


def foreseen(vintage: Vintage) -> tuple[Foreseen, ...]:
    """Every measure of a vintage as its release would have it now; another release in between may change it."""
    return tuple(_foreseen(row, vintage) for row in vintage.measures.all())


def _foreseen(row: VintageMeasure, vintage: Vintage) -> Foreseen:
    made, exact = public(row, vintage), values.sheet(row.exact)
    before = next(iter(values.earlier(row.measure, vintage)), None)
    same = before is None or before.exact == row.exact
    changes = () if before is None or same else differences(values.sheet(before.exact), exact)
    withheld = _withheld(row, exact, values.sheet(made.sha256))
    return Foreseen(made, values.definition(row), withheld, before, changes)


def _withheld(row: VintageMeasure, exact: Sheet, shown: Sheet) -> tuple[Withheld, ...]:
    small = withholding.small(_ruled(row), exact, known_people=_known_people(row))
    return tuple(
        Withheld(
            exact.units[unit].name, exact.spans[span].label, exact.cells[cell].category,
            float(exact.count[unit, span, cell]), bool(small[unit, span, cell]),
        )
        for unit, span, cell in np.argwhere(shown.status & withholding.SUPPRESSED).tolist()
    )  # fmt: skip


def public(row: VintageMeasure, vintage: Vintage) -> Public:
    """The public edition of a measure. One that has the exact sheet of the release before keeps its public one."""
    before = values.earlier(row.measure, vintage)
    known = tuple(each.pk for each in before)
    if before and before[0].exact == row.exact and before[0].definition == row.definition:
        return Public(row, before[0].public, before[0].withheld, known, ())
    seen = list(dict.fromkeys((each.exact, each.public) for each in before))
    key = values.store().key_of(
        "public", VERSION, row.exact, row.definition, json.dumps([row.printed, _known_people(row), seen])
    )
    told = json.loads(values.store().made(key, lambda: json.dumps(_made(row, seen)).encode()))
    return Public(row, told["sha256"], told["withheld"], known, tuple(told["exposed"]))


def _made(row: VintageMeasure, seen: list[tuple[str, str]]) -> dict[str, object]:
    """The public edition in the store, with what is to be said of it."""
    exact, measure = values.sheet(row.exact), _ruled(row)
    releases = [Released(values.sheet(old), values.sheet(shown)) for old, shown in seen]
    made = edition(measure, exact, releases, known_people=_known_people(row))
    shown = replace(made.sheet, rows=(0, 0), excluded=())  # how many rows were left out may be a small number too
    content = sheets.to_bytes(compared(measure, shown, england=_england(exact)))
    return {"sha256": values.store().put(content), "withheld": made.withheld, "exposed": _places(made)}


def _known_people(row: VintageMeasure) -> bool:
    """Whether anybody may know the denominators."""
    return all(each["known"] for each in row.built_from if each["part"] == "denominator")


def _ruled(row: VintageMeasure) -> Measure:
    """The definition; figures that are printed as they are need no protection any more."""
    measure = values.definition(row)
    return replace(measure, disclosure=Disclosure.NONE) if row.printed else measure


def _england(exact: Sheet) -> str:
    return next((each.label for each in exact.comparisons if each.against is Against.ENGLAND), "")


def _places(made: Edition) -> list[str]:
    """The exposed places in words: unit, time, category."""
    found = made.sheet
    return [
        ", ".join(filter(None, (found.units[unit].name, found.spans[span].label, found.cells[cell].category)))
        for unit, span, cell in made.exposed
    ]
