"""Reads a tagged PDF as a screen reader would, without any code of the product."""

import io
import re
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary


@dataclass(frozen=True)
class Spoken:
    """One element: its depth, its tag as written, what it says itself, and what it is said to be."""

    depth: int
    tag: str
    words: str
    alternative: str
    title: str
    headers: tuple[str, ...]


def spoken(opened: pikepdf.Pdf) -> list[Spoken]:
    """Every element in reading order, with the text of its own marked content."""
    texts = [marked_text(page) for page in opened.pages]
    numbers = {page.obj.objgen: n for n, page in enumerate(opened.pages)}
    found: list[Spoken] = []

    def walk(element, depth: int) -> None:
        kids = element.get("/K", [])
        kids = list(kids) if isinstance(kids, Array) else [kids]
        page = texts[numbers[element.Pg.objgen]] if "/Pg" in element else {}
        words = "".join(page[int(kid)] for kid in kids if isinstance(kid, int))
        said = (str(element.get(key, "")) for key in ("/Alt", "/T"))
        headers = tuple(str(h).rpartition("#")[2] for a in element.get("/A", []) for h in attribute(a, "/Headers"))
        found.append(Spoken(depth, str(element.S), words, *said, headers))
        for kid in kids:
            if isinstance(kid, Dictionary) and "/S" in kid:
                assert kid.P.objgen == element.objgen, "a child does not know its parent"
                walk(kid, depth + 1)

    for top in opened.Root.StructTreeRoot.K:
        walk(top, 0)
    return found


def attribute(holder, key: str):
    return holder.get(key, []) if isinstance(holder, Dictionary) else []


def marked_text(page) -> dict[int, str]:
    """The text of each numbered piece of marked content of a page."""
    found: dict[int, str] = {}
    stack: list[int | None] = []
    maps = {name: unicode_map(font) for name, font in page.resources.get("/Font", {}).items()}
    characters: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in ("BDC", "BMC"):
            number = operands[1].get("/MCID") if operator == "BDC" and isinstance(operands[1], Dictionary) else None
            stack.append(int(number) if number is not None else None)
            if number is not None:
                found[int(number)] = ""
        elif operator == "EMC":
            stack.pop()
        elif operator == "Tf":
            characters = maps[str(operands[0])]
        elif operator in ("Tj", "TJ"):
            current = next((number for number in reversed(stack) if number is not None), None)
            pieces = operands[0] if operator == "TJ" else [operands[0]]
            codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
            text = "".join(characters[int.from_bytes(codes[n : n + 2], "big")] for n in range(0, len(codes), 2))
            if current is not None:
                found[current] += text
    return found


def artifacts(opened: pikepdf.Pdf) -> list[str]:
    """What each page prints as pagination."""
    return ["".join(re.findall(r"Page \w+", text)) for text in (shown_as_pagination(page) for page in opened.pages)]


def shown_as_pagination(page) -> str:
    maps = {name: unicode_map(font) for name, font in page.resources.get("/Font", {}).items()}
    inside, characters, found = False, {}, ""
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "BDC" and str(operands[0]) == "/Artifact":
            inside = operands[1].get("/Type") == "/Pagination"
        elif operator == "EMC":
            inside = False
        elif operator == "Tf":
            characters = maps[str(operands[0])]
        elif operator == "Tj" and inside:
            codes = bytes(operands[0])
            found += "".join(characters[int.from_bytes(codes[n : n + 2], "big")] for n in range(0, len(codes), 2))
    return found


def unicode_map(font) -> dict[int, str]:
    pairs = re.findall(rb"<(\w+)>\s*<(\w+)>\s*\n", font.ToUnicode.read_bytes().partition(b"beginbfchar")[2])
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def bookmarks(opened: pikepdf.Pdf) -> list[tuple[int, str, int]]:
    """Depth, words and page (from 0) of every bookmark."""
    numbers = {page.obj.objgen: n for n, page in enumerate(opened.pages)}
    found: list[tuple[int, str, int]] = []

    def walk(item, depth: int) -> None:
        while item is not None:
            found.append((depth, str(item.Title), numbers[place(opened, item.Dest)[0].objgen]))
            walk(item.get("/First"), depth + 1)
            item = item.get("/Next")

    walk(opened.Root.Outlines.get("/First"), 0)
    return found


def place(opened: pikepdf.Pdf, destination):
    """A destination as the array that says the page."""
    if isinstance(destination, Array):
        return destination
    return pikepdf.NameTree(opened.Root.Names.Dests)[str(destination)]


def reopened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))
