"""folkmoot migrate and folkmoot worker: what an installation needs to run."""

from __future__ import annotations

import click
from django.core.management import call_command


@click.command()
def migrate() -> None:
    """Bring the database to the form that this version expects."""
    call_command("migrate", verbosity=0)
    click.echo("The database is up to date.")


@click.command()
def worker() -> None:
    """Run the tasks that are queued, until it is ended."""
    call_command("db_worker", queue_name="*", verbosity=0)
