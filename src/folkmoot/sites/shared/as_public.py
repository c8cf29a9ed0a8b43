"""What everybody is served about a meeting: its pages, pictures and files but PDFs, and the feeds that name it.

`settings.PUBLIC_PAGES` leads here, so that a publication is looked over as it will be read before it stands, by an app
that knows no site. The pages are made anew, in the transaction of whoever asks, and none of them is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve, reverse

from folkmoot.apps.committees import published
from folkmoot.sites.shared import clock
from folkmoot.sites.shared.conditional import NOT_KEPT

_LINK = re.compile(r"""(?:href|src)="([^"#?]+)""")
FEEDS = ("home", "meetings", "committees", "calendar", "changes", "decisions-feed", "sitemap")
OF_COMMITTEE = ("committee", "committee-calendar", "committee-changes")


class _Inside(WSGIRequest):
    """A request that nobody sent, for the public address."""

    def get_host(self) -> str:
        return urlsplit(settings.PUBLIC_ADDRESS).netloc


def pages(meeting_id: int) -> Iterator[tuple[str, bytes]]:
    """Address and content of each, found by following every link from the meeting's page that stays below it."""
    line = published.meeting_line(meeting_id)
    if line is None:
        return
    below = reverse("public:meeting", args=[meeting_id])
    waiting = [below, *(reverse(f"public:{name}") for name in FEEDS)]
    waiting += [reverse(f"public:{name}", args=[line.committee_slug]) for name in OF_COMMITTEE]
    seen = set(waiting)
    while waiting:
        address = waiting.pop()
        content = _served(address)
        yield address, content
        found = {unescape(link) for link in _LINK.findall(content.decode("utf-8", "ignore"))}
        new = {link for link in found - seen if link.startswith(below) and not link.endswith(".pdf")}
        waiting += sorted(new)
        seen |= new


def _served(address: str) -> bytes:
    """What is answered there; nothing where there is no such page, or where it leads elsewhere."""
    request = _Inside(RequestFactory().get(address).environ)
    request.user = AnonymousUser()
    request.META[NOT_KEPT] = True
    clock.stamp(request)
    found = resolve(address)
    try:
        answer = found.func(request, *found.args, **found.kwargs)
    except Http404:
        return b""
    return b"" if answer.streaming else bytes(answer.content)
