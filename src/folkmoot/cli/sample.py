"""folkmoot sample: an invented county at record level, to try the measures on."""

from __future__ import annotations

from pathlib import Path

import click

from folkmoot.cli.county import geography, open_data, writing
from folkmoot.cli.county.data_sets import DATA_SETS, KEYS
from folkmoot.cli.county.geography import WARDS, Geography, Size

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
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where the files go.")
@click.option("--size", type=SizeType(), default=Size.COUNTY, help="ward, county, region, england or so many people.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Another gives other people.")
@click.option(
    "--open-data", type=click.Path(path_type=Path, exists=True, file_okay=False), help="The folder of real places."
)
@click.option("--place", default="", help="The code of a real place; Oxfordshire if left out.")
@click.option("--only", multiple=True, type=click.Choice(KEYS), help="This data set, and others given so.")
def sample(out: Path, size: Asked, seed: int, open_data: Path | None, place: str, only: tuple[str, ...]) -> None:
    """Draw an invented county: people who never lived, where deprivation shortens and burdens lives."""
    found = drawn_places(size, seed, open_data, place)
    out.mkdir(parents=True, exist_ok=True)
    where = "invented places" if found.invented else "real places, invented people"
    click.echo(f"{found.name}: {found.people:,} residents of {len(found.codes):,} LSOAs ({where})")
    writing.write_places(found, out)
    for data_set in DATA_SETS:
        if not only or data_set.key in only:
            written = writing.write(data_set, found, seed, out)
            click.echo(f"  {data_set.key:22} {written.rows:>12,} rows")
    real = "" if found.invented else ", but for the places and how many live there"
    click.echo(f"Everything in {out} is invented{real}.")


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
