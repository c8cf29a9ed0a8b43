"""The folkmoot command: what an officer or an operator types. Each command is described in docs/commands.md."""

from __future__ import annotations

import os
from importlib import import_module

import click

# Each command and the module of folkmoot.cli that holds it.
COMMANDS = {
    "audit": "audit",
    "compute": "compute",
    "demo": "demo",
    "diff": "compute",
    "import": "imports",
    "mail": "mail",
    "measures": "measures",
    "migrate": "running",
    "pack": "pack",
    "places": "places",
    "release": "compute",
    "sample": "sample",
    "serve": "serve",
    "user": "user",
    "worker": "running",
}


class Commands(click.Group):
    """Loads a command when it is asked for, after Django: the modules of commands may import what needs it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the alphabet."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.project.settings.dev")
        import django  # the settings must be named first

        django.setup()
        held = vars(import_module(f"folkmoot.cli.{COMMANDS[cmd_name]}")).values()
        return next((each for each in held if isinstance(each, click.Command) and each.name == cmd_name), None)


@click.group(cls=Commands)
@click.version_option(package_name="folkmoot")
def main() -> None:
    """Folkmoot: the platform on which an English council runs scrutiny."""


if __name__ == "__main__":
    main()
