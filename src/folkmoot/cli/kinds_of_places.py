"""The kinds of `folkmoot import` that become geography: lookups, boundaries, populations, indices, neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from folkmoot.adapters.feeds import boundaries, deprivation, lookups, neighbours, origins, population
from folkmoot.adapters.feeds.naming import Areas
from folkmoot.adapters.feeds.origins import Origin
from folkmoot.adapters.feeds.quality import Quality
from folkmoot.adapters.feeds.received import of_table
from folkmoot.apps.places import operations as places
from folkmoot.apps.places.models import PlaceRevision
from folkmoot.apps.places.terms import EditionOf, LookupRule, Named, Provenance, Source, UnitType
from folkmoot.apps.records import operations as records
from folkmoot.cli.kinds import Kind, Order, Read, Told

LA_NUMBERS = "la-number"
HOW = {
    LookupRule.BEST_FIT: "best fit",
    LookupRule.CENTROID: "centre of population",
    LookupRule.MAJORITY: "majority of postcodes",
    LookupRule.SHARE: "share of postcodes",
}
SETS = {
    "scores": "scores",
    "idaci": "children in income deprivation",
    "idaopi": "older people in income deprivation",
}


class RowsRefused(ValueError):
    """Rows or features of a file are faulty, and nobody said that the good ones are to be kept."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was read, with what is said beside it."""

    read: Any
    origin: Origin
    mended: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The name of the file."""
        return str(self.read.file)

    @property
    def quality(self) -> Quality:
        """What was read, kept and refused."""
        found: Quality = self.read.quality
        return found

    @property
    def stem(self) -> str:
        """The name of the file without its endings."""
        return self.file.partition(".")[0]

    @property
    def report(self) -> dict[str, Any]:
        """What is kept of how it was read."""
        return {"file": self.file, "sha256": self.read.file_sha256, "mended": list(self.mended), **self.quality.plain}

    def source(self, order: Order, title: str) -> Source:
        """What is said beside it: as ordered, else as the origins of files say, else the title."""
        return Source(
            order.title or self.origin.title or title,
            order.source or self.origin.source,
            order.licence or self.origin.licence,
            self.origin.attribution,
            Provenance(order.provenance.value),
            self.origin.note,
        )


Reader = Callable[[Path, Origin, Told], Taken]
Receiver = Callable[[Taken, Order], Iterator[str]]


def _kind(title: str, reader: Reader, receive: Receiver) -> Kind:
    def read(path: Path, order: Order, told: Told) -> Read:
        origin = origins.read(settings.PROJECT / "definitions" / "sources.toml").of(path.name)
        return reader(path, origin, told)

    def receive_all(taken: Sequence[Taken], order: Order) -> list[str]:
        return [sentence for each in taken for sentence in receive(_whole(each, order), order)]

    return Kind(title, read, receive_all)


def _whole(taken: Taken, order: Order) -> Taken:
    quality = taken.quality
    if quality.refused_rows and not order.keep_good:
        raise RowsRefused(
            f"{taken.file}: {quality.refused_rows:,} of {quality.read:,} rows are refused, the first: "
            f"{quality.refused[0]}. Correct them, or keep the good ones with --keep-good; nothing was imported."
        )
    return taken


def _define(areas: Areas, units: Iterable[tuple[str, str, str]], within: str, source: Source, order: Order) -> None:
    of = EditionOf(areas.key, UnitType(areas.type), areas.title, areas.year, UnitType(within) if within else None)
    places.define_units(of=of, units=(Named(*unit) for unit in units), source=source, by=None, at=order.at)


def _sentence(revision: PlaceRevision, order: Order) -> str:
    held = f"{revision.table.key}: content {revision.number}, {revision.rows:,} rows, {revision.sha256[:12]}"
    return held if revision.at == order.at else f"{held}: nothing changed, this content is held already"


def _lookups(taken: Taken, order: Order) -> Iterator[str]:
    """The first word of the file's name says of where its lookups are: one of a county is not one of England."""
    found: lookups.Geography = taken.read
    for listing in reversed(found.listings):  # the larger ones first, so that those within find them
        source = taken.source(order, listing.areas.title)
        _define(listing.areas, listing.units, listing.larger_type, source, order)
        yield f"{listing.areas.title}: {len(listing.units):,} listed"
    where = order.key or slugify(taken.stem.partition("_")[0])
    for each in found.lookups:
        rule = LookupRule(each.rule)
        between = f"{each.source.key}-to-{each.target.key}"
        revision = places.define_lookup(
            key=between if rule is LookupRule.CODES else slugify(f"{where} {between} {rule if rule in HOW else ''}"),
            edition=each.source.key,
            target_edition=each.target.key,
            rule=rule,
            parts=each.parts,
            source=taken.source(order, _between(each, rule)),
            report=taken.report,
            by=None,
            at=order.at,
        )
        yield _sentence(revision, order)


def _between(each: lookups.Between, rule: LookupRule) -> str:
    target = (
        each.target.title if each.target.title == "England" else each.target.title[0].lower() + each.target.title[1:]
    )
    how = {LookupRule.NESTED: "", LookupRule.CODES: "", LookupRule.BEST_FIT: ", by best fit"}.get(rule)
    if how is None:
        how = {LookupRule.CENTROID: ", by centre", LookupRule.MAJORITY: ", by majority of postcodes"}.get(
            rule, ", by share of postcodes"
        )
    return f"{each.source.title}, to {target}{how}"


def _boundaries(taken: Taken, order: Order) -> Iterator[str]:
    found: boundaries.Boundaries = taken.read
    source = taken.source(order, f"{found.areas.title}: boundaries")
    columns = (found.table[name].to_pylist() for name in ("unit", "name", "within"))
    _define(found.areas, zip(*columns, strict=True), found.larger.type if found.larger else "", source, order)
    yield from (f"mended {each}" for each in taken.mended)
    revision = places.receive_boundaries(
        key=order.key or slugify(taken.stem.replace("_", "-")), edition=found.areas.key,
        table=found.table.select(["unit", "outline"]), source=source, report=taken.report, by=None, at=order.at,
    )  # fmt: skip
    yield _sentence(revision, order)


def _population(taken: Taken, order: Order) -> Iterator[str]:
    found: population.Residents = taken.read
    source = taken.source(order, f"Residents of {_lower(found.areas.title)} in mid-{found.on.year}")
    _define(found.areas, ((code, name, "") for code, name in found.names), "", source, order)
    revision = places.receive_population(
        key=order.key or slugify(taken.stem.replace("_", "-")), edition=found.areas.key, on=found.on,
        open_age=found.open_age, table=found.table, source=source, report=taken.report, by=None, at=order.at,
    )  # fmt: skip
    yield _sentence(revision, order)


def _lower(title: str) -> str:
    """The title within a sentence: LSOAs and England keep their capitals."""
    return title if title == "England" or title[1:2].isupper() else title[0].lower() + title[1:]


def _index(taken: Taken, order: Order) -> Iterator[str]:
    found: deprivation.Index = taken.read
    source = taken.source(order, f"Index of {found.on.year} by {_lower(found.areas.title)}")
    _define(found.areas, ((code, name, "") for code, name in found.names), "", source, order)
    revision = places.receive_deprivation(
        key=order.key or slugify(taken.stem.replace("_", "-")), edition=found.areas.key, on=found.on,
        table=found.table, source=source, report=taken.report, by=None, at=order.at,
    )  # fmt: skip
    yield _sentence(revision, order)


def _scores(taken: Taken, order: Order) -> Iterator[str]:
    """As facts of `records`, which measures count; the same data sets a year, whatever area the file is of."""
    found: deprivation.Index = taken.read
    source = taken.source(order, f"Index of {found.on.year}")
    for name, table in deprivation.facts(found).items():
        received = of_table(
            table, data_set=f"iod{found.on.year}_{name}", title=f"{source.title}, {SETS[name]}",
            source=source.source, licence=source.licence, file=found.file, row=("unit",),
        )  # fmt: skip
        received = replace(received, file_sha256=found.file_sha256, attribution=source.attribution)
        key = order.key if name == "scores" or not order.key else f"{order.key}_{name}"
        revision = records.receive_facts(
            received=[received], key=key, provenance=order.provenance, public=order.public, by=None, at=order.at
        )
        yield f"{revision.data_set.key}: vintage {revision.number}, {revision.rows:,} rows, {revision.sha256[:12]}"


def _neighbours(taken: Taken, order: Order) -> Iterator[str]:
    found: neighbours.Neighbours = taken.read
    source = taken.source(order, f"Statistical neighbours, {found.on:%B %Y}")
    _define(lookups.LA_NUMBERS, ((code, name, "") for code, name in found.names), "", source, order)
    revision = places.receive_neighbours(
        key=order.key or slugify(taken.stem.replace("_", "-")), edition=LA_NUMBERS, on=found.on,
        table=found.table, source=source, report=taken.report, by=None, at=order.at,
    )  # fmt: skip
    yield _sentence(revision, order)


def _read_boundaries(path: Path, origin: Origin, told: Told) -> Taken:
    found = boundaries.read(path)
    return Taken(found, origin, tuple(map(str, found.mended)))


KINDS: dict[str, Kind] = {
    "boundaries": _kind("Outlines of areas: GeoJSON or TopoJSON in WGS84", _read_boundaries, _boundaries),
    "imd": _kind(
        "Indices of deprivation by area, such as the IoD 2019",
        lambda path, origin, told: Taken(deprivation.read(path, told=told), origin),
        _index,
    ),
    "imd-scores": _kind(
        "The scores of an index as facts, which measures count: iod2019_scores, iod2019_idaci, iod2019_idaopi",
        lambda path, origin, told: Taken(deprivation.read(path, told=told), origin),
        _scores,
    ),
    "lookup": _kind(
        "Lookups between areas: a table of codes, or postcodes",
        lambda path, origin, told: Taken(lookups.read(path, rules=origin.rules, told=told), origin),
        _lookups,
    ),
    "neighbours": _kind(
        "Statistical neighbours of authorities",
        lambda path, origin, told: Taken(neighbours.read(path, told=told), origin),
        _neighbours,
    ),
    "population": _kind(
        "Mid-year estimates of residents by single year of age",
        lambda path, origin, told: Taken(population.read(path, told=told), origin),
        _population,
    ),
}
