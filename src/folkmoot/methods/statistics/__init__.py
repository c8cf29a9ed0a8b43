"""Rates, standardisation, intervals, life tables, inequality, comparison, funnels and trends."""
