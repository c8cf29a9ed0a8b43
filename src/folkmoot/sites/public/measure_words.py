"""The words in which pages explain a measure: how its value is made, what is withheld, what a comparison says."""

from __future__ import annotations

ESTIMATORS = {
    "count": "A count.",
    "proportion": "A share: those counted, out of those who could have been.",
    "crude rate": "A rate: those counted, divided by the people who live there.",
    "directly standardised rate": (
        "A rate that allows for age: what it would be if the place had the ages of a standard population."
    ),
    "indirectly standardised ratio": (
        "A ratio that allows for age: those counted, beside how many there would be at the reference’s rates. "
        "100 is as many as there."
    ),
    "mean": "A mean: the sum of what each record carries, divided by the number of records.",
    "median duration": "A median: half are shorter and half are longer.",
    "life expectancy": "How long a newborn would live if today’s death rate of each age stayed as it is.",
    "change": "A change: how much more or less it is than in the period before.",
    "ratio": "A ratio of two counts.",
    "score": "A score: the mean of the scores of all residents.",
    "published value": "It is taken over as its publisher printed it, and not recomputed.",
}
DISCLOSURE = {
    "none": "Nothing is withheld for being small.",
    "under5": "Counts of 1 to 4 are withheld, and whatever would give them away.",
    "nhs-2018": "Counts of 1 to 7 are withheld, and whatever would give them away; others are rounded to 5.",
}
COMPARISONS = {
    "not compared": "Values are not compared.",
    "benchmark outside the limits": (
        "A value is called different where the other lies outside its 95% limits; chance alone seldom does that."
    ),
    "benchmark outside the limits at two levels": (
        "A value is called different where the other lies outside its 95% limits, and more so outside the 99.8% ones."
    ),
    "limits apart": "A value is called different where the 95% limits of both do not meet.",
    "quintiles": "Values are divided into five equal groups from the highest to the lowest.",
    "target": "A value is called met, near or missed by whether its limits reach the target.",
}
YEARS = {
    "calendar": "calendar years",
    "financial": "financial years, April to March",
    "academic": "academic years, September to August",
    "pooled": "several calendar years together",
}
# What stands beside the words of a comparison, so that a table can be read at a glance and without colour.
SYMBOLS = {"better": "▲", "worse": "▼", "higher": "△", "lower": "▽", "similar": "●", "not compared": "–"}


def plain(outcome: str) -> str:
    """The outcome without its level: worse for worse (99.8%)."""
    return outcome.partition(" (")[0]


def kind(outcome: str) -> str:
    """The outcome as the name of a style: worse, not-compared; quintiles and targets have none of their own."""
    found = plain(outcome)
    return found.replace(" ", "-") if found in SYMBOLS else "other"


def symbol(outcome: str) -> str:
    """The sign that stands beside the words."""
    return SYMBOLS.get(plain(outcome), "")


def first_upper(text: str) -> str:
    """The text with a capital letter at its beginning; the others stay."""
    return text[:1].upper() + text[1:]


def number(value: float | None, decimals: int) -> str:
    """A figure with its thousands apart; nothing where there is none."""
    return "" if value is None else f"{value:,.{decimals}f}"
