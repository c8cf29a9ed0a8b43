"""Ids of structure elements, made unique among the parts of a pack.

A table's cells name their header cells by id, and every typesetter begins again with the same ids in every file. Going
through all cells is the longest step of binding, so `typeset` does it once for each part it makes; `bind` sees that it
was done, and does it for parts that come from elsewhere.
"""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


def prefix_ids(source: Pdf, part: str) -> None:
    """Give every id, and every mention of one in a cell's headers, the prefix `part#`, and list them in the ID tree.

    What has the prefix keeps it, so that doing it twice changes nothing. Cells with the same attributes share them
    afterwards, which makes the file smaller and quicker to bind.
    """
    shared: dict[bytes, Object] = {}
    named: dict[str, Object] = {}
    for obj in source.objects:
        if not isinstance(obj, Dictionary) or "/S" not in obj:
            continue
        own = obj.get("/ID")
        if own is not None:
            obj["/ID"] = String(_prefixed(part, own))
            named[_prefixed(part, own)] = obj
        attributes = obj.get("/A")
        if attributes is None:
            continue
        written = attributes.unparse(resolved=True)
        if b"/Headers" in written:
            if written not in shared:
                _prefix_headers(attributes, part)
                shared[written] = source.make_indirect(attributes)
            obj["/A"] = shared[written]
    entries = [each for name in sorted(named) for each in (String(name), named[name])]
    source.Root.StructTreeRoot.IDTree = Dictionary(Names=Array(entries))


def identified(source: Pdf, part: str) -> dict[str, Object]:
    """Every element with an id, by its id with the part's prefix; they are given it where they lack it."""
    root = source.Root.StructTreeRoot
    named = _listed(root)
    if not named or not all(name.startswith(f"{part}#") for name in named):
        prefix_ids(source, part)
        named = _listed(root)
    return named


def _listed(root: Object) -> dict[str, Object]:
    tree = root.get(Name.IDTree)
    entries = flat(tree, "/Names") if isinstance(tree, Dictionary) else []
    return {str(name): element for name, element in zip(entries[::2], entries[1::2], strict=True)}


def flat(tree: Object, key: str) -> list[Any]:
    """Keys and values of a name tree (`/Names`) or number tree (`/Nums`) in turn, far faster than asking one by one."""
    own = list(tree.get(key, []))
    return own + [each for kid in tree.get("/Kids", []) for each in flat(kid, key)]


def _prefixed(part: str, name: object) -> str:
    text = str(name)
    return text if text.startswith(f"{part}#") else f"{part}#{text}"


def _prefix_headers(attributes: Object, part: str) -> None:
    for each in attributes if isinstance(attributes, Array) else [attributes]:
        if isinstance(each, Dictionary) and Name.Headers in each:
            each.Headers = Array([String(_prefixed(part, header)) for header in each.Headers])
