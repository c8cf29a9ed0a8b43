"""Log lines: JSON for machines in production, short ones for a developer's eyes."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """One JSON object a line. An exception is named by type and place: its message could quote a person's words."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
        }
        fields = getattr(record, "fields", None)
        line |= fields if isinstance(fields, dict) else {"says": without_query(record.getMessage())}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = [f"{f.filename}:{f.lineno}" for f in traceback.extract_tb(record.exc_info[2])]
        return json.dumps(line)


def without_query(message: str) -> str:
    """The message up to a query string, which may hold what somebody searched for."""
    return message.partition("?")[0]


def configuration(formatter: str, *, level: str = "INFO") -> dict[str, object]:
    """Django's LOGGING with one handler to standard error; `formatter` is json or short."""
    quiet = {"handlers": [], "level": "ERROR", "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "folkmoot.project.logs.JsonLines"},
            "short": {"format": "%(asctime)s %(levelname).1s %(message)s", "datefmt": "%H:%M:%S"},
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": formatter}},
        "root": {"handlers": ["stderr"], "level": level},
        # Our own line a request says what Django's would say, without the query string.
        # A wrong Host or a tampered cookie is answered with 400; anybody could fill the log with its traceback.
        "loggers": {
            "django": quiet,
            "django.server": quiet,
            "django.request": quiet,
            "django.security": {"handlers": [], "level": "CRITICAL", "propagate": False},
            "pikepdf": {"level": "WARNING"},
        },
    }
