"""Labels turned into whole numbers: 0 for the first in ascending order, and so on."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from folkmoot.methods.statistics.core import Masks

Places = NDArray[np.intp]
Labels = NDArray[Any]
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio: spreads neighbouring words far apart


def coded(values: Labels, missing: Masks | None = None) -> tuple[Places, Labels]:
    """Which distinct label each row has, and the labels in ascending order; missing rows come last, labelled None."""
    if missing is None or not missing.any():
        return _coded(values)
    places = np.empty(len(values), dtype=np.intp)
    places[~missing], labels = _coded(values[~missing])
    places[missing] = len(labels)
    return places, np.array([*labels.tolist(), None], dtype=object)


def packed(columns: list[tuple[Places, int]]) -> tuple[Places, Places]:
    """Rows with the same places in every column share a number; returns it and, by number, the combined place.

    Each column is (places, how many labels); a combined place is taken apart with np.unravel_index.
    """
    combined = np.ravel_multi_index([places for places, _ in columns], [max(1, size) for _, size in columns])
    return _coded_whole(np.asarray(combined, dtype=np.intp))


def _coded(values: Labels) -> tuple[Places, Labels]:
    if values.dtype.kind in "iu":
        return _coded_whole(values)
    if values.dtype.kind in "SU":
        return _coded_words(values)
    labels, places = np.unique(values, return_inverse=True)
    return places, labels


def _coded_whole(values: NDArray[Any]) -> tuple[Places, NDArray[Any]]:
    """Whole numbers by a table of those seen, where they lie close together; else by sorting."""
    if not len(values):
        return np.empty(0, dtype=np.intp), values
    low, high = int(values.min()), int(values.max())
    if high - low > 4 * len(values) + 1024:
        labels, places = np.unique(values, return_inverse=True)
        return places, labels
    shifted = (values - values.dtype.type(low)).astype(np.intp, copy=False)
    seen = np.zeros(high - low + 1, dtype=np.bool_)
    seen[shifted] = True
    rank = np.cumsum(seen) - 1
    return rank[shifted], (np.flatnonzero(seen) + low).astype(values.dtype)


def _coded_words(values: Labels) -> tuple[Places, Labels]:
    """Strings by a 64-bit digest of each, which is then checked: sorting numbers is faster than sorting strings."""
    words = _as_words(values)
    digest = words[:, 0].copy()
    for column in range(1, words.shape[1]):
        digest = (digest ^ (digest >> np.uint64(29))) * _MIX + words[:, column]
    distinct, places = np.unique(digest, return_inverse=True)
    first = np.empty(len(distinct), dtype=np.intp)
    first[places] = np.arange(len(values))
    if (words[first][places] != words).any():
        labels, places = np.unique(values, return_inverse=True)
    else:
        labels = values[first]
        order = np.argsort(labels)
        labels, places = labels[order], np.argsort(order)[places]
    return places, np.char.decode(labels, "utf-8") if labels.dtype.kind == "S" else labels


def _as_words(values: Labels) -> NDArray[np.uint64]:
    """Fixed-width strings as rows of 64-bit words."""
    width = max(8, -(-values.dtype.itemsize // 8) * 8)
    size = width if values.dtype.kind == "S" else width // 4
    wide = np.ascontiguousarray(values.astype(f"{values.dtype.kind}{size}", copy=False))
    return wide.view(np.uint64).reshape(len(values), width // 8)
