"""Documents of every shape, for properties: each block has an id of its own, drawn cells are numbers."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from hypothesis import strategies as st

from folkmoot.methods.document import inline, model

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=12)
maybe = st.just("") | words
runs = st.lists(
    st.builds(inline.Text, words)
    | st.builds(inline.Strong, words)
    | st.builds(inline.Emphasis, words)
    | st.builds(inline.Link, words, st.just("https://example.org/a?b=1&c=2"))
    | st.builds(inline.Reference, words, st.just("other-part#p-1")),
    max_size=4,
).map(tuple)
notes = st.lists(words, max_size=2).map(tuple)
sources = st.builds(model.Source, text=maybe, period=maybe, data_set=maybe, sha256=maybe, cells=maybe)
paragraphs = st.builds(model.Paragraph, st.just(""), runs, st.none() | st.integers(1, 99))
lists = st.recursive(
    st.just(()),
    lambda nested: st.builds(
        model.ItemList,
        st.just(""),
        st.sampled_from(model.ListStyle),
        st.lists(st.builds(model.Item, st.just(""), runs, nested), min_size=1, max_size=3).map(tuple),
    ).map(lambda found: (found,)),
    max_leaves=3,
)


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[str] = maybe) -> model.Table:
    labels = draw(st.lists(words, min_size=2, max_size=4, unique=True))
    columns = tuple(model.Column(label, draw(st.sampled_from(model.Align))) for label in labels)
    row = st.tuples(words, *[cells] * (len(labels) - 1))
    rows = tuple(draw(st.lists(row, min_size=1, max_size=4)))
    totals = draw(st.frozensets(st.integers(0, len(rows) - 1)))
    return model.Table("", draw(words), columns, rows, draw(sources), draw(maybe), 1, totals, draw(notes))


@st.composite
def figures(draw: st.DrawFn) -> model.Figure:
    table = draw(tables(st.integers(0, 9999).map(str)))
    labels = [column.label for column in table.columns]
    chart = model.Chart(draw(st.sampled_from(model.ChartKind)), labels[0], tuple(labels[1:2]), draw(maybe))
    return model.Figure("", draw(words), draw(words), chart, table, draw(maybe), draw(notes), draw(st.booleans()))


simple = (
    paragraphs
    | st.builds(model.Heading, st.just(""), words, st.integers(3, 4), maybe, maybe)
    | tables()
    | figures()
    | st.builds(model.Unpublished, st.just(""), words, words, maybe)
    | st.builds(model.Quotation, st.just(""), runs, words, st.booleans(), st.booleans())
    | st.builds(model.Definitions, st.just(""), st.lists(st.tuples(words, runs), max_size=3).map(tuple))
)
blocks = (
    simple
    | lists.filter(bool).map(lambda found: found[0])
    | st.builds(model.AgendaEntry, st.just(""), maybe, words, maybe, maybe, st.lists(simple, max_size=2).map(tuple))
)
sections = st.builds(
    model.Section, st.just(""), maybe, st.lists(blocks, max_size=5).map(tuple), st.sampled_from(model.SectionKind)
)
pairs = st.lists(st.tuples(words, words), max_size=2).map(tuple)


@st.composite
def documents(draw: st.DrawFn) -> model.Document:
    document = model.Document(
        id="generated",
        kind=draw(st.sampled_from(model.PartKind)),
        title=draw(words),
        sections=tuple(draw(st.lists(sections, min_size=1, max_size=3))),
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


def _named(element, numbers):
    """The element with an id for each element in it, in reading order."""
    changed = {"id": f"x-{next(numbers)}"}
    for inner in ("sections", "blocks", "items"):
        if hasattr(element, inner):
            changed[inner] = tuple(_named(member, numbers) for member in getattr(element, inner))
    if isinstance(element, model.Figure):
        changed["table"] = _named(element.table, numbers)
    return replace(element, **changed)
