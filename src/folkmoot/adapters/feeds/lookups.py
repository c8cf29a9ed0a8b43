"""Lookups between areas as publishers give them: a table of codes, postcodes as points, or shares of postcodes.

What a file holds, its columns tell: `pcds` are postcodes, one a row; `postcodes` counts them for a pair of areas; a row
of codes alone gives its smallest area whole to each of the others; `in_wd20` says that an edition has a ward;
`old_la_code` and `new_la_code` are the department's number and the national code of one authority.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from folkmoot.adapters.feeds import naming, receiving
from folkmoot.adapters.feeds.layouts import Column, Holds, Layout, Others
from folkmoot.adapters.feeds.naming import Areas
from folkmoot.adapters.feeds.quality import Quality
from folkmoot.adapters.feeds.reading import Unreadable, open_rows
from folkmoot.adapters.feeds.received import Received
from folkmoot.methods.geography import lookups
from folkmoot.methods.geography.lookups import Parts

NESTED, BEST_FIT, MAJORITY, SHARE, CODES = "nested", "best fit", "majority", "share", "codes"
"""How a lookup gives smaller areas to larger ones."""

LARGER = {"lsoa": "msoa", "msoa": "district", "ward": "district", "district": "upper tier", "upper tier": "region"}
"""The type of area that one of a type lies in, as a listing states it."""

GSS = re.compile(r"[A-Z]\d{8}")
LA_NUMBER = re.compile(r"\d{3}(\.0)?")  # a program that met a blank among them wrote 931.0
ENGLAND = Areas("", "", "england", "england", "England", None)
LA_NUMBERS = Areas("old_la_code", "la_name", "la-number", "upper tier", "Authorities by the number of the DfE", None)
_EDITION = re.compile(r"in_(?:wd|ward)(?P<year>\d\d)(?:_lookup)?")
_FEW_POSTCODES = 0.0001  # shares are printed to four places


@dataclass(frozen=True, slots=True)
class Listing:
    """The units of an edition: their code, name, and the code of the larger one, each empty where not stated."""

    areas: Areas
    units: tuple[tuple[str, str, str], ...]
    larger_type: str = ""


@dataclass(frozen=True, slots=True)
class Between:
    """A lookup from one edition to another, and the rule by which it was made."""

    source: Areas
    target: Areas
    rule: str
    parts: Parts


@dataclass(frozen=True, slots=True)
class Geography:
    """What a file says of areas: which there are, and which lies in which."""

    file: str
    file_sha256: str
    quality: Quality
    listings: tuple[Listing, ...]
    lookups: tuple[Between, ...]


Told = Callable[[int], None]


def read(path: Path, *, rules: Mapping[str, str] | None = None, told: Told = lambda rows: None) -> Geography:
    """The listings and lookups of a file. Unreadable where its columns name no areas.

    `rules` says by which rule the areas of an edition were fitted, where it was not by their publisher's best fit.
    """
    headings = open_rows(path).headings
    called = {heading.lower() for heading in headings}
    if {"old_la_code", "new_la_code"} <= called:
        return _numbers(path, told)
    listed = naming.areas(headings, path.name)
    editions = [heading for heading in headings if _EDITION.fullmatch(heading)]
    if editions and listed:
        return _editions(path, listed, editions, told)
    if len(listed) < 2:
        raise Unreadable(
            f"{path.name} has no two columns of codes, such as lsoa11cd and wd20cd; it has {', '.join(headings)}"
        )
    if "pcds" in called or "postcodes" in called:
        return _postcodes(path, listed, "postcodes" in called, told)
    return _rows_of_codes(path, listed, rules or {}, told)


def _layout(areas: Iterable[Areas], more: Sequence[Column] = (), row: Sequence[str] = ()) -> Layout:
    columns = [Column(each.column, (each.column,), Holds.CODES, filled=True, matches=GSS) for each in areas]
    columns += [Column(each.name, (each.name,)) for each in areas if each.name]
    return Layout("lookup", "", "", "", "", "", (*columns, *more), row=tuple(row), others=Others.LEFT_OUT)


def _geography(received: Received, listings: Iterable[Listing], found: Iterable[Between]) -> Geography:
    return Geography(received.file, received.file_sha256, received.quality, tuple(listings), tuple(found))


def _rows_of_codes(path: Path, listed: Sequence[Areas], rules: Mapping[str, str], told: Told) -> Geography:
    source, *others = listed
    received = receiving.receive(path, _layout(listed, row=(source.column,)), told=told)
    columns = {each.column: received.table[each.column].to_pylist() for each in listed}
    found = [_whole(source, target, columns, rules) for target in others]
    for below in others:
        found += [_whole(below, above, columns, rules) for above in _above(below, listed, columns)]
    if any(each.type == "region" for each in listed):
        found += [
            Between(each, ENGLAND, NESTED, dict.fromkeys(dict.fromkeys(columns[each.column]), ((_COUNTRY, 1.0),)))
            for each in (source, next(each for each in listed if each.type == "region"))
        ]
    return _geography(received, _listings(received.table, listed, columns), found)


_COUNTRY = "E92000001"


def _whole(source: Areas, target: Areas, columns: Mapping[str, list[str]], rules: Mapping[str, str]) -> Between:
    """Each area of a source whole to one of a target: nested, or fitted to wards, which LSOAs do not nest in."""
    pairs = dict(zip(columns[source.column], columns[target.column], strict=True))
    fitted = target.type == "ward"
    rule = rules.get(target.key, BEST_FIT) if fitted else NESTED
    return Between(source, target, rule, {code: ((within, 1.0),) for code, within in pairs.items()})


def _above(below: Areas, listed: Sequence[Areas], columns: Mapping[str, list[str]]) -> list[Areas]:
    """The areas of the type next above, where each of those below lies in one alone."""
    return [
        above
        for above in listed
        if above.type == LARGER.get(below.type)
        and len(set(zip(columns[below.column], columns[above.column], strict=True))) == len(set(columns[below.column]))
    ]


def _listings(table: pa.Table, listed: Sequence[Areas], columns: Mapping[str, list[str]]) -> Iterable[Listing]:
    for each in listed:
        names = table[each.name].to_pylist() if each.name else [None] * len(table)
        above = _above(each, listed, columns)
        within = columns[above[0].column] if above else [""] * len(table)
        rows = zip(columns[each.column], names, within, strict=True)
        units = {code: (code, name or "", larger) for code, name, larger in rows}
        yield Listing(each, tuple(units.values()), above[0].type if above else "")
    if any(each.type == "region" for each in listed):
        yield Listing(ENGLAND, ((_COUNTRY, "England", ""),))


def _postcodes(path: Path, listed: Sequence[Areas], counted: bool, told: Told) -> Geography:
    """By majority and by share of postcodes, from the smallest areas to the wards."""
    source = listed[0]
    targets = [each for each in listed if each.type == "ward"]
    if not targets or source.type == "ward":
        raise Unreadable(f"{path.name} has postcodes, but not the codes of wards and of areas that are smaller")
    both = (source, targets[0])
    if counted:
        more = (
            Column("postcodes", ("postcodes",), Holds.WHOLE, filled=True, lowest=1),
            Column("share", ("share",), Holds.NUMBERS, optional=True),
        )
        received = receiving.receive(path, _layout(both, more, [each.column for each in both]), told=told)
        numbers = received.table["postcodes"].to_pylist()
    else:
        received = receiving.receive(
            path, _layout(both, (Column("pcds", ("pcds",), filled=True),), ["pcds"]), told=told
        )
        numbers = [1] * len(received.table)
    counts: dict[str, dict[str, int]] = {}
    pairs = (received.table[each.column].to_pylist() for each in both)
    for smaller, ward, number in zip(*pairs, numbers, strict=True):
        held = counts.setdefault(smaller, {})
        held[ward] = held.get(ward, 0) + number
    if "share" in received.table.column_names:
        _require_shares(path, received.table, both, counts)
    found = (Between(*both, MAJORITY, lookups.by_majority(counts)), Between(*both, SHARE, lookups.by_share(counts)))
    listings = (Listing(each, tuple((code, "", "") for code in _distinct(received.table, each))) for each in both)
    return _geography(received, listings, found)


def _distinct(table: pa.Table, areas: Areas) -> list[str]:
    return sorted(set(table[areas.column].to_pylist()))


def _require_shares(
    path: Path, table: pa.Table, both: tuple[Areas, Areas], counts: Mapping[str, Mapping[str, int]]
) -> None:
    """The printed shares follow from the printed numbers, or one of the two is wrong."""
    for row in table.to_pylist():
        smaller, ward, share = row[both[0].column], row[both[1].column], row["share"]
        follows = counts[smaller][ward] / sum(counts[smaller].values())
        if share is not None and abs(share - follows) > _FEW_POSTCODES:
            raise Unreadable(
                f"{path.name}, {smaller} in {ward}: the share is {share:g}, but by the postcodes it is {follows:.4f}; "
                "correct one of them"
            )


def _editions(path: Path, listed: Sequence[Areas], editions: Sequence[str], told: Told) -> Geography:
    """Which wards each edition has."""
    ward, *larger = listed
    flags = [Column(each, (each,), Holds.WHOLE, filled=True, lowest=0, highest=1) for each in editions]
    received = receiving.receive(path, _layout(listed, flags, (ward.column,)), told=told)
    rows = received.table.to_pylist()
    listings = []
    for heading in editions:
        match = _EDITION.fullmatch(heading)
        assert match is not None  # editions are the headings that match
        year = 2000 + int(match["year"])
        areas = Areas(ward.column, ward.name, f"wd{match['year']}", "ward", f"Wards, {year}", year)
        units = [
            (row[ward.column], row.get(ward.name) or "", row[larger[0].column] if larger else "")
            for row in rows
            if row[heading]
        ]
        listings.append(Listing(areas, tuple(units), larger[0].type if larger else ""))
    return _geography(received, listings, ())


def _numbers(path: Path, told: Told) -> Geography:
    """The numbers and codes of authorities; of a number with several codes the first in the file holds."""
    columns = (
        Column("old_la_code", ("old_la_code",), Holds.CODES, filled=True, matches=LA_NUMBER),
        Column("new_la_code", ("new_la_code",), Holds.CODES, filled=True, matches=GSS),
        Column("la_name", ("la_name",)),
    )
    layout = Layout("lookup", "", "", "", "", "", columns, row=("new_la_code",), others=Others.LEFT_OUT)
    received = receiving.receive(path, layout, told=told)
    rows = received.table.to_pylist()
    codes = Areas("new_la_code", "la_name", "utla", "upper tier", "Upper-tier authorities, edition not stated", None)
    first = {row["old_la_code"]: row for row in reversed(rows)}
    parts = {number: ((row["new_la_code"], 1.0),) for number, row in first.items()}
    listings = (
        Listing(LA_NUMBERS, tuple((number, row["la_name"] or "", "") for number, row in first.items())),
        Listing(codes, tuple((row["new_la_code"], row["la_name"] or "", "") for row in rows)),
    )
    return _geography(received, listings, (Between(LA_NUMBERS, codes, CODES, parts),))
