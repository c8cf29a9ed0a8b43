"""Reads of data sets for officers and for the apps that bind figures to them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from folkmoot.adapters.feeds import layout_files
from folkmoot.adapters.feeds.changes import Changes
from folkmoot.adapters.feeds.layouts import Layout
from folkmoot.adapters.feeds.quality import Quality
from folkmoot.adapters.store.files import Store
from folkmoot.adapters.store.waiting import NotWaiting as NotWaiting
from folkmoot.adapters.store.waiting import Waiting
from folkmoot.apps.accounts.models import User
from folkmoot.apps.records.models import FactRevision, TableRevision
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
    licence: str = ""
    attribution: str = ""


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
        licence=found.licence,
        attribution=found.attribution,
        note=found.note,
        invented=found.provenance == Provenance.INVENTED,
        sha256=row.sha256,
        table=printed.parse(row.content.encode(), found.key),
        public=found.public,
    )


class UnknownFacts(LookupError):
    """A measure asks for a data set of facts, or for a vintage of it, that does not exist."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A vintage of a data set of facts: its Parquet files, and what must be said beside what is counted from them."""

    key: str
    sha256: str
    paths: tuple[Path, ...]
    rows: int
    title: str
    source: str
    period: str
    vintage: str
    licence: str
    attribution: str
    invented: bool
    public: bool


def facts(key: str, sha256: str = "") -> Facts:
    """A data set's facts: the vintage with that hash, or the newest. UnknownFacts when there is none.

    A vintage keeps the period that it covers; title, source and licence are as they are known now.
    """
    rows = FactRevision.objects.filter(data_set__key=key).select_related("data_set")
    row = (rows.filter(sha256=sha256) if sha256 else rows).last()
    if row is None:
        wanted = f"vintage {sha256[:12]} of the facts {key!r}" if sha256 else f"data set of facts {key!r}"
        raise UnknownFacts(f"there is no {wanted}; import it with: folkmoot import")
    found = row.data_set
    return Facts(
        key=found.key,
        sha256=row.sha256,
        paths=paths(row),
        rows=row.rows,
        title=found.title,
        source=found.source,
        period=row.period,
        vintage=row.vintage,
        licence=found.licence,
        attribution=found.attribution,
        invented=found.provenance == Provenance.INVENTED,
        public=found.public,
    )


def newest_vintages() -> QuerySet[FactRevision]:
    """The newest vintage of every data set of facts, by title."""
    later = FactRevision.objects.filter(data_set=OuterRef("data_set"), number__gt=OuterRef("number"))
    return FactRevision.objects.filter(~Exists(later)).select_related("data_set").order_by("data_set__title", "pk")


def layouts() -> dict[str, Layout]:
    """The kinds of files that become facts, by their names. BadSource where a layout file is faulty."""
    return {each.kind: each for each in layout_files.read_folder(settings.PROJECT / "definitions" / "feeds")}


def changes(revision: FactRevision) -> Changes | None:
    """What changed since the vintage before, if there was one."""
    return None if revision.changes is None else Changes.from_plain(revision.changes)


def paths(revision: FactRevision) -> tuple[Path, ...]:
    """Where the Parquet files of a vintage lie, in the order in which they were received."""
    kept = store()
    return tuple(kept.path(sha256) for sha256 in revision.files.values_list("stored_sha256", flat=True))


def store() -> Store:
    """Where files are kept."""
    return Store(Path(settings.STORE))


def waiting() -> Waiting:
    """Where uploads wait until somebody has decided on them."""
    return Waiting(Path(settings.STORE) / "waiting")


@dataclass(frozen=True, slots=True)
class Held:
    """An upload that waits: what it is, what it would become, and how good it is. `folder` is where its files lie."""

    token: str
    folder: Path
    name: str
    kind: str
    schema: str
    period: str
    key: str
    vintage: str
    title: str
    source: str
    licence: str
    quality: Quality


def held(token: str, by: User) -> Held:
    """An upload of somebody's own. NotWaiting where there is none, or it is somebody else's."""
    folder = waiting().folder(token)
    told = json.loads((folder / "told.json").read_bytes())
    if told.pop("by") != by.pk:
        raise NotWaiting
    quality = Quality.from_plain(told.pop("quality"))
    return Held(token=token, folder=folder, quality=quality, **told)


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file of a vintage as it was received, with its quality report."""

    name: str
    received_sha256: str
    rows: int
    quality: Quality


def files(revision: FactRevision) -> tuple[ReceivedFile, ...]:
    """The files of a vintage, in the order in which they were given."""
    return tuple(
        ReceivedFile(row.name, row.received_sha256, row.rows, Quality.from_plain(row.quality))
        for row in revision.files.all()
    )
