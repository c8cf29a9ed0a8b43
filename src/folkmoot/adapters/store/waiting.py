"""Files that somebody gave and nobody has decided on: each lot in a folder of its own until it is dropped, or is old.

What lies here may be about people, so that nobody else may read it and it is not kept: the store by content never
forgets, this does. A lot appears by one rename; a kill at any moment leaves the whole of it or what `sweep` removes.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from folkmoot.adapters.store.files import UNFINISHED, force, write_whole

_NAME = re.compile(r"[A-Za-z0-9_-]{16,64}")


class NotWaiting(LookupError):
    """Nothing waits under this name; the message says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "What was uploaded is no longer here: it was taken in, left, or is older than a day. Upload it again."
        )


class Waiting:
    """A folder of lots of files; any number of processes may use it at the same time."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(self, name: str, files: Mapping[str, bytes], at: datetime) -> None:
        """Keep the files of a lot, by their paths in it. ValueError for a name that could be guessed or is a path."""
        folder = self._place(name)
        unfinished = folder.with_name(f"{name}{UNFINISHED}")
        unfinished.mkdir(parents=True, mode=0o700)
        for path, content in files.items():
            (unfinished / path).parent.mkdir(exist_ok=True, mode=0o700)
            write_whole(unfinished / path, content)
        os.utime(unfinished, (at.timestamp(), at.timestamp()))
        unfinished.rename(folder)
        force(self.root)

    def folder(self, name: str) -> Path:
        """The folder of a lot. NotWaiting where there is none."""
        try:
            found = self._place(name)
        except ValueError as error:
            raise NotWaiting from error
        if not found.is_dir():
            raise NotWaiting
        return found

    def drop(self, name: str) -> None:
        """Forget a lot, if it is there."""
        shutil.rmtree(self._place(name), ignore_errors=True)

    def sweep(self, before: datetime) -> int:
        """Forget what was kept before a time, and what a killed writer left; returns how many lots that was."""
        lots = [*self.root.iterdir()] if self.root.is_dir() else []
        old = [lot for lot in lots if lot.stat().st_mtime < before.timestamp()]
        for lot in old:
            shutil.rmtree(lot, ignore_errors=True)
        return len(old)

    def _place(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError("a lot has a name of 16 to 64 letters, digits, hyphens and underscores")
        return self.root / name
