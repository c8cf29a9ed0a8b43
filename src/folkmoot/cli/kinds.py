"""What a kind of file is to `folkmoot import`: how one is read, and the operation that takes it in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from folkmoot.adapters.feeds.quality import Quality
from folkmoot.apps.records.terms import Provenance

Told = Callable[[int], None]
"""Hears how many rows of a file were read so far."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for on the command line; what is empty is as the files say."""

    at: datetime
    key: str = ""
    title: str = ""
    source: str = ""
    licence: str = ""
    vintage: str = ""
    period: str = ""
    schema: Path | None = None
    provenance: Provenance = Provenance.IMPORTED
    public: bool | None = None
    keep_good: bool = False


class Read(Protocol):
    """What a kind reads a file into: whatever its operation takes, with the file's name and the quality report."""

    @property
    def file(self) -> str:
        """The name of the file."""

    @property
    def quality(self) -> Quality:
        """What was read, kept and refused."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what it is, how one is read, and the operation that takes the files of one order in.

    `receive` is given what `read` gave, and answers with a sentence for each thing that it took in. Both raise a
    ValueError that says what is wrong and what to do.
    """

    title: str
    read: Callable[[Path, Order, Told], Read]
    receive: Callable[[Sequence[Any], Order], list[str]]
