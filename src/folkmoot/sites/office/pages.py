"""The frame of every office page: the ways that somebody's roles open, and where the page stands."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.apps.accounts import rules
from folkmoot.apps.accounts.models import User
from folkmoot.sites.office import ways

Step = str | tuple[str, str]


def page(request: HttpRequest, template: str, *steps: Step, **shown: Any) -> HttpResponse:
    """A page of the office; `steps` lead to it from its way: words and address each, the last one words alone."""
    user = somebody(request)
    held = rules.permissions_of(user)
    entered = held or rules.may_enter(user)
    here = _name(request)
    framed = {
        "notices": get_messages(request),
        "signed_in": True,
        "user": user,
        "navigation": ways.navigation(held, here) if entered else [],
        "beside": ways.beside(held, here) if entered else [],
        "part": ways.part_of(here).words,
        "breadcrumbs": _breadcrumbs(here, steps),
        **shown,
    }
    answer = render(request, f"office/{template}.html", framed)
    answer["Cache-Control"] = "no-store"  # what is withheld stays in no browser's cache
    return answer


def somebody(request: HttpRequest) -> User:
    """Who is signed in; the gate has let nobody else through."""
    assert isinstance(request.user, User), "the gate lets nobody else through"
    return request.user


def _name(request: HttpRequest) -> str:
    """The name of the page's address, without its site."""
    assert request.resolver_match is not None, "a view was found for it"
    return request.resolver_match.url_name or ""


def _breadcrumbs(here: str, steps: tuple[Step, ...]) -> list[dict[str, str]] | None:
    """Today, the way, and the steps; nothing on the first page itself."""
    way, desk = ways.WAY_OF[here], ways.TODAY.ways[0]
    if way == desk:
        return None
    path: list[Step] = [(ways.TODAY.words, desk.address), (way.words, way.address) if steps else way.words, *steps]
    return [{"text": step} if isinstance(step, str) else {"text": step[0], "href": step[1]} for step in path]
