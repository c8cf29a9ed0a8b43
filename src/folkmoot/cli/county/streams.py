"""Random numbers that belong to a thing and a ward: what else is drawn, in which order, changes nothing of them."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np


def stream(seed: int, name: str, code: str) -> np.random.Generator:
    """The numbers of a named thing in a place, the same wherever and whenever they are asked for."""
    key = blake2b(f"{seed}/{name}/{code}".encode(), digest_size=16).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(key, "little")))
