"""Verbs of packs: build a version, publish it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from folkmoot.apps.accounts.models import User
from folkmoot.apps.packs.models import PackVersion

Progress = Callable[[str], None]


class NotReady(ValueError):
    """A pack cannot be built; `problems` has one sentence for each part that stands in the way, naming it."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("The pack cannot be built yet. " + " ".join(problems))
        self.problems = problems


class Leaked(ValueError):
    """Words of an exempt item stand in the public pack; nothing was built or published."""


def build_pack(
    *,
    meeting_id: int,
    by: User | None,
    at: datetime,
    restricted: bool = False,
    progress: Progress = lambda _: None,
) -> PackVersion:
    """Build a version of a meeting's pack; where nothing changed since the newest, that version is returned.

    NotReady lists every part that cannot be set; Leaked when an exempt item's words are in the public pack.
    """
    raise NotReady(("Packs cannot be built yet.",))


def publish_pack(*, version_id: int, by: User | None, at: datetime) -> PackVersion:
    """Publish a version that was built: from then on everybody reads it, and no operation changes it."""
    raise NotReady(("Packs cannot be published yet.",))
