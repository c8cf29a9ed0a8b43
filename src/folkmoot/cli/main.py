"""The folkmoot command: what an officer or an operator types. Each command is described in docs/commands.md."""

from __future__ import annotations

import os

import click

from folkmoot.cli.serve import serve


@click.group()
@click.version_option(package_name="folkmoot")
def main() -> None:
    """Folkmoot: the platform on which an English council runs scrutiny."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.project.settings.dev")
    import django  # the settings must be named first

    django.setup()


main.add_command(serve)


@main.command()
def migrate() -> None:
    """Bring the database to the form that this version expects."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    click.echo("The database is up to date.")


if __name__ == "__main__":
    main()
