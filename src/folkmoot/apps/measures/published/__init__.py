"""What the world may read of measures: released vintages, after the disclosure rule, and nothing else."""

from __future__ import annotations

from folkmoot.apps.measures.published.courses import course, paths
from folkmoot.apps.measures.published.files import csv
from folkmoot.apps.measures.published.values import comparisons, figures, measure, measures, values, withdrawn
from folkmoot.apps.measures.published.views import (
    AimView,
    ComparisonView,
    CourseView,
    FigureView,
    MeasureLine,
    MeasureView,
    PathView,
    PointView,
    StepView,
    UnitView,
)
from folkmoot.apps.measures.queries.values import Value

__all__ = [
    "AimView", "ComparisonView", "CourseView", "FigureView", "MeasureLine", "MeasureView", "PathView", "PointView",
    "StepView", "UnitView", "Value", "comparisons", "course", "csv", "figures", "measure", "measures", "paths",
    "values", "withdrawn",
]  # fmt: skip
