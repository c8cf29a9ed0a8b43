"""Every command and every option of it stands in docs/commands.md."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from folkmoot.cli.main import main


def commands(group: click.Group, prefix: str = "folkmoot") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


@pytest.mark.parametrize(
    ("name", "command"), list(commands(main)), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_command_is_described_with_its_options(root: Path, name: str, command: click.Command):
    sections = (root / "docs/commands.md").read_text().split("\n## ")
    (section,) = [section for section in sections if section.startswith(f"`{name}")]
    assert command.help
    for parameter in command.params:
        assert parameter.opts[-1].upper().strip("-") in section.upper(), f"{name}: {parameter.opts}"
