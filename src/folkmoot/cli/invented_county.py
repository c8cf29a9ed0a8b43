"""The invented county taken into the installation: its places, and a data set of records for every kind of event."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from folkmoot.adapters.feeds.received import of_table
from folkmoot.apps.measures import operations as measures
from folkmoot.apps.measures import published
from folkmoot.apps.measures.queries.coverages import read_coverage
from folkmoot.apps.measures.terms import Method, Series
from folkmoot.apps.places import operations as places
from folkmoot.apps.places.terms import EditionOf, LookupRule, Named, Provenance, Source, UnitType
from folkmoot.apps.records import operations as records
from folkmoot.apps.records.models import DataSet as Held
from folkmoot.apps.records.terms import Provenance as Origin
from folkmoot.cli.compute import set_targets
from folkmoot.cli.county import drawing, writing
from folkmoot.cli.county.data_sets import DATA_SETS, DataSet
from folkmoot.cli.county.geography import Geography, invent
from folkmoot.engine.definition import Counted, Measure

MOST_PEOPLE = 5_000_000
LICENCE = "None: every figure is invented"
ABOVE = (UnitType.WARD, UnitType.MSOA, UnitType.DISTRICT, UnitType.UPPER_TIER, UnitType.REGION)
# What each level lies wholly in; a ward and an MSOA may cross.
WITHIN = {
    UnitType.LSOA: UnitType.WARD,
    UnitType.WARD: UnitType.DISTRICT,
    UnitType.MSOA: UnitType.DISTRICT,
    UnitType.DISTRICT: UnitType.UPPER_TIER,
    UnitType.UPPER_TIER: UnitType.REGION,
}


SHOWN_WARDS, SHOWN_SEED = 16, 1
MATRIX = (
    "life-expectancy-at-birth-male", "life-expectancy-at-birth-female", "income-deprivation-children",
    "income-deprivation", "ae-attendances-under-5", "injury-admissions-0-4", "reception-obesity", "year-6-obesity",
    "injury-admissions-0-14", "injury-admissions-15-24", "self-harm-stays", "copd-admissions", "chd-admissions",
    "stroke-admissions", "mi-admissions", "hip-fracture-admissions", "cancer-incidence", "cancer-mortality-under-75",
    "respiratory-mortality", "preventable-mortality-under-75",
)  # fmt: skip
FORESEEN = "injury-admissions-15-24"


def _quietly(words: str) -> None:
    """Say nothing."""


class TooLarge(ValueError):
    """More people than one vintage is taken in with; the message says what to do instead."""


class RealRecords(ValueError):
    """The installation holds real records under a key of the invented county; the message names it."""


def take_in(
    geography: Geography, seed: int, data_sets: Sequence[DataSet], *, at: datetime, say: Callable[[str], None]
) -> None:
    """Define the places and receive the records, all marked as invented. The same again changes nothing.

    TooLarge and RealRecords are raised before anything is touched.
    """
    if geography.people > MOST_PEOPLE:
        raise TooLarge(f"{geography.people:,} people are too many to take in at once; draw files with --out")
    real = Held.objects.filter(key__in=[each.key for each in data_sets]).exclude(provenance=Origin.INVENTED).first()
    if real is not None:
        raise RealRecords(f"{real.key!r} holds records that are not invented ({real.title}); draw files with --out")
    define_places(geography, seed, at=at)
    say("  places with their lookups, residents and deprivation")
    for data_set in data_sets:
        table = pa.concat_tables(writing.tables(data_set, geography, seed)).combine_chunks()
        received = of_table(
            table, data_set=data_set.key, title=f"{data_set.title} of {geography.name} (invented)",
            source=f"Drawn by folkmoot sample, seed {seed}", licence=LICENCE,
        )  # fmt: skip
        records.receive_facts(received=[received], provenance=Origin.INVENTED, by=None, at=at)
        say(f"  {data_set.key:22} {len(table):>12,} rows")


def show(project: Path, *, at: datetime, say: Callable[[str], None] = _quietly) -> None:
    """A few wards with the measures of the matrix released, one of them foreseen, unless they are already."""
    if not set(MATRIX) <= {line.id for line in published.measures()}:
        set_targets(project / "samples" / "invented" / "county-targets.toml", None, at)
        _carry(_count(project, at, say), project, at)
    if not any(path.series is Series.PROJECTION for path in published.paths(FORESEEN)):
        measures.store_projection(
            measure=FORESEEN, unit="Mootshire", method=Method.LINE, periods=5, until=date(2025, 3, 31), by=None, at=at
        )
        _carry([_defined(project, FORESEEN)], project, at)


def _count(project: Path, at: datetime, say: Callable[[str], None]) -> list[measures.Definition]:
    """Take in what the matrix is counted of; its definitions."""
    wanted = [_defined(project, each) for each in MATRIX]
    asked = {each.data_set for found in wanted for each in _counted(found.measure)}
    drawn = [each for each in DATA_SETS if each.key in asked]
    take_in(invent(SHOWN_WARDS, SHOWN_SEED), SHOWN_SEED, drawn, at=at, say=say)
    return wanted


def _defined(project: Path, measure: str) -> measures.Definition:
    return measures.Definition.read(project / "definitions" / "measures" / f"{measure}.toml")


def _carry(definitions: list[measures.Definition], project: Path, at: datetime) -> None:
    """Compute and release."""
    covered = read_coverage(project / "samples" / "invented" / "county-wards.toml")
    vintage = measures.compute_measures(
        definitions=definitions,
        coverage=covered.coverage,
        title=covered.title,
        sources=covered.sources,
        by=None,
        at=at,
    )
    measures.submit_vintage(vintage_id=vintage.pk, by=None, at=at)
    measures.approve_vintage(vintage_id=vintage.pk, by=None, at=at)
    measures.release_vintage(vintage_id=vintage.pk, by=None, at=at)


def _counted(measure: Measure) -> list[Counted]:
    return [each for each in (measure.numerator, measure.denominator) if each is not None]


def edition_key(geography: Geography, level: UnitType) -> str:
    """The key of the edition that lists the units of a level."""
    return f"{'invented' if geography.invented else 'sample'}-{level.replace(' ', '-')}"


def lookup_key(geography: Geography, level: UnitType) -> str:
    """The key of the lookup from LSOAs to the units of a level."""
    return f"{edition_key(geography, UnitType.LSOA)}-to-{level.replace(' ', '-')}"


@transaction.atomic
def define_places(geography: Geography, seed: int, *, at: datetime) -> None:
    """List the units of each level, and keep the lookups, the residents and how deprived each LSOA is."""
    source = _source(geography)
    for level in reversed((UnitType.LSOA, *ABOVE)):
        named = "invented" if geography.invented else "of the open data"
        of = EditionOf(
            edition_key(geography, level),
            level,
            f"{level.many[:1].upper()}{level.many[1:]} ({named})",
            None,
            WITHIN.get(level),
        )
        places.define_units(of=of, units=_named(geography, level), source=source, by=None, at=at)
    smallest = edition_key(geography, UnitType.LSOA)
    for level in ABOVE:
        parts = {
            code: ((place.code, 1.0),)
            for code, place in zip(geography.codes, geography.above[level.value], strict=True)
        }
        rule = LookupRule.NESTED if level is not UnitType.WARD or geography.invented else LookupRule.BEST_FIT
        places.define_lookup(
            key=lookup_key(geography, level), edition=smallest, target_edition=edition_key(geography, level),
            rule=rule, parts=parts, source=source, by=None, at=at,
        )  # fmt: skip
    deciles = [int(decile) for ward in geography.wards() for decile in ward.decile]
    index = pa.table({"unit": list(geography.codes), "imd_decile": pa.array(deciles, pa.int32())})
    places.receive_deprivation(
        key=f"{smallest}-deprivation",
        edition=smallest,
        on=date(2019, 9, 26),
        table=index,
        source=source,
        by=None,
        at=at,
    )
    of_people = next(each for each in DATA_SETS if each.key == "population")
    newest = date(drawing.LAST_YEAR, 6, 30)
    residents = [table.filter(pc.field("date") == newest) for table in writing.tables(of_people, geography, seed)]
    places.receive_population(
        key=f"{smallest}-population-{drawing.LAST_YEAR}", edition=smallest, on=newest, open_age=90,
        table=pa.concat_tables(residents), source=source, by=None, at=at,
    )  # fmt: skip


def _named(geography: Geography, level: UnitType) -> list[Named]:
    parent = WITHIN.get(level)
    above = geography.above[parent.value] if parent else (None,) * len(geography.codes)
    if level is UnitType.LSOA:
        own = list(zip(geography.codes, geography.names, strict=True))
    else:
        own = [(place.code, place.name) for place in geography.above[level.value]]
    found = {
        code: Named(code, name, place.code if place else "") for (code, name), place in zip(own, above, strict=True)
    }
    return list(found.values())


def _source(geography: Geography) -> Source:
    if geography.invented:
        return Source(geography.name, "Drawn by folkmoot sample", LICENCE, provenance=Provenance.INVENTED)
    return Source(
        geography.name,
        "Office for National Statistics; Ministry of Housing, Communities and Local Government, Indices of 2019",
        "Open Government Licence v3.0",
        "Contains public sector information licensed under the Open Government Licence v3.0.",
    )
