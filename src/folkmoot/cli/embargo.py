"""What the worker does beside its tasks: open each vintage in the second in which its embargo ends."""

from __future__ import annotations

import logging
from threading import Event

from django.db import DatabaseError, connection
from django.utils import timezone

from folkmoot.apps.measures import operations

logger = logging.getLogger(__name__)


def keep_released(ended: Event, *, pause: float = 1.0) -> None:
    """Release what is due every second until `ended` is set."""
    while not ended.wait(pause):
        try:
            operations.release_due(at=timezone.now())
        except DatabaseError:  # a database that is away comes back, and what is due then is released then
            logger.exception("Vintages that are due could not be released; this is tried again.")
            connection.close()
    connection.close()
