"""Sets the papers of a pack and binds them: no database, only the store, the fonts and the papers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from folkmoot.adapters.store.files import Store
from folkmoot.adapters.typeset import pages, pdf
from folkmoot.apps.packs.queries.papers import Paper
from folkmoot.apps.packs.terms import Edition
from folkmoot.methods.document import wire
from folkmoot.methods.document.model import Document

AT_A_TIME = 2  # parts set side by side; the typesetter gives the interpreter free


@dataclass(frozen=True, slots=True)
class Step:
    """What a build has just done; `part` names a part that was `set_now` or taken from the store as set before."""

    words: str
    part: str = ""
    set_now: bool = False


Progress = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper as it is set: its PDF, and one digest a page of what the page shows."""

    paper: Paper
    pdf: bytes
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Press:
    """Sets papers, each alone and only once: what was set before is taken from the store."""

    store: Store
    fonts: Path
    progress: Progress

    def set_all(self, papers: Sequence[Paper], edition: Edition) -> Iterator[Sheet]:
        """The papers as sheets, in order, two set at a time."""
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            for sheet, set_now in pool.map(partial(self._set, edition=edition), papers):
                paper = sheet.paper
                done = "set" if set_now else "unchanged"
                large = ", large print" if edition == Edition.LARGE_PRINT else ""
                self.progress(Step(f"{paper.title}{large}: {done}, {_counted(len(sheet.pages))}", paper.id, set_now))
                yield sheet

    def _set(self, paper: Paper, edition: Edition) -> tuple[Sheet, bool]:
        if not isinstance(paper.content, Document):
            content = self.store.read(paper.content.sha256)
            return Sheet(paper, content, self._digests(content)), False
        document, set_now = paper.content, False

        def make() -> bytes:
            nonlocal set_now
            set_now = True
            return pdf.typeset(document, fonts=self.fonts, edition=edition)

        key = self.store.key_of("part", wire.dump(document), pdf.ENGINE, fonts_digest(self.fonts), edition)
        content = self.store.made(key, make)
        return Sheet(paper, content, self._digests(content)), set_now

    def blank_leaf(self, edition: Edition) -> bytes:
        """The page that says that it is left blank, set once."""
        key = self.store.key_of("blank leaf", pdf.ENGINE, fonts_digest(self.fonts), edition)
        return self.store.made(key, lambda: pdf.blank_leaf(self.fonts, edition))

    def _digests(self, content: bytes) -> tuple[str, ...]:
        key = self.store.key_of("page digests", hashlib.sha256(content).hexdigest())
        found = self.store.made(key, lambda: json.dumps(pages.digests(content)).encode())
        return tuple(json.loads(found))


def fonts_digest(fonts: Path) -> str:
    """What the fonts are, so that another release of them sets the pack anew."""
    found = hashlib.sha256()
    for path in sorted(fonts.glob("*.ttf")):
        found.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _counted(number: int) -> str:
    return f"{number} page" if number == 1 else f"{number} pages"
