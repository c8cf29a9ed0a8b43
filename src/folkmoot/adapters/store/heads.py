"""The append-only file outside the database that remembers how far the audit chain had come."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

LINE = re.compile(r"(?P<at>\S+) (?P<number>\d+) (?P<digest>[0-9a-f]{64})")

LONGEST = 200  # characters, more than any line has


class UnreadableHeads(ValueError):
    """A line of the file is not one that Folkmoot wrote; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Head:
    """The chain's last link at some time: its number, counted from 1, and its digest in hexadecimal."""

    number: int
    digest: str


def append(path: Path, head: Head, *, at: datetime) -> None:
    """Add a line and return once it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    line = f"{at.astimezone(UTC).isoformat(timespec='seconds')} {head.number} {head.digest}\n"
    with path.open("ab") as file:
        # A line that a crash cut short is closed, so that it does not swallow this one.
        start = "" if ends_with_newline(path) else "\n"
        file.write((start + line).encode())
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> list[Head]:
    """Every head in the order written; none where there is no file. A line cut short by a crash is passed over."""
    if not path.exists():
        return []
    heads = []
    for number, line in enumerate(path.read_text().split("\n"), 1):
        found = LINE.fullmatch(line)
        if found:
            heads.append(Head(int(found["number"]), found["digest"]))
        elif not cut_short(line):
            raise UnreadableHeads(
                f"{path}, line {number}: this is no line of Folkmoot's; restore the file from a copy."
            )
    return heads


def last(path: Path) -> Head | None:
    """The head written last; None where there is none, or where a crash cut it short."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - LONGEST))
        found = LINE.fullmatch(file.read().decode().rstrip("\n").rpartition("\n")[2])
    return Head(int(found["number"]), found["digest"]) if found else None


def cut_short(line: str) -> bool:
    """Whether a line could be the beginning of one of ours."""
    return re.fullmatch(r"[0-9T:+-]*( [0-9]*( [0-9a-f]{0,63})?)?", line) is not None


def ends_with_newline(path: Path) -> bool:
    """Whether the next line can begin where the file ends."""
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"
