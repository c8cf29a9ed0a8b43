"""Documents of every shape, for properties: each block has an id of its own, drawn cells are numbers.

Strategies are kept, since making and checking them costs more than drawing from them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import count

from hypothesis import strategies as st

from folkmoot.methods.document import inline, model

UNICODE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=12)


@st.composite
def documents(draw: st.DrawFn, words: st.SearchStrategy[str] = UNICODE) -> model.Document:
    """A document whose texts are drawn from `words`."""
    maybe = st.just("") | words
    notes = st.lists(words, max_size=2).map(tuple)
    pairs = st.lists(st.tuples(words, words), max_size=2).map(tuple)
    section = st.builds(
        model.Section,
        st.just(""),
        maybe,
        st.lists(blocks(words), max_size=4).map(tuple),
        st.sampled_from(model.SectionKind),
    )
    document = model.Document(
        id="generated",
        kind=draw(st.sampled_from(model.PartKind)),
        title=draw(words),
        sections=tuple(draw(st.lists(section, min_size=1, max_size=2))),
        subtitle=draw(maybe),
        particulars=draw(pairs),
        closing=draw(pairs),
        dated=draw(st.none() | st.dates()),
        invented=draw(st.booleans()),
        notes=draw(notes),
        author=draw(maybe),
        signatures=draw(notes),
    )
    return _named(document, count(1))


@cache
def blocks(words: st.SearchStrategy[str]) -> st.SearchStrategy[model.Block]:
    simple = _simple(words)
    nested = st.lists(simple, max_size=2).map(tuple)
    maybe = st.just("") | words
    entries = st.builds(model.AgendaEntry, st.just(""), maybe, words, maybe, st.just("") | st.just("part"), nested)
    return simple | lists(words) | entries


@cache
def _simple(words: st.SearchStrategy[str]) -> st.SearchStrategy[model.Block]:
    maybe = st.just("") | words
    pairs = st.lists(st.tuples(words, runs(words)), min_size=1, max_size=3).map(tuple)
    return (
        st.builds(model.Paragraph, st.just(""), runs(words), st.none() | st.integers(1, 99))
        | st.builds(model.Heading, st.just(""), words, st.integers(3, 4), maybe, maybe)
        | tables(words)
        | figures(words)
        | st.builds(model.Unpublished, st.just(""), words, words, maybe)
        | st.builds(model.Quotation, st.just(""), runs(words), words, st.booleans(), st.booleans())
        | st.builds(model.Definitions, st.just(""), pairs)
    )


@cache
def runs(words: st.SearchStrategy[str]) -> st.SearchStrategy[inline.Run]:
    piece = (
        st.builds(inline.Text, words)
        | st.builds(inline.Strong, words)
        | st.builds(inline.Emphasis, words)
        | st.builds(inline.Link, words, st.just("https://example.org/a?b=1&c=2"))
        | st.builds(inline.Reference, words, st.just("other-part#p-1"))
    )
    return st.lists(piece, min_size=1, max_size=4).map(tuple)


@cache
def lists(words: st.SearchStrategy[str]) -> st.SearchStrategy[model.ItemList]:
    def around(inner: st.SearchStrategy[tuple[model.ItemList, ...]]) -> st.SearchStrategy[tuple[model.ItemList, ...]]:
        items = st.lists(st.builds(model.Item, st.just(""), runs(words), inner), min_size=1, max_size=3).map(tuple)
        return st.tuples(st.builds(model.ItemList, st.just(""), st.sampled_from(model.ListStyle), items))

    return st.recursive(st.just(()), around, max_leaves=3).filter(bool).map(lambda found: found[0])


@st.composite
def tables(draw: st.DrawFn, words: st.SearchStrategy[str], cells: st.SearchStrategy[str] | None = None) -> model.Table:
    maybe = st.just("") | words
    labels = draw(st.lists(words, min_size=2, max_size=4, unique=True))
    columns = tuple(model.Column(label, draw(st.sampled_from(model.Align))) for label in labels)
    row = st.tuples(words, *[maybe if cells is None else cells] * (len(labels) - 1))
    rows = tuple(draw(st.lists(row, min_size=1, max_size=4)))
    source = draw(st.builds(model.Source, text=maybe, period=maybe, data_set=maybe, sha256=maybe, cells=maybe))
    totals = draw(st.frozensets(st.integers(0, len(rows) - 1)))
    notes = tuple(draw(st.lists(words, max_size=2)))
    return model.Table("", draw(words), columns, rows, source, draw(maybe), 1, totals, notes, draw(st.booleans()))


@st.composite
def figures(draw: st.DrawFn, words: st.SearchStrategy[str]) -> model.Figure:
    maybe = st.just("") | words
    table = draw(tables(words, st.integers(0, 9999).map(str)))
    labels = [column.label for column in table.columns]
    chart = model.Chart(draw(st.sampled_from(model.ChartKind)), labels[0], tuple(labels[1:2]), draw(maybe))
    notes = tuple(draw(st.lists(words, max_size=2)))
    return model.Figure("", draw(words), draw(words), chart, table, draw(maybe), notes, table.invented)


def _named(element, numbers):
    """The element with an id for each element in it, in reading order."""
    changed = {"id": f"x-{next(numbers)}"}
    for inner in ("sections", "blocks", "items"):
        if hasattr(element, inner):
            changed[inner] = tuple(_named(member, numbers) for member in getattr(element, inner))
    if isinstance(element, model.Figure):
        changed["table"] = _named(element.table, numbers)
    return replace(element, **changed)
