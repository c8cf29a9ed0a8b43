"""What the world may read of data sets: printed tables whole, and of facts all that must be said, never the rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from folkmoot.apps.records import queries
from folkmoot.apps.records.models import DataSet, FactRevision
from folkmoot.apps.records.terms import Provenance
from folkmoot.methods.calendars.counting import LONDON


@dataclass(frozen=True, slots=True)
class DataSetView:
    """A data set in the list of downloads."""

    key: str
    title: str
    source: str
    period: str
    licence: str
    note: str
    invented: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as it can be downloaded."""

    title: str
    source: str
    period: str
    licence: str
    attribution: str
    note: str
    invented: bool
    sha256: str
    csv: str


@dataclass(frozen=True, slots=True)
class VintageView:
    """A vintage of a data set of facts, without the facts."""

    number: int
    label: str
    period: str
    rows: int
    refused: int
    received_on: date
    changes: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """A public data set of facts: where it comes from, and its vintages from the newest on. Its rows are not shown."""

    key: str
    title: str
    source: str
    licence: str
    attribution: str
    period: str
    note: str
    invented: bool
    vintages: tuple[VintageView, ...]


def data_sets() -> tuple[DataSetView, ...]:
    """Every public printed table, by title."""
    return tuple(
        DataSetView(
            row.key, row.title, row.source, row.period, row.licence, row.note, row.provenance == Provenance.INVENTED
        )
        for row in DataSet.objects.filter(public=True, revisions__number=1).order_by("title")
    )


def table(key: str, sha256: str = "") -> TableView | None:
    """A table, the newest or the one with that hash; None where there is none that is public."""
    try:
        found = queries.table(key, sha256)
    except queries.UnknownTable:
        return None
    if not found.public:
        return None
    return TableView(
        title=found.title,
        source=found.source,
        period=found.period,
        licence=found.licence,
        attribution=found.attribution,
        note=found.note,
        invented=found.invented,
        sha256=found.sha256,
        csv=found.table.csv,
    )


def sources() -> tuple[SourceView, ...]:
    """Every public data set of facts, by title."""
    rows = DataSet.objects.filter(public=True, fact_revisions__number=1).order_by("title")
    return tuple(map(_source, rows.prefetch_related("fact_revisions__files")))


def source(key: str) -> SourceView | None:
    """A public data set of facts; None where there is none of that key that is public."""
    return next((each for each in sources() if each.key == key), None)


def _source(row: DataSet) -> SourceView:
    vintages = [_vintage(each) for each in row.fact_revisions.all()]
    return SourceView(
        key=row.key,
        title=row.title,
        source=row.source,
        licence=row.licence,
        attribution=row.attribution,
        period=row.period,
        note=row.note,
        invented=row.provenance == Provenance.INVENTED,
        vintages=tuple(reversed(vintages)),
    )


def _vintage(row: FactRevision) -> VintageView:
    changes = queries.changes(row)
    return VintageView(
        number=row.number,
        label=row.vintage,
        period=row.period,
        rows=row.rows,
        refused=sum(file.quality["refused_rows"] for file in row.files.all()),
        received_on=row.at.astimezone(LONDON).date(),
        changes=changes.words if changes else "",
    )
