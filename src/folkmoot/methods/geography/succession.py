"""Which area of one edition is which of another: codes change without the area changing, and the other way round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """By what two listings are held to be of one area; tried in this order."""

    EXTENT = "extent"
    CODE = "code"
    NAME = "name"

    @property
    def words(self) -> str:
        """The rule in words."""
        return {
            "extent": "the same ground",
            "code": "the same code",
            "name": "the same name in the same district",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Listed:
    """An area as an edition lists it; `extent` are the smaller areas that it holds, none where they are not known."""

    code: str
    name: str
    within: str = ""
    extent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Link:
    """One area in two editions. `same_ground` is None where the extent of either is not known."""

    before: str
    after: str
    rule: Rule
    same_ground: bool | None

    @property
    def words(self) -> str:
        """What became of the area."""
        code = "the same code" if self.before == self.after else "a new code"
        if self.same_ground is None:
            return code
        return f"{code}, {'the same' if self.same_ground else 'other'} ground"


def links(before: Sequence[Listed], after: Sequence[Listed]) -> tuple[Link, ...]:
    """The areas that both editions list, in the order of their earlier codes; an area without a link ended or began.

    Areas are the same where they cover the same ground; of those left, where they have the same code; of those left,
    where they have the same name within the same larger area, "&" and "and" being one. What several areas share links
    none of them.
    """
    found: list[Link] = []
    left, right = list(before), list(after)
    for rule, by in _KEYS.items():
        pairs = _pairs(left, right, by)
        found += [Link(a.code, b.code, rule, _same_ground(a, b)) for a, b in pairs]
        left = [each for each in left if all(each is not a for a, _ in pairs)]
        right = [each for each in right if all(each is not b for _, b in pairs)]
    return tuple(sorted(found, key=lambda link: link.before))


def plain(name: str) -> str:
    """A name without what editions write differently: capitals, "&", apostrophes, spaces."""
    words = name.casefold().replace("&", " and ").replace("’", "").replace("'", "").replace("-", " ")
    return " ".join(words.split())


def _by_extent(place: Listed) -> Hashable:
    return place.extent or None


def _by_code(place: Listed) -> Hashable:
    return place.code


def _by_name(place: Listed) -> Hashable:
    return (plain(place.name), place.within) if place.name else None


_KEYS: dict[Rule, Callable[[Listed], Hashable]] = {Rule.EXTENT: _by_extent, Rule.CODE: _by_code, Rule.NAME: _by_name}


def _pairs(
    before: Iterable[Listed], after: Iterable[Listed], by: Callable[[Listed], Hashable]
) -> list[tuple[Listed, Listed]]:
    """Those on either side that alone have a key, paired by it; None is no key."""
    left, right = _alone(before, by), _alone(after, by)
    return [(left[key], right[key]) for key in left if key in right]


def _alone(places: Iterable[Listed], by: Callable[[Listed], Hashable]) -> dict[Hashable, Listed]:
    places = list(places)
    number = Counter(map(by, places))
    return {by(each): each for each in places if by(each) is not None and number[by(each)] == 1}


def _same_ground(before: Listed, after: Listed) -> bool | None:
    return before.extent == after.extent if before.extent and after.extent else None
