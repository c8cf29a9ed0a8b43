"""Verbs of minutes: each is atomic, refuses with a reason, and leaves an audit row."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.committees.models import AgendaItem, Meeting, Person
from folkmoot.apps.committees.queries import meeting_day
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.minutes import queries, rules
from folkmoot.apps.minutes.models import Action, Apology, Attendance, Minute, MinuteRevision, Nomination, Sitting
from folkmoot.apps.minutes.terms import Capacity, Outcome, Stage
from folkmoot.apps.reports.queries import Content, bind
from folkmoot.methods.calendars.council_years import council_year
from folkmoot.methods.document import minutes as written
from folkmoot.methods.document import source
from folkmoot.methods.document.keys import BadSource
from folkmoot.methods.numbering import labels


class NumberTaken(ValueError):
    """A number of a minute is already that of another meeting's; numbers are never given twice in a council year."""


class MinuteMissing(ValueError):
    """A file of minutes lacks a minute that was imported before; a numbered minute is never dropped."""


class Unready(ValueError):
    """Minutes cannot be published; the message lists what is missing."""


@transaction.atomic
def import_printed_minutes(
    *,
    meeting_id: int,
    content: bytes,
    name: str,
    by: User | None,
    at: datetime,
    provenance: Provenance = Provenance.PRINTED,
) -> Sitting:
    """Take a meeting's published minutes in from their source file, whole or not at all; they are public at once.

    The same file twice changes nothing. Afterwards printed minutes are read-only; only the machine itself takes a
    mended file, and each minute that it changes gets a revision. BadSource names file, key and line; NumberTaken and
    MinuteMissing name the minute.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    digest = hashlib.sha256(content).hexdigest()
    sitting = queries.sitting_of(meeting) or Sitting(meeting=meeting, provenance=provenance)
    require(rules.may_change_minutes(by, sitting) if sitting.pk else rules.may_keep_minutes(by))
    if sitting.source_sha256 == digest:
        return sitting
    found = written.read(content, name, bind)
    sitting.began_at, sitting.ended_at = found.began_at, found.ended_at
    sitting.source_sha256 = digest
    sitting.published_at, sitting.published_by = at, by
    sitting.save()
    people = _People(name)
    _seat(sitting, found.present, people)
    _refuse_dropped(sitting, found.minutes, name)
    for each in found.minutes:
        _take_in(sitting, each, people, name, by=by, at=at)
    _check(sitting, name)
    note(by=by, did=Event.MINUTES_IMPORTED, to=sitting, at=at)
    advance_publication(at=at)
    return sitting


@transaction.atomic
def open_sitting(
    *,
    meeting_id: int,
    began_at: datetime,
    by: User | None,
    at: datetime,
    provenance: Provenance = Provenance.RECORDED,
) -> Sitting:
    """Begin the record of a meeting. IntegrityError when it has one."""
    require(rules.may_keep_minutes(by))
    sitting = Sitting.objects.create(meeting_id=meeting_id, began_at=began_at, provenance=provenance)
    note(by=by, did=Event.SITTING_OPENED, to=sitting, at=at)
    return sitting


@transaction.atomic
def record_attendance(
    *,
    sitting_id: int,
    person: Person,
    capacity: Capacity,
    by: User | None,
    at: datetime,
    in_place_of: Person | None = None,
    post: str = "",
    part_of_meeting: str = "",
) -> Attendance:
    """Record that somebody is there. IntegrityError for one who is, and unless a substitute takes a free place."""
    sitting = _sitting(sitting_id, by)
    attendance = Attendance.objects.create(
        sitting=sitting,
        person=person,
        order=sitting.attendances.count(),
        capacity=capacity,
        in_place_of=in_place_of,
        post=post,
        part_of_meeting=part_of_meeting,
    )
    note(by=by, did=Event.ATTENDANCE_RECORDED, to=attendance, at=at)
    return attendance


@transaction.atomic
def record_minute(
    *,
    sitting_id: int,
    title: str,
    content: Content,
    by: User | None,
    at: datetime,
    agenda_item: AgendaItem | None = None,
    outcome: Outcome | None = None,
) -> Minute:
    """Write the next minute; it takes the next number of the body's council year. `content` is blocks by stage.

    BadSource names the block that cannot be read.
    """
    sitting = _sitting(sitting_id, by)
    organization, suffix = sitting.meeting.organization, _suffix(sitting)
    last = Minute.objects.filter(organization=organization, suffix=suffix).aggregate(Max("sequence"))["sequence__max"]
    minute = Minute.objects.create(
        sitting=sitting,
        organization=organization,
        sequence=(last or 0) + 1,
        suffix=suffix,
        agenda_item=agenda_item,
        agenda_number=agenda_item.number if agenda_item else "",
        title=title,
        outcome=outcome or "",
    )
    _check(sitting, f"minute {minute.number}", instead={minute.pk: content})
    _save(minute, content, base=0, by=by, at=at)
    note(by=by, did=Event.MINUTE_RECORDED, to=minute, at=at)
    return minute


@transaction.atomic
def revise_minute(
    *, minute_id: int, content: Content, base: int, by: User | None, at: datetime, reason: str = ""
) -> MinuteRevision:
    """Save a minute that was written from the revision `base`.

    Where a newer revision stands by now, nothing is lost and nothing is overwritten: the save is kept as a draft
    (`draft` is true) and both are shown. BadSource names the block that cannot be read.
    """
    minute = _minute(minute_id, by)
    sitting = minute.sitting
    _check(sitting, f"minute {minute.number}", instead={minute.pk: content})
    revision = _save(minute, content, base=base, by=by, at=at, reason=reason)
    note(by=by, did=Event.MINUTE_REVISED, to=minute, at=at)
    if sitting.published_at and not revision.draft:
        advance_publication(at=at)
    return revision


@transaction.atomic
def record_action(
    *, minute_id: int, key: str, text: str, by: User | None, at: datetime, owner: str = "", due: date | None = None
) -> Action:
    """Record what a minute asks for; who and by when may follow, but before the minutes are published."""
    minute = _minute(minute_id, by)
    sitting = minute.sitting
    action, _ = Action.objects.update_or_create(
        minute=minute, key=key, defaults={"text": text, "owner": owner, "due": due, "order": minute.actions.count()}
    )
    _check(sitting, f"minute {minute.number}")
    note(by=by, did=Event.ACTION_RECORDED, to=action, at=at)
    return action


@transaction.atomic
def publish_minutes(*, sitting_id: int, by: User | None, at: datetime) -> Sitting:
    """Let the world read recorded minutes. Unready while an action lacks its owner or its date."""
    sitting = _sitting(sitting_id, by)
    missing = rules.unready(sitting)
    if missing:
        raise Unready("\n".join(missing))
    sitting.published_at, sitting.published_by = at, by
    sitting.save()
    note(by=by, did=Event.MINUTES_PUBLISHED, to=sitting, at=at)
    advance_publication(at=at)
    return sitting


class _People:
    """Everybody by slug, so that a file can name them; BadSource says where it names somebody unknown."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.known = {person.slug: person for person in Person.objects.all()}

    def named(self, slug: str, where: str) -> Person:
        if slug not in self.known:
            raise BadSource(f"{self.file}, {where}: there is nobody of the key {slug!r}; add the person first")
        return self.known[slug]

    def perhaps(self, slug: str, where: str) -> Person | None:
        return self.named(slug, where) if slug else None


def _sitting(sitting_id: int, by: User | None) -> Sitting:
    rows = Sitting.objects.select_for_update(of=("self",)).select_related("meeting__organization")
    sitting = rows.get(pk=sitting_id)
    require(rules.may_change_minutes(by, sitting))
    return sitting


def _minute(minute_id: int, by: User | None) -> Minute:
    """The minute, its sitting locked: whoever writes anything of the minutes takes turns on the sitting's row."""
    sitting = _sitting(Minute.objects.values_list("sitting_id", flat=True).get(pk=minute_id), by)
    return sitting.minutes.get(pk=minute_id)


def _suffix(sitting: Sitting) -> str:
    return council_year(meeting_day(sitting.meeting)).suffix


def _seat(sitting: Sitting, present: Sequence[written.Present], people: _People) -> None:
    """Bring the attendance to what a file says."""
    sitting.attendances.all().delete()
    for order, each in enumerate(present):
        where = f"present {order + 1}"
        Attendance.objects.create(
            sitting=sitting,
            person=people.named(each.person, f"{where}, person"),
            order=order,
            capacity=each.capacity,
            in_place_of=people.perhaps(each.in_place_of, f"{where}, in_place_of"),
            post=each.post,
            part_of_meeting=each.part_of_meeting,
        )


def _refuse_dropped(sitting: Sitting, minutes: Sequence[written.Minute], name: str) -> None:
    numbers = [labels.minute(each.sequence, each.suffix) for each in minutes]
    for minute in sitting.minutes.all():
        if minute.number not in numbers:
            raise MinuteMissing(f"{name}: the minute {minute.number} is gone; a numbered minute stays, put it back")


def _take_in(
    sitting: Sitting, each: written.Minute, people: _People, name: str, *, by: User | None, at: datetime
) -> None:
    """Bring one minute to what a file says; a revision is added where its words differ."""
    number = labels.minute(each.sequence, each.suffix)
    where = f"minute {number}"
    if each.suffix != _suffix(sitting):
        raise BadSource(f"{name}, {where}, number: the meeting's council year numbers its minutes n/{_suffix(sitting)}")
    organization = sitting.meeting.organization
    found = Minute.objects.filter(organization=organization, sequence=each.sequence, suffix=each.suffix).first()
    if found is not None and found.sitting_id != sitting.pk:
        raise NumberTaken(f"{name}: {organization.name} gave the number {number} at another meeting; look at both")
    minute = found or Minute(sitting=sitting, organization=organization, sequence=each.sequence, suffix=each.suffix)
    minute.agenda_item = _item(sitting.meeting, each.agenda, f"{name}, {where}, agenda")
    minute.agenda_number, minute.title = each.agenda, each.title
    minute.outcome, minute.nobody_declared = each.outcome or "", each.nobody_declared
    minute.save()
    content = {stage.value: list(blocks) for stage, blocks in each.stages.items() if blocks}
    if found is None or queries.current(minute).content != content:
        base = queries.current(minute).number if found else 0
        _save(minute, content, base=base, by=by, at=at, reason=f"imported from {name}"[:200])
    _elect(minute, each.nominations, people, where)
    _excuse(minute, each.apologies, people, where)
    for order, action in enumerate(each.actions):
        defaults = {"order": order, "text": action.text, "owner": action.owner, "due": action.due}
        Action.objects.update_or_create(minute=minute, key=action.id, defaults=defaults)


def _item(meeting: Meeting, number: str, where: str) -> AgendaItem | None:
    if not number:
        return None
    item = meeting.items.filter(number=number).first()
    if item is None:
        raise BadSource(f"{where}: the meeting's agenda has no item {number!r}; add it, or mend the number")
    return item


def _elect(minute: Minute, nominations: Sequence[written.Nomination], people: _People, where: str) -> None:
    minute.nominations.all().delete()
    for order, each in enumerate(nominations, 1):
        place = f"{where}, nomination {order}"
        Nomination.objects.create(
            minute=minute,
            order=order,
            post=each.post,
            nominee=people.named(each.nominee, f"{place}, nominee"),
            nominator=people.named(each.nominator, f"{place}, nominator"),
            seconder=people.perhaps(each.seconder, f"{place}, seconder"),
            elected=each.elected,
            nem_con=each.nem_con,
        )


def _excuse(minute: Minute, apologies: Sequence[written.Apology], people: _People, where: str) -> None:
    minute.apologies.all().delete()
    for order, each in enumerate(apologies, 1):
        place = f"{where}, apology {order}"
        Apology.objects.create(
            minute=minute,
            order=order,
            person=people.named(each.person, f"{place}, person"),
            substitute=people.perhaps(each.substitute, f"{place}, substitute"),
        )


def _save(
    minute: Minute, content: Content, *, base: int, by: User | None, at: datetime, reason: str = ""
) -> MinuteRevision:
    """Add a revision; it is a draft when it was not written from the revision that stands."""
    newest = minute.revisions.last()
    stands = queries.current(minute).number if newest else 0
    return MinuteRevision.objects.create(
        minute=minute,
        number=newest.number + 1 if newest else 1,
        base=base,
        content=content,
        draft=base != stands,
        reason=reason,
        at=at,
        by=by,
    )


def _check(sitting: Sitting, name: str, instead: Mapping[int, Content] | None = None) -> None:
    """BadSource unless the minutes can be read, with other content in a minute where `instead` has one."""
    for content in (instead or {}).values():
        unknown = set(content) - {stage.value for stage in Stage}
        if unknown:
            raise BadSource(f"{name}: {min(unknown)!r} is none of the stages {', '.join(Stage)}")
    source.compose(queries.source_of(sitting, instead or {}), name, bind)
