"""What a PDF that somebody uploads is: safe to publish, readable by everybody, fit to be kept.

Plain Python on pikepdf. The checks are the ones that decide for a reader and that real files fail; they are not all of
PDF/UA-1 or PDF/A-2a, which is why a file must also claim to meet them before a pack that holds it may claim the same.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from folkmoot.adapters.typeset.tags import is_tagged, tag_faults

MOST_BYTES = 50 * 2**20
"""50 MiB: a scanned report of 500 pages; larger files are not read by residents on telephones."""
MOST_PAGES = 1_000
MOST_UNPACKED = 1 * 2**30
"""1 GiB once decompressed; more is a mistake or an attack on the server's memory."""

_STREAM = re.compile(rb"stream\r?\n")
_ALLOWED_ACTIONS = {"/GoTo", "/URI", "/Named"}
_ACTIONS = {
    "/GoTo", "/URI", "/Named", "/JavaScript", "/Launch", "/SubmitForm", "/ResetForm", "/ImportData", "/GoToR", "/GoToE",
    "/Hide", "/Sound", "/Movie", "/Rendition", "/SetOCGState", "/Trans", "/GoTo3DView", "/RichMediaExecute", "/Thread",
}  # fmt: skip
_MEDIA = {"/Movie", "/Sound", "/Screen", "/3D", "/RichMedia", "/FileAttachment"}
_WITHOUT_APPEARANCE = {"/Link", "/Popup"}


class Unreadable(Exception):
    """The file cannot be taken: it is damaged, locked, empty or too large. The message says which and what to do."""


class Unsafe(Unreadable):
    """The file would do something when it is opened, or carries other files. The message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found. `tagged`: has a structure at all. Faults are sentences for the officer who uploads the file."""

    pages: int
    title: str
    tagged: bool
    accessible_faults: tuple[str, ...]
    archival_faults: tuple[str, ...]


def judge(
    pdf: bytes,
    name: str,
    *,
    most_bytes: int = MOST_BYTES,
    most_pages: int = MOST_PAGES,
    most_unpacked: int = MOST_UNPACKED,
) -> Judgement:
    """Judge the content of the file called `name`. Raises Unreadable, or Unsafe, which is one."""
    _refuse_size(pdf, name, most_bytes, most_unpacked)
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            _refuse_unreadable(opened, name, most_pages)
            _refuse_unsafe(opened, name)
            return _judged(opened)
    except pikepdf.PasswordError:
        raise Unreadable(_locked(name)) from None
    except pikepdf.PdfError as fault:
        raise Unreadable(_damaged(name, str(fault))) from None


def _refuse_size(pdf: bytes, name: str, most_bytes: int, most_unpacked: int) -> None:
    if len(pdf) > most_bytes:
        raise Unreadable(
            f"{name} has {len(pdf) / 2**20:.0f} MiB, more than the {most_bytes / 2**20:.0f} allowed; "
            "reduce the resolution of its pictures, or split it into several annexes"
        )
    if not pdf[:1024].lstrip().startswith(b"%PDF-"):
        raise Unreadable(f"{name} is not a PDF; save or export it as PDF and upload that file")
    room = most_unpacked
    for start in _STREAM.finditer(pdf):
        room -= _unpacked(pdf, start.end(), room)
        if room <= 0:
            raise Unreadable(f"{name} unpacks to more than {most_unpacked / 2**20:.0f} MiB; print it to a new PDF")


def _unpacked(pdf: bytes, start: int, room: int) -> int:
    """How many bytes a stream unpacks to, counted without keeping them and not beyond `room`; 0 where not packed."""
    unpacker, size, rest = zlib.decompressobj(), 0, pdf[start : pdf.find(b"endstream", start)]
    try:
        while rest and size < room:
            size += len(unpacker.decompress(rest, 2**20))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        pass
    return size


def _refuse_unreadable(pdf: Pdf, name: str, most_pages: int) -> None:
    if pdf.is_encrypted:
        raise Unreadable(_locked(name))
    if not len(pdf.pages):
        raise Unreadable(f"{name} has no pages; export it again and look at it before uploading")
    if len(pdf.pages) > most_pages:
        raise Unreadable(
            f"{name} has {len(pdf.pages)} pages, more than the {most_pages} allowed; split it into several annexes"
        )
    problems = pdf.get_warnings() or pdf.check_pdf_syntax()
    if problems:
        raise Unreadable(_damaged(name, problems[0]))


def _damaged(name: str, fault: str) -> str:
    reason = fault.rpartition(": ")[2]
    return f"{name} is damaged or cut short ({reason}); make the PDF again from its source and upload that"


def _locked(name: str) -> str:
    return f"{name} is locked with a password or permissions; upload a copy without any protection"


def _refuse_unsafe(pdf: Pdf, name: str) -> None:
    for each in _dictionaries(pdf):
        danger = _danger(each)
        if danger:
            raise Unsafe(f"{name} {danger}; print it to a new PDF, or ask its author for a plain one")


def _danger(each: Object) -> str:
    """What a dictionary would do to whoever opens the file, or an empty string."""
    action = str(each.get(Name.S))
    if Name.JS in each or action == "/JavaScript" or Name.JavaScript in each:
        return "runs a script when it is opened"
    if Name.XFA in each or (Name.AcroForm in each and each.AcroForm.get(Name.Fields)):
        return "is a form to be filled in"
    if Name.EmbeddedFiles in each or Name.EF in each or each.get(Name.Subtype) == Name.FileAttachment:
        return "carries other files inside"
    if action in _ACTIONS - _ALLOWED_ACTIONS and each.get(Name.Type) != Name.StructElem:
        return f"starts something when it is opened or clicked ({action[1:]})"
    if str(each.get(Name.Subtype)) in _MEDIA:
        return "plays sound, film or a model"
    if isinstance(each, Stream) and Name.F in each:
        return "takes part of its content from another file"
    return ""


def _dictionaries(pdf: Pdf) -> Iterator[Object]:
    """Every dictionary and stream of the file once, those inside others too."""
    for obj in [pdf.trailer, *pdf.objects]:
        yield from _within(obj)


def _within(obj: object) -> Iterator[Object]:
    if isinstance(obj, Dictionary | Stream):
        yield obj
    if isinstance(obj, Dictionary | Stream | Array):
        inner = obj if isinstance(obj, Array) else [value for _, value in obj.items()]
        for value in inner:
            if isinstance(value, Object) and not value.is_indirect:
                yield from _within(value)


def _judged(pdf: Pdf) -> Judgement:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        title = str(metadata.get("dc:title", "")).strip() or str(pdf.docinfo.get(Name.Title, "")).strip()
        accessible = str(metadata.get("pdfuaid:part", "")) == "1"
        archival = metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance")
    fonts = tuple(_font_faults(pdf))
    return Judgement(
        pages=len(pdf.pages),
        title=title,
        tagged=is_tagged(pdf),
        accessible_faults=(
            *(() if title else ("It has no title in its properties.",)),
            *tag_faults(pdf),
            *fonts,
            *(() if accessible else ("It does not say that it meets PDF/UA-1.",)),
        ),
        archival_faults=(
            *(() if archival == ("2", "A") else ("It does not say that it meets PDF/A-2a.",)),
            *fonts,
            *_archival_faults(pdf),
        ),
    )


def _font_faults(pdf: Pdf) -> Iterator[str]:
    loose = sorted({_name(font) for font in _fonts(pdf) if not _embedded(font)})
    if loose:
        yield f"It does not embed its fonts: {', '.join(loose)}."
    mute = sorted({_name(font) for font in _fonts(pdf) if not _explained(font)})
    if mute:
        yield f"Its text cannot be read out or searched, for want of a character map: {', '.join(mute)}."


def _fonts(pdf: Pdf) -> list[Object]:
    return [each for each in _dictionaries(pdf) if each.get(Name.Type) == Name.Font and Name.BaseFont in each]


def _name(font: Object) -> str:
    return str(font.BaseFont)[1:].partition("+")[2] or str(font.BaseFont)[1:]


def _embedded(font: Object) -> bool:
    if font.get(Name.Subtype) in (Name.Type0, Name.Type3):
        return True  # a Type 0 font's descendants are looked at themselves; a Type 3 font is drawn in the file
    descriptor = font.get(Name.FontDescriptor, Dictionary())
    return any(key in descriptor for key in (Name.FontFile, Name.FontFile2, Name.FontFile3))


def _explained(font: Object) -> bool:
    return font.get(Name.Subtype) not in (Name.Type0, Name.Type3) or Name.ToUnicode in font


def _archival_faults(pdf: Pdf) -> Iterator[str]:
    intents = pdf.Root.get(Name.OutputIntents, Array())
    if any(int(intent.get(Name.DestOutputProfile, Dictionary(N=3)).get(Name.N, 0)) != 3 for intent in intents):
        yield "Its colours are meant for a printing press, not for the screen (output intent)."
    if any(isinstance(each, Stream) and "/LZWDecode" in str(each.get(Name.Filter)) for each in _dictionaries(pdf)):
        yield "It is compressed in a way that an archive may not use (LZW)."
    for number, page in enumerate(pdf.pages, 1):
        annotations = page.obj.get(Name.Annots, Array())
        bare = [one for one in annotations if str(one.get(Name.Subtype)) not in _WITHOUT_APPEARANCE]
        if any(Name.AP not in one for one in bare):
            yield f"A note on page {number} has no fixed appearance."
