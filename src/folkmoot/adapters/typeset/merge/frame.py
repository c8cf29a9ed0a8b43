"""What the pack says of itself as a whole: title, language, page labels, metadata, colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Pdf, String

from folkmoot.adapters.typeset.merge.sources import Claims, Joined

PRODUCER = "Folkmoot"

_UA = "<pdfuaid:part>1</pdfuaid:part>"
_A = "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
_UA_SCHEMA = """<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file meets</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"""
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:format>application/pdf</dc:format>
<pdf:Producer>{producer}</pdf:Producer>
{claims}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def describe(pack: Pdf, parts: Sequence[Joined], title: str, language: str, claims: Claims) -> None:
    """Write the catalogue's entries and the metadata. ValueError for a claim that the parts cannot bear out."""
    untagged = [part.part.id for part in parts if not part.tagged]
    intents = next((part.intents for part in parts if part.intents), [])
    if untagged and (claims.ua or claims.a):
        raise ValueError(f"a pack with untagged parts ({', '.join(untagged)}) may claim neither PDF/UA-1 nor PDF/A-2a")
    if claims.a and not intents:
        raise ValueError("a pack without an output intent may not claim PDF/A-2a")
    root = pack.Root
    root.Lang = String(language)
    root.MarkInfo = Dictionary(Marked=True)
    if untagged:
        root.MarkInfo.Suspects = True
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.OutputIntents = Array(intents[:1])
    pack.docinfo[Name.Title], pack.docinfo[Name.Producer] = title, PRODUCER
    root.Metadata = pack.make_stream(_metadata(title, language, claims), Type=Name.Metadata, Subtype=Name.XML)


def _metadata(title: str, language: str, claims: Claims) -> bytes:
    said = [*([_UA, _UA_SCHEMA] if claims.ua else []), *([_A] if claims.a else [])]
    words = {"title": escape(title), "language": escape(language), "producer": PRODUCER, "claims": "\n".join(said)}
    return _XMP.format(**words).encode()


def label(pack: Pdf, parts: Sequence[Joined]) -> None:
    """Make the page numbers that a reader shows the printed folios; pages before the first folio are i, ii, iii."""
    folios = [folio for part in parts for _, folio in part.part.leaves]
    pack.Root.PageLabels = Dictionary(Nums=Array([each for entry in _labels(folios) for each in entry]))


def _labels(folios: list[str]) -> Iterator[tuple[int, Dictionary]]:
    """Where a run of labels begins, and how it counts: Roman without folios, 1, 2, 3 with them; 28a by itself."""
    unnumbered = 0

    def run(entry: tuple[int, str]) -> tuple[str, int]:
        position, folio = entry
        return ("", 0) if not folio else ("D", int(folio) - position) if folio.isdigit() else (folio, 0)

    for (kind, _), entries in groupby(enumerate(folios), run):
        pages = list(entries)
        position, folio = pages[0]
        if kind == "":
            yield position, Dictionary(S=Name.r, St=unnumbered + 1)
            unnumbered += len(pages)
        elif kind == "D":
            yield position, Dictionary(S=Name.D, St=int(folio))
        else:
            yield position, Dictionary(P=folio)
