"""Printed minutes, taken in from their source file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.committees.models import AgendaItem, Meeting, Person
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.minutes import queries, rules
from folkmoot.apps.minutes.models import Action, Apology, Attendance, Minute, Nomination, Sitting
from folkmoot.apps.minutes.operations.keeping import follow_up
from folkmoot.apps.minutes.operations.writing import check, save, suffix_of
from folkmoot.apps.reports.queries import bind
from folkmoot.methods.document import minutes as written
from folkmoot.methods.document.keys import BadSource
from folkmoot.methods.numbering import labels


class NumberTaken(ValueError):
    """A number of a minute is already that of another meeting's; numbers are never given twice in a council year."""


class MinuteMissing(ValueError):
    """A file of minutes lacks a minute that was imported before; a numbered minute is never dropped."""


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
    check(sitting, name)
    follow_up(sitting, by=by, at=at)
    note(by=by, did=Event.MINUTES_IMPORTED, to=sitting, at=at)
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
    if each.suffix != suffix_of(sitting):
        raise BadSource(
            f"{name}, {where}, number: the meeting's council year numbers its minutes n/{suffix_of(sitting)}"
        )
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
    stands = queries.current(minute)
    if stands is None or stands.content != content:
        base = stands.number if stands else 0
        save(minute, content, base=base, by=by, at=at, reason=f"imported from {name}"[:200])
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
