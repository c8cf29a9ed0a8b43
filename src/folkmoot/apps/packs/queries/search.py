"""The search over published packs by paragraph: one function, whatever the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from folkmoot.apps.packs.models import Passage
from folkmoot.methods.document import searching
from folkmoot.methods.document.model import PartKind

# Each database matches with English stemming, ranks, and marks what it found; the rest is the same for both.
# {scope} narrows what is searched.
_SQLITE_MATCH = "FROM packs_passage_search WHERE packs_passage_search MATCH %s{scope}"
_SQLITE_PAGE = f"""
    SELECT rowid, highlight(packs_passage_search, 0, '[', ']') {_SQLITE_MATCH}
    ORDER BY bm25(packs_passage_search), rowid LIMIT %s OFFSET %s"""
_POSTGRESQL_MATCH = (
    "FROM packs_passage, CAST(%s AS tsquery) AS query WHERE to_tsvector('english', folded) @@ query{scope}"
)
_POSTGRESQL_PAGE = f"""
    SELECT id, ts_headline('english', folded, query, 'HighlightAll=true, StartSel=[, StopSel=]') FROM (
        SELECT id, folded, query {_POSTGRESQL_MATCH}
        ORDER BY ts_rank(to_tsvector('english', folded), query, 1) DESC, id LIMIT %s OFFSET %s
    ) AS found"""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found, and the places of what was looked for in its words."""

    passage: Passage
    spans: tuple[tuple[int, int], ...]


def search(
    asked: str, *, committee: str = "", kind: PartKind | None = None, limit: int, offset: int
) -> tuple[int, list[Found]]:
    """How many passages hold all that was asked for, and one page of them, the best first. Any input is safe.

    Only the papers of one committee, by its slug, or of one kind are searched where asked.
    """
    terms = searching.terms(asked)
    if not terms:
        return 0, []
    with connection.cursor() as cursor:
        match, page, query = _in_words_of(connection.vendor, cursor, terms)
        scope, given = _scope(connection.vendor, committee, kind)
        cursor.execute(f"SELECT count(*) {match}".format(scope=scope), [query, *given])
        (total,) = cursor.fetchone()
        cursor.execute(page.format(scope=scope), [query, *given, limit, offset])
        rows = cursor.fetchall()
    passages = (
        Passage.objects.select_related("part__version__pack__meeting__organization")
        .defer("folded")
        .in_bulk([pk for pk, _ in rows])
    )
    found = [Found(passages[pk], searching.marks(highlighted)) for pk, highlighted in rows]
    return total, found


def _in_words_of(vendor: str, cursor: CursorWrapper, terms: Sequence[str]) -> tuple[str, str, str]:
    """How a database counts, how it lists, and what it is asked: each term as a phrase, all of them."""
    if vendor == "sqlite":
        return _SQLITE_MATCH, _SQLITE_PAGE, " AND ".join(f'"{term}"' for term in terms)
    phrases = " && ".join(["phraseto_tsquery('english', %s)"] * len(terms))
    cursor.execute(f"SELECT CAST({phrases} AS text)", terms)
    (query,) = cursor.fetchone()
    return _POSTGRESQL_MATCH, _POSTGRESQL_PAGE, query


def _scope(vendor: str, committee: str, kind: PartKind | None) -> tuple[str, tuple[Any, ...]]:
    """What narrows the search, as the end of a WHERE with its parameters; nothing where all is searched."""
    if not committee and kind is None:
        return "", ()
    rows = Passage.objects.all()
    if committee:
        rows = rows.filter(part__version__pack__meeting__organization__slug=committee)
    if kind is not None:
        rows = rows.filter(part__kind=kind)
    inner, given = rows.values("pk").query.sql_with_params()
    return f" AND {'rowid' if vendor == 'sqlite' else 'id'} IN ({inner})", given
