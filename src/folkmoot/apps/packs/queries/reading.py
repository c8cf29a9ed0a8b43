"""The papers of a meeting as a member reads them, with the member's own notes beside them."""

from __future__ import annotations

from dataclasses import dataclass

from folkmoot.apps.accounts.models import User
from folkmoot.apps.packs.models import Note, PackPart, PackVersion
from folkmoot.apps.packs.queries import store, versions
from folkmoot.apps.packs.terms import PackKind
from folkmoot.methods.document import wire
from folkmoot.methods.document.inline import plain
from folkmoot.methods.document.model import Block, Document, Item, ItemList, Paragraph, Section, walk

SHORT = 90


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the newest published version that somebody may read, and how many notes they keep on it."""

    part: PackPart
    notes: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A note, and whether the paragraph that it was written on still stands in the newest version."""

    note: Note
    stands: bool


def papers(user: User, meeting_id: int, *, restricted: bool) -> list[Paper]:
    """The papers of a meeting in their order; with `restricted` the exempt ones too."""
    counts: dict[str, int] = {}
    for part in Note.objects.filter(user=user, meeting=meeting_id).values_list("part", flat=True):
        counts[part] = counts.get(part, 0) + 1
    return [Paper(part, counts.get(part.part, 0)) for part in _parts(meeting_id, restricted=restricted)]


def paper(meeting_id: int, part: str, *, restricted: bool) -> PackPart | None:
    """One paper, or None where there is none that may be read."""
    return next((each for each in _parts(meeting_id, restricted=restricted) if each.part == part), None)


def document(part: PackPart) -> Document | None:
    """The paper's document as it was frozen; None for one that came as a file."""
    return wire.load(store().read(part.document).decode()) if part.document else None


def paragraphs(found: Document) -> list[tuple[str, str]]:
    """What a note can hang on: the id of each paragraph, list item and table with its first words."""
    return [(each.id, words) for each in walk(found) if (words := _first_words(each))]


def notes(user: User, meeting_id: int, part: str, standing: set[str]) -> list[Kept]:
    """Somebody's own notes on a paper, those on paragraphs that are gone last."""
    rows = Note.objects.filter(user=user, meeting=meeting_id, part=part)
    return sorted((Kept(row, row.block in standing) for row in rows), key=lambda kept: not kept.stands)


def _parts(meeting_id: int, *, restricted: bool) -> list[PackPart]:
    kind = PackKind.RESTRICTED if restricted else PackKind.PUBLIC
    newest = _newest(meeting_id, kind) or (_newest(meeting_id, PackKind.PUBLIC) if restricted else None)
    return list(newest.parts.all()) if newest else []


def _newest(meeting_id: int, kind: PackKind) -> PackVersion | None:
    return versions(meeting_id, kind).filter(published_at__isnull=False).first()


def _first_words(each: Block | Item | Section) -> str:
    if isinstance(each, Paragraph | Item):
        words = plain(each.content)
        number = f"{each.number}. " if isinstance(each, Paragraph) and each.number else ""
        return f"{number}{words[:SHORT]}{'…' if len(words) > SHORT else ''}"
    if isinstance(each, ItemList | Section):
        return ""
    return getattr(each, "caption", "") or ""
