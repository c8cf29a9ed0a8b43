"""The words that page and PDF add to a document, said once so that both say the same."""

from __future__ import annotations

from folkmoot.methods.document import model

INVENTED_DOCUMENT = "Invented: everything in this document is made up to show how the system works"
INVENTED_FIGURES = "Invented figures"
INVENTED_WORDS = "Invented words"


def report_by(document: model.Document) -> str:
    """The line that names the author's post; empty when the document has none."""
    if not document.author:
        return ""
    return f"Report by {document.author}" + (f" ({document.reference})" if document.reference else "")


def heading(block: model.Heading) -> str:
    """5/21 TITLE (Agenda No. 6)."""
    aside = f"({block.aside})" if block.aside and not block.aside.startswith("(") else block.aside
    return " ".join(part for part in (block.number, block.text, aside) if part)


def notes(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The notes below a table or figure, each announced as one."""
    return tuple(text if text.startswith("Note") else f"Note: {text}" for text in texts)


def source(source: model.Source) -> str:
    """Where the figures come from, and their period."""
    period = f"Period: {source.period.rstrip('.')}." if source.period else ""
    named = f"Source: {source.text.rstrip('.')}." if source.text else ""
    return " ".join(part for part in (named, period) if part)


def unpublished(block: model.Unpublished) -> str:
    """That a picture's figures are not there to be shown, and why."""
    return f"Not published as data. {block.reason}"


def quoted_from(block: model.Quotation) -> str:
    """Whose words, and whether they are a theme rather than the words themselves."""
    return f"Paraphrased from: {block.source}" if block.paraphrased else block.source
