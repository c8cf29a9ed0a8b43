"""What a search looks for and how a find is shown: the same on every database, which only matches and ranks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

MOST_TERMS = 12
EXCERPT = 240  # characters

_TERM = re.compile(r'"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)')
_SILENT_WORDS = """
    a about all also an and any are as at be been but by can did do does for from had has have he her his how i if in
    into is it its me my no not of on or our out s she so some t than that the their them then there these they this
    those to up us was we were what when where which who whom why will with you your
"""
_SILENT = frozenset(_SILENT_WORDS.split())


def fold(text: str) -> str:
    """Plain letters and digits at the same places: accents taken off, everything else a space.

    As long as the text, so that a place found in the one is the place in the other.
    """
    return "".join(_plain(character) for character in text)


def _plain(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isalnum() else " "


def terms(asked: str) -> tuple[str, ...]:
    """What must all be found, each a word or several that follow one another; empty when nothing can be.

    Words between quotation marks stay together, and so do the parts of 5/21. Words that stand in every text, such as
    "the", are not looked for.
    """
    whole = unicodedata.normalize("NFC", asked)
    found = (" ".join(fold(match["phrase"] or match["word"] or "").split()) for match in _TERM.finditer(whole))
    telling = (term for term in found if set(term.lower().split()) - _SILENT)
    return tuple(dict.fromkeys(telling))[:MOST_TERMS]


def marks(highlighted: str, opening: str = "[", closing: str = "]") -> tuple[tuple[int, int], ...]:
    """Where the marked stretches of a folded text lie in the text without its marks: (first, after the last)."""
    spans: list[tuple[int, int]] = []
    place = start = 0
    for character in highlighted:
        if character == opening:
            start = place
        elif character == closing:
            spans.append((start, place))
        else:
            place += 1
    return tuple(spans)


def excerpt(text: str, spans: Sequence[tuple[int, int]], length: int = EXCERPT) -> tuple[tuple[str, bool], ...]:
    """About `length` characters around the first find, cut between words: (stretch, whether it was looked for)."""
    first, last = _window(text, spans[0][0] if spans else 0, length)
    pieces: list[tuple[str, bool]] = [("… ", False)] if first else []
    place = first
    for start, end in spans:
        if start < place or end > last:
            continue
        pieces += [(text[place:start], False), (text[start:end], True)]
        place = end
    pieces += [(text[place:last], False), (" …" if last < len(text) else "", False)]
    return tuple((words, found) for words, found in pieces if words)


def _window(text: str, around: int, length: int) -> tuple[int, int]:
    """Where to cut: before a word and after one; inside one that is as long as the whole stretch."""
    first = max(0, min(around - length // 4, len(text) - length))
    last = min(first + length, len(text))
    if first:
        first = text.find(" ", first - 1, around) + 1 or around
    if last < len(text):
        gap = text.rfind(" ", around, last + 1)
        last = gap if gap > around else last
    return first, last
