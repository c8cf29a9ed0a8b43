"""One log line a request: its id, method, path, status and milliseconds. No query string, no name, no address."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from folkmoot.sites.shared import clock

logger = logging.getLogger("folkmoot.request")
# What follows these is a key to somebody's own page, and belongs in no log.
OWN_PAGES = re.compile(r"^/(requests|following)/[^/]+")
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

Answer = Callable[[HttpRequest], HttpResponse]


def request_log(answer: Answer) -> Answer:
    """Middleware: each request gets an id (a proxy's own is kept), its line in the log, and the id as a header."""

    def logged(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        clock.stamp(request)
        started = time.perf_counter()
        response = answer(request)
        response["X-Request-ID"] = request_id
        fields = {
            "request": request_id,
            "method": request.method,
            "path": OWN_PAGES.sub(r"/\1/...", request.path),
            "status": response.status_code,
            "ms": round((time.perf_counter() - started) * 1000, 1),
        }
        logger.info("%(method)s %(path)s %(status)s %(ms)s ms", fields, extra={"fields": fields})
        return response

    return logged
