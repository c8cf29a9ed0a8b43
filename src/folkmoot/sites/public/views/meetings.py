"""The calendar of meetings, and each meeting's own page."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from markupsafe import Markup

from folkmoot.apps.committees import published
from folkmoot.apps.committees.published import MeetingLine, MeetingView
from folkmoot.apps.minutes import published as minutes
from folkmoot.apps.minutes.published import MinuteLine
from folkmoot.apps.minutes.published.decisions import decisions
from folkmoot.apps.packs import published as packs
from folkmoot.apps.packs.published import FileView, PartLine, VersionView
from folkmoot.apps.packs.terms import Edition
from folkmoot.methods.calendars.council_years import CouncilYear
from folkmoot.sites.public.trail import trail
from folkmoot.sites.public.views.papers import in_version
from folkmoot.sites.shared.clock import today
from folkmoot.sites.shared.conditional import published_page
from folkmoot.sites.shared.formats import local, long_day
from folkmoot.sites.shared.paging import page_of, pages

A_PAGE = 30


@published_page()
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings of a council year; the latest year unless the address names one."""
    years = published.council_years()
    year = _year(request.GET.get("year", ""), years)
    lines = published.meetings_in(year) if year else ()
    page = page_of(request, Paginator(lines, A_PAGE))
    shown = {
        "year": year,
        "years": years,
        "months": _by_month(page),
        "pagination": pages(request, page),
        "breadcrumbs": trail("Meetings"),
    }
    return render(request, "public/meetings.html", shown)


@published_page(depends_on_today=True)
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """A meeting: its agenda, its papers, and by when to do what, worked out."""
    found = _meeting(meeting_id)
    pack = packs.version(meeting_id)
    shown = {
        "meeting": found,
        "pack": pack,
        "files": _files(pack) if pack else {},
        "papers": _papers(pack) if pack else {},
        "recommended": _recommended(pack) if pack else {},
        "minutes": _by_item(minutes.lines(meeting_id)),
        "arises_from": {each.item_id: each for each in minutes.arising(meeting_id) if each.on_agenda_of == meeting_id},
        "decided": decisions(meeting_id) is not None,
        "earlier": packs.versions(meeting_id)[1:],
        "today": today(request),
        "overrides": packs.overrides(meeting_id),
        "residents_have": residents_have(found.residents_have),
        "breadcrumbs": trail(("Meetings", reverse("public:meetings")), long_day(found.line.starts_at)),
    }
    return render(request, "public/meeting.html", shown)


def _files(pack: VersionView) -> dict[Edition, FileView]:
    """The PDFs of a version, by edition."""
    found = {edition: packs.file(pack.line.meeting_id, pack.line.number, edition) for edition in Edition}
    return {edition: file for edition, file in found.items() if file is not None}


def _papers(pack: VersionView) -> dict[str, list[PartLine]]:
    """The parts of a pack under the numbers of their agenda items; under none, what stands before and after."""
    found: dict[str, list[PartLine]] = {}
    for part in pack.parts:
        found.setdefault(part.agenda_number, []).append(part)
    return found


def _recommended(pack: VersionView) -> dict[str, Markup]:
    """What the reports of a pack recommend, under the numbers of their agenda items."""
    found: dict[str, Markup] = {}
    for each in packs.recommendations(pack.line.meeting_id, pack.line.number):
        words = in_version(pack, each.words, heading_level=4)
        found[each.agenda_number] = found.get(each.agenda_number, Markup("")) + words
    return found


def _by_item(lines: Iterable[MinuteLine]) -> dict[str, list[MinuteLine]]:
    """Minutes under the numbers of the agenda items that they record."""
    found: dict[str, list[MinuteLine]] = {}
    for line in lines:
        found.setdefault(line.agenda_number, []).append(line)
    return found


def residents_have(days: int | None) -> str:
    """What residents are told of the time between the agenda's publication and the last moment to ask to speak."""
    if days is None:
        return ""
    if days == 0:
        return "Residents have no whole working day between the agenda and the last moment to ask to speak."
    count = "1 working day" if days == 1 else f"{days} working days"
    return f"Residents have {count} between the agenda and the last moment to ask to speak."


def _by_month(lines: Iterable[MeetingLine]) -> list[tuple[str, list[MeetingLine]]]:
    grouped = groupby(lines, key=lambda line: f"{local(line.starts_at):%B %Y}")
    return [(month, list(found)) for month, found in grouped]


def _meeting(meeting_id: int) -> MeetingView:
    found = published.meeting(meeting_id)
    if found is None:
        raise Http404
    return found


def _year(asked: str, years: tuple[CouncilYear, ...]) -> CouncilYear | None:
    """The year asked for, the latest where none is; Http404 for a year without meetings."""
    if not asked:
        return years[0] if years else None
    for year in years:
        if str(year.first_year) == asked:
            return year
    raise Http404
