"""What the world may read of data sets: the printed tables, whole."""

from __future__ import annotations

from dataclasses import dataclass

from folkmoot.apps.records import queries
from folkmoot.apps.records.models import DataSet
from folkmoot.apps.records.terms import Provenance


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
    note: str
    invented: bool
    sha256: str
    csv: str


def data_sets() -> tuple[DataSetView, ...]:
    """Every public data set, by title."""
    return tuple(
        DataSetView(
            row.key, row.title, row.source, row.period, row.licence, row.note, row.provenance == Provenance.INVENTED
        )
        for row in DataSet.objects.filter(public=True).order_by("title")
    )


def table(key: str, sha256: str = "") -> TableView | None:
    """A table, the newest or the one with that hash; None where there is none that is public."""
    try:
        found = queries.table(key, sha256)
    except queries.UnknownTable:
        return None
    if not found.public:
        return None
    return TableView(found.title, found.source, found.period, found.note, found.invented, found.sha256, found.table.csv)
