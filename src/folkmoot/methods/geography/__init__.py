"""Lookups between areas, areas that outlive their codes, and groups of areas by a rule."""
