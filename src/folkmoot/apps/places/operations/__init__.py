"""Verbs of places: list units, take in tables about them, link editions, define groups."""

from folkmoot.apps.places.operations.grouping import define_group, list_group
from folkmoot.apps.places.operations.listing import define_units, link_editions
from folkmoot.apps.places.operations.receiving import (
    BadPlaceTable,
    define_lookup,
    receive_boundaries,
    receive_deprivation,
    receive_neighbours,
    receive_population,
)

__all__ = [
    "BadPlaceTable",
    "define_group",
    "define_lookup",
    "define_units",
    "link_editions",
    "list_group",
    "receive_boundaries",
    "receive_deprivation",
    "receive_neighbours",
    "receive_population",
]
