"""The record as the source of a document: what was recorded in the room is put into words here, and nowhere typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from folkmoot.apps.committees.models import Person
from folkmoot.apps.committees.models.requests import Request
from folkmoot.apps.committees.queries import meeting_day, requests_of
from folkmoot.apps.committees.terms import EXEMPT_GROUNDS, ItemKind, Provenance
from folkmoot.apps.committees.terms.requests import Outcome as RequestOutcome
from folkmoot.apps.committees.terms.requests import RequestKind
from folkmoot.apps.minutes.models import (
    Action,
    Apology,
    Attendance,
    Declaration,
    Exclusion,
    Minute,
    MinuteRevision,
    Motion,
    Nomination,
    Question,
    Sitting,
    Vote,
)
from folkmoot.apps.minutes.queries.chamber import time_spent
from folkmoot.apps.minutes.terms import (
    CAPACITY_LABELS,
    CONFIDENTIAL,
    DECLARATIONS,
    IN_THE_CHAIR,
    METHODS,
    NOT_STATED,
    SIGNED_ON,
    SPENT_ON,
    Capacity,
    Choice,
    DeclarationKind,
    Method,
    Result,
    Stage,
)
from folkmoot.apps.reports.queries import Content
from folkmoot.methods.calendars.counting import LONDON
from folkmoot.methods.document.model import PartKind
from folkmoot.methods.meetings.voting import Count

PART = "minutes"
DRAFT = "Draft, to be approved at the next meeting"
Signed = tuple[Person, date]


def source_of(
    sitting: Sitting,
    instead: Mapping[int, Content] | None = None,
    *,
    whole: bool = False,
    signed: Signed | None = None,
) -> Content:
    """The minutes as the source of a document writes them: who was present, then each minute under its heading.

    `instead` has content to be read in place of what stands, by the minute's key in the database. Without `whole` a
    withheld minute is its heading, why it is withheld, and its public summary.
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
        "particulars": list(_particulars(sitting, long_day, signed)),
    }
    heading |= {"closing": _signature(*signed)} if signed else {"signatures": [IN_THE_CHAIR, SIGNED_ON]}
    minutes = _minutes(sitting)
    blocks = [block for each in minutes for block in _blocks(each, standing.get(each.pk, {}), whole)]
    breaks = list(_breaks(sitting))
    if breaks:
        blocks.append({"type": "definitions", "id": "adjournments", "pairs": breaks})
    sections = [{"id": "minuted", "title": "Minutes", "block": blocks}]
    present = present_by_label(sitting)
    if present:
        pairs = [[label, "; ".join(_entry(sitting, each) for each in group)] for label, group in present.items()]
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
    for row in sitting.attendances.select_related("person", "in_place_of").prefetch_related("stretches"):
        label = CAPACITY_LABELS[Capacity(row.capacity)]
        if row.capacity == Capacity.OFFICER:
            label = f"{label}, {row.part_of_meeting or 'whole of meeting'}"
        groups.setdefault(label, []).append(row)
    return groups


def note_on(row: Attendance) -> str:
    """What is printed after somebody's name: in whose place they came, or their post."""
    return f"in place of {row.in_place_of.called}" if row.in_place_of else row.post


def while_there(sitting: Sitting, row: Attendance) -> str:
    """From when to when somebody was there, where that was not all of the meeting; and that they were elsewhere."""
    said = ["from elsewhere"] if row.remote else []
    stretches = list(row.stretches.all())
    parts = []
    for stretch in stretches:
        late = sitting.began_at is not None and stretch.present_from > sitting.began_at
        early = stretch.present_to is not None and stretch.present_to != sitting.ended_at
        since = f"from {clock(stretch.present_from)}" if late else ""
        until = f"until {clock(stretch.present_to)}" if early and stretch.present_to else ""
        parts.append(" ".join(filter(None, (since, until))))
    said.append(" and ".join(filter(None, parts)))
    return ", ".join(filter(None, said))


def clock(moment: datetime) -> str:
    """10.00 am, by the clock of London."""
    at = moment.astimezone(LONDON)
    return f"{at.hour % 12 or 12}.{at.minute:02d} {'am' if at.hour < 12 else 'pm'}"


def withheld_because(ground: str) -> str:
    """Why something is kept from the public, in words."""
    if ground == CONFIDENTIAL:
        return "it is confidential: the law forbids the council to make it known"
    return f"Schedule 12A, paragraph {ground}: {EXEMPT_GROUNDS[ground]}"


def result_of(vote: Vote) -> str:
    """Carried nem con; carried by 5 votes to 3, 1 abstaining; lost by the casting vote of the chair."""
    count = vote.count
    said = count.result.value.capitalize()
    if vote.method in (Method.NEM_CON, Method.ASSENT):
        return f"{said} {METHODS[Method(vote.method)]}"
    if vote.casting:
        said += " by the casting vote of the chair"
    said += f", {vote.in_favour} for and {vote.against} against"
    said += f", {vote.abstained} abstaining" if vote.abstained else ""
    said += f" ({METHODS[Method(vote.method)]})"
    return f"{said}; nem con" if count.nem_con else said


def votes_of(sitting: Sitting) -> tuple[tuple[str, Count], ...]:
    """Each vote of a sitting, with the id of the block in which the motion stands."""
    rows = Vote.objects.filter(motion__minute__sitting=sitting, motion__withdrawn=False)
    rows = rows.select_related("motion__minute", "motion__exclusion").order_by(
        "motion__minute__sequence", "motion__order"
    )
    return tuple((_motion_key(row.motion), row.count) for row in rows)


def _motion_key(motion: Motion) -> str:
    """The id of the block that says a motion: its own, or that of the exclusion which it resolves."""
    exclusion = getattr(motion, "exclusion", None)
    key = motion.minute.key
    return f"{key}-exclusion-{exclusion.pk}" if exclusion else f"{key}-motion-{motion.order}"


def _particulars(sitting: Sitting, day: str, signed: Signed | None) -> Iterator[list[str]]:
    yield ["Committee", sitting.meeting.organization.name]
    yield ["Held on", day]
    if sitting.began_at:
        yield ["Commencing at", clock(sitting.began_at)]
    if sitting.ended_at:
        yield ["Finishing at", clock(sitting.ended_at)]
    if sitting.provenance == Provenance.PRINTED:
        return
    if sitting.presiding:
        yield ["In the Chair", sitting.presiding.called]
    if sitting.approved_in is None:
        yield ["Standing", DRAFT]
    elif not signed:
        yield ["Standing", f"Approved by minute {sitting.approved_in.number}"]


def _signature(presiding: Person, signed_on: date) -> list[list[str]]:
    return [["Signed by", f"{presiding.called}, {IN_THE_CHAIR}"], [SIGNED_ON, _day(signed_on)]]


def _minutes(sitting: Sitting) -> list[Minute]:
    rows = sitting.minutes.prefetch_related(
        "actions", "apologies__person", "apologies__substitute", "spells",
        "nominations__nominee", "nominations__nominator", "nominations__seconder",
        "declarations__person", "declarations__item", "declarations__dispensation",
        "questions__asker", "questions__answerer", "exclusions__motion",
        "motions__mover", "motions__seconder", "motions__vote__ballots__person",
    )  # fmt: skip
    return list(rows)


def _breaks(sitting: Sitting) -> Iterator[list[str]]:
    for row in sitting.adjournments.all():
        until = f" until {clock(row.ended_at)}" if row.ended_at else ""
        yield ["Adjourned", f"From {clock(row.began_at)}{until}{f': {row.reason}' if row.reason else ''}"]


def _entry(sitting: Sitting, row: Attendance) -> str:
    note, times = note_on(row), while_there(sitting, row)
    said = row.person.called
    if row.in_place_of:
        said = f"{said} ({note})"
    elif note:
        said = f"{said}, {note}"
    return f"{said} ({times})" if times else said


def _blocks(minute: Minute, said: Content, whole: bool) -> Iterator[Content]:
    """A minute under its heading: what was recorded and what was written, in the order in which minutes are read."""
    aside = f"(Agenda No. {minute.agenda_number})" if minute.agenda_number else ""
    yield {"type": "heading", "id": minute.key, "text": minute.title, "number": minute.number, "aside": aside}
    if minute.urgency:
        yield _paragraph(f"{minute.key}-urgency", f"The Chair held this item urgent: {minute.urgency}")
    for exclusion in minute.exclusions.all():
        yield _definitions(f"{minute.key}-exclusion-{exclusion.pk}", _excluded(exclusion))
    if minute.withheld and not whole:
        yield from _outside(minute)
    else:
        yield from _within(minute, said)


def _outside(minute: Minute) -> Iterator[Content]:
    """What the public reads of a withheld minute."""
    why = withheld_because(minute.withheld)
    yield _paragraph(f"{minute.key}-withheld", f"What was said and decided is withheld from the public; {why}.")
    for number, words in enumerate(filter(None, map(str.strip, minute.public_summary.splitlines())), 1):
        yield _paragraph(f"{minute.key}-public-{number}", words)


def _within(minute: Minute, said: Content) -> Iterator[Content]:
    for nomination in minute.nominations.all():
        yield _definitions(f"{minute.key}-nomination-{nomination.order}", _nominated(nomination))
    apologies = [pair for row in minute.apologies.all() for pair in _apology(row)]
    if apologies:
        yield _definitions(f"{minute.key}-apologies", apologies)
    for declaration in minute.declarations.all():
        yield _definitions(f"{minute.key}-declaration-{declaration.pk}", _declared(declaration))
    if minute.nobody_declared:
        yield _paragraph(f"{minute.key}-declarations", "Nobody declared an interest.")
    heard = [pair for row in _requests(minute) for pair in _heard(row)]
    if heard:
        yield _definitions(f"{minute.key}-residents", heard)
    if minute.taken_as_read:
        yield _paragraph(f"{minute.key}-as-read", "The report was taken as read.")
    yield from said.get(Stage.INTRODUCTION.value, [])
    yield from said.get(Stage.POINTS.value, [])
    for question in minute.questions.all():
        yield _definitions(f"{minute.key}-question-{question.order}", _asked(question))
    yield from said.get(Stage.SUMMARY.value, [])
    said_above = {exclusion.motion_id for exclusion in minute.exclusions.all()}
    for motion in minute.motions.all():
        if motion.pk not in said_above:
            yield _definitions(_motion_key(motion), _moved(motion))
    yield from said.get(Stage.DECISION.value, [])
    for action in minute.actions.all():
        yield _definitions(action.key, _action(action))
    spent = _spent(minute)
    if spent:
        yield _paragraph(f"{minute.key}-time", spent)


def _paragraph(key: str, text: str) -> Content:
    return {"type": "paragraph", "id": key, "text": text}


def _definitions(key: str, pairs: list[list[str]]) -> Content:
    return {"type": "definitions", "id": key, "pairs": pairs}


def _excluded(row: Exclusion) -> list[list[str]]:
    until = f" until {clock(row.ended_at)}" if row.ended_at else ""
    pairs = [["Public excluded", f"From {clock(row.began_at)}{until}; {withheld_because(row.ground)}"]]
    if row.reason:
        pairs.append(["Why", row.reason])
    return [*pairs, *_moved(row.motion)] if row.motion else pairs


def _nominated(row: Nomination) -> list[list[str]]:
    outcome = f"Elected {row.post}" if row.elected else "Not elected"
    pairs = [[f"Nominated for {row.post}", row.nominee.called], ["Nominated by", row.nominator.called]]
    if row.seconder:
        pairs.append(["Seconded by", row.seconder.called])
    return [*pairs, ["Outcome", f"{outcome} nem con" if row.nem_con else outcome]]


def _apology(row: Apology) -> list[list[str]]:
    pairs = [["Apologies from", row.person.called]]
    return [*pairs, ["Substitute", row.substitute.called]] if row.substitute else pairs


def _declared(row: Declaration) -> list[list[str]]:
    kind = DECLARATIONS[DeclarationKind(row.kind)]
    said = f"{kind}, whose details the law lets the council withhold" if row.sensitive else kind
    item = f"{row.item.number} {row.item.title}".strip()
    pairs = [["Declared by", row.person.called], ["About item", item]]
    pairs.append(["Interest", f"{said}: {row.nature}" if row.nature else said])
    if row.dispensation:
        extent = "take part and vote" if row.dispensation.may_vote else "take part, but not vote"
        pairs.append(["Dispensation", f"To {extent}, granted by {row.dispensation.granted_by}"])
    elif row.kind == DeclarationKind.DISCLOSABLE:
        pairs.append(["Effect", "Took no part in this item and had no vote on it"])
    return [*pairs, ["Withdrew", "Left the room for this item"]] if row.withdrew else pairs


def _requests(minute: Minute) -> list[Request]:
    """What residents asked of the meeting, in the minute of the item for it, once it is recorded what came of it."""
    item = minute.agenda_item
    if item is None or item.kind != ItemKind.PARTICIPATION:
        return []
    return list(requests_of(minute.sitting.meeting).exclude(outcome=""))


def _heard(row: Request) -> list[list[str]]:
    """No name: minutes stay for good, and who asked is forgotten on schedule."""
    about = f" on item {row.item.number} {row.item.title}" if row.item else ""
    subject = f": {row.subject}" if row.subject else ""
    noun = RequestKind(row.kind).noun
    return [[f"{noun[0].upper()}{noun[1:]}{about}{subject}", RequestOutcome(row.outcome).sentence]]


def _asked(row: Question) -> list[list[str]]:
    pairs = [["Question", row.text]]
    if row.asker:
        pairs.append(["Asked by", row.asker.called])
    if row.answerer:
        answered = f"{row.answerer.called}, {row.answered_as}" if row.answered_as else row.answerer.called
        return [*pairs, ["Answered by", answered], ["Answer", row.answer]]
    owed = "Owed in writing; see the action" if row.action_key else "Not answered at the meeting"
    return [*pairs, ["Answer", owed]]


def _moved(row: Motion) -> list[list[str]]:
    pairs = [["Amendment" if row.amends_id else "Motion", row.text]]
    pairs += [["Moved by", row.mover.called]] if row.mover else []
    pairs += [["Seconded by", row.seconder.called]] if row.seconder else []
    if row.withdrawn:
        return [*pairs, ["Outcome", "Withdrawn"]]
    vote = getattr(row, "vote", None)
    if vote is None:
        return pairs
    word = "Resolved" if vote.count.result is Result.CARRIED else "Outcome"
    pairs.append([word, result_of(vote)])
    by_choice = {
        choice: [each.person.called for each in vote.ballots.all() if each.choice == choice] for choice in Choice
    }
    labels = {Choice.FOR: "For", Choice.AGAINST: "Against", Choice.ABSTAIN: "Abstaining"}
    return [*pairs, *([labels[choice], "; ".join(names)] for choice, names in by_choice.items() if names)]


def _action(row: Action) -> list[list[str]]:
    return [["Action", row.text], ["Owner", row.owner or NOT_STATED], ["Due", _day(row.due) if row.due else NOT_STATED]]


def _spent(minute: Minute) -> str:
    """How many minutes went on presenting, questions and debate, once the watch has stopped."""
    spells = [spell for spell in minute.spells.all() if spell.ended_at]
    found = time_spent(spells, minute.sitting.meeting.starts_at).minutes
    found = {spent: number for spent, number in found.items() if number}
    if not found:
        return ""
    parts = [
        f"{SPENT_ON[spent].lower()} {number} minute{'' if number == 1 else 's'}" for spent, number in found.items()
    ]
    return f"Time: {', '.join(parts)}."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
