"""folkmoot migrate and folkmoot worker: what an installation needs to run."""

from __future__ import annotations

from threading import Event, Thread

import click
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from folkmoot.apps.accounts.queries.mail import mail_carrier
from folkmoot.cli import law
from folkmoot.cli.audit import keep_sealed
from folkmoot.cli.embargo import keep_released
from folkmoot.cli.mail import keep_sending


@click.command()
def migrate() -> None:
    """Bring the database to the form that this version expects, and the law's rules into force."""
    call_command("migrate", verbosity=0)
    law.load(settings.PROJECT / "definitions" / "law.toml", at=timezone.now())
    click.echo("The database is up to date.")


@click.command()
def worker() -> None:
    """Run the tasks that are queued; each second seal the audit trail, send letters and end embargoes, until ended."""
    mail_carrier(timezone.now)  # a faulty FOLKMOOT_MAIL is named at once
    ended = Event()
    beside = [Thread(target=work, args=(ended,)) for work in (keep_sealed, keep_sending, keep_released)]
    for thread in beside:
        thread.start()
    try:
        call_command("db_worker", queue_name="*", verbosity=0)
    finally:
        ended.set()
        for thread in beside:
            thread.join()
