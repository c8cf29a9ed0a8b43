"""Feeds for calendars, feed readers and search engines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify

from folkmoot.adapters.exchange import atom, calendar
from folkmoot.apps.accounts.published import last_published_at
from folkmoot.apps.committees import published
from folkmoot.apps.committees.published import MeetingLine
from folkmoot.apps.committees.terms import MeetingStatus
from folkmoot.apps.measures import published as measures
from folkmoot.apps.minutes import published as minutes
from folkmoot.apps.packs import published as packs
from folkmoot.apps.packs.published import ChangeView
from folkmoot.apps.records import published as records
from folkmoot.sites.shared.conditional import published_page
from folkmoot.sites.shared.formats import long_day

PRODUCT = "-//Folkmoot//Scrutiny meetings//EN"
NOT_HAPPENING = (MeetingStatus.CANCELLED, MeetingStatus.RESCHEDULED)
BEFORE_ANYTHING = datetime(1970, 1, 1, tzinfo=UTC)
SHOWN = 50


@published_page()
def meetings_calendar(request: HttpRequest) -> HttpResponse:
    """Every meeting."""
    return _calendar(request, published.meetings(), "Scrutiny meetings")


@published_page()
def committee_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """One committee's meetings."""
    return _calendar(request, published.meetings(committee=slug), _name(slug))


@published_page()
def changes(request: HttpRequest) -> HttpResponse:
    """What changed, the latest first: packs published, meetings called, moved or cancelled."""
    return _feed(request, "public:changes", "", "scrutiny: what changed")


@published_page()
def committee_changes(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed of one committee."""
    return _feed(request, "public:committee-changes", slug, f"{_name(slug)}: what changed")


@published_page()
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page, for search engines."""
    paths = [reverse(f"public:{name}") for name in ("home", "meetings", "plan", "committees", "data", "accessibility")]
    paths += [reverse("public:committee", args=[slug]) for slug, _, _ in published.committees()]
    paths += [reverse("public:person", args=[slug]) for slug in published.people()]
    paths += [reverse("public:meeting", args=[line.id]) for line in published.meetings()]
    paths += [reverse("public:paper", args=[meeting, part]) for meeting, part in packs.papers()]
    paths += [reverse("public:minutes", args=[meeting]) for meeting in minutes.meetings()]
    paths += [reverse("public:measures"), reverse("public:matrix")]
    paths += [reverse("public:measure", args=[line.id]) for line in measures.measures()]
    paths += [reverse("public:table", args=[row.key]) for row in records.data_sets()]
    paths += [reverse("public:source", args=[row.key]) for row in records.sources()]
    addresses = [request.build_absolute_uri(path) for path in paths]
    return render(request, "public/sitemap.xml", {"addresses": addresses}, content_type="application/xml")


@published_page()
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: everything but searches, which lead nowhere that the sitemap does not."""
    search, found = reverse("public:search"), request.build_absolute_uri(reverse("public:sitemap"))
    return HttpResponse(f"User-agent: *\nDisallow: {search}\nSitemap: {found}\n", content_type="text/plain")


def _calendar(request: HttpRequest, lines: Iterable[MeetingLine], name: str) -> HttpResponse:
    council = slugify(_council())
    entries = [
        calendar.Entry(
            uid=f"meeting-{line.id}@{council}.folkmoot",
            sequence=line.sequence,
            summary=_marked(line, line.committee),
            starts_at=line.starts_at,
            ends_at=line.ends_at,
            location=line.venue,
            status=calendar.Status.CANCELLED if line.status in NOT_HAPPENING else calendar.Status.CONFIRMED,
            url=request.build_absolute_uri(reverse("public:meeting", args=[line.id])),
            changed_at=line.changed_at,
        )
        for line in lines
    ]
    content = calendar.icalendar(entries, name=name, product=PRODUCT)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def _feed(request: HttpRequest, name: str, slug: str, about: str) -> HttpResponse:
    council = _council()
    lines = {line.id: line for line in published.meetings(committee=slug)}
    entries = [_meeting_entry(request, council, line) for line in lines.values()]
    entries += [
        _pack_entry(request, council, lines[change.meeting_id], change)
        for change in packs.changes(SHOWN, committee=slug)
        if change.meeting_id in lines
    ]
    feed = atom.Feed(
        id=_tag(council, "-".join(filter(None, (slug, "changes")))),
        title=f"{council}, {about}",
        author=council,
        url=request.build_absolute_uri(reverse(name, args=[slug] if slug else [])),
        home=request.build_absolute_uri(reverse("public:home")),
        updated_at=last_published_at() or BEFORE_ANYTHING,
        entries=sorted(entries, key=lambda entry: entry.updated_at, reverse=True)[:SHOWN],
    )
    return HttpResponse(atom.atom(feed), content_type=atom.MEDIA_TYPE)


def _meeting_entry(request: HttpRequest, council: str, line: MeetingLine) -> atom.Entry:
    return atom.Entry(
        id=_tag(council, f"meeting-{line.id}-{line.sequence}"),
        title=_marked(line, f"{line.committee}, {long_day(line.starts_at)}: {line.status}"),
        summary=f"The meeting is {line.status}. {line.venue}.",
        url=request.build_absolute_uri(reverse("public:meeting", args=[line.id])),
        updated_at=line.changed_at,
    )


def _pack_entry(request: HttpRequest, council: str, line: MeetingLine, change: ChangeView) -> atom.Entry:
    what = "agenda pack" if change.number == 1 else f"agenda pack, version {change.number}"
    return atom.Entry(
        id=_tag(council, f"meeting-{line.id}-pack-{change.number}"),
        title=_marked(line, f"{line.committee}, {long_day(line.starts_at)}: {what}"),
        summary=" ".join(change.changes) or "The agenda and the reports are published.",
        url=request.build_absolute_uri(reverse("public:meeting", args=[line.id])),
        updated_at=change.at,
    )


def _marked(line: MeetingLine, words: str) -> str:
    return f"[Invented] {words}" if line.invented else words


def _name(slug: str) -> str:
    """A committee's name; Http404 where there is none."""
    for found, name, _ in published.committees():
        if found == slug:
            return name
    raise Http404


def _council() -> str:
    found = published.council()
    return found.name if found else "The council"


def _tag(council: str, what: str) -> str:
    """A name that stays the same wherever the site is served."""
    return f"urn:folkmoot:{slugify(council)}:{what}"
