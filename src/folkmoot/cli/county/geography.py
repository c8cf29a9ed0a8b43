"""Where the invented people live: places with their populations, real ones or an invented country of any size.

An invented place is known by its code (INV-W-00001), which no statistical office would give, and by a name with Moot in
it. The invented country is drawn ward by ward, each from its own numbers, so that the first ward is the same whether it
is drawn alone or with 57 million neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from folkmoot.cli.county.illness import AGES, Curve
from folkmoot.cli.county.streams import stream

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

# The levels above an LSOA, from near to far, by the names that definitions use for them.
LEVELS = ("ward", "msoa", "district", "upper tier", "region")
LSOAS_A_WARD, WARDS_A_DISTRICT, DISTRICTS_A_COUNTY, COUNTIES_A_REGION, COUNTIES = 5, 16, 5, 8, 95
WARDS_A_COUNTY = WARDS_A_DISTRICT * DISTRICTS_A_COUNTY
PEOPLE_AN_LSOA = 1_500
TREES = (
    "Alder", "Apple", "Ash", "Aspen", "Beech", "Birch", "Blackthorn", "Bramble", "Briar", "Cedar", "Cherry", "Crab",
    "Dogwood", "Elder", "Elm", "Fir", "Gorse", "Hawthorn", "Hazel", "Heather", "Holly", "Hornbeam", "Ivy", "Juniper",
    "Larch", "Laurel", "Lime", "Maple", "Medlar", "Myrtle", "Oak", "Olive", "Pear", "Pine", "Plane", "Plum", "Poplar",
    "Quince", "Rowan", "Rush", "Sallow", "Sedge", "Sloe", "Spindle", "Spruce", "Sycamore", "Willow", "Yew",
)  # fmt: skip
QUARTERS = ("Moot", "Moot Green", "Moot Hill", "Moot End", "Moot Cross", "Moot Mill")
DIRECTIONS = ("North", "East", "South", "West", "Mid")


class Size(StrEnum):
    """How much of the country is drawn."""

    WARD = "ward"
    COUNTY = "county"
    REGION = "region"
    ENGLAND = "england"


WARDS = {
    Size.WARD: 1,
    Size.COUNTY: WARDS_A_COUNTY,
    Size.REGION: WARDS_A_COUNTY * COUNTIES_A_REGION,
    Size.ENGLAND: WARDS_A_COUNTY * COUNTIES,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place above an LSOA."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward to draw for: its code, the place of its first LSOA, and figures of its LSOAs, shape [L] and [L, 2, 91]."""

    code: str
    first: int
    standing: Floats
    decile: Whole
    income_deprived: Floats
    persons: Whole


@dataclass(frozen=True, slots=True)
class Geography:
    """LSOAs in the order of their wards, and what is known of each.

    `above` are the places over each LSOA, by level. `standing` is the share of the country's LSOAs that are more
    deprived: 0 is the most deprived place. `income_deprived` is a share. `persons` has the shape [L, 2, 91]: female
    and male, by single year of age, the last being 90 and over.
    """

    name: str
    invented: bool
    codes: tuple[str, ...]
    names: tuple[str, ...]
    above: Mapping[str, tuple[Place, ...]]
    standing: Floats
    income_deprived: Floats
    persons: Whole

    @property
    def people(self) -> int:
        """How many live there."""
        return int(self.persons.sum())

    def wards(self) -> Iterator[Ward]:
        """The wards in their order."""
        decile = np.minimum((self.standing * 10).astype(np.int64) + 1, 10)
        codes = [place.code for place in self.above["ward"]]
        starts = [i for i, code in enumerate(codes) if i == 0 or code != codes[i - 1]]
        for start, end in zip(starts, [*starts[1:], len(codes)], strict=True):
            part = slice(start, end)
            yield Ward(
                codes[start],
                start,
                self.standing[part],
                decile[part],
                self.income_deprived[part],
                self.persons[part],
            )


# How many of 1,000 people are of an age, and how many of 100 of that age are women.
AGE_SHARE = Curve((0, 11.2), (8, 12.8), (18, 11.2), (30, 13.6), (42, 12.4), (54, 14.0), (68, 10.4), (74, 10.2),
                  (80, 6.0), (89, 2.4), (90, 9.0))  # fmt: skip
WOMEN = Curve((0, 48.7), (20, 48.8), (35, 50.2), (65, 51.2), (80, 54.5), (90, 67.0))


def invent(wards: int, seed: int) -> Geography:
    """The first so many wards of an invented country."""
    drawn = [_ward(number, seed) for number in range(wards)]
    above = [_above(number) for number in range(wards)]
    lsoas = range(wards * LSOAS_A_WARD)
    standing = np.concatenate([each for each, _ in drawn])
    return Geography(
        name=_country(wards),
        invented=True,
        codes=tuple(f"INV-L-{number + 1:06d}" for number in lsoas),
        names=tuple(
            f"{above[number // LSOAS_A_WARD]['ward'].name} {number % LSOAS_A_WARD + 1:03d}" for number in lsoas
        ),
        above={level: tuple(above[number // LSOAS_A_WARD][level] for number in lsoas) for level in LEVELS},
        standing=standing,
        income_deprived=income_deprived(standing),
        persons=np.concatenate([persons for _, persons in drawn]),
    )


def wards_for(people: int, seed: int) -> int:
    """How many wards of the invented country hold at least so many people."""
    held = number = 0
    while held < people:
        held += int(_ward(number, seed)[1].sum())
        number += 1
    return number


def income_deprived(standing: Floats) -> Floats:
    """The share of people in families that are income deprived: two in five in the most deprived places, one in thirty
    in the least."""
    return np.asarray(0.36 * np.exp(-3 * standing) + 0.015)


def by_sex(persons: Whole, draw: np.random.Generator) -> Whole:
    """People by age, shape [..., 91], divided into women and men, shape [..., 2, 91]."""
    women = draw.binomial(persons, WOMEN.at(AGES) / 100)
    return np.stack([women, persons - women], axis=-2)


def _ward(number: int, seed: int) -> tuple[Floats, Whole]:
    """How a ward's LSOAs stand, and who lives there. The parts of the standing add up to a variance of 1."""
    code = _code("W", number)
    draw = stream(seed, "places", code)
    of_district = stream(seed, "district", _code("D", number // WARDS_A_DISTRICT)).normal(0, 0.5)
    score = of_district + draw.normal(0, 0.66) + draw.normal(0, 0.56, LSOAS_A_WARD)
    share = AGE_SHARE.at(AGES)
    people = np.maximum(draw.normal(PEOPLE_AN_LSOA, 220, LSOAS_A_WARD), 900).astype(np.int64)
    by_age = draw.multinomial(people, share / share.sum())
    return ndtr(score), by_sex(by_age, draw)


def _above(ward: int) -> dict[str, Place]:
    district, county = ward // WARDS_A_DISTRICT, ward // WARDS_A_COUNTY
    shire = "Mootshire" if county == 0 else f"{_name(county - 1)}shire"
    where = DIRECTIONS[district % DISTRICTS_A_COUNTY]
    return {
        "ward": Place(_code("W", ward), _name(ward % WARDS_A_COUNTY)),
        "msoa": Place(_code("M", ward), f"{_name(ward % WARDS_A_COUNTY)} and around"),
        "district": Place(_code("D", district), f"{where} {shire}"),
        "upper tier": Place(_code("U", county), shire),
        "region": Place(_code("R", county // COUNTIES_A_REGION), f"Moot Region {county // COUNTIES_A_REGION + 1}"),
    }


def _name(number: int) -> str:
    """Names in the order of trees, then of quarters: Alder Moot, Apple Moot, ... Alder Moot Green."""
    return f"{TREES[number % len(TREES)]} {QUARTERS[number // len(TREES)]}"


def _code(kind: str, number: int) -> str:
    return f"INV-{kind}-{number + 1:05d}"


def _country(wards: int) -> str:
    if wards == 1:
        return "Alder Moot"
    return "Mootshire" if wards <= WARDS_A_COUNTY else "Mootland"
