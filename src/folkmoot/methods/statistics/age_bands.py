"""Age bands: read from labels, collapsed into wider ones, and used to join figures by what the bands say."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.methods.statistics.core import Floats, as_floats

ByBand = ArrayLike | Mapping[str, float]
"""Figures in the order of the age axis, or by band label, to be joined on the labels."""

_SPAN = re.compile(r"(\d+)\s*(?:-|–|—|to|_)\s*(\d+)")
_OPEN = re.compile(r"(\d+)\s*(?:\+|plus|and over|and above|or over|or more|\s*years and over)")
_UNDER = re.compile(r"(?:<|under|less than)\s*(\d+)")
_SINGLE = re.compile(r"(\d+)")


class BadBands(ValueError):
    """Age bands that cannot be read, or that do not fit each other."""


@dataclass(frozen=True, slots=True)
class AgeBands:
    """Bands that follow one another without a gap: where each starts, in years, and the age at which the last ends.

    `end` is the first age no longer covered; None for an open last band such as 90+.
    """

    starts: tuple[int, ...]
    end: int | None = None

    def __post_init__(self) -> None:
        edges = (*self.starts, *(() if self.end is None else (self.end,)))
        if not self.starts or self.starts[0] < 0 or not all(a < b for a, b in pairwise(edges)):
            raise BadBands(f"the starts of age bands rise from 0 or more, got {edges}")

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def spans(self) -> tuple[tuple[int, int | None], ...]:
        """First age and the first age no longer covered, by band; None in an open one."""
        return tuple(zip(self.starts, (*self.starts[1:], self.end), strict=True))

    @property
    def widths(self) -> Floats:
        """Years in each band, infinite in an open one."""
        return np.array([np.inf if end is None else end - start for start, end in self.spans])

    @property
    def labels(self) -> tuple[str, ...]:
        """The bands as the field writes them: 0, 1-4, 5-9, ..., 90+."""
        return tuple(_label(start, end) for start, end in self.spans)

    @classmethod
    def parse(cls, labels: Sequence[str | int]) -> AgeBands:
        """Bands from labels in ascending order, such as "0-4", "05 to 09", "<1", "90+", or from whole starts.

        Numbers alone are starts of bands, the last of them open. BadBands names a label that cannot be read, or the
        first gap or overlap.
        """
        if all(isinstance(label, (int, np.integer)) for label in labels):
            return cls(tuple(int(label) for label in labels))
        spans = [read_span(str(label)) for label in labels]
        for (one, (_, end)), (other, (start, _)) in pairwise(zip(labels, spans, strict=True)):
            if end != start:
                raise BadBands(f"age band {other!r} does not follow {one!r}; put the bands in order, without a gap")
        return cls(tuple(start for start, _ in spans), spans[-1][1] if spans else None)

    @classmethod
    def in_order(cls, labels: Sequence[str | int]) -> AgeBands:
        """Bands from labels in any order. BadBands as in `parse`."""
        return cls.parse(sorted(labels, key=lambda label: read_span(str(label))[0]))

    def check(self, labels: Sequence[str | int]) -> None:
        """BadBands unless the labels say these bands, in this order."""
        found = AgeBands.parse(labels)
        if found != self:
            raise BadBands(f"expected the age bands {', '.join(self.labels)}, got {', '.join(found.labels)}")

    def positions(self, labels: Sequence[str | int]) -> NDArray[np.intp]:
        """Where each label's band stands among these bands, -1 for one that is not among them or cannot be read."""
        places: dict[object, int] = {span: place for place, span in enumerate(self.spans)}
        starts = {start: place for place, start in enumerate(self.starts)}
        found = [
            starts.get(int(label), -1)
            if isinstance(label, (int, np.integer))
            else places.get(_span_or_none(str(label)), -1)
            for label in labels
        ]
        return np.array(found, dtype=np.intp)

    def collapse(self, values: ArrayLike, to: AgeBands) -> Floats:
        """Counts or populations [..., A] summed into wider bands [..., B]. BadBands where an edge would cut a band."""
        cuts = set(to.starts) - set(self.starts)
        if cuts or to.starts[0] != self.starts[0] or to.end != self.end:
            raise BadBands(
                f"the bands {', '.join(self.labels)} cannot be summed into {', '.join(to.labels)}: "
                "each wider band must begin where one of these begins, and both must cover the same ages"
            )
        given = as_floats(values)
        if given.shape[-1:] != (len(self),):
            raise BadBands(f"{len(self)} age bands, but the last axis has the shape {given.shape[-1:]}")
        return np.add.reduceat(given, [self.starts.index(start) for start in to.starts], axis=-1)

    def open_at(self, age: int) -> AgeBands:
        """The same bands with everything from `age` on in one open band, such as 85+."""
        if age not in self.starts or self.end is not None:
            raise BadBands(f"no open band can begin at {age}: the bands are {', '.join(self.labels)}")
        return AgeBands(self.starts[: self.starts.index(age) + 1])


FIVE_YEARS_TO_90 = AgeBands(tuple(range(0, 95, 5)))
"""The nineteen bands 0-4, 5-9, ..., 90+ of English public health."""


def joined(name: str, given: ByBand, bands: AgeBands | Sequence[str] | None, size: int) -> Floats:
    """One figure a band in the order of the age axis, shape (A,) or (..., A).

    A mapping is joined on the labels of `bands`; an array is taken as it stands. BadBands names the labels without a
    figure, and raises where the sizes differ.
    """
    if bands is not None and len(bands) != size:
        raise BadBands(f"{len(bands)} age bands, but {size} on the last axis")
    if not isinstance(given, Mapping):
        figures = as_floats(given)
        if figures.shape[-1:] != (size,):
            raise BadBands(f"{name}: {size} age bands, but the last axis has the shape {figures.shape[-1:]}")
        return figures
    if bands is None:
        raise BadBands(f"{name}: to join by label, say which bands the age axis holds (bands=...)")
    labels = bands.labels if isinstance(bands, AgeBands) else bands
    by_band = {_key(label): figure for label, figure in given.items()}
    missing = [label for label in labels if _key(label) not in by_band]
    if missing:
        raise BadBands(f"{name}: nothing for the age bands {', '.join(map(str, missing))}")
    return np.array([by_band[_key(label)] for label in labels], dtype=np.float64)


def read_span(label: str) -> tuple[int, int | None]:
    """First age and first age no longer covered (None for an open band). BadBands names a label not understood."""
    words = label.strip().lower().removeprefix("aged ").removeprefix("age ").removesuffix(" years").strip()
    if match := _SPAN.fullmatch(words):
        return int(match[1]), int(match[2]) + 1
    if match := _OPEN.fullmatch(words):
        return int(match[1]), None
    if match := _UNDER.fullmatch(words):
        return 0, int(match[1])
    if match := _SINGLE.fullmatch(words):
        return int(match[1]), int(match[1]) + 1
    raise BadBands(f"cannot read the age band {label!r}; write it as 0-4, <1 or 90+")


def _span_or_none(label: str) -> tuple[int, int | None] | None:
    try:
        return read_span(label)
    except BadBands:
        return None


def _key(label: str) -> Hashable:
    """What a label means where it can be read, so that 00-04 and 0-4 meet; else the label itself."""
    return _span_or_none(label) or label


def _label(start: int, end: int | None) -> str:
    if end is None:
        return f"{start}+"
    return str(start) if end == start + 1 else f"{start}-{end - 1}"
