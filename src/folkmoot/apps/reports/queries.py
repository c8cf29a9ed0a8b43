"""Reads of reports for officers and for packs: the report as its source, as a document, and its annexes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from folkmoot.adapters.typeset.inspect import Judgement
from folkmoot.apps.committees.models import AgendaItem, Meeting
from folkmoot.apps.committees.terms import ItemKind
from folkmoot.apps.measures import queries as measures
from folkmoot.apps.records import queries as records
from folkmoot.apps.reports import rules
from folkmoot.apps.reports.models import Attachment, Block, BlockRevision, Report, Section
from folkmoot.methods.document import source
from folkmoot.methods.document.model import Document
from folkmoot.methods.document.source import Bound

Content: TypeAlias = dict[str, Any]  # a block as its source writes it


@dataclass(frozen=True, slots=True)
class AttachedPdf:
    """An annex that came as a PDF: its part id and title in the pack, its place in the store, how it was judged.

    `exempt` is the paragraph of Schedule 12A that keeps it from the public, as that of its report does.
    """

    part: str
    title: str
    name: str
    sha256: str
    judgement: Judgement
    exempt: str


Annex: TypeAlias = Document | AttachedPdf


def reports_of(meeting: Meeting) -> list[Report]:
    """A meeting's reports in the order of the agenda, without their annexes."""
    rows = Report.objects.filter(agenda_item__meeting=meeting, annex_to=None)
    return list(rows.select_related("agenda_item__meeting__organization"))


def owed(meeting: Meeting) -> list[AgendaItem]:
    """The items of a meeting that still have no report, in their order, with how often each was asked for."""
    have = {report.agenda_item_id for report in reports_of(meeting)}
    rows = meeting.items.filter(kind=ItemKind.REPORT).exclude(pk__in=have)
    return list(rows.select_related("report_owner").prefetch_related("chases"))


def document(report: Report) -> Document:
    """A report as a document, its tables and figures bound to the newest data.

    BadSource names part, block and key of what cannot be read, such as a data set that is not there.
    """
    return source.compose(source_of(report), report.part, bind)


def bind(data_set: str, cells: str) -> Bound:
    """The newest content of a data set, or the newest released values of a measure (`measure:ID...`).

    UnknownTable, UnknownValue and BadTable say what is not there.
    """
    of_measure = data_set.startswith(measures.PREFIX)
    found = measures.bound(data_set) if of_measure else records.table(data_set)
    return Bound(
        table=found.table.select(cells),
        title=found.title,
        source=found.source,
        period=found.period,
        note=found.note,
        sha256=found.sha256,
        invented=found.invented,
    )


def source_of(report: Report) -> Content:
    """A report as its source writes it: `report`, then each `section` that has blocks, with its `block`s."""
    blocks = list(report.blocks.filter(removed_at=None).select_related("section"))
    standing = contents(report)
    sections: dict[int, tuple[Section, list[Content]]] = {}
    for block in blocks:
        sections.setdefault(block.section_id, (block.section, []))[1].append(standing[block.pk])
    return {
        "report": _heading(report),
        "section": [
            {"id": section.key, "title": section.title, "kind": section.kind, "block": inside}
            for section, inside in sections.values()
        ],
    }


def contents(report: Report) -> dict[int, Content]:
    """What stands in each block of a report, by the block's key in the database; removed ones too."""
    rows = BlockRevision.objects.filter(block__report=report, draft=False).order_by("number")
    return dict(rows.values_list("block_id", "content"))


def current(block: Block) -> BlockRevision:
    """The revision that stands."""
    return block.revisions.filter(draft=False).latest("number")


def open_drafts(block: Block) -> list[BlockRevision]:
    """Drafts that wait beside the revision that stands, until their writer saves over that revision."""
    settled = {row.by_id: row.number for row in block.revisions.filter(draft=False)}
    return [draft for draft in block.revisions.filter(draft=True) if draft.number > settled.get(draft.by_id, 0)]


def annexes(report: Report) -> list[Annex]:
    """A report's annexes in their order: documents, and PDFs that came as files."""
    written = report.written_annexes.select_related("agenda_item", "annex_to")
    found: list[tuple[int, Annex]] = [(row.order, document(row)) for row in written]
    found += [(row.order, _attached(report, row)) for row in report.attachments.all()]
    return [annex for _, annex in sorted(found, key=lambda pair: pair[0])]


def _attached(report: Report, row: Attachment) -> AttachedPdf:
    judgement = Judgement(
        pages=row.pages,
        title=row.own_title,
        tagged=row.tagged,
        accessible_faults=tuple(row.accessible_faults),
        archival_faults=tuple(row.archival_faults),
    )
    return AttachedPdf(row.part, row.title, row.name, row.sha256, judgement, rules.ground(report))


def _heading(report: Report) -> Content:
    written: Content = {
        "id": report.part,
        "kind": "annex" if report.annex_to_id else "report",
        "title": report.title,
        "subtitle": report.subtitle,
        "language": report.language,
        "reference": report.reference,
        "author": report.author_post,
        "exempt": rules.ground(report),
        "invented": report.invented,
        "particulars": report.particulars,
        "closing": report.closing,
        "notes": report.notes,
    }
    return written | ({"dated": report.dated} if report.dated else {})


def said(report: Report) -> str:
    """Every word of a report as it stands, for looking names up in; it is not composed, so that this is quick."""
    return " ".join(_texts(list(contents(report).values())))


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) else []
