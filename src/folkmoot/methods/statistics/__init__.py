"""Rates, standardisation, intervals, life tables, inequality, comparison, funnels and trends.

The public names below come from the package itself (`from folkmoot.methods.statistics import proportion`), and each
loads its own module when first asked for, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from folkmoot.methods.statistics.age_bands import FIVE_YEARS_TO_90, AgeBands, BadBands
    from folkmoot.methods.statistics.comparison import (
        Comparison,
        Outcome,
        Polarity,
        compare,
        compare_overlap,
        compare_with_limits,
        compare_with_target,
    )
    from folkmoot.methods.statistics.concentration import concentration_index, concentration_index_of_individuals
    from folkmoot.methods.statistics.control_charts import ControlChart, Rules, control_chart
    from folkmoot.methods.statistics.core import Estimate, InvalidRows, Method, Status
    from folkmoot.methods.statistics.funnels import (
        FunnelClass,
        FunnelLimits,
        Overdispersion,
        funnel_at_counts,
        funnel_axis,
        funnel_class,
        funnel_limits,
        overdispersion,
    )
    from folkmoot.methods.statistics.inequalities import inequality
    from folkmoot.methods.statistics.life_tables import (
        Gap,
        LifeTable,
        decompose,
        healthy_life_expectancy,
        life_table,
        years_of_life_lost,
    )
    from folkmoot.methods.statistics.long_tables import Dense, from_long
    from folkmoot.methods.statistics.means import Mean, mean, mean_from_moments
    from folkmoot.methods.statistics.poisson import byar_limits, poisson_limits
    from folkmoot.methods.statistics.proportions import proportion
    from folkmoot.methods.statistics.quantile_rules import Quantiles, quantiles
    from folkmoot.methods.statistics.rates import rate
    from folkmoot.methods.statistics.ratios import rate_difference, rate_ratio
    from folkmoot.methods.statistics.regressions import slope_index_of_individuals, slope_index_regression
    from folkmoot.methods.statistics.slopes import SlopeIndex, slope_index
    from folkmoot.methods.statistics.standardisation import DirectRate, Indirect, direct_rate, indirect
    from folkmoot.methods.statistics.standards import STANDARDS, standard_population
    from folkmoot.methods.statistics.surveys import Survey
    from folkmoot.methods.statistics.trends import Trend, recent_trend, recent_trend_of_proportions

__all__ = [
    "FIVE_YEARS_TO_90",
    "STANDARDS",
    "AgeBands",
    "BadBands",
    "Comparison",
    "ControlChart",
    "Dense",
    "DirectRate",
    "Estimate",
    "FunnelClass",
    "FunnelLimits",
    "Gap",
    "Indirect",
    "InvalidRows",
    "LifeTable",
    "Mean",
    "Method",
    "Outcome",
    "Overdispersion",
    "Polarity",
    "Quantiles",
    "Rules",
    "SlopeIndex",
    "Status",
    "Survey",
    "Trend",
    "byar_limits",
    "compare",
    "compare_overlap",
    "compare_with_limits",
    "compare_with_target",
    "concentration_index",
    "concentration_index_of_individuals",
    "control_chart",
    "decompose",
    "direct_rate",
    "from_long",
    "funnel_at_counts",
    "funnel_axis",
    "funnel_class",
    "funnel_limits",
    "healthy_life_expectancy",
    "indirect",
    "inequality",
    "life_table",
    "mean",
    "mean_from_moments",
    "overdispersion",
    "poisson_limits",
    "proportion",
    "quantiles",
    "rate",
    "rate_difference",
    "rate_ratio",
    "recent_trend",
    "recent_trend_of_proportions",
    "slope_index",
    "slope_index_of_individuals",
    "slope_index_regression",
    "standard_population",
    "years_of_life_lost",
]

_NAMES = {
    "age_bands": ("FIVE_YEARS_TO_90", "AgeBands", "BadBands"),
    "comparison": (
        "Comparison",
        "Outcome",
        "Polarity",
        "compare",
        "compare_overlap",
        "compare_with_limits",
        "compare_with_target",
    ),
    "control_charts": ("ControlChart", "Rules", "control_chart"),
    "concentration": ("concentration_index", "concentration_index_of_individuals"),
    "core": ("Estimate", "InvalidRows", "Method", "Status"),
    "funnels": (
        "FunnelClass",
        "FunnelLimits",
        "Overdispersion",
        "funnel_at_counts",
        "funnel_axis",
        "funnel_class",
        "funnel_limits",
        "overdispersion",
    ),
    "inequalities": ("inequality",),
    "life_tables": ("Gap", "LifeTable", "decompose", "healthy_life_expectancy", "life_table", "years_of_life_lost"),
    "long_tables": ("Dense", "from_long"),
    "means": ("Mean", "mean", "mean_from_moments"),
    "poisson": ("byar_limits", "poisson_limits"),
    "proportions": ("proportion",),
    "quantile_rules": ("Quantiles", "quantiles"),
    "rates": ("rate",),
    "ratios": ("rate_difference", "rate_ratio"),
    "regressions": ("slope_index_of_individuals", "slope_index_regression"),
    "slopes": ("SlopeIndex", "slope_index"),
    "standardisation": ("DirectRate", "Indirect", "direct_rate", "indirect"),
    "standards": ("STANDARDS", "standard_population"),
    "surveys": ("Survey",),
    "trends": ("Trend", "recent_trend", "recent_trend_of_proportions"),
}
_MODULES = {name: module for module, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = found
    return found
