"""The keys by which data sets are named."""

from __future__ import annotations

import re

_KEY = re.compile(r"[A-Za-z0-9_-]{1,80}")


class BadKey(ValueError):
    """A key that cannot stand in an address."""


def check_key(key: str) -> None:
    """BadKey where a key is not made of letters, digits, underscores and hyphens, 80 at most."""
    if not _KEY.fullmatch(key):
        raise BadKey(f"{key!r} cannot be the key of a data set; give one of at most 80 letters, digits, '_' and '-'")
