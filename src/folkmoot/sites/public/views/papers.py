"""Papers of a meeting as pages, the files of its pack, and the pictures and pieces of both."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from folkmoot.adapters.typeset import html
from folkmoot.apps.committees import published as committees
from folkmoot.apps.committees.published import MeetingLine
from folkmoot.apps.packs import published as packs
from folkmoot.apps.packs.published import FileView, PartView, VersionView
from folkmoot.apps.packs.terms import Edition
from folkmoot.methods.document.model import Document, Figure, Table, walk
from folkmoot.sites.public.trail import trail
from folkmoot.sites.shared import files
from folkmoot.sites.shared.conditional import published_page
from folkmoot.sites.shared.formats import long_day


@published_page()
def paper(request: HttpRequest, meeting_id: int, part_id: str) -> HttpResponse:
    """A part of a pack as a page: the newest version of it, or the one that the address names."""
    number = _number(request)
    version, part = packs.version(meeting_id, number), packs.part(meeting_id, part_id, number)
    line = committees.meeting_line(meeting_id)
    if version is None or part is None or line is None:
        raise Http404
    shown = {
        "line": line,
        "version": version,
        "part": part,
        "address": address_in(version),
        "contents": [section for section in part.document.sections if section.title] if part.document else [],
        "body": in_version(version, part.document) if part.document else "",
        "data": _data_behind(part.document) if part.document else [],
        "attachment": packs.attachment(meeting_id, part_id, number) if part.line.attached else None,
        "cite_as": _citation(request, line, version, part),
        "breadcrumbs": _trail(line, part.line.title),
    }
    return render(request, "public/paper.html", shown)


@published_page()
def figure(request: HttpRequest, meeting_id: int, number: int, part_id: str, block_id: str) -> HttpResponse:
    """The picture of a figure, as frozen with its version."""
    svg = packs.figure(meeting_id, part_id, block_id, number)
    if svg is None:
        raise Http404
    return HttpResponse(svg, content_type="image/svg+xml")


@require_safe
def pack_file(request: HttpRequest, meeting_id: int, number: int, edition: str, sha256: str) -> HttpResponseBase:
    """The PDF of a version, in one of its editions; the address holds the hash of the content."""
    if edition not in set(Edition):
        raise Http404
    return _send(request, packs.file(meeting_id, number, Edition(edition)), sha256)


@require_safe
def newest_pack(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The address that always leads to the newest pack of a meeting."""
    found = packs.version(meeting_id)
    if found is None:
        raise Http404
    return redirect("public:pack-file", meeting_id, found.line.number, Edition.STANDARD.value, found.line.sha256)


@require_safe
def attachment(request: HttpRequest, meeting_id: int, number: int, part_id: str, sha256: str) -> HttpResponseBase:
    """A document that somebody else wrote and the pack binds, as it came."""
    return _send(request, packs.attachment(meeting_id, part_id, number), sha256)


def address_in(version: VersionView) -> Callable[[str], str]:
    """Where `part#block` of a version stands on this site; the version is named unless it is the newest."""
    known = {part.id for part in version.parts}
    query = "" if version.line.newest else f"?version={version.line.number}"

    def address(target: str) -> str:
        part, mark, block = target.partition("#")
        if part not in known:
            return reverse("public:meeting", args=[version.line.meeting_id])
        return reverse("public:paper", args=[version.line.meeting_id, part]) + query + mark + block

    return address


def in_version(version: VersionView, document: Document, *, heading_level: int = 2) -> Markup:
    """A document, or a stretch of one, of a version as HTML."""
    line = version.line

    def picture(figure: Figure) -> str:
        return reverse("public:figure", args=[line.meeting_id, line.number, document.id, figure.id])

    return html.render(document, address=address_in(version), picture=picture, heading_level=heading_level)


def _data_behind(document: Document) -> list[Table | Figure]:
    """The figures of a document, and those tables that stand for themselves."""
    found = [block for block in walk(document) if isinstance(block, Table | Figure)]
    drawn = {block.table.id for block in found if isinstance(block, Figure)}
    return [block for block in found if block.id not in drawn]


def _citation(request: HttpRequest, line: MeetingLine, version: VersionView, part: PartView) -> str:
    council = committees.council()
    address = request.build_absolute_uri(reverse("public:paper", args=[line.id, part.line.id]))
    pieces = (
        council.name if council else "",
        part.line.title,
        f"{line.committee}, {long_day(line.starts_at)}",
        f"version {version.line.number} of the pack {part.line.pages}".strip(),
        f"{address}?version={version.line.number}",
    )
    return ", ".join(piece for piece in pieces if piece)


def _trail(line: MeetingLine, title: str) -> list[dict[str, str]]:
    meeting = (long_day(line.starts_at), reverse("public:meeting", args=[line.id]))
    return trail(("Meetings", reverse("public:meetings")), meeting, title)


def _number(request: HttpRequest) -> int | None:
    """The version that the address names, None for the newest; Http404 for one that is no number."""
    asked = request.GET.get("version", "")
    if not asked:
        return None
    if not asked.isascii() or not asked.isdigit() or len(asked) > 6:
        raise Http404
    return int(asked)


def _send(request: HttpRequest, found: FileView | None, sha256: str) -> HttpResponseBase:
    if found is None or found.sha256 != sha256:
        raise Http404
    return files.send(request, found.path, name=found.name, media_type=found.media_type, sha256=sha256)
