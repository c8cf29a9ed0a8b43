"""What every function of this package returns: estimates with limits at any number of levels, and a flag a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, IntFlag

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
Levels = float | Sequence[float]


class Status(IntFlag):
    """Why a row has no value or no limits; several reasons may hold at once."""

    OK = 0
    MISSING = 1
    ZERO_DENOMINATOR = 2
    NEGATIVE = 4
    COUNT_GT_DENOMINATOR = 8
    BELOW_MINIMUM_COUNT = 16
    BELOW_MINIMUM_POPULATION = 32
    NO_DEATHS_IN_OPEN_BAND = 64
    WIDE_INTERVAL = 128
    INCOMPLETE_BANDS = 256
    TOO_FEW_AREAS = 512
    NOT_COMPARED = 1024
    SUPPRESSED_PRIMARY = 2048
    SUPPRESSED_SECONDARY = 4096


class Method(IntEnum):
    """How the limits of a row were found."""

    NONE = 0
    WILSON = 1
    CLOPPER_PEARSON = 2
    JEFFREYS = 3
    BYAR = 4
    EXACT_POISSON = 5
    GAMMA = 6
    STUDENT_T = 7
    DOBSON = 8
    CHIANG = 9
    ANALYTIC = 10
    SIMULATED = 11
    FIELLER = 12
    BOOTSTRAP = 13


@dataclass(frozen=True, slots=True)
class Estimate:
    """Values with their limits.

    `value`, `numerator`, `denominator`, `status` and `method` have the batch shape; `lower` and `upper` have the
    batch shape with one more, last axis: one entry a level of `levels`. A value that cannot be given is NaN and
    `status` says why.
    """

    value: Floats
    lower: Floats
    upper: Floats
    levels: tuple[float, ...]
    numerator: Floats
    denominator: Floats
    status: NDArray[np.uint16]
    method: NDArray[np.uint8]


def as_levels(levels: Levels) -> tuple[float, ...]:
    """The confidence levels as a tuple; ValueError unless each lies strictly between 0 and 1."""
    found = tuple(float(level) for level in np.atleast_1d(np.asarray(levels, dtype=np.float64)))
    if not found or not all(0 < level < 1 for level in found):
        raise ValueError(f"confidence levels lie between 0 and 1, got {levels!r}; write 95 % as 0.95")
    return found


def normal_quantiles(levels: Levels) -> Floats:
    """z at (1 + level) / 2 for each level, shape (L,)."""
    return np.asarray(ndtri((1 + np.asarray(as_levels(levels))) / 2), dtype=np.float64)


def as_floats(values: ArrayLike) -> Floats:
    """The values as float64 without a copy where they are already; missing is NaN."""
    return np.asarray(values, dtype=np.float64)
