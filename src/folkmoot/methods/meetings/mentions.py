"""Which registered interests the words of an item touch: whole words, in any case, the longest finding first."""

from __future__ import annotations

import re
from collections.abc import Iterable


def mentions(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that stand in the text as whole words, however they are spaced or written in capitals.

    A finding only asks somebody to look: that a name stands there makes no interest, and that it does not excuses none.
    """
    spaced = " ".join(text.split())
    return tuple(name for name in names if name.strip() and _stands(" ".join(name.split()), spaced))


def _stands(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None
