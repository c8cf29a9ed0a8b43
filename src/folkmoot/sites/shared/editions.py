"""Minutes as files: PDF in the house style, Word, and Akoma Ntoso; each made once and kept by its content."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse

from folkmoot.adapters.exchange import akoma
from folkmoot.adapters.store.files import Store
from folkmoot.adapters.typeset import pdf
from folkmoot.adapters.word import document as word
from folkmoot.methods.document import wire
from folkmoot.methods.document.alone import alone
from folkmoot.methods.document.model import Document

FORMS = {"pdf": "application/pdf", "docx": word.MEDIA_TYPE, "xml": akoma.MEDIA_TYPE}


@dataclass(frozen=True, slots=True)
class Edition:
    """The minutes to make a file of: the document, what names it to others, and the votes that it holds."""

    document: Document
    work: akoma.Work
    votes: akoma.Votes = ()


def answer(edition: Edition, form: str) -> HttpResponse:
    """The file in one of FORMS, by its name."""
    found = HttpResponse(content(edition, form), content_type=FORMS[form])
    name = f"minutes-{edition.work.body}-{edition.work.held_on.isoformat()}.{form}"
    found["Content-Disposition"] = f'{"inline" if form == "pdf" else "attachment"}; filename="{name}"'
    return found


def content(edition: Edition, form: str) -> bytes:
    """The file's bytes: the same minutes, the same bytes."""
    document = alone(edition.document)
    if form == "docx":
        return word.word(document, author=edition.work.council)
    if form == "xml":
        return akoma.debate(document, edition.work, edition.votes)
    store = Store(Path(settings.STORE))
    key = store.key_of("minutes", pdf.ENGINE, wire.dump(document))
    return store.made(key, lambda: pdf.typeset(document, fonts=Path(settings.FONTS)))
