"""The server's clock, and when it received a request: by that, and not by when it was answered, things are in time."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from folkmoot.methods.calendars.counting import LONDON

RECEIVED_AT = "folkmoot.received_at"


def now() -> datetime:
    """The server's time; the dev settings can stop it at a moment, so that a deadline can be tried out."""
    stands_at: datetime | None = settings.CLOCK_STANDS_AT
    return stands_at or timezone.now()


def stamp(request: HttpRequest) -> None:
    """Write down when a request came; the first middleware does it."""
    request.META[RECEIVED_AT] = now()


def received_at(request: HttpRequest) -> datetime:
    """When the server received a request."""
    at = request.META[RECEIVED_AT]
    assert isinstance(at, datetime), "the first middleware stamps every request"
    return at


def today(request: HttpRequest) -> date:
    """The day on which the server received a request, by London's calendar."""
    return received_at(request).astimezone(LONDON).date()
