"""Reads of minutes for officers and for packs: the record, and the record as a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.queries import meeting_day
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.minutes.models import Action, Apology, Attendance, Minute, MinuteRevision, Nomination, Sitting
from folkmoot.apps.minutes.terms import (
    CAPACITY_LABELS,
    IN_THE_CHAIR,
    NOT_STATED,
    SIGNED_ON,
    Capacity,
    Outcome,
    Stage,
)
from folkmoot.apps.reports.queries import Content, bind
from folkmoot.methods.calendars.counting import LONDON
from folkmoot.methods.document import source
from folkmoot.methods.document.model import Document, PartKind

PART = "minutes"


def sitting_of(meeting: Meeting) -> Sitting | None:
    """The sitting of a meeting, or None before there is one."""
    return Sitting.objects.filter(meeting=meeting).select_related("meeting__organization").first()


def document(meeting: Meeting) -> Document | None:
    """The minutes of a meeting as a document, published or not; None where there are none."""
    sitting = sitting_of(meeting)
    if sitting is None or not sitting.minutes.exists():
        return None
    return source.compose(source_of(sitting), PART, bind)


def current(minute: Minute) -> MinuteRevision:
    """The revision that stands."""
    return minute.revisions.filter(draft=False).latest("number")


def open_drafts(minute: Minute) -> list[MinuteRevision]:
    """Drafts that wait beside the revision that stands, until their writer saves over that revision."""
    settled = {row.by_id: row.number for row in minute.revisions.filter(draft=False)}
    return [draft for draft in minute.revisions.filter(draft=True) if draft.number > settled.get(draft.by_id, 0)]


def source_of(sitting: Sitting, instead: Mapping[int, Content] | None = None) -> Content:
    """The minutes as the source of a document writes them: who was present, then each minute under its heading.

    `instead` has content to be read in place of what stands, by the minute's key in the database.
    """
    standing = contents(sitting) | dict(instead or {})
    day = meeting_day(sitting.meeting)
    long_day = f"{day:%A}, {day.day} {day:%B %Y}"
    heading: Content = {
        "id": PART,
        "kind": PartKind.MINUTES.value,
        "title": "Minutes",
        "subtitle": f"Meeting of {long_day}",
        "dated": day,
        "invented": sitting.provenance == Provenance.INVENTED,
        "particulars": list(_particulars(sitting, long_day)),
        "signatures": [IN_THE_CHAIR, SIGNED_ON],
    }
    blocks = [block for each in _minutes(sitting) for block in _blocks(each, standing[each.pk])]
    sections = [{"id": "minuted", "title": "Minutes", "block": blocks}]
    present = present_by_label(sitting)
    if present:
        pairs = [[label, "; ".join(_entry(each) for each in group)] for label, group in present.items()]
        block = {"type": "definitions", "id": "present", "pairs": pairs}
        sections.insert(0, {"id": "attendance", "title": "Present", "block": [block]})
    return {"report": heading, "section": sections}


def contents(sitting: Sitting) -> dict[int, Content]:
    """What stands in each minute, blocks by stage, by the minute's key in the database."""
    rows = MinuteRevision.objects.filter(minute__sitting=sitting, draft=False).order_by("number")
    return dict(rows.values_list("minute_id", "content"))


def present_by_label(sitting: Sitting) -> dict[str, list[Attendance]]:
    """Who was present, under what the record calls them and in its order; officers by how long they stayed."""
    groups: dict[str, list[Attendance]] = {}
    for row in sitting.attendances.select_related("person", "in_place_of"):
        label = CAPACITY_LABELS[Capacity(row.capacity)]
        if row.capacity == Capacity.OFFICER:
            label = f"{label}, {row.part_of_meeting or 'whole of meeting'}"
        groups.setdefault(label, []).append(row)
    return groups


def note_on(row: Attendance) -> str:
    """What is printed after somebody's name: in whose place they came, or their post."""
    return f"in place of {row.in_place_of.called}" if row.in_place_of else row.post


def outcome_of(minute: Minute) -> str:
    """Agreed, No discussion; empty where the record gives none."""
    return Outcome(minute.outcome).value.replace("_", " ").capitalize() if minute.outcome else ""


def _entry(row: Attendance) -> str:
    note = note_on(row)
    if row.in_place_of:
        return f"{row.person.called} ({note})"
    return f"{row.person.called}, {note}" if note else row.person.called


def _particulars(sitting: Sitting, day: str) -> Iterator[list[str]]:
    yield ["Committee", sitting.meeting.organization.name]
    yield ["Held on", day]
    if sitting.began_at:
        yield ["Commencing at", _clock(sitting.began_at)]
    if sitting.ended_at:
        yield ["Finishing at", _clock(sitting.ended_at)]


def _clock(moment: datetime) -> str:
    """10.00 am, by the clock of London."""
    at = moment.astimezone(LONDON)
    return f"{at.hour % 12 or 12}.{at.minute:02d} {'am' if at.hour < 12 else 'pm'}"


def _minutes(sitting: Sitting) -> list[Minute]:
    rows = sitting.minutes.prefetch_related(
        "actions", "apologies__person", "apologies__substitute",
        "nominations__nominee", "nominations__nominator", "nominations__seconder",
    )  # fmt: skip
    return list(rows)


def _blocks(minute: Minute, said: Content) -> Iterator[Content]:
    """A minute under its heading: what was said, who was chosen, who was away, what was to be done."""
    aside = f"(Agenda No. {minute.agenda_number})" if minute.agenda_number else ""
    yield {"type": "heading", "id": minute.key, "text": minute.title, "number": minute.number, "aside": aside}
    for nomination in minute.nominations.all():
        yield _definitions(f"{minute.key}-nomination-{nomination.order}", _nominated(nomination))
    apologies = [pair for row in minute.apologies.all() for pair in _apology(row)]
    if apologies:
        yield _definitions(f"{minute.key}-apologies", apologies)
    if minute.nobody_declared:
        yield {"type": "paragraph", "id": f"{minute.key}-declarations", "text": "Nobody declared an interest."}
    for stage in Stage:
        yield from said.get(stage.value, [])
    for action in minute.actions.all():
        yield _definitions(action.key, _action(action))


def _definitions(key: str, pairs: list[list[str]]) -> Content:
    return {"type": "definitions", "id": key, "pairs": pairs}


def _nominated(row: Nomination) -> list[list[str]]:
    outcome = f"Elected {row.post}" if row.elected else "Not elected"
    pairs = [[f"Nominated for {row.post}", row.nominee.called], ["Nominated by", row.nominator.called]]
    if row.seconder:
        pairs.append(["Seconded by", row.seconder.called])
    return [*pairs, ["Outcome", f"{outcome} nem con" if row.nem_con else outcome]]


def _apology(row: Apology) -> list[list[str]]:
    pairs = [["Apologies from", row.person.called]]
    return [*pairs, ["Substitute", row.substitute.called]] if row.substitute else pairs


def _action(row: Action) -> list[list[str]]:
    due = f"{row.due.day} {row.due:%B %Y}" if row.due else NOT_STATED
    return [["Action", row.text], ["Owner", row.owner or NOT_STATED], ["Due", due]]
