"""What the shell of every page needs: the council's name, the ways through the site, the demo's mark."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from folkmoot.apps.committees import published
from folkmoot.apps.committees.published import CouncilView

UNNAMED = CouncilView(name="The council", chief_executive="")
WAYS = (
    ("Meetings", "public:meetings"),
    ("Committees", "public:committees"),
    ("What came of it", "public:outcomes"),
    ("Measures", "public:measures"),
    ("Search", "public:search"),
    ("Data", "public:data"),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """`council`, `demo`, `sign_in` and the public site's `ways`; the same for everybody, since pages are cached."""
    return {
        "council": published.council() or UNNAMED,
        "demo": getattr(settings, "DEMO", False),
        "sign_in": _routed("account_login"),
        "ways": ways(request.path),
    }


def ways(path: str) -> list[dict[str, object]]:
    """The entries of the service navigation; the one that the path lies under is marked."""
    found = [(text, reverse(name)) for text, name in WAYS]
    return [{"text": text, "href": href, "active": path.startswith(href)} for text, href in found]


def _routed(name: str) -> bool:
    """Whether this process has the page: the public one has no sign-in."""
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True
