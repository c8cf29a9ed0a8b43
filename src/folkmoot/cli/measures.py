"""folkmoot measures: the definitions of measures."""

from __future__ import annotations

from pathlib import Path

import click
from django.conf import settings

from folkmoot.engine import reading
from folkmoot.engine.checking import Checked
from folkmoot.engine.checking import check as check_example


@click.group()
def measures() -> None:
    """Check the definitions of measures."""


@measures.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), required=False)
def check(folder: Path | None) -> None:
    """Compute the worked example of every definition again; exit with 1 when one is faulty."""
    try:
        found = reading.read_folder(folder or settings.PROJECT / "definitions" / "measures")
    except reading.BadSource as error:
        raise click.ClickException(str(error)) from error
    checked = [check_example(measure) for measure in found]
    for each in checked:
        _tell(each)
    faulty = sum(bool(each.faults) for each in checked)
    if faulty:
        raise click.ClickException(f"{faulty} of {len(checked)} definitions are faulty.")
    click.echo(f"{len(checked)} definitions; every worked example follows from its method.")


def _tell(checked: Checked) -> None:
    measure = checked.measure
    click.echo(f"{measure.id}: {measure.title}")
    if checked.line:
        click.echo(f"  {checked.line}")
    if measure.not_held:
        click.echo(f"  No records are held: {measure.not_held}")
    if not measure.checker:
        click.echo("  Not checked by a second person yet.")
    for fault in checked.faults:
        click.echo(f"  {fault}", err=True)
