"""folkmoot places: editions, tables and groups of areas."""

from __future__ import annotations

from datetime import date, datetime

import click
from django.utils import timezone

from folkmoot.apps.places import operations, queries
from folkmoot.apps.places.models import Edition, PlaceTable
from folkmoot.apps.places.operations import BadPlaceTable
from folkmoot.apps.places.queries import UnknownPlaces
from folkmoot.methods.geography import lookups
from folkmoot.methods.geography.groups import BadRule, MostDeprived


@click.group()
def places() -> None:
    """Areas: what is held, groups by a rule, links between editions."""


@places.command("list")
def list_all() -> None:
    """Print the editions of areas and the tables about them, with how many contents each has had."""
    for edition in Edition.objects.order_by("type", "key"):
        click.echo(f"{edition.key:24} {edition.listings.count():>7,}  {edition.title}")
    for table in PlaceTable.objects.order_by("kind", "key"):
        click.echo(f"{table.kind:12} {table.key:52} {table.revisions.count():>3}  {table.title}")


@places.command()
@click.argument("key")
@click.option("--title", required=True, help="What the group is called.")
@click.option("--lookup", required=True, help="The key of the lookup to the areas that are grouped.")
@click.option("--index", required=True, help="The key of the index, of the areas that the lookup is from.")
@click.option("--deciles", default=2, show_default=True, help="How many of the most deprived deciles count.")
@click.option("--at-least", default=1, show_default=True, help="How many smaller areas in them an area must hold.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The date of the group; today if it is not given.")
def group(key: str, title: str, lookup: str, index: str, deciles: int, at_least: int, on: datetime | None) -> None:
    """Group the areas that hold some of the most deprived smaller ones, under KEY."""
    day: date = on.date() if on else timezone.localdate()
    try:
        found = operations.define_group(
            key=key, title=title, rule=MostDeprived(deciles, at_least), lookup=lookup, index=index, on=day,
            by=None, at=timezone.now(),
        )  # fmt: skip
    except (BadPlaceTable, BadRule, UnknownPlaces) as error:
        raise click.ClickException(str(error)) from error
    click.echo(found.rule)
    names = queries.names(found.edition.key)
    for code, number in found.members.order_by("unit__name").values_list("unit__code", "number"):
        click.echo(f"{number:>4}  {code}  {names[code]}")


@places.command()
@click.argument("before")
@click.argument("after")
@click.option("--by", "keys", nargs=2, help="A lookup to each edition, from the same smaller areas: their ground.")
def link(before: str, after: str, keys: tuple[str, str] | None) -> None:
    """Say which area of the edition BEFORE is which of the edition AFTER."""
    try:
        ground = [lookups.extents(queries.lookup(key).parts) for key in keys] if keys else [{}, {}]
        linked = operations.link_editions(
            before=before, after=after, extents=(ground[0], ground[1]), by=None, at=timezone.now()
        )
    except UnknownPlaces as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{linked:,} areas are in both editions.")
