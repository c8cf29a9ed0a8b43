"""Parts bound into one PDF that keeps their tags, so that a pack is as readable as the parts it is made of.

Every stock merger drops the structure tree. Here the trees are joined: each part becomes a `Part` under one `Document`,
and everything that names something inside a part (parent-tree keys, ids, destinations, roles) is moved or prefixed so
that parts cannot collide. Page numbers are stamped as artifacts, so a report that grows re-renders nothing else.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pikepdf
from pikepdf import ObjectStreamMode, Pdf

from folkmoot.adapters.typeset.merge import blanks, bookmarks, frame, gathering, links, stamps, structure
from folkmoot.adapters.typeset.merge.ids import prefix_ids
from folkmoot.adapters.typeset.merge.links import BrokenLink
from folkmoot.adapters.typeset.merge.sources import Attached, Bound, Claims, Joined, opened

__all__ = ["ENGINE", "Attached", "Bound", "BrokenLink", "Claims", "bind", "prefix_ids"]

_OWN = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
ENGINE = f"pikepdf {pikepdf.__version__} {hashlib.sha256(_OWN).hexdigest()[:12]}"
"""Changes whenever the same parts could be bound to other bytes."""


def bind(
    parts: Sequence[Bound],
    *,
    title: str,
    language: str,
    claims: Claims,
    fonts: Path,
    blank: bytes = b"",
    folio_size: float = 9.0,
    word: str = "Page",
) -> bytes:
    """The parts as one PDF, its bytes decided by the arguments alone.

    `fonts` is the folder of the font of the folios, `folio_size` their size in points and `word` what stands before
    each; `blank` is the leaf, a PDF of one tagged page, that stands where a part's leaves say None. Raises BrokenLink,
    Attached, and ValueError where the arguments do not fit together.
    """
    if not parts:
        raise ValueError("a pack needs at least one part")
    if len({part.id for part in parts}) != len(parts):
        raise ValueError("two parts carry the same id; a link could not say which it means")
    with Pdf.new() as pack, ExitStack() as sources:
        joined = _joined(pack, parts, blank, sources)
        structure.join(pack, joined, language)
        links.join(pack, joined)
        bookmarks.join(pack, joined)
        stamps.number(pack, joined, fonts, folio_size, word)
        frame.label(pack, joined)
        frame.describe(pack, joined, title, language, claims)
        return _saved(pack)


def _joined(pack: Pdf, parts: Sequence[Bound], blank: bytes, sources: ExitStack) -> list[Joined]:
    """All parts with their blank leaves. The sources stay open: the pack reads their streams when it is saved."""
    wanted = any(page is None for part in parts for page, _ in part.leaves)
    leaf = blanks.prepare(pack, blank, sources) if wanted else None
    joined: list[Joined] = []
    for part in parts:
        key = joined[-1].next_key if joined else 0
        joined.append(gathering.append(pack, part, sources.enter_context(opened(part)), key))
        if leaf:
            blanks.insert(pack, joined[-1], leaf)
    return joined


def _saved(pack: Pdf) -> bytes:
    target = io.BytesIO()
    pack.save(
        target,
        min_version="1.7",
        fix_metadata_version=False,
        object_stream_mode=ObjectStreamMode.generate,
        deterministic_id=True,
    )
    return target.getvalue()
