"""Sample surveys: how far weighted totals vary between the clusters drawn within each stratum.

Sources: Binder (1983) doi:10.2307/1402588; Wolter (2007), Introduction to variance estimation, chapter 6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.methods.statistics.core import Floats, Masks, as_floats


@dataclass(frozen=True, slots=True)
class Survey:
    """The design of a survey, one entry a person, shape (n,) each.

    `weights` are the sampling weights; `clusters` the primary sampling units (each person one of his own where there
    are none), numbered within their `strata` or throughout; `strata` (one where there are none).
    """

    weights: ArrayLike
    clusters: ArrayLike | None = None
    strata: ArrayLike | None = None

    def of(self, kept: Masks) -> _Design:
        """The design of the persons kept. ValueError where the columns are not of their length."""
        weights = as_floats(self.weights)
        size = len(kept)
        columns = [np.arange(size) if self.clusters is None else self.clusters]
        columns.append(np.zeros(size) if self.strata is None else self.strata)
        clusters, strata = (np.asarray(column) for column in columns)
        if not weights.shape == clusters.shape == strata.shape == (size,):
            raise ValueError(f"weights, clusters and strata have an entry for each of the {size} persons")
        stratum = np.unique(strata[kept], return_inverse=True)[1]
        pairs = np.stack([stratum, np.unique(clusters[kept], return_inverse=True)[1]])
        found, cluster = np.unique(pairs, axis=1, return_inverse=True)
        return _Design(weights[kept], cluster, found[0])


@dataclass(frozen=True, slots=True)
class _Design:
    weights: Floats
    cluster: NDArray[np.intp]
    stratum: NDArray[np.intp]  # of each cluster

    def covariance(self, scores: Floats) -> Floats:
        """The covariance [k, k] of the totals of scores[n, k], already weighted.

        A stratum with one cluster is held against the mean of all clusters, since it has no mean of its own to vary
        about.
        """
        totals = np.stack([np.bincount(self.cluster, column, len(self.stratum)) for column in scores.T], axis=1)
        number = np.bincount(self.stratum)
        sums = np.stack([np.bincount(self.stratum, column) for column in totals.T], axis=1)
        alone = (number == 1)[:, np.newaxis]
        means = np.where(alone, totals.mean(axis=0), sums / number[:, np.newaxis])
        factor = np.where(number == 1, 1.0, number / np.maximum(number - 1, 1))[self.stratum]
        away = totals - means[self.stratum]
        return np.asarray((away * factor[:, np.newaxis]).T @ away)


def middle_ranks(order: Floats, weights: Floats) -> Floats:
    """The rank of each person from 0 to 1: the middle of the ranks that all of the same order hold together."""
    place = np.unique(order, return_inverse=True)[1]
    held = np.bincount(place, weights) / weights.sum()
    return np.asarray((np.cumsum(held) - held / 2)[place])
