"""folkmoot compute, release and diff: from records to a vintage of measures, and to the world."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.measures import operations, queries
from folkmoot.apps.measures.models import Vintage
from folkmoot.apps.measures.queries import Covered, Definition
from folkmoot.apps.places.queries import UnknownPlaces
from folkmoot.engine.coverage import Coverage
from folkmoot.engine.differing import Difference, Fate
from folkmoot.engine.plan import BadFacts, TooManyCells, Unplannable
from folkmoot.engine.scope import GROUP, BadScope, Span
from folkmoot.methods.calendars.counting import LONDON
from folkmoot.methods.document import keys
from folkmoot.methods.document.keys import BadSource, Keys

_YEARS = re.compile(r"(\d{4})(?:\.\.(\d{4}))?")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")
MOST_LINES = 20
FAULTS = (
    NotAllowed, BadSource, BadScope, BadFacts, TooManyCells, Unplannable, UnknownPlaces, queries.UnknownValue,
    operations.NoRecords, operations.NothingToCompute, operations.Withdrawn, operations.Exposed, operations.Overtaken,
)  # fmt: skip
BY = click.option("--by", metavar="USERNAME", help="The account in whose name; the machine itself if left out.")
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("measure", nargs=-1)
@click.option("--coverage", type=FILE, help="Which units and years; the only file of definitions/coverage if left out.")
@click.option("--units", multiple=True, metavar="TYPE", help="Only units of this type, such as ward; may be repeated.")
@click.option("--periods", metavar="2017..2021", help="Other years, or the days of one time: 2020-01-01..2021-10-28.")
@click.option("--targets", type=FILE, help="A file of targets and projections to set first.")
@click.option("--definitions", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Another folder.")
@click.option("--submit", is_flag=True, help="Hand the vintage over for approval.")
@BY
def compute(
    measure: tuple[str, ...],
    coverage: Path | None,
    units: tuple[str, ...],
    periods: str | None,
    targets: Path | None,
    definitions: Path | None,
    submit: bool,
    by: str | None,
) -> None:
    """Compute each MEASURE, or all that have records, and keep the values as a vintage."""
    begun, user, at = time.monotonic(), account(by), timezone.now()

    def say(words: str) -> None:
        click.echo(f"{time.monotonic() - begun:7.2f} s  {words}")

    try:
        found = defined(definitions or settings.PROJECT / "definitions" / "measures", measure)
        if targets is not None:
            set_targets(targets, user, at)
        covered = narrowed(queries.read_coverage(coverage or only_coverage()), units, periods)
        vintage = operations.compute_measures(
            definitions=found, coverage=covered.coverage, title=covered.title, sources=covered.sources,
            skip_missing=not measure, by=user, at=at, progress=say,
        )  # fmt: skip
        if submit and vintage.submitted_at is None:
            operations.submit_vintage(vintage_id=vintage.pk, by=user, at=timezone.now())
    except FAULTS as fault:
        raise click.ClickException(str(fault)) from fault
    vintage.refresh_from_db()
    for line in summary(vintage):
        click.echo(line)


@click.command()
@click.argument("vintage")
@click.option("--embargo", metavar="TIME", help="The world reads it from then on: 2026-12-01T09:30, London time.")
@click.option("--accept-exposed", is_flag=True, help="Release although earlier releases give small numbers away.")
@BY
def release(vintage: str, embargo: str | None, accept_exposed: bool, by: str | None) -> None:
    """Apply the disclosure rules to an approved VINTAGE, named by its number or hash, and release it."""
    try:
        found = operations.release_vintage(
            vintage_id=named(vintage).pk, by=account(by), at=timezone.now(), embargo_until=moment(embargo),
            accept_exposed=accept_exposed, progress=click.echo,
        )  # fmt: skip
    except FAULTS as fault:
        raise click.ClickException(str(fault)) from fault
    for line in summary(found):
        click.echo(line)


@click.command()
@click.argument("before")
@click.argument("after")
@click.option("--all", "everything", is_flag=True, help="Every value that differs, not the first of each measure.")
def diff(before: str, after: str, everything: bool) -> None:
    """What appeared, vanished or moved from the vintage BEFORE to the vintage AFTER."""
    try:
        compared = queries.compare(named(before), named(after))
    except FAULTS as fault:
        raise click.ClickException(str(fault)) from fault
    for each in compared:
        click.echo(f"{each.measure}: {each.title}")
        if each.only:
            click.echo(f"  only in vintage {each.only}")
            continue
        because = f" (changed: {', '.join(each.inputs_changed)})" if each.inputs_changed else ""
        click.echo(f"  {counted(each.differences)}{because}")
        shown = each.differences if everything else each.differences[:MOST_LINES]
        for difference in shown:
            click.echo(f"    {line_of(difference)}")
        if len(shown) < len(each.differences):
            click.echo(f"    and {len(each.differences) - len(shown):,} more; --all shows them")


def account(username: str | None) -> User | None:
    """The account of that name; None for the machine itself."""
    if username is None:
        return None
    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise click.ClickException(f"There is no active account {username!r}.")
    return found


def defined(folder: Path, wanted: Sequence[str]) -> list[Definition]:
    """The definitions of a folder, or those wanted. BadSource, or a usage error naming what there is."""
    paths = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    unknown = [name for name in wanted if name not in paths]
    if unknown:
        raise click.UsageError(f"{unknown[0]!r} is no measure of {folder}; there are {', '.join(paths) or 'none'}")
    return [Definition.read(paths[name]) for name in wanted or paths]


def only_coverage() -> Path:
    """The coverage file, where there is only one."""
    found = sorted((settings.PROJECT / "definitions" / "coverage").glob("*.toml"))
    if len(found) != 1:
        names = ", ".join(path.name for path in found) or "none"
        raise click.UsageError(f"Name a coverage file with --coverage; definitions/coverage holds {names}.")
    return found[0]


def narrowed(covered: Covered, types: Sequence[str], periods: str | None) -> Covered:
    """The coverage with only some types of units, and with other years or days."""
    made, title = covered.coverage, covered.title
    if types:
        made, title = _of_types(made, types), f"{title}; only {', '.join(types)}"
    if periods:
        made, title = _of_periods(made, periods), f"{title}; {periods}"
    return replace(covered, title=title, coverage=made)


def _of_types(made: Coverage, types: Sequence[str]) -> Coverage:
    kept = tuple(unit for unit in made.units if unit.unit_type in (*types, GROUP))
    known = dict.fromkeys(unit.unit_type for unit in made.units)
    missing = [each for each in types if each not in known]
    if missing:
        raise click.UsageError(f"The coverage has no unit of the type {missing[0]!r}; it has {', '.join(known)}.")
    return replace(made, units=kept)


def _of_periods(made: Coverage, periods: str) -> Coverage:
    if years := _YEARS.fullmatch(periods):
        return replace(made, first=int(years[1]), last=int(years[2] or years[1]), spans=())
    if days := _DAYS.fullmatch(periods):
        first, last = date.fromisoformat(days[1]), date.fromisoformat(days[2])
        if first <= last:
            return replace(made, spans=(Span(f"{first:%-d %B %Y} to {last:%-d %B %Y}", first, last),))
    raise click.UsageError("Write --periods as 2021, 2017..2021 or 2020-01-01..2021-10-28, the earlier first.")


def set_targets(path: Path, by: User | None, at: datetime) -> None:
    """Set every target of a file. BadSource names file, line and key."""
    content = path.read_bytes()
    file = Keys(keys.load(content, path.name), "", path.name, keys.text_of(content, path.name))
    for each in file.tables("target", "target"):
        operations.set_target(**queries.read_target(each), by=by, at=at)
    file.finish()


def named(vintage: str) -> Vintage:
    """A vintage by its number, its hash, or the beginning of the hash."""
    by_number = Vintage.objects.filter(pk=int(vintage)).first() if vintage.isdecimal() else None
    return by_number or queries.vintage(vintage)


def moment(words: str | None) -> datetime | None:
    """A time in London."""
    if words is None:
        return None
    try:
        found = datetime.fromisoformat(words)
    except ValueError as error:
        raise click.UsageError(f"{words!r} is no time; write 2026-12-01T09:30") from error
    return found if found.tzinfo else found.replace(tzinfo=LONDON)


def summary(vintage: Vintage) -> list[str]:
    """What a vintage holds and how far it has come."""
    rows = list(vintage.measures.all())
    lines = [
        f"vintage   {vintage.pk} ({vintage.state}){', invented' if vintage.invented else ''}",
        f"coverage  {vintage.coverage}",
        f"measures  {len(rows)}",
        f"values    {sum(row.values for row in rows):,}, {sum(row.withheld for row in rows):,} withheld",
        f"sha256    {vintage.sha256}",
    ]
    return lines + ([f"embargo   until {vintage.embargo_until:%-d %B %Y %H:%M:%S %Z}"] if vintage.embargo_until else [])


def counted(found: Sequence[Difference]) -> str:
    """How many values appeared, vanished and moved, and how many moved beyond their old limits."""
    if not found:
        return "no value differs"
    numbers = [f"{sum(each.fate is fate for each in found):,} {fate}" for fate in Fate]
    beyond = sum(each.beyond is True for each in found)
    return ", ".join(numbers) + f"; {beyond:,} moved beyond the old limits"


def line_of(found: Difference) -> str:
    """One value that differs: where, from what to what, and how far against its interval."""
    where = ", ".join(filter(None, (found.unit_name, found.period, found.cell.category)))
    if found.fate is Fate.APPEARED:
        return f"{where}: appeared with {found.after:.6g}"
    if found.fate is Fate.VANISHED:
        return f"{where}: vanished, was {found.before:.6g}"
    within = {True: ", beyond the old limits", False: ", within the old limits", None: ""}[found.beyond]
    return f"{where}: {found.before:.6g} to {found.after:.6g} ({found.moved:+.6g}{within})"
