"""Standard populations, with their sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from folkmoot.methods.statistics.age_bands import AgeBands, BadBands
from folkmoot.methods.statistics.core import Floats, choose

StandardName = Literal["ESP2013", "ESP1976", "WHO2000"]


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard population in its finest published bands; the unit is persons."""

    name: str
    bands: AgeBands
    persons: tuple[float, ...]
    source: str


STANDARDS = {
    each.name: each
    for each in (
        Standard(
            "ESP2013",
            AgeBands((0, 1, *range(5, 100, 5))),
            (
                *(1000, 4000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000),
                *(6500, 6000, 5500, 5000, 4000, 2500, 1500, 800, 200),
            ),
            "Eurostat (2013), Revision of the European Standard Population, doi:10.2785/11470",
        ),
        Standard(
            "ESP1976",
            AgeBands((0, 1, *range(5, 90, 5))),
            (1600, 6400, *[7000] * 10, 6000, 5000, 4000, 3000, 2000, 1000, 1000),
            "Waterhouse, Muir, Correa & Powell (1976), Cancer incidence in five continents, volume III, "
            "IARC Scientific Publication 15",
        ),
        Standard(
            "WHO2000",
            AgeBands(tuple(range(0, 105, 5))),
            (
                *(8860, 8690, 8600, 8470, 8220, 7930, 7610, 7150, 6590, 6040, 5370, 4550),
                *(3720, 2960, 2210, 1520, 910, 440, 150, 40, 5),
            ),
            "Ahmad, Boschi-Pinto, Lopez, Murray, Lozano & Inoue (2001), Age standardization of rates: a new WHO "
            "standard, GPE Discussion Paper 31, World Health Organization; as printed, 100,035 in all by rounding",
        ),
    )
}


def standard_population(name: StandardName = "ESP2013", bands: AgeBands | None = None) -> Floats:
    """The standard population in the bands asked for, shape (A,); in the standard's own finest ones if none are.

    Bands that stop early, such as 0-74, take that part of the standard. BadBands where the standard is coarser than
    the bands, or ends before them: ESP1976 has no 90+, for example.
    """
    choose("name", name, tuple(STANDARDS))
    standard = STANDARDS[name]
    persons = np.array(standard.persons, dtype=np.float64)
    if bands is None:
        return persons
    edges = (*standard.bands.starts, None)
    wanted = [(start, end) for start, end in bands.spans]
    unknown = [age for span in wanted for age in span if age not in edges]
    if unknown:
        raise BadBands(f"{name} has no band edge at {unknown[0]}; its bands are {', '.join(standard.bands.labels)}")
    return np.array([persons[edges.index(start) : edges.index(end)].sum() for start, end in wanted])
