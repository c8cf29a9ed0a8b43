"""The Index of Multiple Deprivation from its seven domains."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

DOMAIN_WEIGHTS: Mapping[str, float] = {
    "income": 0.225,
    "employment": 0.225,
    "education": 0.135,
    "health": 0.135,
    "crime": 0.093,
    "housing": 0.093,
    "environment": 0.093,
}
"""English Indices of Deprivation 2019, Technical Report, chapter 4."""

ROUNDING = 0.001


def score(domains: Mapping[str, ArrayLike]) -> NDArray[np.float64]:
    """The score of each area: the weighted sum of its exponentially transformed domain scores, arrays of one shape."""
    parts = [weight * np.asarray(domains[domain], dtype=np.float64) for domain, weight in DOMAIN_WEIGHTS.items()]
    return np.asarray(sum(parts), dtype=np.float64)


def transformed(ranks: ArrayLike) -> NDArray[np.float64]:
    """The transformed scores of a domain, 0 to 100, from the ranks of all areas of a country, 1 the most deprived.

    -23 ln(1 - R (1 - exp(-100/23))), where R is the part of all areas that are no more deprived; areas of the same rank
    share the middle of the ranks that they take up. English Indices of Deprivation 2019, Technical Report, appendix F.
    """
    middle = rankdata(ranks, "average")
    part = (len(middle) - middle + 1) / len(middle)
    return np.asarray(-23 * np.log(1 - part * (1 - np.exp(-100 / 23))))
