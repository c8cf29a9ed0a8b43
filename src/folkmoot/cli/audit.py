"""folkmoot audit: the chain of what was done."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Event

import click
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from folkmoot.adapters.store import heads
from folkmoot.apps.accounts import operations, queries
from folkmoot.apps.accounts.models import AuditSeal

logger = logging.getLogger(__name__)


@click.group()
def audit() -> None:
    """Seal and verify the audit trail."""


@audit.command()
def seal() -> None:
    """Put every row that is not in the chain yet into it, as the worker does each second."""
    count = seal_all()
    click.echo(f"{count} rows sealed." if count != 1 else "1 row sealed.")


@audit.command()
def verify() -> None:
    """Read every row and every seal; exit with 1 when a row was altered, inserted, moved, lost or is not sealed."""
    try:
        recorded = heads.read(Path(settings.AUDIT_HEADS))
    except heads.UnreadableHeads as error:
        raise click.ClickException(str(error)) from error
    with transaction.atomic():
        faults = queries.audit_faults(key=settings.AUDIT_KEY, heads=recorded)
        count = AuditSeal.objects.count()
    for fault in faults:
        click.echo(fault)
    if faults:
        raise click.exceptions.Exit(1)
    click.echo(f"The audit trail is whole: {count} rows, each sealed in its place.")


def seal_all() -> int:
    """Seal until nothing is left that can be sealed; how many rows that were."""
    total = 0
    while count := operations.seal_audit(at=timezone.now()):
        total += count
    return total


def keep_sealed(ended: Event, *, pause: float = 1.0) -> None:
    """What the worker does beside its tasks: seal every second until `ended` is set, and once more then."""
    while not ended.wait(pause):
        try:
            seal_all()
        except (DatabaseError, OSError):  # a database or a disk that is away comes back; nothing is lost meanwhile
            logger.exception("The audit trail could not be sealed; the sealer tries again.")
            connection.close()
    seal_all()
    connection.close()
