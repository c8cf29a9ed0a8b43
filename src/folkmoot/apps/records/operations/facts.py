"""Facts received: written to the store first, the database row last, so that a kill leaves the vintage before."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction

from folkmoot.adapters.feeds.changes import Changes, between
from folkmoot.adapters.feeds.received import Received, contents_sha256, period
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import Allowed, may, require
from folkmoot.apps.accounts.terms import Event, Permission
from folkmoot.apps.records import queries
from folkmoot.apps.records.models import DataSet, FactFile, FactRevision
from folkmoot.apps.records.operations.names import check_key
from folkmoot.apps.records.terms import Provenance

ROWS_IN_A_GROUP = 1 << 20


class RowsRefused(ValueError):
    """Rows of a file are faulty, and nobody said that the good ones are to be kept. `reports` has one for each file."""

    def __init__(self, received: Sequence[Received]) -> None:
        self.reports = tuple((each.file, each.quality) for each in received)
        faulty = next(each for each in received if each.quality.refused_rows)
        rows = sum(each.quality.refused_rows for each in received)
        super().__init__(
            f"{faulty.file}, {faulty.quality.refused[0]}. {rows:,} row{'s are' if rows != 1 else ' is'} refused, so "
            "nothing was imported: put the file right, or keep the good rows and leave these out"
        )


class NothingKept(ValueError):
    """No row of the files can be kept; the message names the first fault."""


class NotFacts(ValueError):
    """The key belongs to a printed table, which is corrected and not followed by facts."""


def receive_facts(
    *,
    received: Sequence[Received],
    provenance: Provenance,
    by: User | None,
    at: datetime,
    key: str = "",
    title: str = "",
    source: str = "",
    licence: str = "",
    vintage: str = "",
    public: bool | None = None,
    keep_good: bool = False,
) -> FactRevision:
    """Take the facts of one or more files in as a vintage of a data set; what is not given is as the files say.

    The same content again changes nothing but the description; other content makes a new vintage that follows the one
    before and counts what changed. Facts are restricted until `public` is said, which then holds until False is said.
    RowsRefused where a row is faulty, unless `keep_good`; NothingKept, NotFacts, BadKey and NotAllowed say why.

    The transaction begins when the facts are in the store: writing them takes long, and nobody else should wait for it.
    """
    require(Allowed() if by is None else may(by, Permission.IMPORT_DATA))
    _check(received, keep_good)
    first = received[0]
    key = key or first.data_set
    check_key(key)
    described = {
        "title": title or first.title, "source": source or first.source, "licence": licence or first.licence,
        "attribution": first.attribution, "note": first.note, "period": period(received), "provenance": provenance,
    } | ({} if public is None else {"public": public})  # fmt: skip
    coming = _Coming(tuple(received), contents_sha256(received), tuple(map(_keep, received)))
    while True:
        before = FactRevision.objects.filter(data_set__key=key).last()
        changes = coming.changes_since(before)
        with transaction.atomic():
            data_set = _describe(key, described, at=at)
            newest = data_set.fact_revisions.last()
            if newest is not None and newest.sha256 == coming.sha256:
                return newest
            if newest == before:
                return _record(data_set, coming, before, changes, vintage=vintage, by=by, at=at)


def check_facts(key: str) -> None:
    """BadKey or NotFacts where no facts can be kept under a key."""
    check_key(key)
    _refuse_table(DataSet.objects.filter(key=key).first())


def _refuse_table(data_set: DataSet | None) -> None:
    if data_set is not None and data_set.revisions.exists():
        raise NotFacts(
            f"{data_set.key!r} is the key of a printed table, {data_set.title!r}; give the facts a key of their own"
        )


@dataclass(frozen=True, slots=True)
class _Coming:
    """What is to become a vintage: the files, the hash of their content, and the hashes of their facts in the store."""

    received: tuple[Received, ...]
    sha256: str
    stored: tuple[str, ...]

    def changes_since(self, before: FactRevision | None) -> Changes | None:
        """What changed since a vintage, unless there is none or it holds the same."""
        if before is None or before.sha256 == self.sha256:
            return None
        old = pa.concat_tables([pq.read_table(path) for path in queries.paths(before)], promote_options="permissive")
        new = pa.concat_tables([each.table for each in self.received], promote_options="permissive")
        return between(old, new, self.received[0].row)


def _check(received: Sequence[Received], keep_good: bool) -> None:
    refused = [each for each in received if each.quality.refused_rows]
    if refused and not keep_good:
        raise RowsRefused(received)
    if not any(len(each.table) for each in received):
        why = f", {refused[0].quality.refused[0]}" if refused else ""
        raise NothingKept(f"{received[0].file}{why}: no row can be kept, so nothing was imported")


def _keep(received: Received) -> str:
    written = io.BytesIO()
    pq.write_table(received.table, written, compression="zstd", row_group_size=ROWS_IN_A_GROUP)
    return queries.store().put(written.getvalue())


def _describe(key: str, described: Mapping[str, object], *, at: datetime) -> DataSet:
    """The data set, locked, described as it is now."""
    data_set, fresh = DataSet.objects.select_for_update().get_or_create(
        key=key, defaults={"public": False, **described}
    )
    _refuse_table(data_set)
    was_public = data_set.public
    if not fresh and any(getattr(data_set, name) != value for name, value in described.items()):
        for name, value in described.items():
            setattr(data_set, name, value)
        data_set.save()
        if was_public or data_set.public:
            advance_publication(at=at)
    return data_set


def _record(
    data_set: DataSet,
    coming: _Coming,
    before: FactRevision | None,
    changes: Changes | None,
    *,
    vintage: str,
    by: User | None,
    at: datetime,
) -> FactRevision:
    revision = FactRevision.objects.create(
        data_set=data_set,
        number=1 if before is None else before.number + 1,
        vintage=vintage or data_set.period or at.date().isoformat(),
        sha256=coming.sha256,
        rows=sum(len(each.table) for each in coming.received),
        period=data_set.period,
        before=before,
        changes=None if changes is None else asdict(changes),
        at=at,
        by=by,
    )
    FactFile.objects.bulk_create(
        FactFile(
            revision=revision, place=place, name=each.file, received_sha256=each.file_sha256, stored_sha256=stored,
            rows=len(each.table), quality=each.quality.plain,
        )
        for place, (each, stored) in enumerate(zip(coming.received, coming.stored, strict=True), 1)
    )  # fmt: skip
    note(by=by, did=Event.FACTS_RECEIVED if before is None else Event.FACTS_FOLLOWED, to=revision, at=at)
    if data_set.public:
        advance_publication(at=at)
    return revision
