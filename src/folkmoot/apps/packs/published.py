"""What the world may read of packs: published versions of public packs, their parts as frozen, files and the search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from folkmoot.adapters.charts import render
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.packs import queries
from folkmoot.apps.packs.models import PackPart, PackVersion
from folkmoot.apps.packs.queries import front
from folkmoot.apps.packs.queries import search as searches
from folkmoot.apps.packs.terms import Edition, PackKind
from folkmoot.methods.document import quoting, searching, wire
from folkmoot.methods.document.model import Document, Figure, PartKind, walk
from folkmoot.methods.numbering import labels


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A published version in a list; `changes` are sentences and empty for the first one."""

    meeting_id: int
    number: int
    published_at: datetime
    pages: int
    size: int
    sha256: str
    large_print_pages: int
    large_print_size: int
    changes: tuple[str, ...]
    newest: bool


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of a version; `pages` is "(Pages 7 - 28)" and empty for front matter, `attached` says it is a PDF."""

    id: str
    title: str
    kind: PartKind
    agenda_number: str
    pages: str
    first_folio: str
    last_folio: str
    attached: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """A part that keeps the pack from claiming PDF/UA or PDF/A, and why."""

    part: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version with its parts in order, and what it claims of itself."""

    line: VersionLine
    parts: tuple[PartLine, ...]
    claims_accessible: bool
    claims_archival: bool
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """A part as frozen; `document` is None for an uploaded PDF. `before` and `after` are its neighbours."""

    version: VersionLine
    line: PartLine
    document: Document | None
    before: PartLine | None
    after: PartLine | None


@dataclass(frozen=True, slots=True)
class Recommended:
    """What a published report recommends: a document of its recommendations alone, with ids that nothing else has."""

    agenda_number: str
    words: Document


@dataclass(frozen=True, slots=True)
class FileView:
    """A file to be sent as it lies, under a name that says what it is."""

    path: Path
    name: str
    size: int
    sha256: str
    media_type: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a snippet; `found` marks the words that were looked for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with where it stands."""

    meeting_id: int
    committee: str
    starts_at: datetime
    part_id: str
    block_id: str
    title: str
    pages: str
    snippet: tuple[Piece, ...]
    invented: bool


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits, the best first, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A publication in the feed of what changed."""

    meeting_id: int
    committee: str
    committee_slug: str
    starts_at: datetime
    number: int
    at: datetime
    changes: tuple[str, ...]
    invented: bool


def versions(meeting_id: int) -> tuple[VersionLine, ...]:
    """The published versions of a meeting's pack, the newest first."""
    rows = list(_published(meeting_id))
    return tuple(_line(row, newest=row is rows[0]) for row in rows)


def published_at(meeting_id: int) -> datetime | None:
    """When a meeting's agenda was first published, or None."""
    return _published(meeting_id).values_list("published_at", flat=True).order_by("number").first()


def version(meeting_id: int, number: int | None = None) -> VersionView | None:
    """A published version with its parts: the one with that number, or the newest; None where there is none."""
    row = _row(meeting_id, number)
    if row is None:
        return None
    parts = tuple(part_line(part) for part in row.parts.all())
    titles = {part.id: part.title for part in parts}
    return VersionView(
        line=_line(row, newest=_is_newest(row)),
        parts=parts,
        claims_accessible=row.claims_accessible,
        claims_archival=row.claims_archival,
        faults=tuple(Fault(part, titles.get(part, part), reason) for part, reason in row.faults),
    )


def part(meeting_id: int, part_id: str, number: int | None = None) -> PartView | None:
    """A part of a published version as it was frozen; None where there is none."""
    row = _row(meeting_id, number)
    parts = list(row.parts.all()) if row else []
    place = next((place for place, each in enumerate(parts) if each.part == part_id), None)
    if row is None or place is None:
        return None
    found = parts[place]
    return PartView(
        version=_line(row, newest=_is_newest(row)),
        line=part_line(found),
        document=document_of(found) if found.document else None,
        before=part_line(parts[place - 1]) if place else None,
        after=part_line(parts[place + 1]) if place + 1 < len(parts) else None,
    )


def overrides(meeting_id: int) -> tuple[str, ...]:
    """Where the newest published version was published although a rule is not kept: which, on which ground, by whom."""
    row = _row(meeting_id, None)
    if row is None:
        return ()
    items = list(row.pack.meeting.items.all())
    return tuple(front.overriding(each, items) for each in row.pack.meeting.overrides.filter(at__lte=row.built_at))


def recommendations(meeting_id: int, number: int | None = None) -> tuple[Recommended, ...]:
    """The recommendations of the reports of a published version, each as its report was frozen, in agenda order."""
    row = _row(meeting_id, number)
    reports = row.parts.filter(kind=PartKind.REPORT).exclude(document="") if row else ()
    found = (Recommended(part.agenda_number, quoting.recommended(document_of(part), "quoted")) for part in reports)
    return tuple(each for each in found if each.words.sections)


def file(meeting_id: int, number: int | None = None, edition: Edition = Edition.STANDARD) -> FileView | None:
    """The PDF of a published version; None where there is none."""
    row = _row(meeting_id, number)
    return file_of(row, edition) if row else None


def attachment(meeting_id: int, part_id: str, number: int | None = None) -> FileView | None:
    """The uploaded PDF that is a part of a published version; None where there is none."""
    row = _row(meeting_id, number)
    found = row.parts.filter(part=part_id).exclude(attachment="").first() if row else None
    return _attached(found) if found else None


def figure(meeting_id: int, part_id: str, block_id: str, number: int | None = None) -> str | None:
    """The SVG of a figure of a published version, drawn once; None where there is none."""
    row = _row(meeting_id, number)
    found = row.parts.filter(part=part_id).exclude(document="").first() if row else None
    return figure_of(found, block_id) if found else None


def search(
    words: str, *, committee: str = "", kind: PartKind | None = None, limit: int = 20, offset: int = 0
) -> Results:
    """Passages of the newest published packs that hold all the words, the best first. Any input is safe.

    Only the papers of one committee, by its slug, or of one kind are searched where asked.
    """
    total, found = searches.search(words, committee=committee, kind=kind, limit=limit, offset=offset)
    return Results(total, tuple(_hit(each) for each in found))


def changes(limit: int = 50, *, committee: str = "") -> tuple[ChangeView, ...]:
    """What was published, the newest first; of one committee where asked."""
    rows = (
        PackVersion.objects.filter(pack__kind=PackKind.PUBLIC, published_at__isnull=False)
        .select_related("pack__meeting__organization")
        .order_by("-published_at", "-id")
    )
    if committee:
        rows = rows.filter(pack__meeting__organization__slug=committee)
    return tuple(_changes(rows[:limit]))


def papers() -> tuple[tuple[int, str], ...]:
    """Meeting and part id of every part of the newest published packs."""
    newest = PackVersion.objects.filter(pack=OuterRef("version__pack"), published_at__isnull=False).order_by("-number")
    rows = PackPart.objects.filter(version=Subquery(newest.values("pk")[:1]), version__pack__kind=PackKind.PUBLIC)
    return tuple(rows.order_by("version__pack__meeting", "order").values_list("version__pack__meeting", "part"))


def part_line(row: PackPart) -> PartLine:
    """A part in a list."""
    return PartLine(
        id=row.part,
        title=row.title,
        kind=PartKind(row.kind),
        agenda_number=row.agenda_number,
        pages=labels.pages(row.first_folio, row.last_folio) if row.numbered else "",
        first_folio=row.first_folio,
        last_folio=row.last_folio,
        attached=bool(row.attachment),
    )


def _hit(found: searches.Found) -> Hit:
    passage = found.passage
    meeting = passage.part.version.pack.meeting
    line = part_line(passage.part)
    return Hit(
        meeting_id=meeting.pk,
        committee=meeting.organization.name,
        starts_at=meeting.starts_at,
        part_id=line.id,
        block_id=passage.block,
        title=line.title,
        pages=line.pages,
        snippet=tuple(Piece(text, marked) for text, marked in searching.excerpt(passage.words, found.spans)),
        invented=meeting.provenance == Provenance.INVENTED,
    )


def document_of(row: PackPart) -> Document:
    """A part's document as it was frozen."""
    return wire.load(queries.store().read(row.document).decode())


def figure_of(row: PackPart, block_id: str) -> str | None:
    """The SVG of a figure of a part; None where the part has no such figure."""
    figures = [each for each in walk(document_of(row)) if isinstance(each, Figure) and each.id == block_id]
    if not figures:
        return None
    kept, fonts = queries.store(), Path(settings.FONTS)
    key = kept.key_of("figure", render.ENGINE, row.document, block_id)
    return kept.made(key, lambda: render.draw(figures[0], fonts=fonts).encode()).decode()


def file_of(row: PackVersion, edition: Edition) -> FileView:
    """The PDF of a version, as it lies in the store."""
    large = edition == Edition.LARGE_PRINT
    return FileView(
        path=queries.path(row, edition),
        name=queries.file_name(row, edition),
        size=row.large_print_size if large else row.size,
        sha256=row.large_print_sha256 if large else row.sha256,
    )


def _attached(row: PackPart) -> FileView:
    path = queries.store().path(row.attachment)
    return FileView(path=path, name=f"{row.part}.pdf", size=path.stat().st_size, sha256=row.attachment)


def _published(meeting_id: int) -> QuerySet[PackVersion]:
    return (
        PackVersion.objects.filter(pack__meeting=meeting_id, pack__kind=PackKind.PUBLIC, published_at__isnull=False)
        .select_related("pack__meeting__organization")
        .order_by("-number")
    )


def _row(meeting_id: int, number: int | None) -> PackVersion | None:
    rows = _published(meeting_id)
    return (rows if number is None else rows.filter(number=number)).first()


def _is_newest(row: PackVersion) -> bool:
    return not PackVersion.objects.filter(pack=row.pack_id, published_at__isnull=False, number__gt=row.number).exists()


def _line(row: PackVersion, *, newest: bool) -> VersionLine:
    assert row.published_at is not None, "only published versions are shown"
    return VersionLine(
        meeting_id=row.pack.meeting_id,
        number=row.number,
        published_at=row.published_at,
        pages=row.pages,
        size=row.size,
        sha256=row.sha256,
        large_print_pages=row.large_print_pages,
        large_print_size=row.large_print_size,
        changes=tuple(row.changes),
        newest=newest,
    )


def _changes(rows: Iterable[PackVersion]) -> Iterable[ChangeView]:
    for row in rows:
        assert row.published_at is not None, "only published versions are shown"
        meeting = row.pack.meeting
        yield ChangeView(
            meeting_id=meeting.pk,
            committee=meeting.organization.name,
            committee_slug=meeting.organization.slug,
            starts_at=meeting.starts_at,
            number=row.number,
            at=row.published_at,
            changes=tuple(row.changes),
            invented=meeting.provenance == Provenance.INVENTED,
        )
