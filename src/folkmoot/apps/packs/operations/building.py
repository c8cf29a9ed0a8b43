"""From papers to a bound pack in both editions: set, number, lay the front before, bind. No database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from folkmoot.adapters.typeset import merge
from folkmoot.apps.packs.operations import large_print
from folkmoot.apps.packs.operations.changes import sentences
from folkmoot.apps.packs.operations.setting import Press, Sheet, Step
from folkmoot.apps.packs.queries import front
from folkmoot.apps.packs.queries.front import Frame
from folkmoot.apps.packs.queries.papers import Paper
from folkmoot.apps.packs.terms import Edition
from folkmoot.methods.document.model import Document
from folkmoot.methods.numbering import labels
from folkmoot.methods.numbering.folios import Leaf, Numbering, Part, number, span

NOTICE = "notice"
FOLIO_SIZES = {Edition.STANDARD: 9.0, Edition.LARGE_PRINT: 16.0}  # points


@dataclass(frozen=True, slots=True)
class Before:
    """The version published before: its leaves, and the titles of its parts by their ids."""

    leaves: tuple[Leaf, ...] = ()
    titles: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """A pack in both editions, with what is kept of it beside the files."""

    papers: tuple[Paper, ...]
    leaves: tuple[Leaf, ...]
    pdf: bytes
    large_print: bytes
    large_print_pages: int
    changes: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]
    claims: merge.Claims


def build(frame: Frame, papers: Sequence[Paper], before: Before, press: Press) -> Built:
    """Set the papers, number them after the version before, set the front with their pages, and bind both editions."""
    body = tuple(press.set_all(papers, Edition.STANDARD))
    ranges = _ranges(frame, papers, _numbered(body, before).leaves)
    front_papers = front.front(frame, papers, ranges)
    rest = tuple(press.set_all([paper for paper in front_papers if paper.id != NOTICE], Edition.STANDARD))
    titles = {paper.id: paper.title for paper in (*front_papers, *papers)}
    earlier = [leaf for leaf in before.leaves if leaf.part != NOTICE]  # the notice says what changed, itself left out
    changes = sentences(_numbered((*rest, *body), before).leaves, earlier, titles, before.titles or {})
    front_papers = front.front(frame, papers, ranges, changes)
    notice = tuple(press.set_all([paper for paper in front_papers if paper.id == NOTICE], Edition.STANDARD))
    sheets = (*notice, *rest, *body)
    standard = large_print.Edition(sheets, _numbered(sheets, before).leaves)
    faults = _faults(papers)
    claims = merge.Claims(
        ua=not any(reason.startswith("PDF/UA") for _, reason in faults),
        a=not any(reason.startswith("PDF/A") for _, reason in faults),
    )
    title = f"{frame.meeting.organization.name}, {front.long_day(frame.meeting.starts_at)}"
    folios = [(leaf, leaf.folio) for leaf in standard.leaves]
    bound = _bind(press, Edition.STANDARD, sheets, folios, title, claims)
    press.progress(Step(f"Bound: {len(standard.leaves)} pages"))
    large, pages = _large_print(standard, press, f"{title} (large print)", claims)
    return Built(
        papers=tuple(sheet.paper for sheet in sheets),
        leaves=standard.leaves,
        pdf=bound,
        large_print=large,
        large_print_pages=pages,
        changes=changes,
        faults=faults,
        claims=claims,
    )


def _numbered(sheets: Sequence[Sheet], before: Before) -> Numbering:
    return number([Part(sheet.paper.id, sheet.pages, sheet.paper.numbered) for sheet in sheets], before.leaves)


def _ranges(frame: Frame, papers: Sequence[Paper], leaves: Sequence[Leaf]) -> dict[str, str]:
    """The printed pages of each agenda item that has papers, by the id of its entry."""
    found = {}
    for item in frame.items:
        pages = span(leaves, [paper.id for paper in papers if paper.item == item.order])
        if pages:
            found[front.item_id(item)] = labels.pages(*pages)
    return found


def _faults(papers: Sequence[Paper]) -> tuple[tuple[str, str], ...]:
    """Each file from elsewhere that does not pass, with the standard and its first fault."""
    found = []
    for paper in papers:
        if not isinstance(paper.content, Document):
            judged = paper.content.judgement
            for standard, faults in (("PDF/UA-1", judged.accessible_faults), ("PDF/A-2a", judged.archival_faults)):
                found += [(paper.id, f"{standard}: {fault}") for fault in faults[:1]]
    return tuple(found)


def _large_print(standard: large_print.Edition, press: Press, title: str, claims: merge.Claims) -> tuple[bytes, int]:
    sheets = tuple(press.set_all([sheet.paper for sheet in standard.sheets], Edition.LARGE_PRINT))
    large = large_print.numbered(sheets)
    (page_map,) = press.set_all([large_print.page_map(large, standard)], Edition.LARGE_PRINT)
    feet = large_print.feet(large, standard)
    whole = large_print.numbered((*sheets[:1], page_map, *sheets[1:]))
    standing = [(leaf, large_print.standing(feet, leaf)) for leaf in whole.leaves]
    bound = _bind(press, Edition.LARGE_PRINT, whole.sheets, standing, title, claims)
    press.progress(Step(f"Large print bound: {len(whole.leaves)} pages"))
    return bound, len(whole.leaves)


def _bind(
    press: Press,
    edition: Edition,
    sheets: Sequence[Sheet],
    leaves: Sequence[tuple[Leaf, str]],
    title: str,
    claims: merge.Claims,
) -> bytes:
    parts = [
        merge.Bound(
            id=sheet.paper.id,
            title=_bookmark(sheet.paper),
            pdf=sheet.pdf,
            leaves=tuple((leaf.page, folio) for leaf, folio in leaves if leaf.part == sheet.paper.id),
            level=sheet.paper.level,
        )
        for sheet in sheets
    ]
    return merge.bind(
        parts,
        title=title,
        language="en-GB",
        claims=claims,
        fonts=press.fonts,
        blank=press.blank_leaf(edition),
        folio_size=FOLIO_SIZES[edition],
        word="Large print" if edition == Edition.LARGE_PRINT else "Page",
    )


def _bookmark(paper: Paper) -> str:
    return f"{paper.agenda_number}. {paper.title}" if paper.agenda_number and paper.level == 1 else paper.title
