"""Public pages change only when something is published: one number answers for all of them.

A page's ETag is made of the publication number, the code's version and, where the page depends on today, the date.
The page itself is kept in the process's cache under the same key, so that a release shows at once and nothing is stale.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe

import folkmoot
from folkmoot.apps.accounts import published
from folkmoot.sites.shared.clock import today

NOT_KEPT = "folkmoot.not_kept"  # in a request's META: it is asked before its publication stands, so nothing is kept
View = Callable[..., HttpResponse]
A_DAY = 24 * 60 * 60


def published_page(*, depends_on_today: bool = False) -> Callable[[View], View]:
    """A view whose answer may be kept, and answered with 304, until the next publication (or midnight)."""

    def decorate(view: View) -> View:
        @wraps(view)
        @require_safe
        def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            number, at = published.publication()
            day = today(request).isoformat() if depends_on_today else ""
            etag = _etag(str(number), folkmoot.__version__, request.build_absolute_uri(), day)
            changed = None if depends_on_today or at is None else int(at.timestamp())
            found: HttpResponse | None = get_conditional_response(request, etag=etag, last_modified=changed)
            make = partial(view, request, **kwargs)
            response = found or (make() if NOT_KEPT in request.META else _kept(etag, make))
            response["ETag"] = etag
            if changed is not None:
                response["Last-Modified"] = http_date(changed)
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
            return response

        return answer

    return decorate


def _etag(*parts: str) -> str:
    return '"' + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32] + '"'


def _kept(etag: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page as this process made it before, or made now; only whole answers are kept."""
    pages = caches["pages"]
    response: HttpResponse | None = pages.get(etag)
    if response is None:
        response = make()
        if response.status_code == 200:
            pages.set(etag, response, A_DAY)
    return response
