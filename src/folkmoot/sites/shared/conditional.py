"""Public pages change only when something is published: one number answers for all of them.

A page's ETag is made of the publication number, the code's version and, where the page depends on today, the date.
The page itself is kept in the process's cache under the same key, so that a release shows at once and nothing is stale.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

import folkmoot
from folkmoot.apps.accounts import published

View = Callable[..., HttpResponse]
A_DAY = 24 * 60 * 60


def published_page(*, depends_on_today: bool = False) -> Callable[[View], View]:
    """A view whose answer may be kept, and answered with 304, until the next publication (or midnight)."""

    def decorate(view: View) -> View:
        def key(request: HttpRequest, **_: Any) -> str:
            parts = [str(published.publication_number()), folkmoot.__version__, request.get_full_path()]
            if depends_on_today:
                parts.append(timezone.localdate().isoformat())
            return '"' + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32] + '"'

        def last_modified(request: HttpRequest, **_: Any) -> datetime | None:
            return None if depends_on_today else published.last_published_at()

        @wraps(view)
        @require_safe
        @condition(etag_func=key, last_modified_func=last_modified)
        def cached(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            name = f"page:{key(request)}"
            pages = caches["pages"]
            response: HttpResponse | None = pages.get(name)
            if response is None:
                response = view(request, **kwargs)
                patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
                if response.status_code == 200:
                    pages.set(name, response, A_DAY)
            return response

        return cached

    return decorate
