"""Reads of data sets for officers and for the apps that bind figures to them."""

from __future__ import annotations

from dataclasses import dataclass

from folkmoot.apps.records.models import TableRevision
from folkmoot.apps.records.terms import Provenance
from folkmoot.methods.document import printed
from folkmoot.methods.document.printed import Printed


class UnknownTable(LookupError):
    """A figure is bound to a data set, or to a content of it, that does not exist."""


@dataclass(frozen=True, slots=True)
class BoundTable:
    """A printed table with what must be said beside it."""

    key: str
    title: str
    source: str
    period: str
    note: str
    invented: bool
    sha256: str
    table: Printed
    public: bool


def table(key: str, sha256: str = "") -> BoundTable:
    """A data set's table: the content with that hash, or the newest. UnknownTable when there is none."""
    rows = TableRevision.objects.filter(data_set__key=key).select_related("data_set")
    row = (rows.filter(sha256=sha256) if sha256 else rows).order_by("number").last()
    if row is None:
        wanted = f"content {sha256[:12]} of the data set {key!r}" if sha256 else f"data set {key!r}"
        raise UnknownTable(f"there is no {wanted}; import it before it is cited")
    found = row.data_set
    return BoundTable(
        key=found.key,
        title=found.title,
        source=found.source,
        period=found.period,
        note=found.note,
        invented=found.provenance == Provenance.INVENTED,
        sha256=row.sha256,
        table=printed.parse(row.content.encode(), found.key),
        public=found.public,
    )
