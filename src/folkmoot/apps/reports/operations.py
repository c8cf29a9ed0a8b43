"""Verbs of reports: each is atomic, refuses with a reason, and leaves an audit row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from django.db import transaction

from folkmoot.adapters.store.files import Store
from folkmoot.adapters.typeset import inspect
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.committees.models import AgendaItem, Organization
from folkmoot.apps.committees.terms import EXEMPT_GROUNDS
from folkmoot.apps.reports import queries, rules
from folkmoot.apps.reports.models import Attachment, Block, BlockRevision, Clearance, Report, RequiredClearance, Section
from folkmoot.apps.reports.queries import Content
from folkmoot.apps.reports.terms import BACKGROUND_PAPERS, CONTACT_OFFICER, FIRST_SECTIONS, Aspect
from folkmoot.methods.document import keys, source
from folkmoot.methods.document.keys import BadSource
from folkmoot.methods.document.model import Document, PartKind

# The keys of a source's [report] table, and the columns that keep them; `id` and `kind` say which report it is.
COLUMNS = {
    "title": "title",
    "subtitle": "subtitle",
    "language": "language",
    "reference": "reference",
    "author": "author_post",
    "dated": "dated",
    "exempt": "exempt_ground",
    "invented": "invented",
    "particulars": "particulars",
    "closing": "closing",
    "notes": "notes",
}


class PartTaken(ValueError):
    """The id of a report or annex is already that of another part of the meeting's pack."""


class IdTaken(ValueError):
    """The id of a block, section or list item is or was that of another; ids are never given twice."""


class Unready(ValueError):
    """A report cannot be submitted; the message lists what is missing."""


@transaction.atomic
def create_report(
    *,
    item_id: int,
    part: str,
    title: str,
    author: str,
    by: User | None,
    at: datetime,
    reference: str = "",
    contact_officer: str = "",
    background_papers: str = "",
    dated: date | None = None,
    invented: bool = False,
) -> Report:
    """Begin a report for an agenda item, with the usual sections empty. PartTaken when the meeting has such a part."""
    item = _item(item_id, by)
    if _part(item, part) is not None:
        raise PartTaken(f"the meeting's pack has a part {part!r}; give this report another id")
    report = Report.objects.create(
        agenda_item=item,
        part=part,
        title=title,
        reference=reference,
        author_post=author,
        closing=[[CONTACT_OFFICER, contact_officer], [BACKGROUND_PAPERS, background_papers]],
        dated=dated,
        invented=invented,
        created_at=at,
        created_by=by,
    )
    for order, (key, (heading, kind)) in enumerate(FIRST_SECTIONS.items()):
        Section.objects.create(report=report, key=key, title=heading, kind=kind, order=order)
    note(by=by, did=Event.REPORT_CREATED, to=report, at=at)
    return report


@transaction.atomic
def describe_report(
    *,
    report_id: int,
    by: User | None,
    at: datetime,
    title: str | None = None,
    author: str | None = None,
    contact_officer: str | None = None,
    background_papers: str | None = None,
) -> Report:
    """Change what stands around a report's text; what is None stays as it is."""
    report = _report(report_id, by)
    report.title = report.title if title is None else title
    report.author_post = report.author_post if author is None else author
    for label, value in ((CONTACT_OFFICER, contact_officer), (BACKGROUND_PAPERS, background_papers)):
        if value is not None:
            others = [pair for pair in report.closing if pair[0].casefold() != label.casefold()]
            report.closing = [*others, [label, value]]
    report.save()
    note(by=by, did=Event.REPORT_DESCRIBED, to=report, at=at)
    return report


@transaction.atomic
def import_report(*, item_id: int, content: bytes, name: str, by: User | None, at: datetime) -> Report:
    """Take a report in from its source file, whole or not at all.

    The same file twice changes nothing. In a changed file, each changed block becomes a revision, and a block that is
    gone is removed; what was edited here since the last import stays, and the file's version waits beside it as a
    draft. BadSource names file, key and line; PartTaken and IdTaken name the id.
    """
    return _take_in(_item(item_id, by), None, content, name, by=by, at=at)


@transaction.atomic
def add_annex(*, report_id: int, content: bytes, name: str, by: User | None, at: datetime) -> Report:
    """Take in a written annex to a report from its source file. As `import_report`."""
    report = _report(report_id, by)
    return _take_in(report.agenda_item, report, content, name, by=by, at=at)


@transaction.atomic
def attach_pdf(
    *, report_id: int, title: str, content: bytes, name: str, store: Store, by: User | None, at: datetime
) -> Attachment:
    """Attach a PDF from elsewhere as an annex, judged as it comes; the same file twice is attached once.

    Unreadable names a file that is damaged, encrypted, too large or empty, and nothing is kept of it.
    """
    report = _report(report_id, by)
    judgement = inspect.judge(content, name)
    sha256 = store.put(content)
    attached = report.attachments.filter(sha256=sha256).first()
    if attached is not None:
        return attached
    attached = Attachment.objects.create(
        report=report,
        order=_next_place(report),
        part=_free_part(report),
        title=title,
        name=name,
        sha256=sha256,
        pages=judgement.pages,
        own_title=judgement.title[:400],
        tagged=judgement.tagged,
        accessible_faults=list(judgement.accessible_faults),
        archival_faults=list(judgement.archival_faults),
        added_at=at,
        added_by=by,
    )
    note(by=by, did=Event.ATTACHMENT_ADDED, to=attached, at=at)
    return attached


@transaction.atomic
def add_block(
    *,
    report_id: int,
    section: str,
    content: Content,
    by: User | None,
    at: datetime,
    after: str = "",
    reason: str = "",
) -> BlockRevision:
    """Put a new block after the one with the id `after`, or at the end of the section.

    `content` is the block as a source writes it. IdTaken when its id was ever given; BadSource when it cannot be read;
    Section.DoesNotExist for a section that the report does not have.
    """
    report = _report(report_id, by)
    place = report.sections.get(key=section)
    key = str(content.get("id"))
    standing = [block.key for block in place.blocks.filter(removed_at=None)]
    index = standing.index(after) + 1 if after in standing else len(standing)
    if report.blocks.filter(key=key).exists():
        raise IdTaken(f"{report.part}: the id {key!r} is or was that of another block; give this one another id")
    _refuse_taken_ids(report, [content])
    block = Block.objects.create(report=report, section=place, key=key, order=0)
    revision = _add(block, content, number=1, base=0, by=by, at=at, reason=reason)
    _arrange(place, [*standing[:index], key, *standing[index:]])
    queries.document(report)
    note(by=by, did=Event.REPORT_BLOCK_ADDED, to=block, at=at)
    return revision


@transaction.atomic
def revise_block(
    *, block_id: int, content: Content, base: int, by: User | None, at: datetime, reason: str = ""
) -> BlockRevision:
    """Save a block that was written from the revision `base`.

    Where a newer revision stands by now, nothing is lost and nothing is overwritten: the save is kept as a draft
    (`draft` is true) and both are shown. BadSource when the content cannot be read; IdTaken when it takes an id.
    """
    block = _block(block_id, by)
    report = block.report
    if content.get("id") != block.key:
        raise IdTaken(f"the block {block.key!r} keeps its id; add another block for {content.get('id')!r}")
    _refuse_taken_ids(report, [content])
    _check_in_place(report, content)
    revision = _save(block, content, base=base, by=by, at=at, reason=reason)
    note(by=by, did=Event.REPORT_BLOCK_REVISED, to=block, at=at)
    return revision


@transaction.atomic
def remove_block(*, block_id: int, by: User | None, at: datetime) -> Block:
    """Take a block out; its revisions are kept and its id is never given again."""
    block = _block(block_id, by)
    report = block.report
    _remove(block, by=by, at=at)
    if report.blocks.filter(removed_at=None).exists():
        queries.document(report)
    return block


@transaction.atomic
def submit_report(*, report_id: int, by: User | None, at: datetime) -> Report:
    """Hand a report in for clearance. Unready, with the list of what is missing, until it is finished."""
    report = _report(report_id, by)
    missing = rules.unfinished(report)
    if missing:
        raise Unready("\n".join(missing))
    report.submitted_at, report.submitted_by = at, by
    report.save()
    note(by=by, did=Event.REPORT_SUBMITTED, to=report, at=at)
    return report


@transaction.atomic
def clear_report(*, report_id: int, aspect: Aspect, by: User | None, at: datetime) -> Clearance:
    """Clear one aspect of a report as it stands now."""
    report = Report.objects.select_for_update().get(pk=report_id)
    require(rules.may_clear_report(by, report, aspect))
    clearance = Clearance.objects.create(report=report, aspect=aspect, at=at, by=by)
    note(by=by, did=Event.REPORT_CLEARED, to=report, at=at)
    return clearance


@transaction.atomic
def require_clearance(
    *, organization: Organization, aspect: Aspect, effective_from: date, by: User | None, at: datetime
) -> RequiredClearance:
    """Have a body ask its reports to be cleared for an aspect from a day on."""
    require(rules.may_set_clearances(by))
    row = RequiredClearance.objects.create(organization=organization, aspect=aspect, effective_from=effective_from)
    note(by=by, did=Event.RULE_SET_ADDED, to=row, at=at)
    return row


def _item(item_id: int, by: User | None) -> AgendaItem:
    item = AgendaItem.objects.select_for_update().get(pk=item_id)
    require(rules.may_write_reports(by, item))
    return item


def _report(report_id: int, by: User | None) -> Report:
    report = Report.objects.select_for_update().get(pk=report_id)
    require(rules.may_change_report(by, report))
    return report


def _block(block_id: int, by: User | None) -> Block:
    """The block, its report locked: whoever writes anything of a report takes turns on the report's row."""
    report = _report(Block.objects.values_list("report_id", flat=True).get(pk=block_id), by)
    return report.blocks.select_related("report").get(pk=block_id, removed_at=None)


def _part(item: AgendaItem, part: str) -> Report | None:
    """The part of that name in the pack of the item's meeting."""
    rows = Report.objects.select_for_update(of=("self",))
    return rows.filter(agenda_item__meeting=item.meeting_id, part=part).first()


def _take_in(
    item: AgendaItem, annex_to: Report | None, content: bytes, name: str, *, by: User | None, at: datetime
) -> Report:
    digest = hashlib.sha256(content).hexdigest()
    same = Report.objects.filter(agenda_item=item, annex_to=annex_to, source_sha256=digest).first()
    if same is not None:
        return same
    document = source.read(content, name, queries.bind)
    _check_kind(document, annex_to, name)
    if Attachment.objects.filter(report__agenda_item__meeting=item.meeting_id, part=document.id).exists():
        raise PartTaken(f"{name}: an attached PDF is the part {document.id!r}; give this one another id")
    found = _part(item, document.id)
    if found is None:
        report = Report(agenda_item=item, annex_to=annex_to, part=document.id, created_at=at, created_by=by)
        report.order = _next_place(annex_to) if annex_to else 0
    elif (found.agenda_item, found.annex_to) != (item, annex_to):
        raise PartTaken(f"{name}: the meeting's pack has a part {found.part!r} elsewhere; give this one another id")
    else:
        require(rules.may_change_report(by, found))
        report = found
    written = keys.load(content, name)
    described = _describe(report, written["report"])
    report.source_sha256 = digest
    report.save()
    changed = _merge(report, written["section"], by=by, at=at)
    queries.document(report)
    if found is None:
        note(by=by, did=Event.REPORT_CREATED, to=report, at=at)
        return report
    if described:
        note(by=by, did=Event.REPORT_DESCRIBED, to=report, at=at)
    for block in changed:
        note(by=by, did=Event.REPORT_BLOCK_REVISED, to=block, at=at)
    return report


def _check_kind(document: Document, annex_to: Report | None, name: str) -> None:
    wanted = PartKind.ANNEX if annex_to else PartKind.REPORT
    if document.kind is not wanted:
        raise BadSource(f"{name}, [report], kind: is {document.kind.value!r}; here it should be {wanted.value!r}")
    if document.exempt not in ("", *EXEMPT_GROUNDS):
        known = ", ".join(EXEMPT_GROUNDS)
        raise BadSource(f"{name}, [report], exempt: {document.exempt!r} is no paragraph of Schedule 12A ({known})")
    if document.signatures:
        raise BadSource(f"{name}, [report], signatures: only minutes are signed; leave this key out")


def _next_place(report: Report) -> int:
    """The place after the last annex, written or attached."""
    places = [
        *report.written_annexes.values_list("order", flat=True),
        *report.attachments.values_list("order", flat=True),
    ]
    return max(places, default=0) + 1


def _free_part(report: Report) -> str:
    """The first id of an annex that no annex of the report has."""
    taken = {
        *report.written_annexes.values_list("part", flat=True),
        *report.attachments.values_list("part", flat=True),
    }
    return next(part for number in count(1) if (part := f"{report.part}-annex-{number}") not in taken)


def _describe(report: Report, heading: Mapping[str, Any]) -> bool:
    """Bring the columns to what a file's [report] table says; whether that changed any."""
    before, blank = [getattr(report, column) for column in COLUMNS.values()], Report()
    for key, column in COLUMNS.items():
        setattr(report, column, heading.get(key, getattr(blank, column)))
    return before != [getattr(report, column) for column in COLUMNS.values()]


def _merge(report: Report, sections: Sequence[Content], *, by: User | None, at: datetime) -> list[Block]:
    """Bring sections and blocks to what a file says; the blocks that the file revised."""
    written: list[Content] = [block for section in sections for block in section.get("block", ())]
    _refuse_taken_ids(report, written)
    for block in report.blocks.filter(removed_at=None).exclude(key__in=[content["id"] for content in written]):
        if _as_imported(block):
            _remove(block, by=by, at=at)
    revised = []
    for order, described in enumerate(sections):
        defaults = {"title": described.get("title", ""), "kind": described.get("kind", "plain"), "order": order}
        section, _ = Section.objects.update_or_create(report=report, key=described["id"], defaults=defaults)
        revised += _fill(section, described.get("block", []), by=by, at=at)
    return revised


def _fill(section: Section, written: Sequence[Content], *, by: User | None, at: datetime) -> list[Block]:
    """Bring a section's blocks to what a file says, in its order; the blocks that the file revised."""
    here = [block.key for block in section.blocks.filter(removed_at=None)]
    known = {block.key: block for block in section.report.blocks.all()}
    revised = []
    for place, content in enumerate(written):
        block = known.get(content["id"])
        if block is None:
            block = Block.objects.create(report=section.report, section=section, key=content["id"], order=place)
            _add(block, content, number=1, base=0, by=by, at=at, imported=True)
            revised.append(block)
            continue
        if block.section_id != section.pk:
            block.section = section
            block.save()
        if _import(block, content, by=by, at=at):
            revised.append(block)
    _arrange(section, _woven([content["id"] for content in written], here))
    return revised


def _as_imported(block: Block) -> bool:
    """Whether a block came from a file and nobody has changed it since."""
    last = block.revisions.filter(imported=True).last()
    return last is not None and queries.current(block).content == last.content


def _import(block: Block, content: Content, *, by: User | None, at: datetime) -> bool:
    """Save what a file says, unless it says what it said before; over an edit made here it becomes a draft."""
    last, current = block.revisions.filter(imported=True).last(), queries.current(block)
    if content in (current.content, last.content if last else None):
        return False
    seen = current if _as_imported(block) else last
    _save(block, content, base=seen.number if seen else 0, by=by, at=at, imported=True)
    return True


def _save(
    block: Block,
    content: Content,
    *,
    base: int,
    by: User | None,
    at: datetime,
    reason: str = "",
    imported: bool = False,
) -> BlockRevision:
    """Add a revision; it is a draft when it was not written from the revision that stands."""
    number, draft = block.revisions.count() + 1, base != queries.current(block).number
    return _add(block, content, number=number, base=base, by=by, at=at, draft=draft, reason=reason, imported=imported)


def _add(
    block: Block,
    content: Content,
    *,
    number: int,
    base: int,
    by: User | None,
    at: datetime,
    draft: bool = False,
    reason: str = "",
    imported: bool = False,
) -> BlockRevision:
    return BlockRevision.objects.create(
        block=block,
        number=number,
        base=base,
        content=content,
        draft=draft,
        imported=imported,
        reason=reason,
        at=at,
        by=by,
    )


def _remove(block: Block, *, by: User | None, at: datetime) -> None:
    block.removed_at, block.removed_by = at, by
    block.save()
    note(by=by, did=Event.REPORT_BLOCK_REMOVED, to=block, at=at)


def _arrange(section: Section, order: Sequence[str]) -> None:
    """Give the section's blocks their places in this order."""
    places = dict(section.report.blocks.values_list("key", "order"))
    for place, key in enumerate(order):
        if places[key] != place:
            Block.objects.filter(report=section.report_id, key=key).update(order=place)


def _woven(written: Sequence[str], here: Sequence[str]) -> list[str]:
    """The order of a file, with each block that stands only here after the one that it stood after."""
    found = list(written)
    for index, key in enumerate(here):
        if key not in found:
            before = here[index - 1] if index else ""
            found.insert(found.index(before) + 1 if before in found else 0, key)
    return found


def _check_in_place(report: Report, content: Content) -> None:
    """BadSource unless the report can be read with this content in its block; a draft is checked as well."""
    written = queries.source_of(report)
    for section in written["section"]:
        section["block"] = [content if block["id"] == content["id"] else block for block in section["block"]]
    source.compose(written, report.part, queries.bind)


def _refuse_taken_ids(report: Report, contents: Sequence[Content]) -> None:
    """IdTaken when an id was that of a block that was removed, or stood in one and has not been moved elsewhere."""
    removed = report.blocks.filter(removed_at__isnull=False)
    inside = BlockRevision.objects.filter(block__in=removed).values_list("content", flat=True)
    standing = {key for section in queries.source_of(report)["section"] for key in _ids(section)}
    gone = {key for content in inside for key in _ids(content)} - standing
    ids = set(removed.values_list("key", flat=True))
    for content in contents:
        taken = ids.intersection([str(content.get("id"))]) | gone.intersection(_ids(content))
        if taken:
            raise IdTaken(f"{report.part}: the id {min(taken)!r} was that of something removed; give this another id")


def _ids(content: Any) -> Iterator[str]:
    """Every id in a block as its source writes it, those of list items too."""
    if isinstance(content, Mapping):
        if isinstance(content.get("id"), str):
            yield content["id"]
        content = list(content.values())
    if isinstance(content, list):
        for member in content:
            yield from _ids(member)
