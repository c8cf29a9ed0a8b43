"""The 95 % limits that Public Health England printed come again from its own counts, by our import and our methods.

The file names no method. Each indicator below is a share or a crude rate by its definition; the others are neither
(directly standardised, a survey), or their counts are rounded to 5 or 10, so that their limits cannot come out to the
last digit. Of the 944 rows with a count and a denominator 581 come out to the last digit by Wilson's or Byar's method
and 35 by exact limits; 13 are not shown; 824 are within 0.3 % by either, many of the standardised ones too, whose
limits nearly are those of their count.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from folkmoot.adapters.feeds import layout_files, receiving
from folkmoot.methods.statistics import proportion, rate

SHARES = (
    "Breastfeeding initiation",
    "Cancer screening coverage - bowel cancer",
    "Cancer screening coverage - breast cancer",
    "Key stage 2 pupils meeting the expected standard in reading, writing and maths",
    "Low birth weight of term babies",
    "Newborn Blood Spot Screening - Coverage",
    "Population vaccination coverage - Flu (aged 65+)",
    "Reception: Prevalence of overweight (including obesity)",
    "School readiness: percentage of children achieving a good level of development at the end of Reception",
    "Smoking status at time of delivery",
    "Successful completion of drug treatment - non-opiate users",
    "Year 6: Prevalence of overweight (including obesity)",
)
CRUDE_RATES = {
    "Cumulative percentage of the eligible population aged 40-74 offered an NHS Health Check who received an NHS "
    "Health Check": 100,
    "First time entrants to the youth justice system": 100_000,
    "Infant mortality rate": 1_000,
    "Killed and seriously injured (KSI) casualties on England's roads": 100_000,
    "Under 18s conception rate / 1,000": 1_000,
}
EXACT_SHARES = ("HIV late diagnosis (%)",)
PRINTED = 0.00011  # four decimals are printed
Floats = NDArray[np.float64]


class Rows:
    """The rows of some indicators that have a count and a denominator, and a figure that is not printed as nothing."""

    def __init__(self, table, *indicators: str) -> None:
        wanted = np.isin(np.array(table["indicator"].to_pylist()), indicators) if indicators else True
        count, denominator, figure = (self._of(table, name) for name in ("numerator", "denominator", "figure"))
        kept = wanted & ~np.isnan(count) & (denominator > 0) & (figure > 0)
        self.count, self.denominator, self.figure = count[kept], denominator[kept], figure[kept]
        self.lower, self.upper = self._of(table, "lower")[kept], self._of(table, "upper")[kept]

    @staticmethod
    def _of(table, name: str) -> Floats:
        return table[name].to_numpy().astype(float)

    def apart(self, lower: Floats, upper: Floats) -> Floats:
        """How far computed limits are from the printed ones, the larger of the two."""
        return np.maximum(abs(lower.ravel() - self.lower), abs(upper.ravel() - self.upper))


@pytest.fixture(scope="module")
def published(shared: Path, root: Path):
    layout = layout_files.read(root / "definitions/feeds/published-limits.toml")
    return receiving.receive(shared / "data/health/official_ci_utla_neighbours_2019.csv.gz", layout).table


def test_the_limits_of_every_share_come_out_to_the_last_digit_printed(published):
    rows = Rows(published, *SHARES)
    found = proportion(rows.count, rows.denominator, per=100, method="wilson")
    assert len(rows.count) == 406
    assert rows.apart(found.lower, found.upper).max() < PRINTED


def test_the_limits_of_every_crude_rate_come_out_to_the_last_digit_printed(published):
    number = 0
    for indicator, per in CRUDE_RATES.items():
        rows = Rows(published, indicator)
        found = rate(rows.count, rows.denominator, per=per)
        scaled = rows.figure / (rows.count / rows.denominator * per)  # the figure as printed, where a file rounds it
        number += len(rows.count)
        assert rows.apart(found.lower.ravel() * scaled, found.upper.ravel() * scaled).max() < PRINTED, indicator
    assert number == 175


def test_exact_limits_of_a_share_come_out_too(published):
    rows = Rows(published, *EXACT_SHARES)
    found = proportion(rows.count, rows.denominator, per=100, method="clopper-pearson")
    assert len(rows.count) == 35
    assert rows.apart(found.lower, found.upper).max() < PRINTED


def test_nearly_nine_of_ten_rows_are_within_three_thousandths_by_one_method_or_the_other(published):
    rows = Rows(published)
    scale = rows.figure * rows.denominator / rows.count
    share = proportion(np.minimum(rows.count, rows.denominator), rows.denominator)
    crude = rate(rows.count, rows.denominator, per=1)
    near = [
        (abs(each.lower.ravel() * scale / rows.lower - 1) < 0.003)
        & (abs(each.upper.ravel() * scale / rows.upper - 1) < 0.003)
        for each in (share, crude)
    ]
    assert (near[0] | near[1]).sum() == 824


def test_a_figure_printed_as_zero_beside_a_count_is_no_zero(published):
    """Thirteen authorities have counts of breastfeeding, yet a value and limits of 0: not shown, rather than none."""
    zeros = published.filter(
        (published["figure"].to_numpy() == 0) & (np.nan_to_num(published["numerator"].to_numpy()) > 0)
    )
    assert set(zeros["indicator"].to_pylist()) == {"Breastfeeding initiation"}
    assert len(zeros) == 13
