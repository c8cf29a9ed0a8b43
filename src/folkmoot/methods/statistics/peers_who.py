"""The names of healthequal (R), the WHO's package of health-inequality measures, for work that moves over.

Each takes the columns of one indicator, one entry a subgroup, and returns measure, estimate, lowerci and upperci by
name; the numbers are this package's (see docs/methods/differences-from-peers.md). A missing estimate stops nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.methods.statistics.concentration import (
    Correction,
    Kind,
    concentration_index,
    concentration_index_of_individuals,
)
from folkmoot.methods.statistics.core import Estimate, as_floats
from folkmoot.methods.statistics.inequalities import inequality
from folkmoot.methods.statistics.regressions import Link, slope_index_of_individuals, slope_index_regression
from folkmoot.methods.statistics.slopes import SlopeIndex
from folkmoot.methods.statistics.surveys import Survey

Row = dict[str, Any]


def _measure(ours: str, theirs: str | None = None) -> Callable[..., Row]:
    name = theirs or ours

    def named(
        est: ArrayLike,
        pop: ArrayLike | None = None,
        se: ArrayLike | None = None,
        *,
        favourable_indicator: ArrayLike = 1,
        ordered_dimension: ArrayLike = 0,
        subgroup_order: ArrayLike | None = None,
        reference_subgroup: ArrayLike | None = None,
        scaleval: ArrayLike | None = None,
        conf_level: float = 0.95,
        force: bool = False,
    ) -> Row:
        ordered = bool(np.max(as_floats(ordered_dimension)) > 0)
        value, people, error = as_floats(est), _or_ones(pop, est), None if se is None else as_floats(se)
        if ordered and subgroup_order is not None:
            places = np.argsort(as_floats(subgroup_order), kind="stable")
            value, people, error = value[places], people[places], None if error is None else error[places]
        found = inequality(
            value,
            people,
            measures=[ours],
            se=error,
            favourable=bool(np.max(as_floats(favourable_indicator)) > 0),
            ordered=ordered,
            reference=None if reference_subgroup is None else int(np.argmax(as_floats(reference_subgroup))),
            per=None if scaleval is None else float(np.max(as_floats(scaleval))),
            missing_share=1.0 if force else 0.15,
            levels=conf_level,
        )
        return _row(name, found[ours])

    named.__doc__ = f"`inequality(measures=[{ours!r}])` under healthequal's name {name}."
    return named


def _or_ones(pop: ArrayLike | None, est: ArrayLike) -> NDArray[np.float64]:
    return np.ones_like(as_floats(est)) if pop is None else as_floats(pop)


d, r = _measure("d"), _measure("r")
bgv, bgsd, covar = _measure("bgv"), _measure("bgsd"), _measure("cov", "covar")
mdbu, mdbw, mdmu, mdmw = _measure("mdbu"), _measure("mdbw"), _measure("mdmu"), _measure("mdmw")
mdru, mdrw, idisu, idisw = _measure("mdru"), _measure("mdrw"), _measure("idisu"), _measure("idisw")
ti, mld, par, paf = _measure("ti"), _measure("mld"), _measure("par"), _measure("paf")


def _ranked(name: str, of: Callable[..., Estimate], of_persons: Callable[..., Estimate]) -> Callable[..., Row]:
    def named(
        est: ArrayLike,
        subgroup_order: ArrayLike,
        pop: ArrayLike | None = None,
        *,
        weight: ArrayLike | None = None,
        psu: ArrayLike | None = None,
        strata: ArrayLike | None = None,
        conf_level: float = 0.95,
        **options: Any,
    ) -> Row:
        if weight is not None:
            survey = Survey(weight, psu, strata)
            return _row(name, of_persons(est, subgroup_order, survey, levels=conf_level, **options))
        places = np.argsort(as_floats(subgroup_order), kind="stable")
        return _row(name, of(as_floats(est)[places], _or_ones(pop, est)[places], levels=conf_level, **options))

    named.__doc__ = f"healthequal's {name}; with `weight` (and `psu`, `strata`) of a survey's persons."
    return named


def _slope(which: str, of: Callable[..., SlopeIndex]) -> Callable[..., Estimate]:
    def index(*columns: Any, scaleval: ArrayLike = 1, linear: bool = False, **options: Any) -> Estimate:
        link: Link = "identity" if linear else "logit"
        found: Estimate = getattr(of(*columns, link=link, per=float(np.max(as_floats(scaleval))), **options), which)
        return found

    return index


def _concentration(kind: Kind, of: Callable[..., Estimate]) -> Callable[..., Estimate]:
    def index(
        *columns: Any,
        method: Correction | None = None,
        lmin: float | None = None,
        lmax: float | None = None,
        **options: Any,
    ) -> Estimate:
        bounds = None if lmin is None or lmax is None else (lmin, lmax)
        correction: Correction | None = "bounded" if method is None and bounds is not None else method
        return of(*columns, kind=kind, correction=correction, bounds=bounds, **options)

    return index


def _row(name: str, found: Estimate) -> Row:
    numbers = {"estimate": found.value, "lowerci": found.lower[..., 0], "upperci": found.upper[..., 0]}
    return {"measure": name} | {column: float(number) for column, number in numbers.items()}


sii, rii = (
    _ranked(name, _slope(name, slope_index_regression), _slope(name, slope_index_of_individuals))
    for name in ("sii", "rii")
)
aci = _ranked(
    "aci",
    _concentration("absolute", concentration_index),
    _concentration("absolute", concentration_index_of_individuals),
)
rci = _ranked(
    "rci",
    _concentration("relative", concentration_index),
    _concentration("relative", concentration_index_of_individuals),
)
