"""The public edition of a sheet: what the definition's disclosure rule withholds, and what would give it away.

Each time is one table of units by cells with the totals that stand on it: a ward adds to its district and to a group of
wards, a category to everything together. A count that is withheld takes its value, its limits and its denominator with
it. Years together are shown only where each of their years is, and so say nothing that was not shown. What an earlier
release withheld stays withheld, and what it showed is known to whoever looks: both enter the choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from folkmoot.engine import estimating
from folkmoot.engine.definition import OF_VALUES, Disclosure, Estimator, Measure
from folkmoot.engine.estimating import Figures
from folkmoot.engine.scope import SpanKind
from folkmoot.engine.sheets import Floats, Sheet
from folkmoot.engine.tabling import LEVELS
from folkmoot.methods.disclosure.attack import Link, Release
from folkmoot.methods.disclosure.rules import NHS_2018, UNDER_5, Rule, is_small, may_show_statistic, rounded
from folkmoot.methods.disclosure.secondary import protect
from folkmoot.methods.disclosure.tables import TOP, Axis, Table
from folkmoot.methods.statistics import Status

Mask = NDArray[np.bool_]
Counts = NDArray[np.int64]

RULES: dict[Disclosure, Rule | None] = {
    Disclosure.NONE: None,
    Disclosure.UNDER_5: UNDER_5,
    Disclosure.NHS_2018: NHS_2018,
}
ROUNDED = (Estimator.COUNT, Estimator.PROPORTION, Estimator.CRUDE_RATE, Estimator.RATIO)
"""Estimators whose value is computed again from rounded counts; standardised ones stay as the rule allows."""
SUPPRESSED = int(Status.SUPPRESSED_PRIMARY | Status.SUPPRESSED_SECONDARY)
"""The status of everything withheld. Which are small and which only guard them is told to nobody: who knew that would
know more of each than the choice allows for."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A sheet as the world may see it; `exposed` are places whose small count an earlier release gives away."""

    sheet: Sheet
    exposed: tuple[tuple[int, int, int], ...]

    @property
    def withheld(self) -> int:
        """How many values it does not show because of the rule."""
        return int((self.sheet.status & np.uint16(SUPPRESSED) > 0).sum())


@dataclass(frozen=True, slots=True)
class Released:
    """An earlier release of a measure: its exact sheet and what the world saw of it."""

    exact: Sheet
    public: Sheet


def edition(measure: Measure, sheet: Sheet, earlier: Sequence[Released] = (), *, known_people: bool = True) -> Edition:
    """The public edition of an exact sheet without its comparisons, which follow from what is shown.

    `earlier` are the releases before, latest first. With `known_people` the denominator is a published population and
    no secret; otherwise small denominators are withheld too.
    """
    rule = RULES[measure.disclosure]
    if rule is None or measure.numerator.signed:  # what may be negative is a score, and counts nobody
        return Edition(replace(sheet, comparisons=()), ())
    hidden, exposed = _controlled(sheet, sheet.count, rule, [(each, each.exact.count) for each in earlier])
    if _below_counts(measure, known_people=known_people):
        below = _controlled(sheet, sheet.denominator, rule, [(each, each.exact.denominator) for each in earlier])
        hidden, exposed = hidden | below[0], exposed | below[1]
    hidden |= small(measure, sheet, known_people=known_people)
    hidden = _spread_in_time(measure, sheet, hidden)
    shown = _blanked(_rounded(measure, sheet, rule, known_people=known_people), hidden)
    return Edition(shown, tuple((int(u), int(p), int(c)) for u, p, c in np.argwhere(exposed)))


def small(measure: Measure, sheet: Sheet, *, known_people: bool = True) -> Mask:
    """Which values of an exact sheet the rule withholds by themselves, whatever is withheld besides to guard them."""
    rule = RULES[measure.disclosure]
    if rule is None or measure.numerator.signed:
        return np.zeros(sheet.shape, dtype=np.bool_)
    count = _whole(sheet.count)
    found = is_small(count, rule)
    if _below_counts(measure, known_people=known_people):
        found |= is_small(_whole(sheet.denominator), rule)
    if measure.estimator in OF_VALUES:
        found |= ~may_show_statistic(count, rule) & (count > 0)
    return found


def _below_counts(measure: Measure, *, known_people: bool) -> bool:
    """Whether the denominator is a secret of its own."""
    return not known_people and measure.denominator is not None and measure.estimator is not Estimator.INDIRECT_RATIO


def _whole(counts: Floats) -> Counts:
    """Counts as whole numbers: those of units that take parts of others are rounded, and no count is zero."""
    return np.rint(np.nan_to_num(counts)).astype(np.int64)


def _controlled(
    sheet: Sheet, counts: Floats, rule: Rule, earlier: Sequence[tuple[Released, Floats]]
) -> tuple[Mask, Mask]:
    """Which counts are withheld, and which of them earlier releases give away."""
    whole = _whole(counts)
    hidden, exposed = (np.zeros(sheet.shape, dtype=np.bool_) for _ in range(2))
    before = [_Known.of(sheet, each, given) for each, given in earlier]
    for place, span in enumerate(sheet.spans):
        if span.kind is not SpanKind.PREVIOUS:
            table = _table(sheet, whole[:, place])
            hidden[:, place], exposed[:, place] = _protected(table, rule, [each.at(place) for each in before])
    return hidden, exposed


def _table(sheet: Sheet, counts: Counts) -> Table:
    """The counts of one time with the totals that hold: rows of no known category leave a total above its parts."""
    breakdowns: dict[str, list[int]] = {}
    for place, cell in enumerate(sheet.cells):
        if cell.breakdown and not cell.overlapping:
            breakdowns.setdefault(cell.breakdown, []).append(place)
    units = [(total, parts) for total, parts in sheet.sums if (counts[[*parts]].sum(0) == counts[total]).all()]
    cells = [(0, tuple(parts)) for parts in breakdowns.values() if (counts[:, parts].sum(1) == counts[:, 0]).all()]
    size = counts.shape
    return Table(counts, (Axis((TOP,) * size[0], tuple(units)), Axis((TOP,) * size[1], tuple(cells))))


@dataclass(frozen=True, slots=True)
class _Known:
    """An earlier release on the places of a newer sheet: which cells it had, their counts, and which were withheld."""

    there: Mask
    counts: Counts
    hidden: Mask

    @classmethod
    def of(cls, sheet: Sheet, released: Released, counts: Floats) -> _Known:
        old = released.exact
        units = {unit.code: place for place, unit in enumerate(old.units)}
        spans = {(span.first, span.last): place for place, span in enumerate(old.spans)
                 if span.kind is not SpanKind.PREVIOUS}  # fmt: skip
        cells = {cell: place for place, cell in enumerate(old.cells)}
        places = (
            np.array([units.get(unit.code, -1) for unit in sheet.units]),
            np.array([spans.get((span.first, span.last), -1) for span in sheet.spans]),
            np.array([cells.get(cell, -1) for cell in sheet.cells]),
        )
        grid = np.ix_(*places)
        there = np.asarray((grid[0] >= 0) & (grid[1] >= 0) & (grid[2] >= 0))
        withheld = (released.public.status & np.uint16(SUPPRESSED)) > 0
        return cls(there, np.where(there, _whole(counts)[grid], 0), there & withheld[grid])

    def at(self, span: int) -> _Known:
        """The same at one time."""
        return _Known(self.there[:, span], self.counts[:, span], self.hidden[:, span])


def _protected(table: Table, rule: Rule, before: Sequence[_Known]) -> tuple[Mask, Mask]:
    """Which cells are withheld and which exposed, in the light of what the world saw before."""
    held = [each for each in before if each.there.any()]
    same = [each for each in held if (each.counts == table.counts)[each.there].all()]
    also = np.zeros(table.counts.shape, dtype=np.bool_)
    for each in held:
        also |= each.hidden
    if same:
        shown = np.zeros_like(also)
        for each in same:
            shown |= each.there & ~each.hidden
        made = protect(table, rule, history=[Release(table, ~shown)], link=Link.SAME, also=also & ~shown)
    elif held and held[0].there.all() and (held[0].counts <= table.counts).all():
        history = [Release(Table(held[0].counts, table.axes), held[0].hidden)]
        made = protect(table, rule, history=history, link=Link.CUMULATIVE, also=also)
    else:
        made = protect(table, rule, also=also)
    alone = protect(table, rule, also=also).exposed if made.exposed.any() else made.exposed
    return made.hidden, (made.exposed & ~alone) | (is_small(table.counts, rule) & _printed(held, table.counts))


def _printed(before: Sequence[_Known], counts: Counts) -> Mask:
    """Which counts an earlier release shows as they are, even if others were corrected meanwhile."""
    found = np.zeros(counts.shape, dtype=np.bool_)
    for each in before:
        found |= each.there & ~each.hidden & (each.counts == counts)
    return found


def _spread_in_time(measure: Measure, sheet: Sheet, hidden: Mask) -> Mask:
    """What rests on several times is withheld with any of them."""
    found = hidden.copy()
    periods = [place for place, span in enumerate(sheet.spans) if span.kind is SpanKind.PERIOD]
    for place, span in enumerate(sheet.spans):
        if span.kind is SpanKind.PREVIOUS:
            found[:, place] = hidden[:, [each for each in periods if span.holds(sheet.spans[each])]].any(1)
    if measure.estimator is Estimator.CHANGE:
        found[:, periods[1:]] |= hidden[:, periods[:-1]]
    return found


def _rounded(measure: Measure, sheet: Sheet, rule: Rule, *, known_people: bool) -> Sheet:
    """The sheet with its counts rounded, and the values that follow from them."""
    if rule.base == 1:
        return sheet
    count = rounded(_whole(sheet.count), rule).astype(np.float64)
    below = sheet.denominator
    if not known_people and measure.denominator is not None:
        below = np.where(np.isnan(below), np.nan, rounded(_whole(below), rule))
    made = replace(sheet, count=count, denominator=below)
    if measure.estimator not in ROUNDED:
        return made
    found = estimating.values(measure, Figures(count, below), levels=LEVELS)
    years = np.ones((1, 1, 1)) if measure.estimator is not Estimator.COUNT else np.array(
        [span.years for span in sheet.spans], dtype=np.float64)[:, np.newaxis]  # fmt: skip
    return replace(
        made,
        value=found.value / years,
        lower=found.lower[..., 0] / years,
        upper=found.upper[..., 0] / years,
        least=found.lower[..., 1] / years,
        most=found.upper[..., 1] / years,
        status=np.asarray(found.status, dtype=np.uint16),
    )


def _blanked(sheet: Sheet, hidden: Mask) -> Sheet:
    def left(array: Floats) -> Floats:
        return np.where(hidden, np.nan, array)

    return replace(
        sheet,
        value=left(sheet.value),
        lower=left(sheet.lower),
        upper=left(sheet.upper),
        least=left(sheet.least),
        most=left(sheet.most),
        count=left(sheet.count),
        denominator=left(sheet.denominator),
        status=np.where(hidden, np.uint16(SUPPRESSED), sheet.status).astype(np.uint16),
        comparisons=(),
    )
