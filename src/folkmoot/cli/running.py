"""folkmoot migrate and folkmoot worker: what an installation needs to run."""

from __future__ import annotations

from threading import Event, Thread

import click
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from folkmoot.cli import law
from folkmoot.cli.audit import keep_sealed


@click.command()
def migrate() -> None:
    """Bring the database to the form that this version expects, and the law's rules into force."""
    call_command("migrate", verbosity=0)
    law.load(settings.PROJECT / "definitions" / "law.toml", at=timezone.now())
    click.echo("The database is up to date.")


@click.command()
def worker() -> None:
    """Run the tasks that are queued and seal the audit trail each second, until it is ended."""
    ended = Event()
    sealer = Thread(target=keep_sealed, args=(ended,), name="sealer")
    sealer.start()
    try:
        call_command("db_worker", queue_name="*", verbosity=0)
    finally:
        ended.set()
        sealer.join()
