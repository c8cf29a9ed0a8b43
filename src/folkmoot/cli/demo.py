"""folkmoot demo: the sample council on this machine, from an empty folder to a site that serves its packs."""

from __future__ import annotations

import time
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from folkmoot.apps.accounts.operations import create_demo_accounts
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.packs import queries
from folkmoot.apps.packs.terms import Edition, PackKind
from folkmoot.cli import invented_business, invented_county, law, samples
from folkmoot.cli.pack import build_version, publish_version, save
from folkmoot.cli.serve import check_free, run

PRINTED_MEETING = 6764  # the ModernGov number of 11 November 2021


@click.command()
@click.option("--no-serve", is_flag=True, help="End after the build.")
@click.option("--port", default=8000, show_default=True, help="The port on 127.0.0.1.")
def demo(no_serve: bool, port: int) -> None:
    """Load the samples, build and publish their packs, and serve the site. Safe to repeat and to interrupt."""
    if not getattr(settings, "DEMO", False):
        raise click.ClickException("The demo runs with the settings folkmoot.project.settings.dev only.")
    if not no_serve:
        check_free(port)
    prepare()
    if no_serve:
        return
    accounts = create_demo_accounts(at=timezone.now())
    run(port, 2, lambda address: welcome(address, accounts))


def prepare() -> None:
    """Everything before the server: database, samples, packs, static files."""
    began = time.monotonic()
    Path(settings.VAR).mkdir(parents=True, exist_ok=True)
    say("Bringing the database up to date")
    call_command("migrate", verbosity=0)
    law.load(settings.PROJECT / "definitions" / "law.toml", at=timezone.now())
    say("Loading the samples")
    samples.load(settings.PROJECT / "samples", at=timezone.now())
    say("Counting the invented county")
    invented_county.show(settings.PROJECT, at=timezone.now())
    say("Loading what the invented county did")
    invented_business.show(settings.PROJECT / "samples" / "invented" / "business.toml", at=timezone.now())
    say("Collecting the static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    for meeting in meetings():
        for restricted in (False, True):
            build_and_publish(meeting, restricted)
    say(f"Everything is in place after {time.monotonic() - began:.1f} s")


def meetings() -> list[Meeting]:
    """The meetings whose packs the demo shows: the printed one, and the invented ones with reports."""
    printed = Meeting.objects.filter(moderngov_id=PRINTED_MEETING)
    invented = Meeting.objects.filter(provenance=Provenance.INVENTED, items__reports__isnull=False)
    return list((printed | invented).distinct().order_by("starts_at"))


def build_and_publish(meeting: Meeting, restricted: bool) -> None:
    """Build a pack and publish it, unless the version that would be built is published already."""
    kind = PackKind.RESTRICTED if restricted else PackKind.PUBLIC
    if restricted and not any_exempt(meeting):
        return
    say(f"Building the {kind} pack of {meeting.organization.name}, {meeting.starts_at:%d %B %Y}")
    version = build_version(meeting, restricted)
    if version.published_at is None:
        publish_version(version)
    for edition in Edition:
        target = Path(settings.VAR) / "packs" / queries.file_name(version, edition)
        save(queries.path(version, edition), target)
        click.echo(f"lies at  {target}")


def any_exempt(meeting: Meeting) -> bool:
    """Whether a meeting has papers that are not for the public."""
    return any(queries.papers.gather(meeting, queries.store()).exempt)


def welcome(address: str, accounts: list[tuple[str, str]]) -> None:
    """What stands on the screen once the site answers."""
    click.echo("Invented accounts, one a role, with a password made for this run:")
    for username, password in accounts:
        click.echo(f"  {username:34} {password}")
    click.echo(f"ready  {address}")


def say(words: str) -> None:
    """A step, with the time of day."""
    click.echo(f"{time.strftime('%H:%M:%S')}  {words}")
