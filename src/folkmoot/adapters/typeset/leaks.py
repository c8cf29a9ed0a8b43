"""Whether words that must not be published are anywhere in a PDF or in another file, seen or unseen.

Searched are: every object, used or not, with its strings, names and decompressed streams; the text that pages, forms
and appearances show, read through the fonts' character maps; metadata without its markup; files inside the file; and
the bytes of the file itself, which may hold what an earlier revision said. Words in text are compared without case,
spaces, hyphens and other marks, so that neither kerning nor the end of a line hides them; a longer word that contains
them counts, because the check would rather ask once too often.
"""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from folkmoot.adapters.typeset.shown import fonts_of, readings

_TAG = re.compile(r"<[^>]*>")
_STREAM = re.compile(rb"stream\r?\n")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Leak:
    """Where in the file the words were found, and the words as they were asked for."""

    where: str
    words: str


@dataclass(frozen=True, slots=True)
class _Sought:
    """Words to look for, and the two forms in which they are compared."""

    words: str
    squashed: str
    folded: str


@dataclass(frozen=True, slots=True)
class _Hunt:
    """All the words to look for, and the length of the shortest: a text that is shorter is passed over at once."""

    sought: tuple[_Sought, ...]
    least: int


def find(pdf: bytes, planted: Sequence[str]) -> tuple[Leak, ...]:
    """Every place that holds one of the words, in the order of the file.

    Raises ValueError for words without a letter or digit, and pikepdf.PdfError where the file cannot be opened.
    """
    return tuple(dict.fromkeys(_leaks(pdf, _hunt(planted))))


def find_in(where: str, content: bytes, planted: Sequence[str]) -> tuple[Leak, ...]:
    """The words that a page, a feed or a picture holds: in its text, its markup, what it hides. ValueError as above."""
    hunt = _hunt(planted)
    markup = content.decode("utf-8", "ignore")
    texts = (html.unescape(_TAG.sub("", markup)), html.unescape(markup))
    return tuple(dict.fromkeys((*_in_texts(where, texts, hunt), *_in_bytes(where, content, hunt))))


def shown(pdf: bytes) -> tuple[str, ...]:
    """What each page of a PDF shows, as text. Raises pikepdf.PdfError where the file cannot be opened."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return tuple(text for _, text in _shown(opened))


def _hunt(planted: Sequence[str]) -> _Hunt:
    found = tuple(_Sought(words, _squashed(words), _folded(words)) for words in planted)
    for each in found:
        if not each.squashed:
            raise ValueError(f"{each.words!r} has no letter or digit to look for")
    return _Hunt(found, min((len(each.squashed) for each in found), default=0))


def _leaks(content: bytes, hunt: _Hunt) -> Iterator[Leak]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for where, text in _texts(pdf):
            yield from _in_texts(where, [text], hunt)
        for where, data in [*_streams(pdf), *_raw(content)]:
            yield from _in_bytes(where, data, hunt)


def _in_texts(where: str, texts: Iterable[str], hunt: _Hunt) -> Iterator[Leak]:
    for squashed in map(_squashed, texts):
        if len(squashed) >= hunt.least:
            yield from (Leak(where, each.words) for each in hunt.sought if each.squashed in squashed)


def _texts(pdf: Pdf) -> Iterator[tuple[str, str]]:
    """What is text for certain: strings and names, text shown, replacement texts, markup without its tags."""
    yield from _strings("trailer", pdf.trailer)
    for obj in pdf.objects:
        number = f"object {obj.objgen[0]}"
        yield from _strings(number, obj)
        if isinstance(obj, Stream) and obj.get(Name.Type) == Name.Metadata:
            yield f"{number}, metadata", html.unescape(_TAG.sub("", obj.read_bytes().decode("utf-8", "replace")))
    yield from _shown(pdf)


def _strings(where: str, obj: Object) -> Iterator[tuple[str, str]]:
    """The strings, names and keys directly in an object, with the key that each stands under."""
    if isinstance(obj, Dictionary | Stream):
        for key, value in obj.items():
            yield where, key
            if isinstance(value, Object) and (not value.is_indirect or isinstance(value, String | Name)):
                yield from _strings(f"{where.partition(' /')[0]} {key}", value)
    elif isinstance(obj, Array):
        for value in obj:
            if isinstance(value, Object) and not value.is_indirect:
                yield from _strings(where, value)
    elif isinstance(obj, String):
        yield from ((where, text) for text in _encodings(bytes(obj)))
    elif isinstance(obj, Name):
        yield where, str(obj)


def _encodings(content: bytes) -> Iterable[str]:
    """A string as it says it is encoded, and as careless writers encode it."""
    if content.startswith((b"\xfe\xff", b"\xff\xfe")):
        return (content.decode("utf-16", "replace"),)
    return (content.decode("pdfdoc", "replace"), content.decode("utf-8", "replace"))


def _shown(pdf: Pdf) -> Iterator[tuple[str, str]]:
    pages = {page.obj.objgen: f"page {number}" for number, page in enumerate(pdf.pages, 1)}
    seen = set()
    for scope in pdf.content_scopes():
        seen.add(scope.content.objgen)
        page = pages[scope.page.obj.objgen] if scope.page else "a page"
        for text in readings(scope.content, fonts_of(scope.resources)):
            yield f"{page}, text of the {scope.kind}", text
    for obj in pdf.objects:
        unused = obj.objgen not in seen and isinstance(obj, Dictionary | Stream)
        if unused and (obj.get(Name.Type) == Name.Page or obj.get(Name.Subtype) == Name.Form):
            for text in readings(obj, fonts_of(obj.get(Name.Resources))):
                yield f"object {obj.objgen[0]}, text not used on any page", text


def _streams(pdf: Pdf) -> Iterator[tuple[str, bytes]]:
    for obj in pdf.objects:
        if isinstance(obj, Stream):
            try:
                data = obj.read_bytes()
            except pikepdf.PdfError:  # a picture's own compression, which keeps no words
                data = obj.read_raw_bytes()
            yield f"object {obj.objgen[0]}, stream", data


def _raw(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The file's own bytes, and whatever can be decompressed in it, listed in its tables or not."""
    yield "the bytes of the file", content
    for start in _STREAM.finditer(content):
        try:
            yield (
                f"byte {start.end()} of the file, decompressed",
                zlib.decompressobj().decompress(content[start.end() :]),
            )
        except zlib.error:
            continue


def _in_bytes(where: str, data: bytes, hunt: _Hunt) -> Iterator[Leak]:
    if data.startswith(b"%PDF") and where != "the bytes of the file":
        yield from (Leak(f"{where}: {leak.where}", leak.words) for leak in _leaks(data, hunt))
    if data.startswith(b"PK\x03\x04") and zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from _in_bytes(f"{where}: {name}", archive.read(name), hunt)
    texts = [_folded(text) for text in _as_text(data)]
    for each in hunt.sought:
        if any(each.folded in text for text in texts):
            yield Leak(where, each.words)


def _as_text(data: bytes) -> Iterator[str]:
    """Bytes of unknown meaning, read in each way that could hold words."""
    yield data.replace(b"\0", b"").decode("latin-1")
    yield data.decode("utf-8", "ignore")
    yield data.decode("utf-16-be", "ignore")
    yield data[1:].decode("utf-16-be", "ignore")
    yield html.unescape(_TAG.sub("", data.decode("utf-8", "ignore"))) if data.lstrip()[:1] == b"<" else ""


def _folded(text: str) -> str:
    return _SPACE.sub(" ", text).casefold()


def _squashed(text: str) -> str:
    """Letters and digits alone, without case and with ligatures taken apart."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
