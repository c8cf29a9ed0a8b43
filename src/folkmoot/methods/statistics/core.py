"""What every function of this package takes and returns.

Inputs broadcast together; age is on the last axis; `levels` is one confidence level or several. Results are frozen, and
carry for every row a `status` that says why it has no value or no limits. A bad row is flagged and never stops the
batch, unless the caller asks for `on_invalid="raise"`. Wrong shapes, types and levels always raise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from enum import IntEnum, IntFlag
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
Flags = NDArray[np.uint16]
Codes = NDArray[np.uint8]
Masks = NDArray[np.bool_]
Holds = NDArray[np.bool_] | np.bool_
Levels = float | Sequence[float]
OnInvalid = Literal["flag", "raise"]
MissingCount = Literal["missing", "zero"]

Scalar = TypeVar("Scalar", bound=np.generic)

BLOCK = 1 << 15  # rows worked on at once: the temporaries stay in the processor's cache, and memory stays low


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


INVALID = (
    Status.MISSING | Status.ZERO_DENOMINATOR | Status.NEGATIVE | Status.COUNT_GT_DENOMINATOR | Status.INCOMPLETE_BANDS
)
"""The reasons that lie in the input; the others are rules that an acceptable row may fall under."""


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
    LOG_NORMAL = 14
    NORMAL = 15
    EXACT_CONDITIONAL = 16
    MOVER = 17


class InvalidRows(ValueError):
    """Rows that cannot be used, when the caller asked to be stopped by them; the message names the first."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Values with their limits.

    `value`, `numerator`, `denominator`, `status` and `method` have the batch shape; `lower` and `upper` have the
    batch shape with one more, last axis: one entry a level of `levels`. A value that cannot be given is NaN and
    `status` says why. The arrays are read-only; `numerator` and `denominator` may be views of the arrays given.
    """

    value: Floats
    lower: Floats
    upper: Floats
    levels: tuple[float, ...]
    numerator: Floats
    denominator: Floats
    status: Flags
    method: Codes

    def __post_init__(self) -> None:
        for field in fields(self):
            held = getattr(self, field.name)
            if isinstance(held, np.ndarray):
                object.__setattr__(self, field.name, read_only(held))


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
    """The values as float64 without a copy where they are already; missing (None too) is NaN."""
    return np.asarray(values, dtype=np.float64)


def choose(name: str, given: str, allowed: Sequence[str]) -> None:
    """ValueError, naming the words there are, for any other word."""
    if given not in allowed:
        raise ValueError(f"{name} is one of {', '.join(map(repr, allowed))}, got {given!r}")


def read_only(array: NDArray[Scalar]) -> NDArray[Scalar]:
    """A view that cannot be written through; the array itself stays as it is."""
    view = np.asarray(array).view()
    view.flags.writeable = False
    return view


def constant(code: Method, shape: tuple[int, ...]) -> Codes:
    """One method code for every row, in the memory of one."""
    return np.broadcast_to(np.uint8(code), shape)


def count_status(events: Floats, denominator: Floats, *, within: bool = False) -> Flags:
    """What is wrong with each pair of a count and its denominator; `within`: a count may not exceed it.

    Counts may be fractional. Infinite counts and denominators are called missing, since no value follows from them.
    """
    sound = (events >= 0) & (events < np.inf) & (denominator > 0) & (denominator < np.inf)
    if within:
        sound &= events <= denominator
    if sound.all():
        return np.broadcast_to(np.uint16(Status.OK), sound.shape)
    return flags(
        (Status.MISSING, ~(np.isfinite(events) & np.isfinite(denominator))),
        (Status.NEGATIVE, (events < 0) | (denominator < 0)),
        (Status.ZERO_DENOMINATOR, denominator == 0),
        (Status.COUNT_GT_DENOMINATOR, (events > denominator) & (denominator > 0) & within),
    )


def flags(*reasons: tuple[Status | Flags, Holds]) -> Flags:
    """The reasons that hold for each row, as one number a row; a reason may itself be given row by row."""
    status = np.zeros(np.broadcast_shapes(*(np.shape(holds) for _, holds in reasons)), dtype=np.uint16)
    for reason, holds in reasons:
        status |= np.where(holds, np.asarray(reason, dtype=np.uint16), np.uint16(0))
    return status


def judge(status: Flags, on_invalid: OnInvalid) -> None:
    """InvalidRows where the caller asked to be stopped by bad rows and there are some."""
    choose("on_invalid", on_invalid, ("flag", "raise"))
    if on_invalid == "flag":
        return
    bad = np.argwhere(status & np.uint16(INVALID))
    if len(bad):
        first = tuple(int(axis) for axis in bad[0])
        reason = Status(int(status[first]))
        raise InvalidRows(
            f"{len(bad)} of {status.size} rows cannot be used; the first is row {list(first)} ({reason.name}). "
            'Correct the rows, or leave on_invalid="flag" to have them flagged'
        )


def blanked(values: Floats, rows: Holds) -> Floats:
    """The values, with NaN in the rows named; all levels of a row where there is an axis more. Never in place."""
    if not rows.any():
        return values
    spread = rows.reshape(rows.shape + (1,) * (values.ndim - rows.ndim))
    return np.where(spread, np.nan, values)


def estimate(
    value: Floats,
    limits: tuple[Floats, Floats],
    *,
    levels: tuple[float, ...],
    numerator: Floats,
    denominator: Floats,
    status: Flags,
    method: Codes,
    unlimited: tuple[Status | Flags, Holds] | None = None,
) -> Estimate:
    """An Estimate whose flagged rows hold no value, no limits and no method.

    `unlimited` names rows that keep their value but have no limits, and the reason that becomes their flag.
    """
    bad = status != 0
    open_rows: Holds = bad
    if unlimited is not None:
        reason, rows = unlimited
        open_rows = bad | rows
        status = status | flags((reason, rows & ~bad))
    return Estimate(
        blanked(value, bad),
        blanked(limits[0], open_rows),
        blanked(limits[1], open_rows),
        levels,
        np.broadcast_to(numerator, bad.shape),
        np.broadcast_to(denominator, bad.shape),
        status,
        np.where(open_rows, np.uint8(Method.NONE), method) if open_rows.any() else method,
    )


def fields_of(found: Estimate) -> dict[str, Any]:
    """What an Estimate holds, by name, for a result that adds to it."""
    return {field.name: getattr(found, field.name) for field in fields(Estimate)}


def limits_by_level(
    kernel: Callable[..., tuple[Floats, Floats]], parameters: Iterable[float], *columns: Floats
) -> tuple[Floats, Floats]:
    """Lower and upper limits, shape (*batch, L), of `kernel(*columns, parameter)` for each level's parameter.

    Each level is kept together in memory, and rows are worked on in blocks, so that temporaries stay small.
    """
    shape = np.broadcast_shapes(*(column.shape for column in columns))
    spread = [np.broadcast_to(column, shape) for column in columns]
    chosen = tuple(parameters)
    lower = np.empty((len(chosen), *shape))
    upper = np.empty_like(lower)
    for rows in _blocks(shape):
        block = [column[rows] for column in spread]
        for level, parameter in enumerate(chosen):
            lower[level, ...][rows], upper[level, ...][rows] = kernel(*block, parameter)
    return np.moveaxis(lower, 0, -1), np.moveaxis(upper, 0, -1)


def _blocks(shape: tuple[int, ...]) -> Iterator[tuple[slice, ...]]:
    """Slices of the first axis that hold about BLOCK rows each; nothing to slice in a single row."""
    if not shape:
        yield ()
        return
    rows = max(1, BLOCK // max(1, int(np.prod(shape[1:]))))
    for start in range(0, shape[0], rows):
        yield (slice(start, start + rows),)
