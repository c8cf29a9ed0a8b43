"""folkmoot sample: an invented county at record level, to try the measures on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from django.utils import timezone

from folkmoot.cli import invented_county
from folkmoot.cli.county import geography, open_data, writing
from folkmoot.cli.county.data_sets import DATA_SETS, KEYS, DataSet
from folkmoot.cli.county.geography import WARDS, Geography, Size
from folkmoot.cli.imports import rows_so_far

Asked = Size | int


class SizeType(click.ParamType[Asked]):
    """A size by its name, or a number of people."""

    name = "size"

    def convert(self, value: str | Asked, param: click.Parameter | None, ctx: click.Context | None) -> Asked:
        """The size that was typed."""
        if isinstance(value, Size | int):
            return value
        if value.isdecimal() and int(value) > 0:
            return int(value)
        if value in list(Size):
            return Size(value)
        raise click.BadParameter(f"{value!r} is no size; give {', '.join(Size)} or a number of people", ctx, param)


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Write files there, and keep nothing else."
)
@click.option("--size", type=SizeType(), default=Size.COUNTY, help="ward, county, region, england or so many people.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Another gives other people.")
@click.option(
    "--open-data", type=click.Path(path_type=Path, exists=True, file_okay=False), help="The folder of real places."
)
@click.option("--place", default="", help="The code of a real place; Oxfordshire if left out.")
@click.option("--only", multiple=True, type=click.Choice(KEYS), help="This data set, and others given so.")
@click.option("--continue", "going_on", is_flag=True, help="Keep the files that --out has of these people already.")
def sample(
    out: Path | None,
    size: Asked,
    seed: int,
    open_data: Path | None,
    place: str,
    only: tuple[str, ...],
    going_on: bool,
) -> None:
    """Draw an invented county: people who never lived, where deprivation shortens and burdens lives."""
    found = drawn_places(size, seed, open_data, place)
    where = "invented places" if found.invented else "real places, invented people"
    click.echo(f"{found.name}: {found.people:,} residents of {len(found.codes):,} LSOAs ({where})")
    chosen = [data_set for data_set in DATA_SETS if not only or data_set.key in only]
    if out is None:
        _take_in(found, seed, chosen)
    else:
        _write(found, seed, chosen, out, going_on=going_on)
    real = "" if found.invented else ", but for the places and how many live there"
    click.echo(f"All of it is invented{real}.")


def _write(found: Geography, seed: int, chosen: Sequence[DataSet], out: Path, *, going_on: bool) -> None:
    out.mkdir(parents=True, exist_ok=True)
    writing.write_places(found, out)
    for data_set in chosen:
        there = writing.written(data_set, found, seed, out) if going_on else None
        written = there or writing.write(data_set, found, seed, out, tell=rows_so_far())
        click.echo(f"  {data_set.key:22} {written.rows:>12,} rows{', there already' if there else ''}")


def _take_in(found: Geography, seed: int, chosen: Sequence[DataSet]) -> None:
    try:
        invented_county.take_in(found, seed, chosen, at=timezone.now(), say=click.echo)
    except (invented_county.TooLarge, invented_county.RealRecords) as refused:
        raise click.ClickException(str(refused)) from refused


def drawn_places(size: Asked, seed: int, folder: Path | None, place: str) -> Geography:
    """Where the people live; a named fault is told without a traceback."""
    if folder is None:
        if place:
            raise click.UsageError("--place is the code of a real place and needs --open-data.")
        wards = geography.wards_for(size, seed) if isinstance(size, int) else WARDS[size]
        return geography.invent(wards, seed)
    try:
        return open_data.read(folder, size, seed, place)
    except open_data.NoOpenData as error:
        raise click.ClickException(str(error)) from error
