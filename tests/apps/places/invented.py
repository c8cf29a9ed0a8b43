"""An invented geography: two editions of the wards of one district, their LSOAs, lookups, residents and an index."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa

from folkmoot.apps.places import operations
from folkmoot.apps.places.terms import EditionOf, LookupRule, Named, Provenance, Source, UnitType

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
JUNE = date(2020, 6, 30)
SOURCE = Source("Invented areas", "Invented for a test", "None", provenance=Provenance.INVENTED)
DISTRICTS = EditionOf("i-lad20", UnitType.DISTRICT, "Invented districts, 2020", 2020)
OLD_WARDS = EditionOf("i-wd19", UnitType.WARD, "Invented wards, 2019", 2019, UnitType.DISTRICT)
WARDS = EditionOf("i-wd20", UnitType.WARD, "Invented wards, 2020", 2020, UnitType.DISTRICT)
LSOAS = EditionOf("i-lsoa11", UnitType.LSOA, "Invented LSOAs, 2011", 2011)
NAMED = {
    OLD_WARDS: [Named("IW1", "Alder & Ash", "ID1"), Named("IW2", "Birch", "ID1")],
    WARDS: [Named("IW1", "Alder and Ash", "ID1"), Named("IW9", "Birch", "ID1"), Named("IW3", "Cedar", "ID1")],
    LSOAS: [Named("IL1", "Inventon 001A"), Named("IL2", "Inventon 001B"), Named("IL3"), Named("IL4")],
    DISTRICTS: [Named("ID1", "Inventon")],
}
MAJORITY = {"IL1": (("IW1", 1.0),), "IL2": (("IW1", 1.0),), "IL3": (("IW9", 1.0),), "IL4": (("IW3", 1.0),)}
SHARE = MAJORITY | {"IL2": (("IW1", 0.75), ("IW9", 0.25))}
DECILES = {"IL1": 1, "IL2": 2, "IL3": 5, "IL4": 10}


def residents(numbers: dict[tuple[str, int], int], on: date = JUNE) -> pa.Table:
    """Facts of residents by unit and age, in no division by sex."""
    return pa.table(
        {
            "unit": [unit for unit, _ in numbers],
            "date": pa.array([on] * len(numbers), pa.date32()),
            "age": [age for _, age in numbers],
            "sex": pa.array([None] * len(numbers), pa.string()),
            "persons": list(numbers.values()),
        }
    )


def list_units() -> None:
    """Every edition."""
    for edition, named in NAMED.items():
        operations.define_units(of=edition, units=named, source=SOURCE, by=None, at=NOW)


def take_lookup(key: str = "i-majority", parts=MAJORITY, rule=LookupRule.MAJORITY, **changes):
    """A lookup from the LSOAs to the wards of 2020."""
    given = {
        "key": key, "edition": "i-lsoa11", "target_edition": "i-wd20", "rule": rule, "parts": parts, "source": SOURCE,
        "by": None, "at": NOW,
    }  # fmt: skip
    return operations.define_lookup(**(given | changes))


def take_population(table: pa.Table | None = None, **changes):
    """Residents of the LSOAs in mid-2020."""
    given = {
        "key": "i-residents", "edition": "i-lsoa11", "on": JUNE, "open_age": 90, "source": SOURCE, "by": None,
        "at": NOW,
        "table": residents({("IL1", 0): 5, ("IL1", 90): 7, ("IL2", 0): 8, ("IL4", 30): 4}) if table is None else table,
    }  # fmt: skip
    return operations.receive_population(**(given | changes))


def take_index(deciles: dict[str, int] | None = None, **changes):
    """An index of the LSOAs."""
    found = DECILES if deciles is None else deciles
    given = {
        "key": "i-index", "edition": "i-lsoa11", "on": date(2019, 9, 26), "source": SOURCE, "by": None, "at": NOW,
        "table": pa.table({"unit": list(found), "imd_decile": pa.array(found.values(), pa.int32())}),
    }  # fmt: skip
    return operations.receive_deprivation(**(given | changes))
