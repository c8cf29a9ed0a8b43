"""folkmoot measures: the definitions of measures, and projections."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.measures import operations, queries
from folkmoot.apps.measures.models import Target
from folkmoot.apps.measures.terms import Method
from folkmoot.cli.compute import BY, account
from folkmoot.engine import reading
from folkmoot.engine.checking import Checked
from folkmoot.engine.checking import check as check_example
from folkmoot.methods.projection.forecasts import BadForecast


@click.group()
def measures() -> None:
    """Check the definitions of measures, and store projections."""


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


@measures.command()
@click.argument("measure")
@click.option("--unit", required=True, help="The code of the unit, or its name.")
@click.option("--method", type=click.Choice([each.value for each in Method]), default=Method.LINE.value,
              show_default=True, help="The rule by which the value goes on.")  # fmt: skip
@click.option("--periods", type=click.IntRange(3), default=5, show_default=True, help="Fitted to so many last periods.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The last day of interest.")
@BY
def project(measure: str, unit: str, method: str, periods: int, until: datetime, by: str | None) -> None:
    """Store what MEASURE would be for a unit if it went on as it did, by a rule fitted to the newest release."""
    try:
        target = operations.store_projection(
            measure=measure, unit=unit, method=Method(method), periods=periods, until=until.date(), by=account(by),
            at=timezone.now(),
        )  # fmt: skip
    except (NotAllowed, BadForecast, queries.UnknownValue, operations.Unprojectable,
            operations.AlreadyProjected) as fault:  # fmt: skip
        raise click.ClickException(str(fault)) from fault
    for line in projected(target):
        click.echo(line)


def projected(target: Target) -> list[str]:
    """The rule of a projection, and a line a point."""
    lines = [f"{target.measure}, {target.unit}: {target.rule}", f"made on {target.made_on}, from {target.source}"]
    for (day, value), (low, high) in zip(target.points, target.limits, strict=True):
        lines.append(f"  {day}  {value:.6g} ({low:.6g} to {high:.6g})")
    return [*lines, "It is shown once measures are computed and released again."]


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
