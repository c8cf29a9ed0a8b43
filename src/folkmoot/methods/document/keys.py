"""The keys of a source file (TOML): each is asked for by name, and every fault names file, line and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from math import isfinite
from typing import Any, TypeVar

from folkmoot.methods.calendars.counting import LONDON
from folkmoot.methods.document import inline

Choice = TypeVar("Choice", bound=StrEnum)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class BadSource(ValueError):
    """A source file that cannot be read; the message names the file, the key and, where known, the line."""


def load(content: bytes, name: str) -> dict[str, Any]:
    """The tables of a source file, their keys not yet looked at."""
    try:
        return tomllib.loads(text_of(content, name))
    except tomllib.TOMLDecodeError as error:
        raise BadSource(f"{name}: this is not TOML: {error}") from error


def text_of(content: bytes, name: str) -> str:
    """The words of a source file, for the numbers of its lines."""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise BadSource(f"{name}: byte {error.start} is not UTF-8; save the file as UTF-8") from error


class Keys:
    """One TOML table, read key by key; what is missing, of another type or left over is a fault with its place."""

    def __init__(self, values: Mapping[str, Any], place: str, file: str, text: str) -> None:
        self.values, self.place, self.file, self.text = dict(values), place, file, text

    def fault(self, key: str, message: str) -> BadSource:
        """An error that says where: file, line of the key or else of the nearest id or [table], place and key."""
        line = self._line(key)
        where = ", ".join(part for part in (self.file, line, self.place, key) if part)
        return BadSource(f"{where}: {message}")

    def _line(self, key: str) -> str:
        inner, *outer = reversed(self.place.split(", "))
        at = self._start(inner)
        if at is not None:
            at = self._place_of(key, at)
        else:
            at = next((start for start in map(self._start, outer) if start is not None), None)
        return "" if at is None else f"line {self.text.count(chr(10), 0, at) + 1}"

    def _start(self, part: str) -> int | None:
        """Where one part of a place stands: a [table], an element by its id, or the so-maniest of its kind."""
        kind, _, wanted = part.rpartition(" ")
        if wanted.isdigit():
            heads = [*re.finditer(rf"^\[\[(?:.*\.)?{re.escape(kind)}\]\]", self.text, re.MULTILINE)]
            return heads[int(wanted) - 1].start() if int(wanted) <= len(heads) else None
        wanted = wanted.strip("'")
        sought = rf"^{re.escape(wanted)}" if wanted[:1] == "[" else rf"""\bid\s*=\s*["']{re.escape(wanted)}["']"""
        match = re.search(sought, self.text, re.MULTILINE) if wanted else None
        return match.start() if match else None

    def _place_of(self, key: str, near: int) -> int:
        """Where a key stands in the table around a place, or the place if it is not there."""
        start, end = self.text.rfind("\n[", 0, near + 1) + 1, self.text.find("\n[", near)
        sought = re.compile(rf"(?:^|[{{,])[ \t]*{re.escape(key)}[ \t]*=", re.MULTILINE)
        found = sought.search(self.text, start, end if end >= 0 else len(self.text))
        return found.end() if found else near

    def _take(self, key: str, kind: type[Any], default: Any, wanted: str) -> Any:
        if key not in self.values and default is None:
            raise self.fault(key, "is missing")
        if key not in self.values:
            return default
        value = self.values.pop(key)
        if type(value) is not kind:
            raise self.fault(key, f"should be {wanted}")
        return value

    def words(self, key: str, default: str | None = None) -> str:
        """A string, its line breaks as spaces."""
        return " ".join(str(self._take(key, str, default, "text in quotation marks")).split())

    def id(self) -> str:
        """The permanent id of the element."""
        found = self.words("id")
        if not _ID.fullmatch(found):
            raise self.fault("id", f"{found!r} is no id; use small letters, digits and single hyphens")
        return found

    def flag(self, key: str) -> bool:
        """true or false; false when it is not there."""
        return bool(self._take(key, bool, False, "true or false"))

    def whole(self, key: str, default: int) -> int:
        """A whole number."""
        return int(self._take(key, int, default, "a whole number"))

    def number(self, key: str, default: float | None = None) -> float:
        """A number, whole or not."""
        if type(self.values.get(key)) is int:
            self.values[key] = float(self.values[key])
        found = float(self._take(key, float, default, "a number"))
        if not isfinite(found):
            raise self.fault(key, "should be a finite number")
        return found

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of numbers, whole or not."""
        found = self._take(key, list, [], "a list of numbers")
        if not all(type(member) in (int, float) and isfinite(member) for member in found):
            raise self.fault(key, "should be a list of numbers")
        return tuple(float(member) for member in found)

    def day(self, key: str) -> date | None:
        """A date, or None."""
        value = self.values.pop(key, None)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise self.fault(key, "should be a date such as 2021-11-11, without quotation marks")
        return value

    def moment(self, key: str) -> datetime | None:
        """A date and time by the clock of London, or None."""
        value = self.values.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, datetime) or value.tzinfo is not None:
            raise self.fault(key, "should be London's date and time such as 2021-11-11T10:00:00, without an offset")
        return value.replace(tzinfo=LONDON)

    def clock(self, key: str) -> time | None:
        """A time of day, or None."""
        value = self.values.pop(key, None)
        if value is not None and not isinstance(value, time):
            raise self.fault(key, "should be a time such as 09:00:00, without quotation marks")
        return value

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """One of the words of an enum."""
        found = self.words(key, default)
        try:
            return kind(found)
        except ValueError:
            raise self.fault(key, f"{found!r} is none of {', '.join(kind)}") from None

    def run(self, key: str, default: str | None = None) -> inline.Run:
        """Words with light markup."""
        return self.marked(key, self.words(key, default))

    def marked(self, key: str, words: str) -> inline.Run:
        """Words already taken, with their light markup read."""
        try:
            return inline.parse(words)
        except inline.UnsafeLink as error:
            raise self.fault(key, str(error)) from error

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of strings."""
        found = self._take(key, list, [], "a list of texts")
        if not all(isinstance(member, str) for member in found):
            raise self.fault(key, "should be a list of texts")
        return tuple(" ".join(member.split()) for member in found)

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A list of [label, value]."""
        found = self._take(key, list, [], "a list of [label, value]")
        for pair in found:
            if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(member, str) for member in pair)):
                raise self.fault(key, f"each member should be [label, value]; {pair!r} is not")
        return tuple((first, second) for first, second in found)

    def mapping(self, key: str) -> dict[str, str]:
        """A table of strings."""
        found = self._take(key, dict, {}, "a table of texts")
        if not all(isinstance(value, str) for value in found.values()):
            raise self.fault(key, "should be a table of texts")
        return dict(found)

    def tables(self, key: str, kind: str) -> Iterator[Keys]:
        """The members of an array of tables, each placed by its id."""
        for position, member in enumerate(self._take(key, list, [], "a list of tables"), 1):
            if not isinstance(member, dict):
                raise self.fault(key, "should be a list of tables")
            named = f"{kind} {member['id']!r}" if isinstance(member.get("id"), str) else f"{kind} {position}"
            place = f"{self.place}, {named}" if self.place else named
            yield Keys(member, place, self.file, self.text)

    def table(self, key: str) -> Keys:
        """A table."""
        return Keys(self._take(key, dict, None, "a table"), f"[{key}]", self.file, self.text)

    def finish(self) -> None:
        """A fault when keys are left that nobody asked for, such as a misspelt one."""
        if self.values:
            raise self.fault(min(self.values), "is not a key that belongs here; look for a slip of the pen")
