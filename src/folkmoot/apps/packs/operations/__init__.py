"""Verbs of packs: build a version, publish it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from unicodedata import normalize

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from folkmoot.adapters.typeset import merge, pdf
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.models.mail import Announcement
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event, Occasion
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.operations import news
from folkmoot.apps.packs import queries, rules
from folkmoot.apps.packs.models import Pack, PackPart, PackVersion, Passage
from folkmoot.apps.packs.operations.building import Before, Built, build
from folkmoot.apps.packs.operations.overriding import NoSuchFinding, override_finding
from folkmoot.apps.packs.operations.setting import Press, Progress, Step, fonts_digest
from folkmoot.apps.packs.published import document_of
from folkmoot.apps.packs.queries import front, secrecy
from folkmoot.apps.packs.queries.gate import gate
from folkmoot.apps.packs.queries.papers import Paper, Papers, gather
from folkmoot.apps.packs.queries.secrecy import Leaked, Unproved
from folkmoot.apps.packs.terms import Edition, PackKind
from folkmoot.apps.records import published as records
from folkmoot.methods.document import wire
from folkmoot.methods.document.model import Document, Source, Table, walk
from folkmoot.methods.document.searching import fold
from folkmoot.methods.document.words import words
from folkmoot.methods.numbering.folios import Leaf

__all__ = [
    "Leaked",
    "NoSuchFinding",
    "NotReady",
    "Overtaken",
    "Progress",
    "Step",
    "Unproved",
    "build_pack",
    "override_finding",
    "publish_pack",
]


class NotReady(ValueError):
    """A pack cannot be built or published; `problems` has a sentence for each part in the way, naming it."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("The pack is not ready. " + " ".join(problems))
        self.problems = problems


class Overtaken(RuntimeError):
    """Another version was published while this one was being built; build it again."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be built, read before anything is set."""

    meeting: Meeting
    kind: PackKind
    frame: front.Frame
    found: Papers
    before: PackVersion | None

    @property
    def papers(self) -> tuple[Paper, ...]:
        return self.found.public + (self.found.exempt if self.kind == PackKind.RESTRICTED else ())


def build_pack(
    *,
    meeting_id: int,
    by: User | None,
    at: datetime,
    restricted: bool = False,
    progress: Progress = lambda _: None,
) -> PackVersion:
    """Build a version of a meeting's pack; where nothing changed since the newest, that version is returned.

    The files are in the store before the database knows of them. NotReady lists every part that cannot be set; Leaked
    and Unproved tell of the exempt items' check; Overtaken when another version was published meanwhile. Whatever is
    refused leaves no version.
    """
    kind = PackKind.RESTRICTED if restricted else PackKind.PUBLIC
    require(rules.may_build(by, kind))
    order = _order(meeting_id, kind)
    content = _content_key(order)
    newest = queries.versions(meeting_id, kind).first()
    if newest is not None and newest.content == content and queries.path(newest).is_file():
        progress(Step(f"Nothing changed since version {newest.number}."))
        return newest
    press = Press(queries.store(), Path(settings.FONTS), progress)
    try:
        built = build(order.frame, order.papers, _before(order.before), press)
    except (pdf.NotSet, merge.BrokenLink, merge.Attached) as fault:
        raise NotReady((f"{str(fault)[:1].upper()}{str(fault)[1:]}.",)) from fault
    _check(order, press, (built.pdf, built.large_print))
    return _keep(order, built, content, by=by, at=at)


def publish_pack(*, version_id: int, by: User | None, at: datetime) -> PackVersion:
    """Publish a version that was built: from then on everybody reads it, and no operation changes it.

    NotReady names everything that the gate stops it for; the machine itself publishes what was printed or invented.
    The exempt items' words are looked for once more: Leaked when they are in the files, or in a page, a feed or the
    search as they would be from then on; then nothing is published. NotAllowed says why not.
    """
    version = PackVersion.objects.select_related("pack__meeting__organization").get(pk=version_id)
    require(rules.may_publish(by, version))
    found = gate(version.pack.meeting, at=at, version=version) if by is not None else None
    if found is not None and found.blocking:
        raise NotReady(found.sentences)
    order = _order(version.pack.meeting_id, PackKind(version.pack.kind))
    looked_for = _check_files(order, version)
    with transaction.atomic():
        Pack.objects.select_for_update().get(pk=version.pack_id)
        require(rules.may_publish(by, version))
        PackVersion.objects.filter(pk=version.pk).update(published_at=at, published_by=by)
        note(by=by, did=Event.PACK_PUBLISHED, to=version, at=at)
        if version.pack.kind == PackKind.PUBLIC:
            _index(version)
            _tell(version, at)
            advance_publication(at=at)
            secrecy.refuse_shown(looked_for, _shown(version, order.found.exempt))
    version.refresh_from_db()
    return version


def _tell(version: PackVersion, at: datetime) -> None:
    """Those who follow are told; what is sought in the news is what the pack's parts are called, and what changed."""
    meeting = version.pack.meeting
    earlier = queries.versions(meeting.pk, PackKind.PUBLIC).filter(published_at__isnull=False).exclude(pk=version.pk)
    occasion = Occasion.AGENDA_AMENDED if earlier.exists() else Occasion.AGENDA_PUBLISHED
    words = " ".join([*version.parts.values_list("title", flat=True), *version.changes])
    news.tell(meeting, occasion, key=_news(version), words=words, at=at)


def _order(meeting_id: int, kind: PackKind) -> _Order:
    meeting = Meeting.objects.select_related("organization", "contact").get(pk=meeting_id)
    found = gather(meeting, queries.store())
    if found.problems:
        raise NotReady(found.sentences)
    return _Order(meeting, kind, front.frame(meeting), found, _published(meeting_id, kind))


def _published(meeting_id: int, kind: PackKind) -> PackVersion | None:
    return queries.versions(meeting_id, kind).filter(published_at__isnull=False).first()


def _before(version: PackVersion | None) -> Before:
    if version is None:
        return Before()
    parts = list(version.parts.all())
    leaves = tuple(Leaf(part.part, page, digest, folio) for part in parts for page, digest, folio in part.leaves)
    return Before(leaves, {part.part: part.title for part in parts})


def _content_key(order: _Order) -> str:
    """The key of everything that goes into a pack but the pages, which follow from it."""
    papers = (*front.front(order.frame, order.papers, {}), *order.papers)
    sources = [f"{paper.id} {paper.title} {paper.agenda_number} {paper.item}" for paper in papers]
    return queries.store().key_of(
        "pack", order.kind, pdf.ENGINE, merge.ENGINE, fonts_digest(Path(settings.FONTS)), *sources,
        *(_source(paper) for paper in papers),
    )  # fmt: skip


def _source(paper: Paper) -> str:
    return wire.dump(paper.content) if isinstance(paper.content, Document) else paper.content.sha256


def _check(order: _Order, press: Press, files: Sequence[bytes]) -> dict[str, str]:
    """The exempt items' words are in the restricted pack and in no public one; what words no public one may have."""
    exempt = order.found.exempt
    sources = secrecy.sources(order.frame.items)
    if not exempt and not sources:
        return {}
    public = (*front.front(order.frame, order.found.public, {}), *order.found.public)
    looked_for = secrecy.planted(exempt, public, press.store.read)
    provable = secrecy.provable(looked_for, exempt)
    if order.kind == PackKind.RESTRICTED:
        secrecy.prove(provable, files[:1])
    else:
        secrecy.prove(provable, [sheet.pdf for sheet in press.set_all(exempt, Edition.STANDARD)])
        secrecy.refuse(looked_for | sources, files)
    press.progress(Step("The exempt items' words are where they may be, and nowhere else."))
    return looked_for | sources


def _check_files(order: _Order, version: PackVersion) -> dict[str, str]:
    store = queries.store()
    press = Press(store, Path(settings.FONTS), lambda _: None)
    return _check(order, press, [store.read(version.sha256), store.read(version.large_print_sha256)])


def _shown(version: PackVersion, exempt: Sequence[Paper]) -> Iterator[tuple[str, bytes]]:
    """What everybody will find by the search, be told as news and be served as pages or data, each with its place."""
    words = Passage.objects.filter(part__version=version).values_list("words", flat=True)
    yield "the search", "\n".join(words).encode()
    for told in Announcement.objects.filter(key=_news(version)):
        yield "the news", f"{told.title} {told.words}".encode()
    for key in sorted({each.data_set for paper in exempt for each in _sources(paper)}):
        table = records.table(key)
        yield f"the data set {key}", table.csv.encode() if table else b""
    pages: Callable[[int], Iterator[tuple[str, bytes]]] = import_string(settings.PUBLIC_PAGES)
    yield from pages(version.pack.meeting_id)


def _news(version: PackVersion) -> str:
    return f"pack-{version.pk}"


def _keep(order: _Order, built: Built, content: str, *, by: User | None, at: datetime) -> PackVersion:
    """Put the files into the store, then the version into the database, whole."""
    store = queries.store()
    sha256, large_print = store.put(built.pdf), store.put(built.large_print)
    frozen = {paper.id: _freeze(paper) for paper in built.papers}
    with transaction.atomic():
        pack, _ = Pack.objects.get_or_create(meeting=order.meeting, kind=order.kind)
        Pack.objects.select_for_update().get(pk=pack.pk)
        if _published(order.meeting.pk, order.kind) != order.before:
            raise Overtaken("Another version was published while this one was being built. Build it again.")
        version = PackVersion.objects.create(
            pack=pack,
            number=pack.versions.count() + 1,
            content=content,
            built_at=at,
            built_by=by,
            sha256=sha256,
            size=len(built.pdf),
            pages=len(built.leaves),
            large_print_sha256=large_print,
            large_print_size=len(built.large_print),
            large_print_pages=built.large_print_pages,
            claims_accessible=built.claims.ua,
            claims_archival=built.claims.a,
            faults=[list(fault) for fault in built.faults],
            built_from=[_built_from(paper, frozen[paper.id]) for paper in built.papers] + [_made_with()],
            changes=list(built.changes),
        )
        PackPart.objects.bulk_create(_parts(version, built, frozen))
        note(by=by, did=Event.PACK_BUILT, to=version, at=at)
    return version


def _freeze(paper: Paper) -> str:
    """The digest under which the paper's source is in the store."""
    if isinstance(paper.content, Document):
        return queries.store().put(wire.dump(paper.content).encode())
    return paper.content.sha256


def _parts(version: PackVersion, built: Built, frozen: dict[str, str]) -> Iterator[PackPart]:
    for order, paper in enumerate(built.papers, 1):
        leaves = [leaf for leaf in built.leaves if leaf.part == paper.id]
        document = isinstance(paper.content, Document)
        yield PackPart(
            version=version,
            order=order,
            part=paper.id,
            kind=paper.kind,
            title=paper.title,
            agenda_number=paper.agenda_number,
            exempt_ground=paper.exempt,
            document=frozen[paper.id] if document else "",
            attachment="" if document else frozen[paper.id],
            numbered=paper.numbered,
            first_folio=leaves[0].folio,
            last_folio=leaves[-1].folio,
            leaves=[[leaf.page, leaf.digest, leaf.folio] for leaf in leaves],
        )


def _sources(paper: Paper) -> list[Source]:
    """The data sets that a paper's tables and figures cite."""
    bound = walk(paper.content) if isinstance(paper.content, Document) else ()
    return [each.source for each in bound if isinstance(each, Table) and each.source.data_set]


def _built_from(paper: Paper, digest: str) -> dict[str, object]:
    sources = _sources(paper)
    cited = [{"data_set": each.data_set, "sha256": each.sha256, "cells": each.cells} for each in sources]
    return {"part": paper.id, "source": digest, "data": cited}


def _made_with() -> dict[str, object]:
    return {"engine": pdf.ENGINE, "binding": merge.ENGINE, "fonts": fonts_digest(Path(settings.FONTS))}


def _index(version: PackVersion) -> None:
    """Have the search read this version instead of the ones before."""
    Passage.objects.filter(part__version__pack=version.pack_id).delete()
    Passage.objects.bulk_create(_passages(version), batch_size=500)


def _passages(version: PackVersion) -> Iterator[Passage]:
    for part in version.parts.exclude(document=""):
        document = document_of(part)
        for order, (block, text) in enumerate({"": document.title, **words(document)}.items()):
            whole = normalize("NFC", text)
            yield Passage(part=part, order=order, block=block, words=whole, folded=fold(whole))
