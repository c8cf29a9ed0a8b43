"""Verbs of records."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import Allowed, may, require
from folkmoot.apps.accounts.terms import Event, Permission
from folkmoot.apps.records.models import DataSet, TableRevision
from folkmoot.apps.records.operations.names import check_key
from folkmoot.apps.records.terms import Provenance
from folkmoot.methods.document import printed


class NotATable(ValueError):
    """The key belongs to a data set of facts, which printed tables do not follow."""


def _require_import(by: User | None) -> None:
    require(Allowed() if by is None else may(by, Permission.IMPORT_DATA))


@transaction.atomic
def import_printed_table(
    *,
    key: str,
    title: str,
    source: str,
    content: bytes,
    provenance: Provenance,
    by: User | None,
    at: datetime,
    file_name: str = "",
    period: str = "",
    licence: str = "",
    remark: str = "",
    public: bool = True,
) -> TableRevision:
    """Take a printed table in. The same content twice changes nothing; other content makes a new revision.

    The figures of an exempt report are taken in with `public=False`: nobody finds them but through that report.

    BadTable, naming file, row and field, refuses the whole; NotATable where the key is that
    of facts, and BadKey where it is none.
    """
    _require_import(by)
    check_key(key)
    table = printed.parse(content, file_name or key)
    described = {
        "title": title, "source": source, "period": period, "licence": licence, "note": remark,
        "provenance": provenance, "public": public,
    }  # fmt: skip
    data_set, fresh = DataSet.objects.select_for_update().update_or_create(key=key, defaults=described)
    if data_set.fact_revisions.exists():
        raise NotATable(f"{key!r} is the key of a data set of facts; give the printed table a key of its own")
    newest = data_set.revisions.last()
    if newest is not None and newest.sha256 == table.sha256:
        return newest
    revision = _revise(data_set, table, by=by, at=at, reason="")
    note(by=by, did=Event.PRINTED_TABLE_IMPORTED if fresh else Event.PRINTED_TABLE_CORRECTED, to=revision, at=at)
    return revision


@transaction.atomic
def correct_printed_table(
    *, key: str, row: int, column: str, value: str, reason: str, by: User | None, at: datetime
) -> TableRevision:
    """Change one cell: a new revision; what was frozen on the old one does not change. BadTable beyond the table."""
    _require_import(by)
    data_set = DataSet.objects.select_for_update().get(key=key)
    newest = data_set.revisions.latest("number")
    table = printed.parse(newest.content.encode(), key).with_cell(row, column, value)
    revision = _revise(data_set, table, by=by, at=at, reason=reason)
    note(by=by, did=Event.PRINTED_TABLE_CORRECTED, to=revision, at=at)
    return revision


def _revise(data_set: DataSet, table: printed.Printed, *, by: User | None, at: datetime, reason: str) -> TableRevision:
    revision = TableRevision.objects.create(
        data_set=data_set,
        number=data_set.revisions.count() + 1,
        sha256=table.sha256,
        content=table.csv,
        reason=reason,
        at=at,
        by=by,
    )
    advance_publication(at=at)
    return revision
