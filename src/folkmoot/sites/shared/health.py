"""Two answers for whoever watches the processes: /healthz (the process answers) and /readyz (it can do its work)."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


class NotReady(RuntimeError):
    """Something that the process needs is missing; the message says what to do."""


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is alive; nothing else is asked."""
    return HttpResponse("alive\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the process can do its work, else 503 with one plain sentence a reason."""
    reasons = missing()
    text = "\n".join(reasons) or "ready"
    return HttpResponse(f"{text}\n", status=503 if reasons else 200, content_type="text/plain; charset=utf-8")


def missing() -> list[str]:
    """What keeps the process from doing its work, as sentences; empty when nothing does."""
    checks: tuple[Callable[[], None], ...] = (database_is_migrated, store_is_writable)
    reasons = []
    for check in checks:
        try:
            check()
        except NotReady as reason:
            reasons.append(str(reason))
    return reasons


def database_is_migrated() -> None:
    """NotReady when the database does not answer or lacks a migration of this version."""
    try:
        loader = MigrationLoader(connection)
    except DatabaseError:
        raise NotReady("The database does not answer. Check FOLKMOOT_DATABASE and the database server.") from None
    waiting = loader.graph.nodes.keys() - loader.applied_migrations.keys()
    if waiting:
        raise NotReady(f"{len(waiting)} database migrations are not applied. Run: folkmoot migrate")


def store_is_writable() -> None:
    """NotReady when no file can be written into the store."""
    folder = Path(settings.STORE)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".ready-", dir=folder)
        os.close(handle)
        Path(name).unlink()
    except OSError:
        raise NotReady(
            "The store cannot be written. Check FOLKMOOT_VAR, its owner and the space on its disk."
        ) from None
