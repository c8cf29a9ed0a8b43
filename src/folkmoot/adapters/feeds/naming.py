"""The columns by which publishers name areas: LSOA11CD, wd20cd and ltla21_code name codes, their ...nm the names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_KINDS = {
    # what a column begins with: the key of our editions, the type of unit, the words for many
    "lsoa": ("lsoa", "lsoa", "LSOAs"),
    "msoa": ("msoa", "msoa", "MSOAs"),
    "wd": ("wd", "ward", "Wards"),
    "ward": ("wd", "ward", "Wards"),
    "lad": ("lad", "district", "Districts"),
    "ltla": ("lad", "district", "Districts"),
    "utla": ("utla", "upper tier", "Upper-tier authorities"),
    "ctyua": ("utla", "upper tier", "Upper-tier authorities"),
    "rgn": ("rgn", "region", "Regions"),
    "region": ("rgn", "region", "Regions"),
}
_CODES = re.compile(rf"(?P<kind>{'|'.join(_KINDS)})(?P<year>\d\d)?(?:cd|_?code)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
SIZES = ("lsoa", "msoa", "ward", "district", "upper tier", "region", "england")
"""Types of unit from the smallest on."""


@dataclass(frozen=True, slots=True)
class Areas:
    """The units of one edition, as the columns of a file name them; `name` is the column of names, or empty."""

    column: str
    name: str
    key: str
    type: str
    title: str
    year: int | None

    @property
    def size(self) -> int:
        """Its place from the smallest type on."""
        return SIZES.index(self.type)


def areas(headings: Sequence[str], file: str = "") -> tuple[Areas, ...]:
    """The editions that the columns of a file name codes of, from the smallest on.

    A column that states no year takes the one year that stands in the name of the file, where there is one.
    """
    year, found = year_of(file), []
    for heading in headings:
        match = _CODES.fullmatch(heading)
        if match:
            key, type_, many = _KINDS[match["kind"].lower()]
            of = 2000 + int(match["year"]) if match["year"] else year
            title = f"{many}, {of}" if of else f"{many}, edition not stated"
            name = f"{key}{of % 100:02}" if of else key
            found.append(Areas(heading, _name_of(heading, headings), name, type_, title, of))
    return tuple(sorted(found, key=lambda each: each.size))


def year_of(file: str) -> int | None:
    """The one year in the name of a file, such as mye2020_england; None where it names none or several."""
    years = set(_YEAR.findall(file))
    return int(years.pop()) if len(years) == 1 else None


def _name_of(code: str, headings: Sequence[str]) -> str:
    """lsoa11nm for lsoa11cd, ltla21_name for ltla21_code."""
    stem = re.sub(r"(cd|_?code)$", "", code, flags=re.IGNORECASE)
    called = {heading.lower(): heading for heading in headings}
    return next((called[each] for each in (f"{stem}nm".lower(), f"{stem}_name".lower()) if each in called), "")
