"""A file uploaded in two steps: it is read and told of first, and taken in, or left, when somebody has seen that."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from folkmoot.adapters.feeds import layout_files, receiving
from folkmoot.adapters.feeds.layouts import Layout
from folkmoot.adapters.feeds.received import Received
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import may, require
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.records import queries
from folkmoot.apps.records.models import FactRevision
from folkmoot.apps.records.operations.facts import check_facts, receive_facts
from folkmoot.apps.records.terms import RECORDS, Provenance

KEPT = timedelta(days=1)
"""How long an upload waits for somebody to decide."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a kind, or of records that a schema file of their own describes; what is empty is as the file says."""

    name: str
    content: bytes
    kind: str
    schema_name: str = ""
    schema: bytes = b""
    period: str = ""
    key: str = ""
    vintage: str = ""


def hold_upload(*, upload: Upload, token: str, by: User, at: datetime) -> None:
    """Read an upload and keep it, with what is to be told of it, for the one who gave it.

    Nothing is imported yet. Unreadable where it is no file of its kind, BadSource for a faulty schema, NotFacts and
    BadKey for a key that it cannot have. `token` is the name that only they know.
    """
    require(may(by, Permission.IMPORT_DATA))
    waiting = queries.waiting()
    waiting.sweep(at - KEPT)
    with TemporaryDirectory() as folder:
        schema, file = Path(folder) / "schema", Path(folder) / "file"
        for place, name, content in ((schema, upload.schema_name, upload.schema), (file, upload.name, upload.content)):
            place.mkdir()
            if name:
                (place / name).write_bytes(content)
        received = _read(upload.kind, file / upload.name, schema / upload.schema_name, upload.period)
    check_facts(upload.key or received.data_set)
    told = {
        "by": by.pk, "name": upload.name, "kind": upload.kind, "schema": upload.schema_name,
        "period": upload.period, "key": upload.key or received.data_set, "vintage": upload.vintage,
        "title": received.title, "source": received.source, "licence": received.licence,
        "quality": received.quality.plain,
    }  # fmt: skip
    files = {f"file/{upload.name}": upload.content, "told.json": json.dumps(told).encode()}
    waiting.keep(token, files | ({f"schema/{upload.schema_name}": upload.schema} if upload.schema else {}), at)


def import_held(*, token: str, keep_good: bool, public: bool | None, by: User, at: datetime) -> FactRevision:
    """Take a held upload in as `receive_facts` does, with its refusals; then it is forgotten. NotWaiting for none."""
    require(may(by, Permission.IMPORT_DATA))
    held = queries.held(token, by)
    file, schema = held.folder / "file" / held.name, held.folder / "schema" / held.schema
    revision = receive_facts(
        received=[_read(held.kind, file, schema, held.period)],
        key=held.key,
        vintage=held.vintage,
        keep_good=keep_good,
        public=public,
        provenance=Provenance.IMPORTED,
        by=by,
        at=at,
    )
    queries.waiting().drop(token)
    return revision


def leave_held(*, token: str, by: User) -> None:
    """Forget an upload without taking it in. NotWaiting for none."""
    require(may(by, Permission.IMPORT_DATA))
    queries.held(token, by)
    queries.waiting().drop(token)


def _read(kind: str, file: Path, schema: Path, period: str) -> Received:
    layout = layout_files.read(schema) if kind == RECORDS else queries.layouts()[kind]
    return receiving.receive(file, _of_period(layout, period))


def _of_period(layout: Layout, period: str) -> Layout:
    """The layout for rows that are all of a period, where somebody says so and no column does."""
    return replace(layout, period=period) if period else layout
