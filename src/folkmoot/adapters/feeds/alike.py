"""Which rows of a table are alike: one number for all rows that hold the same in some columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def alike(table: pa.Table, columns: Sequence[str]) -> NDArray[np.int64]:
    """A number for each row, the same for rows that hold the same in every one of the columns; blank equals blank."""
    found = np.zeros(len(table), dtype=np.int64)
    for name in columns:
        coded = table[name].combine_chunks().dictionary_encode()
        codes = coded.indices.fill_null(len(coded.dictionary)).to_numpy(zero_copy_only=False).astype(np.int64)
        _, found = np.unique(found * (len(coded.dictionary) + 1) + codes, return_inverse=True)
    return found


def first_alike(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each row the place of the first row with its number."""
    _, first, inverse = np.unique(numbers, return_index=True, return_inverse=True)
    return first[inverse]
