"""Minutes in Akoma Ntoso 1.0 (OASIS LegalDocML), as a `debate`: who was there, and a section for each minute.

Each counted vote stands in the analysis as a `voting` with its counts, which leads to the block of its motion.
Only elements whose content the vocabulary gives are used: a paragraph is a `narrative`, everything else stands in an
`other`. The ids are those of the document, so that an address holds in every form of the minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from folkmoot.methods.document import inline, model
from folkmoot.methods.meetings.voting import Count, Result

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
MEDIA_TYPE = "application/akn+xml; charset=utf-8"
SOURCE = "#folkmoot"


@dataclass(frozen=True, slots=True)
class Work:
    """What names the minutes: the body and the day, the council that issues them, the day of this version.

    `body` is the body's short name in an address; `number` the meeting's; `url` where the page of the minutes is.
    """

    body: str
    body_name: str
    council: str
    held_on: date
    version_on: date
    number: str
    url: str


Votes = Sequence[tuple[str, Count]]
"""Votes, each with the id of the block in which its motion stands."""
CHOICES = {"for": "For", "against": "Against", "abstain": "Abstaining", "casting": "Casting vote"}


def debate(document: model.Document, work: Work, votes: Votes = ()) -> bytes:
    """The minutes as XML. The same minutes give the same bytes.

    A vote whose motion does not stand in the document, because it is withheld from it, is left out.
    """
    there = {block.id for section in document.sections for block in section.blocks}
    counted = [(about, count) for about, count in votes if about in there and count.method.counted]
    ElementTree.register_namespace("", NAMESPACE)
    root = Element(_name("akomaNtoso"))
    found = _add(root, "debate", name="minutes")
    found.append(_meta(document, work, counted))
    preface = _add(found, "preface")
    _add(_add(preface, "p"), "docTitle").text = f"{document.title}, {work.body_name}"
    _add(_add(preface, "p"), "docDate", date=work.held_on.isoformat()).text = document.subtitle
    for term, said in document.particulars:
        _term(preface, term, (inline.Text(said),))
    body = _add(found, "debateBody")
    for section in document.sections:
        body.extend(_section(section))
    if document.closing:
        conclusions = _add(found, "conclusions")
        for term, said in document.closing:
            _term(conclusions, term, (inline.Text(said),))
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _meta(document: model.Document, work: Work, counted: Votes) -> Element:
    meta = Element(_name("meta"))
    identification = _add(meta, "identification", source=SOURCE)
    whole = f"/akn/gb/debate/minutes/{work.body}/{work.held_on.isoformat()}/{work.number}"
    expression = f"{whole}/eng@{work.version_on.isoformat()}"
    for level, address, day in (
        ("FRBRWork", whole, work.held_on),
        ("FRBRExpression", expression, work.version_on),
        ("FRBRManifestation", f"{expression}.akn", work.version_on),
    ):
        part = _add(identification, level)
        _add(part, "FRBRthis", value=f"{address}/!main")
        _add(part, "FRBRuri", value=address)
        if level == "FRBRWork":
            _add(part, "FRBRalias", value=work.url, name="page")
        _add(part, "FRBRdate", date=day.isoformat(), name="held" if level == "FRBRWork" else "version")
        _add(part, "FRBRauthor", href="#body" if level == "FRBRWork" else SOURCE)
        if level == "FRBRWork":
            _add(part, "FRBRcountry", value="gb")
        if level == "FRBRExpression":
            _add(part, "FRBRlanguage", language="eng")
    if counted:
        analysis = _add(_add(meta, "analysis", source=SOURCE), "parliamentary")
        analysis.extend(_voting(about, count) for about, count in counted)
    references = _add(meta, "references", source=SOURCE)
    organization = {"showAs": work.body_name, "eId": "body", "href": f"/ontology/organization/gb/{work.body}"}
    _add(references, "TLCOrganization", **organization)
    _add(references, "TLCOrganization", eId="council", href="/ontology/organization/gb/council", showAs=work.council)
    _add(references, "TLCOrganization", eId="folkmoot", href="/ontology/organization/gb/folkmoot", showAs="Folkmoot")
    if counted:
        concepts = {f"vote-{key}": said for key, said in CHOICES.items()}
        concepts |= {f"vote-{each.value}": each.value.capitalize() for each in Result}
        for key, said in concepts.items():
            _add(references, "TLCConcept", eId=key, href=f"/ontology/concept/folkmoot/{key}", showAs=said)
    if document.invented:
        notes = _add(meta, "notes", source=SOURCE)
        note = _add(notes, "note", eId="invented")
        _add(note, "p").text = "Invented: everything in this document is made up to show how the system works"
    return meta


def _voting(about: str, count: Count) -> Element:
    """What a vote came to, and how many votes there were for each choice."""
    key = f"{about}-voting"
    found = Element(_name("voting"), eId=key, outcome=f"#vote-{count.result.value}", href=f"#{about}")
    numbers = {"for": count.in_favour, "against": count.against, "abstain": count.abstained}
    for choice, number in numbers.items():
        _add(found, "count", eId=f"{key}-{choice}", value=str(number), refersTo=f"#vote-{choice}")
    if count.casting is not None:
        choice = f"#vote-{count.casting.value}"
        _add(found, "count", eId=f"{key}-casting", value="1", refersTo="#vote-casting", href=choice)
    return found


def _section(section: model.Section) -> Iterator[Element]:
    """Who was there as a roll call; a debate section for each minute, which its heading begins."""
    if not any(isinstance(block, model.Heading) and block.number for block in section.blocks):
        yield _filled(Element(_name("rollCall"), eId=section.id), section.title, section.blocks)
        return
    minute: Element | None = None
    for block in section.blocks:
        if isinstance(block, model.Heading) and block.number:
            if minute is not None:
                yield minute
            minute = Element(_name("debateSection"), eId=block.id, name="minute")
            _add(minute, "num").text = block.number
            _add(minute, "heading").text = block.text
            if block.aside:
                _add(minute, "subheading").text = block.aside
        elif minute is not None:
            minute.append(_block(block))
    if minute is not None:
        yield minute


def _filled(element: Element, title: str, blocks: Iterable[model.Block]) -> Element:
    _add(element, "heading").text = title
    element.extend(map(_block, blocks))
    return element


def _block(block: model.Block) -> Element:
    if isinstance(block, model.Paragraph):
        return _run(Element(_name("narrative"), eId=block.id), block.content)
    other = Element(_name("other"), eId=block.id)
    match block:
        case model.ItemList():
            other.append(_list(block))
        case model.Definitions():
            for term, said in block.pairs:
                _term(other, term, said)
        case model.Table():
            other.append(_table(block))
        case model.Figure():
            _add(other, "p").text = block.alternative
            other.append(_table(block.table))
        case model.Quotation():
            _run(_add(other, "p"), block.content)
            _add(other, "p").text = block.source
        case model.Heading() | model.Unpublished() | model.AgendaEntry():
            _add(other, "p").text = getattr(block, "text", "") or getattr(block, "caption", "")
    return other


def _list(block: model.ItemList) -> Element:
    marked = "ul" if block.style is model.ListStyle.BULLET else "ol"
    found = Element(_name(marked))
    for item in block.items:
        entry = _run(_add(found, "li", eId=item.id), item.content)
        entry.extend(map(_list, item.blocks))
    return found


def _table(table: model.Table) -> Element:
    found = Element(_name("table"))
    _add(found, "caption").text = table.caption
    head = _add(found, "tr")
    for column in table.columns:
        _add(_add(head, "th"), "p").text = column.label
    for row in table.rows:
        line = _add(found, "tr")
        for position, cell in enumerate(row):
            _add(_add(line, "th" if position < table.row_headers else "td"), "p").text = cell
    return found


def _term(parent: Element, term: str, said: inline.Run) -> None:
    paragraph = _add(parent, "p")
    label = _add(paragraph, "b")
    label.text, label.tail = f"{term}:", " "
    _run(paragraph, said)


def _run(parent: Element, content: inline.Run) -> Element:
    """Running text: words go to the text of the element, or after the last one within it."""
    for piece in content:
        match piece:
            case inline.Strong(text):
                _add(parent, "b").text = text
            case inline.Emphasis(text):
                _add(parent, "i").text = text
            case inline.Link(text, url):
                _add(parent, "a", href=url).text = text
            case inline.Reference(text) | inline.Text(text):
                _say(parent, text)
    return parent


def _say(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _add(parent: Element, tag: str, **attributes: str) -> Element:
    return ElementTree.SubElement(parent, _name(tag), attributes)


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"
