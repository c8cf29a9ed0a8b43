"""The structure trees of the parts as one: a Document whose children are the Parts."""

from __future__ import annotations

from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from folkmoot.adapters.typeset.merge.sources import Joined
from folkmoot.adapters.typeset.tags import elements, kids_of, role_of


def join(pack: Pdf, parts: Sequence[Joined], language: str) -> None:
    """Give the pack its structure tree. A part keeps its language where that is not the pack's."""
    root = pack.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pack.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    roles, classes = Dictionary(), Dictionary()
    for part in parts:
        _settle(part, "roles", roles)
        _settle(part, "classes", classes)
    document.K = Array([_part(pack, document, part, language) for part in parts])
    root.K = Array([document])
    root.RoleMap, root.ClassMap = roles, classes
    parents = sorted(((key, element) for part in parts for key, element in part.parents), key=lambda entry: entry[0])
    root.ParentTree = pack.make_indirect(Dictionary(Nums=Array([each for entry in parents for each in entry])))
    root.ParentTreeNextKey = max((part.next_key for part in parts), default=0)
    named = sorted(((String(name), element) for part in parts for name, element in part.ids.items()), key=_written)
    root.IDTree = pack.make_indirect(Dictionary(Names=Array([each for entry in named for each in entry])))
    pack.Root.StructTreeRoot = root


def _written(entry: tuple[String, Object]) -> bytes:
    """Names are sorted as they are written (ISO 32000-1, 7.9.6)."""
    return bytes(entry[0])


def _part(pack: Pdf, document: Object, joined: Joined, language: str) -> Object:
    """The part's own Document element as a Part, or a new Part around its elements."""
    whole = joined.elements[0] if len(joined.elements) == 1 else None
    if whole is None or role_of(whole, joined.roles) != "/Document":
        whole = pack.make_indirect(Dictionary(Type=Name.StructElem, K=Array(joined.elements)))
        for element in joined.elements:
            element.P = whole
    whole.S, whole.P, whole.T = Name.Part, document, String(joined.part.title)
    if joined.language and joined.language != language:
        whole.Lang = String(joined.language)
    if Name.ID not in whole:
        whole.ID = String(joined.part.id)
        joined.ids[joined.part.id] = whole
    for blank in joined.blanks:
        blank.P = whole
    whole.K = Array([*kids_of(whole), *joined.blanks])
    return whole


def _settle(joined: Joined, kind: str, merged: Object) -> None:
    """Add a part's roles or classes to the pack's; one that means something else there gets a name of its own."""
    own: dict[str, Object] = getattr(joined, kind)
    clashes = {name for name, meaning in own.items() if name in merged and merged[name] != meaning}
    renamed = {name: f"{name}-{joined.part.id}" for name in clashes}
    for name, meaning in own.items():
        merged[renamed.get(name, name)] = meaning
    if renamed:
        key = Name.S if kind == "roles" else Name.C
        for element in (each.dictionary for top in joined.elements for each in elements(Dictionary(K=top))):
            if key in element:
                element[key] = _renamed(element[key], renamed)
    setattr(joined, kind, {renamed.get(name, name): meaning for name, meaning in own.items()})


def _renamed(value: Object, renamed: dict[str, str]) -> Object:
    if isinstance(value, Array):
        return Array([_renamed(each, renamed) if isinstance(each, Name) else each for each in value])
    return Name(renamed.get(str(value), str(value)))
