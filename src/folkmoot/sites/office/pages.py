"""The frame of every office page: the ways that somebody's roles open, and where the page stands."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from folkmoot.apps.accounts import rules
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.terms import Permission

WAYS = (
    ("Desk", "office:desk", None),
    ("Mine", "office:mine", None),
    ("Calendar", "office:calendar", None),
    ("Requests", "office:requests", Permission.SEE_REQUESTS),
    ("Forward plan", "office:plan", None),
    ("Briefings", "office:gatherings", None),
    ("Follow-up", "office:outcomes", None),
    ("Work programme", "office:programme", None),
    ("Interests", "office:register", Permission.KEEP_REGISTER),
    ("Measures", "office:measures", Permission.APPROVE_MEASURES),
    ("Data", "office:data-sets", Permission.IMPORT_DATA),
    ("Rules", "office:bodies", Permission.MANAGE_COMMITTEES),
    ("Outbox", "office:outbox", Permission.READ_REQUESTERS),
    ("Audit", "office:audit", Permission.READ_AUDIT),
    ("Accounts", "office:accounts", Permission.MANAGE_ACCOUNTS),
    ("Your account", "mfa_index", None),
    ("Sign out", "account_logout", None),
)
Step = str | tuple[str, str]


def page(request: HttpRequest, template: str, *steps: Step, **shown: Any) -> HttpResponse:
    """A page of the office; a step of the way to it is its words and address, the last one words alone."""
    way: list[Step] = [("Desk", reverse("office:desk")), *steps]
    crumbs = [{"text": step} if isinstance(step, str) else {"text": step[0], "href": step[1]} for step in way]
    framed = {
        "notices": get_messages(request),
        "signed_in": True,
        "navigation": navigation(request),
        "breadcrumbs": crumbs if steps else None,
        **shown,
    }
    answer = render(request, f"office/{template}.html", framed)
    answer["Cache-Control"] = "no-store"  # what is withheld stays in no browser's cache
    return answer


def somebody(request: HttpRequest) -> User:
    """Who is signed in; the gate has let nobody else through."""
    assert isinstance(request.user, User), "the gate lets nobody else through"
    return request.user


def navigation(request: HttpRequest) -> list[dict[str, object]]:
    """The entries that somebody's roles open."""
    held = rules.permissions_of(somebody(request))
    found = [(text, reverse(name)) for text, name, needed in WAYS if needed is None or needed in held]
    desk = reverse("office:desk")
    return [
        {"text": text, "href": href, "active": request.path == href or (href != desk and request.path.startswith(href))}
        for text, href in found
    ]
