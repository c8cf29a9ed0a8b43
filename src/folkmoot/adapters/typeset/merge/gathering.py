"""A part's pages brought into the pack with their links, tags, ids, destinations and bookmarks.

Whatever names something inside the part is changed in the part's own file first, so that one copy carries everything.
Links are taken off the pages before these are copied and copied after them, so that links to later pages survive.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from folkmoot.adapters.typeset.merge.ids import flat, identified
from folkmoot.adapters.typeset.merge.sources import Bound, Heading, Joined
from folkmoot.adapters.typeset.tags import is_tagged, kids_of


def append(pack: Pdf, part: Bound, source: Pdf, first_key: int) -> Joined:
    """Bring the part's pages to the end of the pack; the keys of its parent tree begin at `first_key`."""
    before = len(pack.pages)
    annotations = _take_annotations(source)
    tagged = is_tagged(source)
    tags = _tags(source, part.id, first_key, annotations) if tagged else _wrapped(source, first_key, annotations)
    destinations, headings = dict(_destinations(source)), list(_headings(source))
    pack.add_pages_from(source, outlines="ignore")
    pages = list(pack.pages)[before:]
    copied = _carry(
        pack, source,
        annotations=annotations,
        parents=[element for _, element in tags.parents],
        elements=tags.elements,
        ids=list(tags.ids.values()),
        maps=[tags.roles, tags.classes],
        destinations=list(destinations.values()),
        headings=[heading.to for heading in headings],
        intents=list(source.Root.get(Name.OutputIntents, Array())),
    )  # fmt: skip
    for page, each in zip(pages, copied["annotations"], strict=True):
        if len(each):
            page.obj.Annots, page.obj.Tabs = each, Name.S
    return Joined(
        part=part,
        pages=pages,
        tagged=tagged,
        language=str(source.Root.get(Name.Lang, "")),
        elements=copied["elements"],
        next_key=tags.next_key,
        parents=[(key, element) for (key, _), element in zip(tags.parents, copied["parents"], strict=True)],
        ids=dict(zip(tags.ids, copied["ids"], strict=True)),
        destinations=dict(zip(destinations, copied["destinations"], strict=True)),
        headings=[heading._replace(to=to) for heading, to in zip(headings, copied["headings"], strict=True)],
        roles=dict(copied["maps"][0].items()),
        classes=dict(copied["maps"][1].items()),
        intents=copied["intents"],
    )


def _carry(pack: Pdf, source: Pdf, **lists: list[Object]) -> dict[str, list[Object]]:
    """Copy objects from one file to another, all at once, so that what they share stays shared."""
    bundle = Dictionary({f"/{name}": Array(each) for name, each in lists.items()})
    copied = pack.copy_foreign(source.make_indirect(bundle))
    return {name: list(copied[f"/{name}"]) for name in lists}


def _take_annotations(source: Pdf) -> list[Object]:
    taken: list[Object] = []
    for page in source.pages:
        taken.append(page.obj.get(Name.Annots, Array()))
        if Name.Annots in page.obj:
            del page.obj.Annots
    return taken


@dataclass(slots=True)
class _Tags:
    """What a part's file holds of tags, with keys and ids that no other part of the pack has."""

    parents: list[tuple[int, Object]]
    elements: list[Object]
    next_key: int
    ids: dict[str, Object] = field(default_factory=dict)
    roles: Object = field(default_factory=Dictionary)
    classes: Object = field(default_factory=Dictionary)


def _tags(source: Pdf, part: str, first_key: int, annotations: list[Object]) -> _Tags:
    root = source.Root.StructTreeRoot
    ids = identified(source, part)
    tree = root.get(Name.ParentTree)
    entries = flat(tree, "/Nums") if isinstance(tree, Dictionary) else []
    parents = [(int(key) + first_key, value) for key, value in zip(entries[::2], entries[1::2], strict=True)]
    shifted = [_shift(page.obj, Name.StructParents, first_key) for page in source.pages]
    shifted += [_shift(each, Name.StructParent, first_key) for on_page in annotations for each in on_page]
    if {key for key, _ in parents} - set(shifted):  # some belong to forms, which only a search finds
        for obj in source.objects:
            if isinstance(obj, Stream):
                _shift(obj, Name.StructParents, first_key)
                _shift(obj, Name.StructParent, first_key)
    elements: list[Object] = [each for each in kids_of(root) if isinstance(each, Dictionary)]
    for element in elements:
        if Name.P in element:
            del element.P  # else the part's whole tree root would come along
    return _Tags(
        parents=parents,
        elements=elements,
        next_key=max([first_key + int(root.get(Name.ParentTreeNextKey, 0)), *(key + 1 for key, _ in parents)]),
        ids=ids,
        roles=root.get(Name.RoleMap, Dictionary()),
        classes=root.get(Name.ClassMap, Dictionary()),
    )


def _shift(obj: Object, key: Name, by: int) -> int | None:
    if key not in obj:
        return None
    new = int(obj[key]) + by
    obj[key] = new
    return new


def _wrapped(source: Pdf, first_key: int, annotations: list[Object]) -> _Tags:
    """Make each untagged page one paragraph, so that the pack's own tags stay whole around it."""
    paragraphs: list[Object] = []
    for number, page in enumerate(source.pages):
        page.contents_coalesce()
        drawn = page.obj.Contents.read_bytes() if Name.Contents in page.obj else b""
        form = source.make_stream(drawn, Type=Name.XObject, Subtype=Name.Form, BBox=page.mediabox)
        form.Resources = page.obj.get(Name.Resources, Dictionary())
        page.obj.Contents = source.make_stream(b"/P <</MCID 0>> BDC q /Page Do Q EMC")
        page.obj.Resources = Dictionary(XObject=Dictionary(Page=form))
        page.obj.StructParents = first_key + number
        for annotation in annotations[number]:
            if Name.StructParent in annotation:
                del annotation.StructParent
        paragraphs.append(source.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, Pg=page.obj, K=0)))
    parents: list[tuple[int, Object]] = [
        (first_key + number, Array([paragraph])) for number, paragraph in enumerate(paragraphs)
    ]
    return _Tags(parents, paragraphs, first_key + len(paragraphs))


def _destinations(source: Pdf) -> Iterator[tuple[str, Object]]:
    """The named destinations, those of PDF 1.1 too, each as the array that says the place."""
    old = source.Root.get(Name.Dests, Dictionary())
    yield from ((name[1:], _place(value)) for name, value in old.items())
    tree = source.Root.get(Name.Names, Dictionary()).get(Name.Dests)
    if isinstance(tree, Dictionary):
        entries = flat(tree, "/Names")
        yield from ((str(name), _place(value)) for name, value in zip(entries[::2], entries[1::2], strict=True))


def _place(destination: Object) -> Object:
    return destination.D if isinstance(destination, Dictionary) else destination


def _headings(source: Pdf) -> Iterator[Heading]:
    """The part's own bookmarks in order, those that lead nowhere left out."""
    outline = source.Root.get(Name.Outlines, Dictionary())
    waiting = [(outline.get(Name.First), 0)]
    while waiting:
        item, depth = waiting.pop()
        if not isinstance(item, Dictionary):
            continue
        to = item.get(Name.Dest) or item.get(Name.A, Dictionary()).get(Name.D)
        if isinstance(to, Array | String | Name):
            yield Heading(depth, str(item.Title), to)
        waiting += [(item.get(Name.Next), depth), (item.get(Name.First), depth + 1)]
