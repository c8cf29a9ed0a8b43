"""Reads settings from the environment, and says plainly what is missing."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The variable's text; ImproperlyConfigured when it is not set and there is no default."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set. Set it in the environment and start again.")
    return value


def flag(name: str) -> bool:
    """Whether the variable says 1, true or yes."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes"}


def number(name: str, default: int) -> int:
    """The variable's whole number; ImproperlyConfigured for anything else."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def moment(name: str) -> datetime | None:
    """The variable's moment, such as 2021-11-05T08:59:50+00:00; ImproperlyConfigured for anything else."""
    value = os.environ.get(name)
    if not value:
        return None
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a moment such as 2021-11-05T08:59:50+00:00.") from None


def secret(name: str) -> str:
    """A secret of at least 32 characters; refused when it is missing, short or one of the demo's."""
    value = text(name)
    if len(value) < 32 or value.startswith("demo-"):
        raise ImproperlyConfigured(f"{name} must be a secret of its own, at least 32 characters long.")
    return value


def hosts(name: str) -> list[str]:
    """Host names with commas between them; refused where they would let any host through."""
    found = [each.strip() for each in text(name).split(",") if each.strip()]
    if not found or any("*" in each or each == "." for each in found):
        raise ImproperlyConfigured(f"{name} must name each host; * would have links to any address in the pages.")
    return found


def database(url: str) -> dict[str, object]:
    """Django's settings for sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/NAME."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path.removeprefix("/")) or ":memory:",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    if parts.scheme == "postgresql":
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(f"FOLKMOOT_DATABASE begins with {parts.scheme!r}; use sqlite:/// or postgresql://.")
