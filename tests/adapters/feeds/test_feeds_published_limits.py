"""The 95 % limits that Public Health England printed come again from its own counts, by our import and our methods.

The file names no method; which one an indicator has follows from what it is (docs/methods/published-limits.md). METHODS
says it of all 39, and every row of an indicator whose method is Wilson's or Byar's comes out to the last digit printed,
the rows of counts rounded to 5 or 10 too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtri

from folkmoot.adapters.feeds import layout_files, receiving
from folkmoot.methods.statistics import poisson_limits, proportion, rate

NEET = "16-17 year olds not in education, employment or training (NEET) or whose activity is not known"
LOW_INCOME = "Children in low income families (under 16s)"
INJURIES = "Hospital admissions caused by unintentional and deliberate injuries in young people (aged 15-24 years)"
HEALTH_CHECKS = (
    "Cumulative percentage of the eligible population aged 40-74 offered an NHS Health Check who received an NHS "
    "Health Check"
)
SCHOOL_READY = "School readiness: percentage of children achieving a good level of development at the end of Reception"
SOCIAL_CONTACT = (
    "Social Isolation: percentage of adult social care users who have as much social contact as they would like"
)
METHODS = {
    "Breastfeeding initiation": "wilson",
    "Cancer screening coverage - bowel cancer": "wilson",
    "Cancer screening coverage - breast cancer": "wilson",
    "Key stage 2 pupils meeting the expected standard in reading, writing and maths": "wilson",
    "Low birth weight of term babies": "wilson",
    "Newborn Blood Spot Screening - Coverage": "wilson",
    "Population vaccination coverage - Flu (aged 65+)": "wilson",
    "Reception: Prevalence of overweight (including obesity)": "wilson",
    SCHOOL_READY: "wilson",
    "Smoking status at time of delivery": "wilson",
    "Successful completion of drug treatment - non-opiate users": "wilson",
    "Year 6: Prevalence of overweight (including obesity)": "wilson",
    NEET: "wilson, counts rounded to 10",
    LOW_INCOME: "wilson, counts rounded to 5",
    HEALTH_CHECKS: "byar",
    "First time entrants to the youth justice system": "byar",
    "Infant mortality rate": "byar",
    "Killed and seriously injured (KSI) casualties on England's roads": "byar",
    "Under 18s conception rate / 1,000": "byar",
    INJURIES: "byar, counts rounded to 5",
    "HIV late diagnosis (%)": "exact",
    "Admission episodes for alcohol-related conditions (Narrow)": "directly standardised",
    "Emergency Hospital Admissions for Intentional Self-Harm": "directly standardised",
    "Hip fractures in people aged 65 and over": "directly standardised",
    "Under 75 mortality rate from all cardiovascular diseases": "directly standardised",
    "Under 75 mortality rate from cancer": "directly standardised",
    SOCIAL_CONTACT: "survey",
    "Percentage of adults (aged 18+) classified as overweight or obese": "survey",
    "Percentage of physically active adults": "survey",
    "Percentage of physically inactive adults": "survey",
    "Self-reported wellbeing - people with a low happiness score": "survey",
    "Smoking Prevalence in adults (18+) - current smokers (APS)": "survey",
    "Smoking prevalence at age 15 - current smokers (WAY survey)": "survey",
    "Utilisation of outdoor space for exercise/health reasons": "survey",
    "Average Attainment 8 score": "mean",
    "Female life expectancy at birth": "life table",
    "Male life expectancy at birth": "life table",
    "Female slope index of inquality in life expectancy at birth": "slope index",
    "Male slope index of inquality in life expectancy at birth": "slope index",
}
PER = {
    HEALTH_CHECKS: 100,
    "First time entrants to the youth justice system": 100_000,
    "Infant mortality rate": 1_000,
    "Killed and seriously injured (KSI) casualties on England's roads": 100_000,
    "Under 18s conception rate / 1,000": 1_000,
}
LAST_DIGIT = 0.00006  # half of the fourth decimal, and a little for a normal quantile taken as 1.96
TENTH = 0.0501  # half of the first decimal, likewise
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    """The rows of one indicator, those left out that show nothing: a value and limits of 0 beside a count."""

    count: Floats
    denominator: Floats
    figure: Floats
    lower: Floats
    upper: Floats

    def apart(self, lower: Floats, upper: Floats) -> float:
        """How far computed limits are from the printed ones, at most."""
        return float(np.maximum(abs(lower.ravel() - self.lower), abs(upper.ravel() - self.upper)).max())


def rows_of(table, *indicators: str) -> Rows:
    of = table.filter(np.isin(np.array(table["indicator"].to_pylist()), indicators))
    columns = [of[name].to_numpy().astype(float) for name in ("numerator", "denominator", "figure", "lower", "upper")]
    shown = ~np.isnan(columns[0]) & (columns[1] > 0) & (columns[2] > 0)
    return Rows(*(column[shown] for column in columns))


def whose(method: str) -> list[str]:
    return [indicator for indicator, its_own in METHODS.items() if its_own == method]


@pytest.fixture(scope="module")
def published(shared: Path, root: Path):
    layout = layout_files.read(root / "definitions/feeds/published-limits.toml")
    return receiving.receive(shared / "data/health/official_ci_utla_neighbours_2019.csv.gz", layout).table


def test_every_indicator_of_the_file_has_its_method_named_and_every_row_with_counts_is_in_one_class(published):
    indicators = published["indicator"].to_pylist()
    counted = (~np.isnan(published["numerator"].to_numpy().astype(float))) & (
        ~np.isnan(published["denominator"].to_numpy().astype(float))
    )
    assert set(indicators) == set(METHODS)
    assert Counter(METHODS[name].split(",")[0] for name, has in zip(indicators, counted, strict=True) if has) == {
        "wilson": 489,  # 13 of them not shown
        "byar": 210,
        "directly standardised": 175,
        "exact": 35,
        "survey": 35,
    }


@pytest.mark.parametrize(("indicator", "shown"), [(name, 22 if "feeding" in name else 35) for name in whose("wilson")])
def test_the_limits_of_every_share_come_out_to_the_last_digit_printed(published, indicator, shown):
    rows = rows_of(published, indicator)
    found = proportion(rows.count, rows.denominator, per=100, method="wilson")
    assert len(rows.count) == shown - ("Newborn" in indicator)  # one authority has no count of the newborn screened
    assert rows.apart(found.lower, found.upper) < LAST_DIGIT


@pytest.mark.parametrize("indicator", whose("byar"))
def test_the_limits_of_every_crude_rate_come_out_to_the_last_digit_printed(published, indicator):
    rows = rows_of(published, indicator)
    found = rate(rows.count, rows.denominator, per=PER[indicator])
    assert len(rows.count) == 35
    assert rows.apart(found.lower, found.upper) < LAST_DIGIT


def test_limits_of_children_in_low_income_reach_as_far_as_rounding_to_five_can_have_moved_the_counts(published):
    """A count that prints as 15 was 13 to 17: the lower limit is of two fewer among two more, the upper the reverse."""
    rows = rows_of(published, LOW_INCOME)
    lower = proportion(rows.count - 2, rows.denominator + 2, per=100).lower
    upper = proportion(rows.count + 2, rows.denominator - 2, per=100).upper
    assert len(rows.count) == 35
    assert rows.apart(lower, upper) < LAST_DIGIT


def test_limits_of_young_people_without_a_known_activity_mix_the_rounded_count_with_the_unrounded_share(published):
    """Wilson's formula holds the count, the share and the denominator; the printed share is from before the rounding.

    With the denominator that count and share imply, our limits have that count and that share. What is left is the
    denominator of the formula as a whole, which is the printed one.
    """
    rows = rows_of(published, NEET)
    implied = rows.count / rows.figure * 100
    found = proportion(rows.count, implied, per=100)
    squared = float(ndtri(0.975)) ** 2
    onto_printed = (implied + squared) / (rows.denominator + squared)
    assert len(rows.count) == 35
    assert rows.apart(found.lower.ravel() * onto_printed, found.upper.ravel() * onto_printed) < LAST_DIGIT


def test_limits_of_injuries_are_those_of_one_whole_count_that_rounds_to_the_printed_one(published):
    """The value is of the count rounded to 5, the limits of the count before: one of five counts gives both limits."""
    rows = rows_of(published, INJURIES)
    counts = rows.count[:, np.newaxis] + np.arange(-2, 3)
    found = rate(counts, rows.denominator[:, np.newaxis], per=10_000)
    fits = (abs(found.lower[..., 0] - rows.lower[:, np.newaxis]) < TENTH) & (
        abs(found.upper[..., 0] - rows.upper[:, np.newaxis]) < TENTH
    )
    assert len(rows.count) == 35
    assert fits.any(axis=1).all()


def test_exact_limits_of_a_share_come_out_too(published):
    rows = rows_of(published, *whose("exact"))
    found = proportion(rows.count, rows.denominator, per=100, method="clopper-pearson")
    assert len(rows.count) == 35
    assert rows.apart(found.lower, found.upper) < LAST_DIGIT


@pytest.mark.parametrize("indicator", whose("directly standardised"))
def test_limits_of_standardised_rates_lie_about_the_rate_as_byars_lie_about_the_count(published, indicator):
    """Dobson's limits are v - k(O - Ol) and v + k(Ou - O); k needs the counts by age, which no row has.

    One k must give both limits, to the printed digits of the value and of both: that is what can be asked of them.
    """
    rows = rows_of(published, indicator)
    low, high = (limit.ravel() for limit in poisson_limits(rows.count))
    slack = TENTH + (TENTH if "mortality" in indicator else TENTH / 10)  # deaths have one decimal, admissions two
    below, above = rows.figure - rows.lower, rows.upper - rows.figure
    least = np.maximum((below - slack) / (rows.count - low), (above - slack) / (high - rows.count))
    most = np.minimum((below + slack) / (rows.count - low), (above + slack) / (high - rows.count))
    assert len(rows.count) == 35
    assert (least <= most).all()


def test_a_figure_printed_as_zero_beside_a_count_is_no_zero(published):
    """Thirteen authorities have counts of breastfeeding, yet a value and limits of 0: not shown, rather than none."""
    zeros = published.filter(
        (published["figure"].to_numpy() == 0) & (np.nan_to_num(published["numerator"].to_numpy()) > 0)
    )
    assert set(zeros["indicator"].to_pylist()) == {"Breastfeeding initiation"}
    assert len(zeros) == 13
