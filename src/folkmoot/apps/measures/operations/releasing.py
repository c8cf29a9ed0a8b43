"""The public edition of every measure in a vintage, made in the light of what the world saw before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from folkmoot.apps.measures import queries
from folkmoot.apps.measures.models import Vintage, VintageMeasure
from folkmoot.engine import sheets
from folkmoot.engine.comparing import compared
from folkmoot.engine.definition import Disclosure, Measure
from folkmoot.engine.sheets import Against, Sheet
from folkmoot.engine.withholding import Edition, Released, edition


@dataclass(frozen=True, slots=True)
class Public:
    """The public sheet of a measure in a vintage, what it was guarded against, and what could not be guarded."""

    row: VintageMeasure
    sha256: str
    withheld: int
    earlier: tuple[int, ...]
    exposed: tuple[str, ...]


def public(row: VintageMeasure, vintage: Vintage) -> Public:
    """The public edition of a measure. One that has the exact sheet of the release before keeps its public one."""
    before = queries.earlier(row.measure, vintage)
    known = tuple(each.pk for each in before)
    if before and before[0].exact == row.exact and before[0].definition == row.definition:
        return Public(row, before[0].public, before[0].withheld, known, ())
    exact, measure = queries.sheet(row.exact), _ruled(row)
    seen = dict.fromkeys((each.exact, each.public) for each in before)
    releases = [Released(queries.sheet(old), queries.sheet(shown)) for old, shown in seen]
    people = all(each["known"] for each in row.built_from if each["part"] == "denominator")
    made = edition(measure, exact, releases, known_people=people)
    shown = replace(made.sheet, rows=(0, 0), excluded=())  # how many rows were left out may be a small number too
    content = sheets.to_bytes(compared(measure, shown, england=_england(exact)))
    return Public(row, queries.store().put(content), made.withheld, known, tuple(_places(made)))


def _ruled(row: VintageMeasure) -> Measure:
    """The definition; figures that are printed as they are need no protection any more."""
    measure = queries.definition(row)
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
