"""That nothing exempt is in a public pack: which words are looked for, and the refusal when they are found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from folkmoot.adapters.typeset import leaks
from folkmoot.apps.committees.models import AgendaItem
from folkmoot.apps.packs.queries.papers import Paper, called
from folkmoot.methods.document.model import Document, Figure, Heading, Section, Table, Unpublished, walk
from folkmoot.methods.document.words import words

FEWEST = 10  # letters; fewer say little by themselves, and occur by chance
TELLING = 5  # letters; words of so many, and numbers, can make a sentence a secret's own
FEWEST_TELLING = 3  # words; "The Committee is RECOMMENDED to" has two

RUN = 4  # words of an uploaded PDF; whoever copies seven in a row copies one run whole

Read = Callable[[str], bytes]
_SENTENCE = re.compile(r"(?<=[.;:!?])\s+|\n+")


class Leaked(ValueError):
    """Words of an exempt item stand in the public pack; nothing was built or published."""


class Unproved(ValueError):
    """The check could not find an exempt item's words where they must be, so its silence would prove nothing."""


def refuse(looked_for: Mapping[str, str], files: Iterable[bytes]) -> None:
    """Leaked, naming parts, places and words, when one of the public files holds any of the words."""
    for pdf in files:
        found = leaks.find(pdf, sorted(looked_for))
        if found:
            where = sorted({f"{looked_for[leak.words]}, {leak.where}: {leak.words!r}" for leak in found})
            raise Leaked(f"The public pack was not kept: words of an exempt part stand in it. {'; '.join(where[:5])}")


def refuse_shown(looked_for: Mapping[str, str], shown: Iterable[tuple[str, bytes]]) -> None:
    """Leaked, naming parts, addresses and words, when a page, a feed or the search would show any of the words."""
    for place, content in shown if looked_for else ():
        found = leaks.find_in(place, content, sorted(looked_for))
        if found:
            where = sorted({f"{looked_for[leak.words]}, at {leak.where}: {leak.words!r}" for leak in found})
            raise Leaked(f"It was not published: words of an exempt part would be public. {'; '.join(where[:5])}")


def prove(looked_for: Mapping[str, str], files: Sequence[bytes]) -> None:
    """Unproved unless the check sees all the words where they must be. Half of them will do, since pages break."""
    halves = {text: [text, *_halves(text)] for text in looked_for}
    every = sorted({half for each in halves.values() for half in each})
    seen = {leak.words for pdf in files for leak in leaks.find(pdf, every)}
    unseen = sorted(text for text, each in halves.items() if not seen.intersection(each))
    if unseen:
        raise Unproved(
            f"The check for exempt words does not see {unseen[0]!r} of {looked_for[unseen[0]]} where it must stand, "
            "so that it could miss it elsewhere. The pack was not kept."
        )


def provable(looked_for: Mapping[str, str], exempt: Iterable[Paper]) -> dict[str, str]:
    """What must stand in the exempt files themselves: all but what we call a PDF that came as a file."""
    called_by_us = {paper.title for paper in exempt if not isinstance(paper.content, Document)}
    return {text: part for text, part in looked_for.items() if text not in called_by_us}


def sources(items: Iterable[AgendaItem]) -> dict[str, str]:
    """What forbids to make confidential items known, which is not to be public itself, each with its item."""
    named = ((item.confidential_source, called(item)) for item in items)
    return {source: item for source, item in named if len(letters(source)) >= FEWEST}


def planted(exempt: Sequence[Paper], public: Sequence[Paper], read: Read) -> dict[str, str]:
    """The sentences, titles and cells of exempt papers that must not be public, each with the part that it is from.

    Of a PDF that came as a file, which `read` fetches by its digest, every few words that a page shows. What a public
    part has too is looked for only where it is running text with a word that stands nowhere else in public: so the name
    of the committee and "is RECOMMENDED to note this report" may stand in both.
    """
    names = [text for paper in public for text in _names(paper)]
    sentences = [text for paper in public for text in _sentences(paper, read)]
    known = letters(" ".join((*names, *sentences)))
    found: dict[str, str] = {}
    for paper in exempt:
        said = list(_sentences(paper, read))
        for text in (*_names(paper), *said):
            if len(letters(text)) >= FEWEST and letters(text) not in known:
                found[text] = paper.id
        for text in said:
            if len(letters(text)) >= FEWEST and letters(text) in known and _own_words(text, (*names, *sentences)):
                found[text] = paper.id
    return found


def _own_words(text: str, public: Iterable[str]) -> set[str]:
    """The telling words of a sentence that stand in no other public text; none of a sentence that has one or two."""
    if len(_telling(text)) < FEWEST_TELLING:
        return set()
    others = (other for other in public if letters(text) not in letters(other))
    return _telling(text).difference(*map(_telling, others))


def _telling(text: str) -> set[str]:
    split = (letters(word) for word in text.split())
    return {word for word in split if len(word) >= TELLING or any(map(str.isdigit, word))}


def letters(text: str) -> str:
    """Letters and digits alone, without case."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _names(paper: Paper) -> Iterator[str]:
    """What is called something: titles, headings, labels of columns, the values of particulars and closing lines."""
    yield paper.title
    if isinstance(paper.content, Document):
        yield from (paper.content.subtitle, paper.content.author)
        yield from (value for _, value in (*paper.content.particulars, *paper.content.closing))
        for element in walk(paper.content):
            match element:
                case Section(title=text) | Heading(text=text):
                    yield text
                case Table(columns=columns):
                    yield from (column.label for column in columns)


def _sentences(paper: Paper, read: Read) -> Iterator[str]:
    """What is said: running text sentence by sentence, tables cell by cell, an uploaded PDF run by run of its words."""
    if isinstance(paper.content, Document):
        for text in _said(paper.content):
            yield from filter(None, map(str.strip, _SENTENCE.split(text)))
    else:
        for page in leaks.shown(read(paper.content.sha256)):
            said = page.split()
            yield from (" ".join(said[at : at + RUN]) for at in range(0, len(said), RUN))


def _said(document: Document) -> Iterator[str]:
    yield from document.notes
    texts = words(document)
    for element in walk(document):
        match element:
            case Section() | Heading():
                continue
            case Table(caption=caption, rows=rows, notes=notes):
                yield from (caption, *notes, *(cell for row in rows for cell in row))
            case Figure(caption=caption, alternative=alternative, notes=notes):
                yield from (caption, alternative, *notes)
            case Unpublished(caption=caption, reason=reason):
                yield from (caption, reason)
            case _:
                yield texts.get(element.id, "")


def _halves(text: str) -> list[str]:
    split = text.split()
    cut = len(split) // 2
    halves = (" ".join(split[:cut]), " ".join(split[cut:]))
    return [half for half in halves if len(letters(half)) >= FEWEST]
