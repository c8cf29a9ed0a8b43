"""folkmoot pack: build and publish a meeting's pack from the command line."""

from __future__ import annotations

import time
from pathlib import Path

import click
from django.utils import timezone

from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.packs import operations, queries
from folkmoot.apps.packs.models import PackVersion
from folkmoot.apps.packs.operations import Leaked, NotReady, Overtaken, Step, Unproved
from folkmoot.apps.packs.terms import PackKind

RESTRICTED = click.option("--restricted", is_flag=True, help="The pack with the exempt items, for members only.")


@click.group()
def pack() -> None:
    """Build and publish agenda packs."""


@pack.command()
@click.argument("meeting", type=int)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to save the PDF.")
@RESTRICTED
def build(meeting: int, out: Path | None, restricted: bool) -> None:
    """Build a version of a MEETING's pack, named by its ModernGov number or ours."""
    version = build_version(find(meeting), restricted)
    if out is not None:
        save(queries.path(version), out)
        click.echo(f"saved    {out}")


@pack.command()
@click.argument("meeting", type=int)
@RESTRICTED
def publish(meeting: int, restricted: bool) -> None:
    """Publish the newest version of a MEETING's pack, named by its ModernGov number or ours."""
    kind = PackKind.RESTRICTED if restricted else PackKind.PUBLIC
    version = queries.versions(find(meeting).pk, kind).first()
    if version is None:
        raise click.ClickException(f"Nothing has been built yet. Run: folkmoot pack build {meeting}")
    publish_version(version)


def find(number: int) -> Meeting:
    """The meeting with that ModernGov number, or that number of ours."""
    found = Meeting.objects.filter(moderngov_id=number).first() or Meeting.objects.filter(pk=number).first()
    if found is None:
        raise click.ClickException(
            f"There is no meeting {number}. The site shows each meeting's number in its address."
        )
    return found


def build_version(meeting: Meeting, restricted: bool = False) -> PackVersion:
    """Build, saying each step with the time it took, and a summary at the end."""
    begun = time.monotonic()

    def say(step: Step) -> None:
        click.echo(f"{time.monotonic() - begun:7.2f} s  {step.words}")

    try:
        version = operations.build_pack(
            meeting_id=meeting.pk, by=None, at=timezone.now(), restricted=restricted, progress=say
        )
    except NotReady as refused:
        raise click.ClickException("\n  ".join(["The pack is not ready:", *refused.problems])) from refused
    except (Leaked, Unproved, Overtaken) as refused:
        raise click.ClickException(str(refused)) from refused
    for line in summary(version, time.monotonic() - begun):
        click.echo(line)
    return version


def summary(version: PackVersion, seconds: float) -> list[str]:
    """What was built: pages, parts, time, size, claims, and the parts that keep it from one."""
    claims = [name for name, holds in _claims(version) if holds]
    lines = [
        f"version  {version.number} ({version.pack.kind})",
        f"pages    {version.pages} ({version.large_print_pages} in large print)",
        f"parts    {version.parts.count()}",
        f"time     {seconds:.1f} s",
        f"size     {version.size / 1e6:.2f} MB ({version.large_print_size / 1e6:.2f} MB in large print)",
        f"claims   {', '.join(claims) or 'neither PDF/UA-1 nor PDF/A-2a'}",
        f"sha256   {version.sha256}",
    ]
    return lines + [f"         {part}: {reason}" for part, reason in version.faults]


def _claims(version: PackVersion) -> list[tuple[str, bool]]:
    return [("PDF/UA-1", version.claims_accessible), ("PDF/A-2a", version.claims_archival)]


def publish_version(version: PackVersion) -> None:
    """Publish, saying what was published and where it lies."""
    try:
        published = operations.publish_pack(version_id=version.pk, by=None, at=timezone.now())
    except (NotAllowed, NotReady, Leaked, Unproved) as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(f"published version {published.number} ({published.pack.kind})")


def save(source: Path, target: Path) -> None:
    """Copy a file in one step: the target is whole or as it was before."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.part")
    unfinished.write_bytes(source.read_bytes())
    unfinished.replace(target)
