"""Reads of minutes for officers and for packs: the record, and the record as a document."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.minutes import rules
from folkmoot.apps.minutes.models import Action, Arising, Minute, MinuteRevision, Signature, Sitting
from folkmoot.apps.minutes.queries.chamber import chamber as chamber
from folkmoot.apps.minutes.queries.chamber import findings as findings
from folkmoot.apps.minutes.queries.chamber import moment_of as moment_of
from folkmoot.apps.minutes.queries.chamber import needs_urgency as needs_urgency
from folkmoot.apps.minutes.queries.chamber import open_exclusion as open_exclusion
from folkmoot.apps.minutes.queries.chamber import quorum_rule as quorum_rule
from folkmoot.apps.minutes.queries.drafting import PART as PART
from folkmoot.apps.minutes.queries.drafting import contents as contents
from folkmoot.apps.minutes.queries.drafting import note_on as note_on
from folkmoot.apps.minutes.queries.drafting import present_by_label as present_by_label
from folkmoot.apps.minutes.queries.drafting import source_of as source_of
from folkmoot.apps.minutes.queries.drafting import votes_of as votes_of
from folkmoot.apps.minutes.queries.drafting import while_there as while_there
from folkmoot.apps.minutes.terms import NOT_STATED, STANDINGS, Outcome, Standing
from folkmoot.apps.reports.queries import bind
from folkmoot.methods.document import source, wire
from folkmoot.methods.document.model import Block, Document, Heading, Section


def sitting_of(meeting: Meeting) -> Sitting | None:
    """The sitting of a meeting, or None before there is one."""
    return Sitting.objects.filter(meeting=meeting).select_related("meeting__organization").first()


def document(meeting: Meeting, *, whole: bool = False) -> Document | None:
    """The minutes of a meeting as a document, published or not; None where there are none.

    What is withheld from the public stands in the `whole` only. Signed minutes are as they were when signed.
    """
    sitting = sitting_of(meeting)
    if sitting is None or not sitting.minutes.exists():
        return None
    signature = Signature.objects.filter(sitting=sitting).first()
    if signature is not None:
        return wire.load(signature.whole if whole else signature.document)
    return source.compose(source_of(sitting, whole=whole), PART, bind)


def withheld_document(meeting: Meeting) -> Document | None:
    """The minutes that are withheld from the public, for the restricted pack; None where there are none."""
    found, sitting = document(meeting, whole=True), sitting_of(meeting)
    grounds = {} if sitting is None else {row.key: row.withheld for row in sitting.minutes.exclude(withheld="")}
    if found is None or not grounds:
        return None
    kept = [blocks for blocks in _by_minute(found) if blocks[0].id in grounds]
    section = Section("withheld", "", tuple(chain.from_iterable(kept)))
    return replace(
        found,
        id=f"{PART}-withheld",
        title="Minutes that are withheld from the public",
        sections=(section,),
        exempt=next(ground for ground in grounds.values()),
        signatures=(),
    )


def _by_minute(found: Document) -> list[list[Block]]:
    """The blocks of each minute, its heading first."""
    minutes: list[list[Block]] = []
    for block in (block for section in found.sections for block in section.blocks):
        if isinstance(block, Heading) and block.number:
            minutes.append([])
        if minutes:
            minutes[-1].append(block)
    return minutes


def current(minute: Minute) -> MinuteRevision | None:
    """The revision that stands; None before anything is written."""
    return minute.revisions.filter(draft=False).last()


def open_drafts(minute: Minute) -> list[MinuteRevision]:
    """Drafts that wait beside the revision that stands, until their writer saves over that revision."""
    settled = {row.by_id: row.number for row in minute.revisions.filter(draft=False)}
    return [draft for draft in minute.revisions.filter(draft=True) if draft.number > settled.get(draft.by_id, 0)]


def last_sitting(meeting: Meeting) -> Sitting | None:
    """The sitting of a body before one of its meetings; None where none is recorded."""
    rows = Sitting.objects.filter(meeting__organization=meeting.organization, meeting__starts_at__lt=meeting.starts_at)
    return rows.order_by("-meeting__starts_at").first()


def carried_to(meeting: Meeting) -> dict[int, Sitting]:
    """The sitting from whose minutes each item of an agenda arises, by the item's key; most items arise from none."""
    rows = Arising.objects.filter(item__meeting=meeting).select_related("sitting__meeting")
    return {row.item_id: row.sitting for row in rows}


def matters_arising(meeting: Meeting) -> list[str]:
    """What the last minutes before a meeting asked for, a line each, in their words."""
    last = last_sitting(meeting)
    if last is None:
        return []
    actions = Action.objects.filter(minute__sitting=last, minute__withheld="").select_related("minute")
    return [
        f"Minute {row.minute.number}: {row.text} ({row.owner or NOT_STATED}, due {_due(row)})"
        for row in actions.order_by("minute__sequence", "order", "id")
    ]


def _due(row: Action) -> str:
    return f"{row.due.day} {row.due:%B %Y}" if row.due else NOT_STATED


def outcome_of(minute: Minute) -> str:
    """Agreed, No discussion; empty where the record gives none."""
    return Outcome(minute.outcome).value.replace("_", " ").capitalize() if minute.outcome else ""


def standing_in_words(sitting: Sitting) -> str:
    """Published as a draft; Approved by minute 4/26; Signed on 3 March 2027 by Councillor Invented Alder."""
    how_far = rules.standing(sitting)
    if how_far is Standing.SIGNED:
        day = sitting.signature.signed_on
        return f"Signed on {day.day} {day:%B %Y} by {sitting.signature.presiding.called}"
    if how_far is Standing.APPROVED and sitting.approved_in:
        return f"Approved by minute {sitting.approved_in.number}"
    return STANDINGS[how_far]
