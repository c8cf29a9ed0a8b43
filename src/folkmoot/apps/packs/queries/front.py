"""The front of a pack, made from the record: notice, membership, about, agenda, list of figures, guidance on interests.

Each is a document like any other. Front matter carries no folios, so its length moves no page of the papers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from folkmoot.apps.committees import queries as committees
from folkmoot.apps.committees.models import AgendaItem, Meeting, Membership, StandingText
from folkmoot.apps.committees.published import DEADLINE_LABELS, VOTING_NOTES
from folkmoot.apps.committees.terms import EXEMPT_GROUNDS, ConfidentialGround, MembershipRole, Provenance, VotingRight
from folkmoot.apps.committees.terms.rulebook import RULEBOOK
from folkmoot.apps.packs.models import Override
from folkmoot.apps.packs.queries.papers import Paper, called, of_item
from folkmoot.apps.packs.terms import OverrideGround
from folkmoot.methods.calendars.counting import LONDON
from folkmoot.methods.calendars.notice import Deadline
from folkmoot.methods.document import inline, light, quoting
from folkmoot.methods.document.model import (
    AgendaEntry,
    Block,
    Definitions,
    Document,
    Figure,
    Item,
    ItemList,
    ListStyle,
    Paragraph,
    PartKind,
    Section,
    Table,
)

ABOUT = ("remit", "have-your-say", "about-council", "about-scrutiny", "what-committee-does", "access")


@dataclass(frozen=True, slots=True)
class Frame:
    """A meeting with what its front matter is made from, as it stood on the day of the meeting."""

    meeting: Meeting
    day: date
    texts: Mapping[str, StandingText]
    members: Sequence[Membership]
    items: Sequence[AgendaItem]
    council: str
    next_meeting: Meeting | None
    overrides: Sequence[Override] = ()
    deadlines: Sequence[Deadline] = ()

    @property
    def invented(self) -> bool:
        """Whether the meeting is made up."""
        return self.meeting.provenance == Provenance.INVENTED


def frame(meeting: Meeting) -> Frame:
    """What the front matter of a meeting's pack is made from."""
    day = committees.meeting_day(meeting)
    return Frame(
        meeting=meeting,
        day=day,
        texts=committees.standing_texts_on(meeting.organization, day),
        members=list(committees.members_on(meeting.organization, day)),
        items=list(meeting.items.all()),
        council=committees.council_of(meeting.organization),
        next_meeting=committees.next_meeting(meeting),
        overrides=list(meeting.overrides.all()),
        deadlines=committees.deadlines(meeting),
    )


def front(
    found: Frame, papers: Sequence[Paper], ranges: Mapping[str, str], changes: Sequence[str] = ()
) -> tuple[Paper, ...]:
    """The front matter of a pack that holds these papers; `ranges` are the printed pages of each item with papers."""
    documents = (
        notice(found, changes),
        membership(found),
        about(found),
        agenda(found, papers, ranges),
        figures(found, papers),
        interests(found),
    )
    return tuple(
        Paper(document.id, document.kind, document.title, document, numbered=False)
        for document in documents
        if document.sections or document.particulars
    )


def notice(found: Frame, changes: Sequence[str] = ()) -> Document:
    """The cover: which meeting, when and where, how to attend, who to ask, and what an amended pack changes."""
    meeting = found.meeting
    sections = [Section("changes", "Changes in this version", (_listed("changes-list", changes),))] if changes else []
    if meeting.short_notice_reason:
        why = Paragraph("short-notice-1", (inline.Text(meeting.short_notice_reason),))
        sections.append(Section("short-notice", "Why the notice is short", (why,)))
    if found.overrides:
        lines = [overriding(row, found.items) for row in found.overrides]
        sections.append(Section("overrides", "Where a rule is not kept", (_listed("overrides-list", lines),)))
    sections += _standing(found, ("notice",))
    if found.deadlines:
        by_when = _pairs(*((DEADLINE_LABELS[each.rule.kind], _moment(each)) for each in found.deadlines))
        sections.append(Section("deadlines", "By when", (Definitions("deadlines-1", by_when),)))
    if meeting.stream_url:
        words = (inline.Text("Watch the meeting "), inline.Link("on the live stream", meeting.stream_url))
        sections.append(Section("watch", "Watch the meeting", (Paragraph("watch-1", (*words, inline.Text("."))),)))
    pairs = _pairs(
        ("Date of next meeting", long_day(found.next_meeting.starts_at) if found.next_meeting else ""),
        (meeting.contact_post or "Contact", meeting.contact.called if meeting.contact else ""),
    )
    if pairs:
        sections.append(Section("contact", "For more information", (Definitions("contact-1", pairs),)))
    sections += _standing(found, ("sign-off",))
    return _document(
        found,
        "notice",
        PartKind.NOTICE,
        "Notice of a Meeting",
        sections,
        subtitle=meeting.organization.name,
        particulars=(
            *((("Council", found.council),) if found.council else ()),
            ("Committee", meeting.organization.name),
            ("Date", f"{long_day(meeting.starts_at)} at {clock(meeting.starts_at)}"),
            ("Place", meeting.venue),
        ),
    )


def membership(found: Frame) -> Document:
    """Who sits on the body on the day of the meeting; a body without co-optees says so."""
    seated = [row for row in found.members if row.role != MembershipRole.CO_OPTEE]
    officers = _pairs(
        *((MembershipRole(row.role).label, _seat(row)) for row in seated if row.role != MembershipRole.MEMBER)
    )
    members = [_seat(row) for row in seated if row.role == MembershipRole.MEMBER]
    co_optees = [_seat(row) for row in found.members if row.role == MembershipRole.CO_OPTEE]
    sections = []
    if officers:
        sections.append(Section("officers", "Chair and Deputy Chair", (Definitions("officers-1", officers),)))
    sections.append(Section("members", "Members", (_listed_or("members-list", members, "No other members."),)))
    nobody = "The committee has no co-opted members."
    sections.append(Section("co-optees", "Co-optees", (_listed_or("co-optees-list", co_optees, nobody),)))
    return _document(found, "membership", PartKind.STANDING, "Membership", sections)


def about(found: Frame) -> Document:
    """What the committee and the council do, how to take part, and access, in the words in force on the day."""
    return _document(found, "about", PartKind.STANDING, "About this committee", _standing(found, ABOUT))


def interests(found: Frame) -> Document:
    """The guidance on declaring interests in force on the day."""
    text = found.texts.get("interests")
    sections = [Section("interests-guidance", "", light.blocks(text.body, "interests"))] if text else []
    title = text.title if text else "Declarations of interest"
    return _document(found, "interests", PartKind.STANDING, title, sections)


def agenda(found: Frame, papers: Sequence[Paper], ranges: Mapping[str, str]) -> Document:
    """The items in order, each with the pages of its papers and its report's own recommendations."""
    entries = tuple(_entry(item, of_item(papers, item), ranges) for item in found.items)
    sections = [Section("items", "", entries)] if entries else []
    return _document(found, "agenda", PartKind.AGENDA, "Agenda", sections)


def figures(found: Frame, papers: Sequence[Paper]) -> Document:
    """The tables and figures of the papers, each leading to its place."""
    sections = []
    for paper in papers:
        shown = _shown(paper.content) if isinstance(paper.content, Document) else ()
        items = tuple(_leading(paper, each) for each in shown)
        if items:
            block = f"figures-{paper.id}"
            sections.append(Section(block, paper.title, (ItemList(f"{block}-list", ListStyle.BULLET, items),)))
    return _document(found, "figures", PartKind.STANDING, "Tables and figures", sections)


def _shown(document: Document) -> Iterator[Table | Figure]:
    """The tables and figures of a paper; the table beside a figure belongs to it."""
    return (block for section in document.sections for block in section.blocks if isinstance(block, Table | Figure))


def _leading(paper: Paper, block: Table | Figure) -> Item:
    words = f"{block.number}. {block.caption}" if block.number else block.caption
    return Item(f"figures-{paper.id}-{block.id}", (inline.Reference(words, f"{paper.id}#{block.id}"),))


def item_id(item: AgendaItem) -> str:
    """The id of an agenda item's entry: item-6, or item-at-9 for one without a number."""
    return f"item-{item.number.lower()}" if item.number else f"item-at-{item.order}"


def _entry(item: AgendaItem, papers: Sequence[Paper], ranges: Mapping[str, str]) -> AgendaEntry:
    stem = item_id(item)
    inside: list[Block] = [*light.blocks(item.text, stem)]
    if item.report_by:
        inside.insert(0, Paragraph(f"{stem}-by", (inline.Text(f"Report by {item.report_by}."),)))
    if item.withheld:
        inside.append(Paragraph(f"{stem}-exempt", (inline.Text(exemption(item)),)))
    inside += [Paragraph(f"{stem}-late-{number}", (inline.Text(line),)) for number, line in enumerate(_late(item), 1)]
    for paper in papers:
        if isinstance(paper.content, Document) and paper.kind is PartKind.REPORT:
            inside += quoting.recommendations(paper.content, stem)
    return AgendaEntry(
        id=stem,
        number=item.number,
        title=item.title,
        pages=ranges.get(stem, ""),
        target=papers[0].id if papers else "",
        blocks=tuple(inside),
    )


def _late(item: AgendaItem) -> Iterator[str]:
    """Why an item or its report comes late, and why it cannot wait."""
    if item.to_follow_on:
        yield f"The report is to follow by {item.to_follow_on:%A} {item.to_follow_on.day} {item.to_follow_on:%B %Y}."
    if item.late_reason:
        yield f"Why it is late: {item.late_reason}"
    if item.urgent_reason:
        yield f"Why it cannot wait: {item.urgent_reason} Agreed by {item.urgency_agreed_by}."


def overriding(row: Override, items: Sequence[AgendaItem]) -> str:
    """Which rule is not kept, for what, on which ground, why, and who decided it when.

    A report is named by its agenda item, whose words are public whatever becomes of the report.
    """
    kind, _, key = row.subject.partition("-")
    about = {f"item-{item.pk}": called(item) for item in items}
    about |= {f"report-{report.pk}": called(item) for item in items for report in item.reports.all()}
    about |= {f"attachment-{file.pk}": called(item) for item in items for report in item.reports.all()
              for file in report.attachments.all()}  # fmt: skip
    named = about.get(f"{kind}-{key.partition('-')[0]}", "")
    rule = f"Rule {row.rule_id}, {RULEBOOK[row.rule_id].title.lower()}"
    when = row.at.astimezone(LONDON)
    return (
        f"{rule}{f' ({named})' if named else ''}: {OverrideGround(row.ground).sentence} {row.reason} "
        f"Decided by {row.decided_by}, {when.day} {when:%B %Y}."
    )


def exemption(item: AgendaItem) -> str:
    """On which ground an item's papers are kept from the public, and why."""
    if item.confidential_ground:
        why = ConfidentialGround(item.confidential_ground).sentence
        return f"The papers of this item are confidential and not for publication. {why} The public is excluded for it."
    ground = EXEMPT_GROUNDS[item.exempt_ground]
    return (
        f"The papers of this item are not for publication: Local Government Act 1972, Schedule 12A, paragraph "
        f"{item.exempt_ground} ({ground}). {item.exempt_reason}"
    )


def _document(
    found: Frame,
    part: str,
    kind: PartKind,
    title: str,
    sections: Iterable[Section],
    subtitle: str = "",
    particulars: tuple[tuple[str, str], ...] = (),
) -> Document:
    return Document(
        id=part,
        kind=kind,
        title=title,
        sections=tuple(sections),
        subtitle=subtitle,
        particulars=particulars,
        dated=found.day,
        invented=found.invented,
    )


def _standing(found: Frame, keys: Iterable[str]) -> list[Section]:
    texts = [(key, found.texts[key]) for key in keys if key in found.texts]
    return [Section(key, text.title, light.blocks(text.body, key)) for key, text in texts]


def _seat(row: Membership) -> str:
    note = VOTING_NOTES.get(VotingRight(row.voting_right), "")
    return f"{row.person.called} ({note})" if note else row.person.called


def _pairs(*pairs: tuple[str, str]) -> tuple[tuple[str, inline.Run], ...]:
    return tuple((term, (inline.Text(words),)) for term, words in pairs if words)


def _listed(block: str, lines: Sequence[str]) -> ItemList:
    items = (Item(f"{block}-{number}", (inline.Text(line),)) for number, line in enumerate(lines, 1))
    return ItemList(block, ListStyle.BULLET, tuple(items))


def _listed_or(block: str, lines: Sequence[str], nothing: str) -> Block:
    return _listed(block, lines) if lines else Paragraph(block, (inline.Text(nothing),))


def _moment(found: Deadline) -> str:
    """9.00 am on Friday, 5 November 2021; the day alone where it is in time as a whole."""
    day = f"{found.day:%A}, {found.day.day} {found.day:%B %Y}"
    return f"{clock(found.at)} on {day}" if found.at else day


def long_day(moment: datetime) -> str:
    """Thursday, 11 November 2021, by the clock of London."""
    local = moment.astimezone(LONDON)
    return f"{local:%A}, {local.day} {local:%B %Y}"


def clock(moment: datetime) -> str:
    """10.00 am, by the clock of London."""
    local = moment.astimezone(LONDON)
    return f"{local.hour % 12 or 12}.{local.minute:02d} {'am' if local.hour < 12 else 'pm'}"
