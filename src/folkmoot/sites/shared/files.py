"""Sends a file whose address holds the hash of its content: kept by browsers for good, given in ranges where asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header

A_YEAR = 365 * 24 * 60 * 60
CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes=(?P<first>\d*)-(?P<last>\d*)")


def send(
    request: HttpRequest, path: Path, *, name: str, media_type: str, sha256: str, saved: bool = False
) -> HttpResponseBase:
    """The file under a name, shown in the browser or, if `saved`, put on the disk; 206 for one range of its bytes."""
    etag = f'"{sha256}"'
    size = path.stat().st_size
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = _answer(path, size, _range(request, etag, size))
    if response.status_code in (200, 206):
        response["Content-Type"] = media_type
        response["Content-Disposition"] = content_disposition_header(saved, name) or "inline"
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    return response


def _answer(path: Path, size: int, wanted: tuple[int, int] | None) -> HttpResponseBase:
    if wanted is None:
        return FileResponse(path.open("rb"))
    first, last = wanted
    if not first <= last < size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(_stretch(path, first, last), status=206)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return response


def _range(request: HttpRequest, etag: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for; None where the whole is: several ranges, or a range of another content."""
    match = _RANGE.fullmatch(request.headers.get("Range", ""))
    if match is None or match.group() == "bytes=-" or request.headers.get("If-Range", etag) != etag:
        return None
    if not match["first"]:
        return max(0, size - int(match["last"])), size - 1
    return int(match["first"]), min(int(match["last"] or size), size - 1)


def _stretch(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (piece := file.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece
