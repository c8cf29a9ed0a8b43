"""Definitions, values, intervals, comparisons, targets, projections and vintages."""
