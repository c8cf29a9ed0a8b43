"""Which backend counts: `local`, or one that an extra brings and names in the entry points `folkmoot.backends`.

A backend is found by its name only, so that nothing here imports what an extra needs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import TypeAlias

from folkmoot.engine import local
from folkmoot.engine.cube import Cube
from folkmoot.engine.plan import Plan

GROUP = "folkmoot.backends"
LOCAL = "local"

Counting: TypeAlias = Callable[[Plan, Sequence[Path]], Cube]
"""Counts a plan over files of facts, which to a backend of tables may be the names of tables."""


class UnknownBackend(LookupError):
    """A backend that is not there; the message says which are, or what to install."""


def backend(name: str = LOCAL, address: str = "") -> Counting:
    """The backend of a name; `address` says where it counts, as that backend reads it. UnknownBackend."""
    if name == LOCAL:
        return local.count
    found = {each.name: each for each in entry_points(group=GROUP)}
    if name not in found:
        raise UnknownBackend(f"there is no backend {name!r}; there are {', '.join(sorted({LOCAL, *found}))}")
    try:
        connect: Callable[[str], Counting] = found[name].load()
    except ImportError as error:
        raise UnknownBackend(f"backend {name!r} needs {error.name}; install folkmoot[{name}]") from error
    return connect(address)
