"""From points counted in areas to lookups: by majority, and by share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Parts = Mapping[str, Sequence[tuple[str, float]]]
"""Each smaller area's larger ones, with the part of it that lies in each."""

ROUNDING = 1e-9


class BadLookup(ValueError):
    """A lookup that would lose somebody or count somebody twice; the message names the area."""


def counted(points: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """How many points, such as postcodes, lie in each smaller and larger area together."""
    counts: dict[str, dict[str, int]] = {}
    for source, target in points:
        held = counts.setdefault(source, {})
        held[target] = held.get(target, 0) + 1
    return counts


def by_majority(counts: Mapping[str, Mapping[str, int]]) -> dict[str, tuple[tuple[str, float], ...]]:
    """Each smaller area whole to the larger one with most of its points; of equals to the code that comes first."""
    return {source: ((min(held, key=lambda code: (-held[code], code)), 1.0),) for source, held in counts.items()}


def by_share(counts: Mapping[str, Mapping[str, int]]) -> dict[str, tuple[tuple[str, float], ...]]:
    """Each smaller area to every larger one that holds points of it, by the share of the points."""
    return {source: tuple(_shares(held)) for source, held in counts.items()}


def _shares(held: Mapping[str, int]) -> Iterable[tuple[str, float]]:
    total = sum(held.values())
    return ((code, points / total) for code, points in sorted(held.items()) if points)


def checked(parts: Parts) -> Parts:
    """The same parts. BadLookup where those of an area are none, not positive, doubled, or do not add up to 1."""
    for source, held in parts.items():
        targets, weights = [code for code, _ in held], [weight for _, weight in held]
        doubled = [code for code in targets if targets.count(code) > 1]
        if doubled:
            raise BadLookup(f"{source} is given to {doubled[0]} twice; each pair of areas may stand once")
        if not all(weight > 0 for weight in weights) or abs(sum(weights) - 1) > ROUNDING:
            told = ", ".join(f"{code} {weight:g}" for code, weight in held) or "nothing"
            raise BadLookup(f"the parts of {source} are {told}; they must be above 0 and add up to 1")
    return parts


def extents(parts: Parts) -> dict[str, frozenset[str]]:
    """What each larger area holds, by a lookup that gives each smaller one whole."""
    found: dict[str, set[str]] = {}
    for source, held in parts.items():
        for target, _ in held:
            found.setdefault(target, set()).add(source)
    return {target: frozenset(held) for target, held in found.items()}
