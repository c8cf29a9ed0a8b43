"""folkmoot import: files of a kind are read, reported on in plain words, and taken in or refused."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click
from django.utils import timezone

from folkmoot.adapters.feeds import layout_files
from folkmoot.adapters.feeds.quality import as_csv
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.records import queries
from folkmoot.apps.records.operations import RowsRefused
from folkmoot.apps.records.terms import Provenance
from folkmoot.cli import kinds_of_facts, kinds_of_places, kinds_of_tables
from folkmoot.cli.kinds import Kind, Order, Read

# The kinds that no layout describes; those that one does are the files of definitions/feeds.
KINDS: dict[str, Kind] = {
    "table": Kind("A printed table, cell by cell as printed (CSV)", kinds_of_tables.read, kinds_of_tables.receive),
    "records": Kind("Any table of records, described by --schema", kinds_of_facts.read_records, kinds_of_facts.receive),
    **kinds_of_places.KINDS,
}
ROWS_BETWEEN_WORDS = 1_000_000


def kinds() -> dict[str, Kind]:
    """Every kind by its name. BadSource where a layout is faulty."""
    by_layout = {name: kinds_of_facts.by_layout(layout) for name, layout in queries.layouts().items()}
    return dict(sorted((by_layout | KINDS).items()))


@click.command("import")
@click.argument("kind", required=False)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--key", default="", help="The data set's key; files given together under one key are one vintage.")
@click.option("--title", default="", help="The data set's title.")
@click.option("--source", default="", help="Who published it, and where.")
@click.option("--licence", default="", help="The licence under which it may be shown.")
@click.option("--vintage", default="", help="What the publisher calls this release; else the period that it covers.")
@click.option("--period", default="", help="What all rows are of, such as 2019/20, where no column says it.")
@click.option("--schema", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Describes the columns.")
@click.option("--invented", is_flag=True, help="The figures are made up, and are marked so wherever they are shown.")
@click.option("--public/--restricted", default=None, help="Whether the world may read of the data set.")
@click.option("--keep-good", is_flag=True, help="Keep the good rows and report the others, instead of refusing all.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Save the report: .csv or .json.")
def import_command(
    kind: str | None,
    files: tuple[Path, ...],
    schema: Path | None,
    invented: bool,
    public: bool | None,
    keep_good: bool,
    report: Path | None,
    **words: str,
) -> None:
    """Import FILES of a KIND; without any, list the kinds."""
    try:
        known = kinds()
    except layout_files.BadSource as error:
        raise click.ClickException(str(error)) from error
    if kind is None:
        for name, each in known.items():
            click.echo(f"{name:28} {each.title}")
        return
    if kind not in known:
        raise click.UsageError(f"{kind!r} is no kind of file; there are {', '.join(known)}")
    if not files:
        raise click.UsageError(f"Name the {kind} files to import.")
    if report is not None and report.suffix not in (".csv", ".json"):
        raise click.UsageError("The report is saved as .csv or .json.")
    provenance = Provenance.INVENTED if invented else Provenance.IMPORTED
    order = Order(timezone.now(), schema=schema, provenance=provenance, public=public, keep_good=keep_good, **words)
    take_in(known[kind], files, order, report)


def take_in(kind: Kind, files: Sequence[Path], order: Order, report: Path | None = None) -> None:
    """Read the files, print their reports, and take them in; ClickException, exit code 1, where they are refused."""
    try:
        read = [_read(kind, path, order) for path in files]
        if report is not None:
            _save(report, read)
        for sentence in kind.receive(read, order):
            click.echo(sentence)
    except RowsRefused as refused:
        raise click.ClickException(f"{refused} (--keep-good)") from refused
    except (ValueError, NotAllowed) as refused:
        raise click.ClickException(str(refused)) from refused


def _read(kind: Kind, path: Path, order: Order) -> Read:
    begun = time.monotonic()
    click.echo(f"{path.name}")
    found = kind.read(path, order, rows_so_far())
    for line in found.quality.lines:
        click.echo(f"  {line}")
    click.echo(f"  read in {time.monotonic() - begun:.1f} s")
    return found


def rows_so_far() -> Callable[[int], None]:
    """Says how many rows were read, now and then."""
    said = 0

    def tell(rows: int) -> None:
        nonlocal said
        if rows - said >= ROWS_BETWEEN_WORDS:
            said = rows
            click.echo(f"  {rows:,} rows so far", err=True)

    return tell


def _save(path: Path, read: Sequence[Read]) -> None:
    """Every file's report in one file, whole or not at all."""
    reports = [(each.file, each.quality) for each in read]
    if path.suffix == ".csv":
        content = as_csv(reports)
    else:
        content = json.dumps([{"file": file, **quality.plain} for file, quality in reports], indent=1)
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.write_text(content, encoding="utf-8")
    unfinished.replace(path)
