"""Long lists page by page."""

from __future__ import annotations

from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest


def page_number(request: HttpRequest) -> int:
    """The number of the page that the address asks for, 1 where it asks for none; Http404 for what is no number."""
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdigit() and 0 < len(asked) < 7 and int(asked) > 0):
        raise Http404
    return int(asked)


def page_of(request: HttpRequest, paginator: Paginator[Any]) -> Page[Any]:
    """The page that the address asks for; Http404 for one that does not exist."""
    try:
        return paginator.page(page_number(request))
    except EmptyPage as error:
        raise Http404 from error


def pages(request: HttpRequest, page: Page[Any]) -> dict[str, Any] | None:
    """GOV.UK's pagination for a page of a list, keeping the rest of the address; None where there is one page only."""
    paginator = page.paginator
    if paginator.num_pages == 1:
        return None
    items = [_place(request, number, page.number) for number in paginator.get_elided_page_range(page.number)]
    found: dict[str, Any] = {"items": items, "landmarkLabel": "Pages of this list"}
    if page.has_previous():
        found["previous"] = {"href": _address(request, page.previous_page_number())}
    if page.has_next():
        found["next"] = {"href": _address(request, page.next_page_number())}
    return found


def _place(request: HttpRequest, number: int | str, current: int) -> dict[str, Any]:
    if isinstance(number, str):
        return {"ellipsis": True}
    return {"number": number, "href": _address(request, number), "current": number == current}


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return "?" + query.urlencode()
