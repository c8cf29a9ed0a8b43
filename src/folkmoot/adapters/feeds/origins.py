"""Where geographic files are from, by the beginnings of their names: read from definitions/sources.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from folkmoot.methods.document.keys import Keys, load, text_of


@dataclass(frozen=True, slots=True)
class Origin:
    """What is said of a file. `rules` is the rule of a lookup by the key of its edition, where one is stated."""

    begins: str = ""
    title: str = ""
    source: str = ""
    licence: str = ""
    attribution: str = ""
    note: str = ""
    rules: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Origins:
    """The origins of files, and what holds for every one that has none of its own."""

    every: Origin
    files: tuple[Origin, ...]

    def of(self, file: str) -> Origin:
        """The origin of a file: the one with the longest beginning of its name."""
        fitting = [each for each in self.files if file.startswith(each.begins)]
        return max(fitting, key=lambda each: len(each.begins), default=self.every)


def read(path: Path) -> Origins:
    """The origins of a file. BadSource says what to put right, naming file, line and key."""
    content = path.read_bytes()
    keys = Keys(load(content, path.name), "", path.name, text_of(content, path.name))
    every = _origin(keys.table("every"), Origin())
    files = tuple(_origin(each, every) for each in keys.tables("file", "file"))
    keys.finish()
    return Origins(every, files)


def _origin(table: Keys, usual: Origin) -> Origin:
    found = Origin(
        table.words("begins") if usual.source else "",
        table.words("title", ""),
        table.words("source", usual.source or None),
        table.words("licence", usual.licence or None),
        table.words("attribution", usual.attribution),
        table.words("note", ""),
        table.mapping("rules"),
    )
    table.finish()
    return found
