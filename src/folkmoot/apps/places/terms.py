"""The words of places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class UnitType(StrEnum):
    """What a value can be about; the words that definitions of measures use."""

    ENGLAND = "england"
    REGION = "region"
    UPPER_TIER = "upper tier"
    DISTRICT = "district"
    WARD = "ward"
    MSOA = "msoa"
    LSOA = "lsoa"
    TEAM = "team"
    PROVIDER = "provider"

    @property
    def one(self) -> str:
        """The word for one, within a sentence."""
        return {"england": "country", "upper tier": "upper-tier authority", "msoa": "MSOA", "lsoa": "LSOA"}.get(
            self.value, self.value
        )

    @property
    def many(self) -> str:
        """The word for several."""
        return {"country": "countries", "upper-tier authority": "upper-tier authorities"}.get(self.one, f"{self.one}s")


class Provenance(StrEnum):
    """Where a unit, a table or a group comes from."""

    IMPORTED = "imported"  # received as a file from its publisher, or made from such files by a stated rule
    INVENTED = "invented"  # made up, and marked so wherever it is shown


class TableKind(StrEnum):
    """What a table about places holds."""

    LOOKUP = "lookup"
    BOUNDARIES = "boundaries"
    POPULATION = "population"
    DEPRIVATION = "deprivation"
    NEIGHBOURS = "neighbours"


class LookupRule(StrEnum):
    """How a lookup gives smaller units to larger ones."""

    NESTED = "nested"
    BEST_FIT = "best fit"
    CENTROID = "centroid"
    MAJORITY = "majority"
    SHARE = "share"
    CODES = "codes"

    @property
    def words(self) -> str:
        """The rule as the end of a sentence about one smaller unit."""
        return {
            "nested": "lies wholly in one",
            "best fit": "is given whole to the one that its publisher fits it to best",
            "centroid": "is given whole to the one in which its population-weighted centre lies",
            "majority": "is given whole to the one with most of its postcodes",
            "share": "is divided by the share of its postcodes in each",
            "codes": "is another publisher’s code for the same",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Source:
    """What is said beside whatever is drawn from a table or an edition."""

    title: str
    source: str
    licence: str
    attribution: str = ""
    provenance: Provenance = Provenance.IMPORTED
    note: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A unit as an edition lists it; `within` is the code of the larger unit that it states, or empty."""

    code: str
    name: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True)
class EditionOf:
    """One edition of the units of a type, such as the wards of December 2019; `year` is None where none is stated."""

    key: str
    type: UnitType
    title: str
    year: int | None = None
    within_type: UnitType | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Between which editions a table stands, on which day, and from which age on its last year of age is open."""

    edition: str
    target_edition: str = ""
    rule: LookupRule | None = None
    on: date | None = None
    open_age: int | None = None
