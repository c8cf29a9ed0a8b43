"""Links between the parts, which were set before anybody knew where the parts would stand."""

from __future__ import annotations

from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from folkmoot.adapters.typeset.merge.sources import Joined

SCHEME = "pack:"


class BrokenLink(Exception):
    """A part points at something that the pack does not have. The message says which part, and at what."""

    def __init__(self, part: str, target: str) -> None:
        super().__init__(
            f"the part {part} refers to {target}, which is not in this pack; correct the reference, or put the part in"
        )
        self.part, self.target = part, target


def join(pack: Pdf, parts: Sequence[Joined]) -> None:
    """Name every place of every part as `part#place`, and every part by its id, and aim the links at those names.

    Raises BrokenLink for a `pack:` link to a place that is not there.
    """
    places = {name: place for part in parts for name, place in _places(part).items()}
    titles = {part.part.id: part.part.title for part in parts}
    for part in parts:
        for page in part.pages:
            for annotation in page.obj.get(Name.Annots, Array()):
                if annotation.get(Name.Subtype) == Name.Link:
                    _aim(annotation, part, places, titles)
    named = sorted(((String(name), place) for name, place in places.items()), key=lambda each: bytes(each[0]))
    pack.Root.Names = Dictionary(Dests=Dictionary(Names=Array([each for entry in named for each in entry])))


def within(part: str, name: object) -> String:
    """What a part's own name for one of its places is called in the pack."""
    return String(f"{part}#{str(name)[1:] if isinstance(name, Name) else name}")


def _places(joined: Joined) -> dict[str, Object]:
    found = {str(within(joined.part.id, name)): place for name, place in joined.destinations.items()}
    first = joined.pages[0]
    return {joined.part.id: Array([first.obj, Name.XYZ, 0, first.mediabox[3], 0]), **found}


def _aim(annotation: Object, joined: Joined, places: dict[str, Object], titles: dict[str, str]) -> None:
    action = annotation.get(Name.A, Dictionary())
    uri = str(action.get(Name.URI, ""))
    if uri.startswith(SCHEME):
        target = uri.removeprefix(SCHEME)
        if target not in places:
            raise BrokenLink(joined.part.id, target)
        del annotation.A
        annotation.Dest = String(target)
        annotation.Contents = String(titles[target.partition("#")[0]])
    for holder, key in ((annotation, Name.Dest), (action, Name.D)) if not uri else ():
        if isinstance(holder.get(key), String | Name):
            holder[key] = within(joined.part.id, holder[key])
