"""Crude rates, with limits of the count behind them; repeat events by the same person too."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.methods.statistics.core import (
    Estimate,
    Levels,
    OnInvalid,
    as_floats,
    as_levels,
    choose,
    count_status,
    estimate,
    judge,
    limits_by_level,
)
from folkmoot.methods.statistics.poisson import CountMethod, count_methods, scaled_count_kernel
from folkmoot.methods.statistics.standardisation import direct_rate


def rate(
    events: ArrayLike,
    population: ArrayLike,
    *,
    levels: Levels = 0.95,
    per: float = 1e5,
    method: CountMethod = "byar",
    exact_below: float = 10,
    frequency: ArrayLike | None = None,
    on_invalid: OnInvalid = "flag",
) -> Estimate:
    """Events per `per` of the population (or person-years), with limits.

    `events` and `population` broadcast; events may exceed the population. `method` "byar" is exact below
    `exact_below` events. With `frequency`, shape (F,), events[..., F] counts the persons who had that many events
    each: the result is a DirectRate whose variance is that of the persons, not of the events.
    Flags: MISSING, NEGATIVE, ZERO_DENOMINATOR. Sources: see `poisson_limits`; repeat events: see `direct_rate`.
    """
    choose("method", method, ("byar", "exact", "gamma"))
    boundary = exact_below if method == "byar" else np.inf
    if frequency is not None:
        return direct_rate(
            as_floats(events)[..., np.newaxis],
            as_floats(population)[..., np.newaxis],
            [1.0],
            levels=levels,
            per=per,
            minimum_count=0,
            method="gamma" if method == "gamma" else "dobson",
            exact_below=boundary,
            frequency=frequency,
            on_invalid=on_invalid,
        )
    events, population = as_floats(events), as_floats(population)
    chosen = as_levels(levels)
    status = count_status(events, population)
    judge(status, on_invalid)
    with np.errstate(all="ignore"):  # rows that cannot be computed are flagged and blanked
        value = events / population
        value *= per
        limits = limits_by_level(
            lambda x, n, level: scaled_count_kernel(x, per / n, level, exact_below=boundary), chosen, events, population
        )
    return estimate(
        value,
        limits,
        levels=chosen,
        numerator=events,
        denominator=population,
        status=status,
        method=np.broadcast_to(count_methods(events, method, exact_below), status.shape),
    )
