"""The minutes of a meeting as a page and as files, with what they ask for; and the list of what it decided."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from folkmoot.adapters.exchange import atom
from folkmoot.adapters.exchange.akoma import Work
from folkmoot.adapters.typeset import html
from folkmoot.apps.committees import published as committees
from folkmoot.apps.minutes import published
from folkmoot.apps.minutes.published import decisions as decided
from folkmoot.methods.document.model import Figure
from folkmoot.sites.public.trail import trail
from folkmoot.sites.shared import editions
from folkmoot.sites.shared.conditional import published_page
from folkmoot.sites.shared.formats import long_day

SHOWN = 50
BEFORE_ANYTHING = datetime(1970, 1, 1, tzinfo=UTC)


@published_page()
def decisions(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """What the meeting decided, as recorded in the room."""
    found, line = decided.decisions(meeting_id), committees.meeting_line(meeting_id)
    if found is None or line is None:
        raise Http404
    meeting = (long_day(line.starts_at), reverse("public:meeting", args=[meeting_id]))
    way = trail(("Meetings", reverse("public:meetings")), meeting, "Decisions")
    minuted = published.minutes(meeting_id) is not None
    return render(
        request, "public/decisions.html", {"line": line, "found": found, "minuted": minuted, "breadcrumbs": way}
    )


@published_page()
def decisions_feed(request: HttpRequest) -> HttpResponse:
    """Every published list of decisions, the newest first."""
    lists = decided.decided()
    entries = [
        atom.Entry(
            id=request.build_absolute_uri(reverse("public:decisions", args=[each.meeting_id])),
            title=f"{each.committee}{', invented' if each.invented else ''}: decisions of {long_day(each.held_on)}",
            summary="; ".join(f"{row.number} {row.title}: {row.outcome or 'see the list'}" for row in each.decisions),
            url=request.build_absolute_uri(reverse("public:decisions", args=[each.meeting_id])),
            updated_at=each.first_at,
        )
        for each in lists[:SHOWN]
    ]
    address = request.build_absolute_uri(reverse("public:decisions-feed"))
    council = committees.council()
    feed = atom.Feed(
        id=address, title="Scrutiny: decisions", author=council.name if council else "The council", url=address,
        home=request.build_absolute_uri(reverse("public:home")),
        updated_at=lists[0].first_at if lists else BEFORE_ANYTHING, entries=entries,
    )  # fmt: skip
    return HttpResponse(atom.atom(feed), content_type=atom.MEDIA_TYPE)


@published_page()
def file(request: HttpRequest, meeting_id: int, form: str) -> HttpResponse:
    """The minutes as PDF, Word or Akoma Ntoso."""
    found, line = published.minutes(meeting_id), committees.meeting_line(meeting_id)
    if found is None or line is None or form not in editions.FORMS:
        raise Http404
    work = Work(
        body=found.committee_slug, body_name=found.committee, council=found.council, held_on=found.held_on,
        version_on=found.version_on, number=str(meeting_id),
        url=request.build_absolute_uri(reverse("public:minutes", args=[meeting_id])),
    )  # fmt: skip
    return editions.answer(editions.Edition(found.document, work, found.votes), form)


@published_page()
def minutes(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Who was there, what was agreed, and what is to be done."""
    found, line = published.minutes(meeting_id), committees.meeting_line(meeting_id)
    if found is None or line is None:
        raise Http404
    meeting = (long_day(line.starts_at), reverse("public:meeting", args=[meeting_id]))
    shown = {
        "line": line,
        "minutes": found,
        "arising": [each for each in published.arising(meeting_id) if each.minutes_of == meeting_id],
        "body": html.render(found.document, address=partial(_address, meeting_id), picture=_no_picture),
        "breadcrumbs": trail(("Meetings", reverse("public:meetings")), meeting, "Minutes"),
    }
    return render(request, "public/minutes.html", shown)


def _address(meeting_id: int, target: str) -> str:
    """A block of another part of this meeting's pack."""
    part, mark, block = target.partition("#")
    return reverse("public:paper", args=[meeting_id, part]) + mark + block


def _no_picture(figure: Figure) -> str:
    """Minutes hold no figures: what was shown at a meeting is in its papers."""
    raise Http404
