"""Builds and publishes packs in processes that are killed at random moments, and looks at what is left.

Run by test_killed.py in a process of its own, which opens no database itself: each round is a forked child.
"""

from __future__ import annotations

import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first
from django.core.management import call_command  # noqa: E402
from tests.apps.packs import invented  # noqa: E402
from tests.apps.packs.invented import NOW  # noqa: E402
from tests.children import alone, fifty_kills, look_whole  # noqa: E402

from folkmoot.apps.accounts.models import AuditEntry  # noqa: E402
from folkmoot.apps.accounts.terms import Event  # noqa: E402
from folkmoot.apps.committees.models import Meeting  # noqa: E402
from folkmoot.apps.packs import operations, queries  # noqa: E402
from folkmoot.apps.packs.models import PackVersion, Passage  # noqa: E402
from folkmoot.apps.reports import operations as reports  # noqa: E402
from folkmoot.apps.reports.models import Block  # noqa: E402

LAST_WORDS = "Lamps are lit at midnight, and that is the end of it."


def main(seed: int, empty_store: Path) -> None:
    alone(begin)
    took = [alone(lambda number=number: round_of(number)) for number in range(4)][2:]  # the first two set the front
    fifty_kills(seed, max(took), round_of, look, first=4)
    alone(lambda: finish(empty_store))


def round_of(number: int) -> None:
    """A write, a build and, on every second meeting, a publication."""
    meeting = Meeting.objects.order_by("pk")[number % 2]
    revise(meeting, f"Lamps are lit at {number} o'clock.")
    version = operations.build_pack(meeting_id=meeting.pk, by=None, at=NOW)
    if number % 2 and version.published_at is None:
        operations.publish_pack(version_id=version.pk, by=None, at=NOW)


def revise(meeting: Meeting, text: str) -> None:
    block = Block.objects.get(report__agenda_item__meeting=meeting, key="p-1")
    newest = block.revisions.latest("number")
    content = {**newest.content, "text": text}
    reports.revise_block(block_id=block.pk, content=content, base=newest.number, by=None, at=NOW)


def begin() -> None:
    call_command("migrate", verbosity=0)
    invented.load_two_short_meetings()


def look() -> None:
    """Everything that the database knows of is whole, and the store holds nothing that is not."""
    store = queries.store()
    look_whole(store)
    versions = list(PackVersion.objects.all())
    for version in versions:
        assert store.read(version.sha256)
        assert store.read(version.large_print_sha256)
        assert version.parts.count() == len(version.built_from) - 1
    published = [version for version in versions if version.published_at is not None]
    assert AuditEntry.objects.filter(did=Event.PACK_BUILT).count() == len(versions)
    assert AuditEntry.objects.filter(did=Event.PACK_PUBLISHED).count() == len(published)
    newest = max(published, key=lambda version: version.number)
    assert set(Passage.objects.values_list("part__version", flat=True)) == {newest.pk}


def finish(empty_store: Path) -> None:
    """The next run makes what a first run in an empty place would have made."""
    meeting = Meeting.objects.order_by("pk")[0]
    revise(meeting, LAST_WORDS)
    after = operations.build_pack(meeting_id=meeting.pk, by=None, at=NOW)
    assert operations.build_pack(meeting_id=meeting.pk, by=None, at=NOW) == after
    for version in PackVersion.objects.filter(pack=after.pack_id):
        version.parts.all().delete()
        version.delete()
    settings.STORE = empty_store
    fresh = operations.build_pack(meeting_id=meeting.pk, by=None, at=NOW)
    assert (fresh.sha256, fresh.large_print_sha256) == (after.sha256, after.large_print_sha256)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
