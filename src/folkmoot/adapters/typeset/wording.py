"""The words that page and PDF add to a document, said once so that both say the same, each with an id of its own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from folkmoot.methods.document import model


class RemarkKind(StrEnum):
    """What is remarked below or around a block."""

    NOTE = "note"
    SOURCE = "source"
    REASON = "reason"
    INVENTED = "invented"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class Remark:
    """A line said about a block or a document; its id follows from theirs."""

    id: str
    kind: RemarkKind
    text: str


def before(document: model.Document) -> tuple[Remark, ...]:
    """What a reader must know before anything else: that the document is exempt, that it is invented."""
    ground = document.exempt
    if ground.isdigit():
        ground = f"paragraph {ground} of Schedule 12A to the Local Government Act 1972"
    what = "Confidential information" if ground == model.CONFIDENTIAL else f"Exempt information: {ground}"
    exempt = f"Not for publication. {what}" if ground else ""
    invented = "Invented: everything in this document is made up to show how the system works"
    return _said(
        Remark("this-is-exempt", RemarkKind.EXEMPT, exempt),
        Remark("this-is-invented", RemarkKind.INVENTED, invented if document.invented else ""),
    )


def after(document: model.Document) -> tuple[Remark, ...]:
    """The notes to the whole document."""
    return _notes("this", document.notes)


def report_by(document: model.Document) -> str:
    """The line that names the author's post; empty when the document has none."""
    if not document.author:
        return ""
    return f"Report by {document.author}" + (f" ({document.reference})" if document.reference else "")


def heading(block: model.Heading) -> str:
    """5/21 TITLE (Agenda No. 6)."""
    aside = f"({block.aside})" if block.aside and not block.aside.startswith("(") else block.aside
    return " ".join(part for part in (block.number, block.text, aside) if part)


def below_table(table: model.Table) -> tuple[Remark, ...]:
    """Notes, where the figures come from with their period, and whether they are invented."""
    source = table.source
    named = f"Source: {source.text.rstrip('.')}." if source.text else ""
    period = f"Period: {source.period.rstrip('.')}." if source.period else ""
    return _said(
        *_notes(table.id, table.notes),
        Remark(f"{table.id}-source", RemarkKind.SOURCE, " ".join(part for part in (named, period) if part)),
        Remark(f"{table.id}-invented", RemarkKind.INVENTED, "Invented figures" if table.invented else ""),
    )


def below_figure(figure: model.Figure) -> tuple[Remark, ...]:
    """Notes. Source and invention are said below its table, and invention in the picture."""
    return _notes(figure.id, figure.notes)


def below_unpublished(block: model.Unpublished) -> tuple[Remark, ...]:
    """That a picture's figures are not there to be shown, and why."""
    return (Remark(f"{block.id}-reason", RemarkKind.REASON, f"Not published as data. {block.reason}"),)


def below_quotation(block: model.Quotation) -> tuple[Remark, ...]:
    """Whose words, whether they are a theme rather than the words themselves, and whether they are invented."""
    source = f"Paraphrased from: {block.source}" if block.paraphrased else block.source
    return _said(
        Remark(f"{block.id}-source", RemarkKind.SOURCE, source),
        Remark(f"{block.id}-invented", RemarkKind.INVENTED, "Invented words" if block.invented else ""),
    )


def _notes(block: str, texts: tuple[str, ...]) -> tuple[Remark, ...]:
    return tuple(
        Remark(f"{block}-note-{at}", RemarkKind.NOTE, text if text.startswith("Note") else f"Note: {text}")
        for at, text in enumerate(texts, 1)
    )


def _said(*remarks: Remark) -> tuple[Remark, ...]:
    return tuple(remark for remark in remarks if remark.text)


def called(element: model.Block | model.Item | model.Section) -> str:
    """What a link to an element says to somebody who only hears it: "Paragraph 41", "Table 2. Cases by sex"."""
    match element:
        case model.Paragraph(number=int(number)):
            return f"Paragraph {number}"
        case model.Heading():
            return heading(element)
        case model.Section(title=words) if words:
            return words
        case model.Table() | model.Figure() | model.Unpublished():
            return f"{element.number}. {element.caption}" if element.number else element.caption
        case _:
            return "Another place in this paper"
