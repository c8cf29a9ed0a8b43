"""Files kept under the hash of their content, and what was made kept under the hash of what it was made from.

    content/ab/abcd...   the bytes whose sha256 is abcd...
    keys/12/1234...      the sha256 of what was made from the inputs whose key is 1234...

A file is written under a temporary name in its own folder, forced to disk and renamed, and then the folder is forced to
disk too, so that a kill or a power cut at any moment leaves either the whole file or none. Two writers of one content
write the same bytes, so the last rename wins and nothing is lost. Needs a POSIX file system.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SHA256 = re.compile(r"[0-9a-f]{64}")
UNFINISHED = ".part"


class Missing(LookupError):
    """No content is kept under this hash."""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"the store has no file {sha256}; restore it from a backup, or make or upload it again")


class Damaged(Exception):
    """What is kept under this hash is not what was put there."""

    def __init__(self, sha256: str, path: Path) -> None:
        super().__init__(
            f"the stored file {sha256} is damaged or cut short ({path}); restore it from a backup, or put it again"
        )


class Store:
    """A folder of files by content; any number of processes and threads may use one folder at the same time."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._content, self._keys = root / "content", root / "keys"
        for folder in (self._content, self._keys):
            folder.mkdir(parents=True, exist_ok=True)

    def put(self, content: bytes) -> str:
        """Keep the content; returns its sha256. Putting it again mends a damaged copy."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if not _holds(path, content):
            self._write(path, content)
        return sha256

    def read(self, sha256: str) -> bytes:
        """The content, compared with its hash. Raises Missing or Damaged."""
        path = self.path(sha256)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise Missing(sha256) from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Damaged(sha256, path)
        return content

    def path(self, sha256: str) -> Path:
        """Where the content lies, or would lie. ValueError where the hash is not one."""
        return _place(self._content, sha256)

    def made(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What was made from the inputs that `key` stands for (see key_of); made now where it is missing or damaged."""
        link = _place(self._keys, key)
        try:
            return self.read(link.read_text(encoding="ascii").strip())
        except (FileNotFoundError, ValueError, Missing, Damaged):
            content = make()
            self._write(link, self.put(content).encode("ascii") + b"\n")
            return content

    @staticmethod
    def key_of(*parts: str | bytes) -> str:
        """The hash of some inputs in their order; where one ends and the next begins counts, and so does the type."""
        found = hashlib.sha256()
        for part in parts:
            kind, content = (b"s", part.encode()) if isinstance(part, str) else (b"b", part)
            found.update(b"%s%d:" % (kind, len(content)) + content)
        return found.hexdigest()

    def verify(self) -> list[str]:
        """A sentence for every file that is not what its name says; empty where the store is sound."""
        return [*self._faults_of_content(), *self._faults_of_keys()]

    def sweep(self) -> int:
        """Remove what killed writers left unfinished, once nobody is writing; returns how many files that was."""
        with self._lock(fcntl.LOCK_EX):
            left = [path for path in _files(self.root) if path.name.endswith(UNFINISHED)]
            for path in left:
                path.unlink()
        return len(left)

    def _write(self, path: Path, content: bytes) -> None:
        with self._lock(fcntl.LOCK_SH):
            if not path.parent.is_dir():
                path.parent.mkdir(exist_ok=True)
                force(path.parent.parent)
            unfinished = path.with_name(f"{path.name}.{secrets.token_hex(8)}{UNFINISHED}")
            try:
                write_whole(unfinished, content)
                unfinished.replace(path)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise
            force(path.parent)

    @contextmanager
    def _lock(self, kind: int) -> Iterator[None]:
        """Writers share the lock; a sweep waits for all of them. The system takes it from a writer that is killed."""
        with (self.root / "lock").open("ab") as file:
            fcntl.flock(file, kind)
            yield

    def _faults_of_content(self) -> Iterator[str]:
        for path in _files(self._content):
            if path.name.endswith(UNFINISHED):
                yield f"{path} was left unfinished by a writer that was stopped; sweep removes it"
            elif not _in_place(self._content, path):
                yield f"{path} does not belong to the store; move it elsewhere"
            elif hashlib.sha256(path.read_bytes()).hexdigest() != path.name:
                yield f"{path} is damaged or cut short; restore it from a backup, or put it again"

    def _faults_of_keys(self) -> Iterator[str]:
        for path in _files(self._keys):
            sha256 = path.read_bytes().strip().decode("ascii", "replace")
            if path.name.endswith(UNFINISHED):
                yield f"{path} was left unfinished by a writer that was stopped; sweep removes it"
            elif not _in_place(self._keys, path):
                yield f"{path} does not belong to the store; move it elsewhere"
            elif not SHA256.fullmatch(sha256) or not self.path(sha256).is_file():
                yield f"{path} names no content that is here; delete it, and it is made again when it is next needed"


def _place(folder: Path, name: str) -> Path:
    if not SHA256.fullmatch(name):
        raise ValueError(f"{name!r} is not a sha256: 64 digits 0-9 and a-f")
    return folder / name[:2] / name


def _in_place(folder: Path, path: Path) -> bool:
    return bool(SHA256.fullmatch(path.name)) and path == _place(folder, path.name)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except FileNotFoundError:
        return False


def write_whole(path: Path, content: bytes) -> None:
    """Write a new file that the world may not read, and force it to disk."""
    with open(path, "xb", opener=_private) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _private(path: str, flags: int) -> int:
    """Uploads and exempt parts lie here too: the world may not read them past the application."""
    return os.open(path, flags, 0o640)


def force(folder: Path) -> None:
    """Force a folder's names to disk; a rename is not kept before that."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
