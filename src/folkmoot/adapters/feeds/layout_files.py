"""Reads layout files (TOML): those of the kinds that are shipped, and those that an analyst writes for an extract."""

from __future__ import annotations

import re
from pathlib import Path

from folkmoot.adapters.feeds.layouts import AGE, DATE, MARK, UNIT, Column, Holds, Layout, Others, tidy
from folkmoot.adapters.feeds.periods import last_day
from folkmoot.methods.document.keys import BadSource as BadSource
from folkmoot.methods.document.keys import Keys, load, text_of

_NAME = re.compile(r"[a-z0-9_]+")
_YEAR_ENDS = {"31 December": (12, 31), "31 March": (3, 31), "31 August": (8, 31)}


def read_folder(folder: Path) -> tuple[Layout, ...]:
    """Every layout of a folder, in the order of their kinds. BadSource where one is faulty."""
    return tuple(read(path) for path in sorted(folder.glob("*.toml")))


def read(path: Path) -> Layout:
    """The layout of a file. BadSource says what to put right, naming file, line and key."""
    keys = _opened(path)
    head = keys.table("layout")
    columns = (*_shared(head, path.parent), *map(_column, keys.tables("column", "column")))
    _check_names(keys, columns)
    layout = Layout(
        kind=path.stem,
        title=head.words("title"),
        source=head.words("source"),
        licence=head.words("licence"),
        attribution=head.words("attribution", ""),
        data_set=_data_set(head, path.stem),
        columns=columns,
        unit=_columns(head, "unit", columns),
        date=_date(head, columns),
        year_ends=_year_ends(head),
        row=_columns(head, "row", columns, UNIT, DATE),
        others=head.choice("others", Others, Others.REFUSED),
        period=_period(head),
        note=head.words("note", ""),
        sheet=head.words("sheet", ""),
        above=head.whole("above", 0),
    )
    if layout.above < 0:
        raise head.fault("above", "is how many rows stand before the headings, 0 or more")
    head.finish()
    keys.finish()
    return layout


def _opened(path: Path) -> Keys:
    content = path.read_bytes()
    return Keys(load(content, path.name), "", path.name, text_of(content, path.name))


def _shared(head: Keys, folder: Path) -> tuple[Column, ...]:
    """The columns of another file that holds nothing else, such as those that all files of a publisher begin with."""
    name = head.words("columns_from", "")
    if not name:
        return ()
    if not (folder / name).resolve().is_relative_to(folder.resolve()):  # one that was uploaded must not reach others
        raise head.fault("columns_from", f"{name!r} lies outside the folder of {head.file}; name a file in it")
    if not (folder / name).is_file():
        raise head.fault("columns_from", f"there is no file {name!r} beside {head.file}")
    keys = _opened(folder / name)
    columns = tuple(map(_column, keys.tables("column", "column")))
    keys.finish()
    return columns


def _data_set(head: Keys, kind: str) -> str:
    """The key of the data set: the kind's name where none is given, empty where each file is a data set of its own."""
    if head.values.get("data_set") == "":
        return head.words("data_set")
    return _name(head, "data_set", tidy(kind))


def _period(head: Keys) -> str:
    found = head.words("period", "")
    if found:
        try:
            last_day(found)
        except ValueError as error:
            raise head.fault("period", str(error)) from error
    return found


def _column(table: Keys) -> Column:
    name = _name(table, "name", None)
    holds, form = table.choice("holds", Holds, _usual(name)), _form(table)
    found = Column(
        name=name,
        headings=table.strings("headings") or (name,),
        holds=holds,
        optional=table.flag("optional"),
        filled=table.flag("filled"),
        marked=table.flag("marked"),
        lowest=_limit(table, "lowest", holds),
        highest=_limit(table, "highest", holds),
        among=frozenset(table.strings("among")),
        matches=form,
        example=_example(table, form),
        blank=frozenset(table.strings("blank")),
        rename=table.mapping("rename"),
    )
    if name == AGE and holds is not Holds.WHOLE:
        raise table.fault("holds", "should be 'whole numbers': an age is in whole years")
    table.finish()
    return found


def _usual(name: str) -> Holds:
    return {DATE: Holds.DAYS, AGE: Holds.WHOLE}.get(name, Holds.WORDS)


def _name(table: Keys, key: str, default: str | None) -> str:
    found = table.words(key, default)
    if not _NAME.fullmatch(found) or found.endswith(MARK):
        raise table.fault(key, f"{found!r} is no name; use small letters, digits and underscores, not ending in {MARK}")
    return found


def _limit(table: Keys, key: str, holds: Holds) -> float | None:
    if key not in table.values:
        return None
    if holds not in (Holds.WHOLE, Holds.NUMBERS, Holds.FIGURES):
        raise table.fault(key, f"a column that holds {holds} has none")
    return table.number(key)


def _form(table: Keys) -> re.Pattern[str] | None:
    pattern = table.words("matches", "")
    try:
        return re.compile(pattern) if pattern else None
    except re.error as error:
        raise table.fault("matches", f"{pattern!r} is no regular expression: {error}") from error


def _example(table: Keys, form: re.Pattern[str] | None) -> str:
    found = table.words("example", "")
    if found and (form is None or not form.fullmatch(found)):
        raise table.fault("example", f"{found!r} does not have the form that 'matches' asks for")
    return found


def _check_names(keys: Keys, columns: tuple[Column, ...]) -> None:
    if not columns:
        raise keys.fault("column", "is missing; a layout describes at least one [[column]]")
    names = [column.name for column in columns]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise keys.fault("column", f"{name!r} is described twice")


def _columns(head: Keys, key: str, columns: tuple[Column, ...], *others: str) -> tuple[str, ...]:
    """Names of columns; others may be named that come of columns."""
    found = head.strings(key)
    known = {column.name for column in columns} | set(others)
    for name in found:
        if name not in known:
            raise head.fault(key, f"{name!r} is the name of no [[column]]")
    return found


def _date(head: Keys, columns: tuple[Column, ...]) -> str:
    found = head.words("date", "")
    if found and not any(each.name == found and each.holds in (Holds.DAYS, Holds.PERIODS) for each in columns):
        raise head.fault("date", f"{found!r} is the name of no [[column]] that holds days or periods")
    return found


def _year_ends(head: Keys) -> tuple[int, int]:
    found = head.words("year_ends", "31 December")
    if found not in _YEAR_ENDS:
        raise head.fault("year_ends", f"should be one of {', '.join(_YEAR_ENDS)}")
    return _YEAR_ENDS[found]
