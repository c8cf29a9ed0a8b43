"""The minutes of a meeting as a page, with the actions that they ask for."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from folkmoot.adapters.typeset import html
from folkmoot.apps.committees import published as committees
from folkmoot.apps.minutes import published
from folkmoot.methods.document.model import Figure
from folkmoot.sites.public.trail import trail
from folkmoot.sites.shared.conditional import published_page
from folkmoot.sites.shared.formats import long_day


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
