"""Every command and every option of it stands in docs/commands.md."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from folkmoot.cli.main import main


def commands(group: click.Group, prefix: str = "folkmoot") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def test_every_command_is_described_with_its_options(root: Path):
    sections = (root / "docs/commands.md").read_text().split("\n## ")
    for name, command in commands(main):
        (section,) = [section for section in sections if section.startswith(f"`{name}`")]
        assert command.help, f"{name} says nothing of itself"
        for parameter in command.params:
            shown = parameter.opts[-1] if isinstance(parameter, click.Option) else f"{parameter.name}".upper()
            assert f"`{shown}`" in section, f"{name}: {shown} is not described"


def test_every_command_described_exists(root: Path):
    described = {
        line.split("`")[1] for line in (root / "docs/commands.md").read_text().splitlines() if line[:3] == "## "
    }
    assert described == {name for name, _ in commands(main)}


def test_an_unknown_command_is_none():
    assert main.get_command(click.Context(main), "no-such") is None


@pytest.mark.parametrize("group", [main, main.get_command(click.Context(main), "pack")])
def test_a_group_says_what_it_is_for(group):
    assert group.help
