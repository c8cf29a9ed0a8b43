"""Verbs of who is there: coming, leaving, standing in for somebody, apologies, and what members declare."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import note
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.committees import queries as committees
from folkmoot.apps.committees.models import AgendaItem, Dispensation, Interest, Membership, Person
from folkmoot.apps.committees.queries.interests import dispensations_on
from folkmoot.apps.minutes.models import Apology, Attendance, Declaration, Minute, Presence, Sitting
from folkmoot.apps.minutes.operations.keeping import changed, minute_to_change, sitting_to_change
from folkmoot.apps.minutes.queries.chamber import is_there
from folkmoot.apps.minutes.terms import Capacity, DeclarationKind


class NoSubstitute(ValueError):
    """Somebody cannot sit in another's place; the message says why, by the rule in force (M8)."""


class PlaceTaken(ValueError):
    """A member came whose place a substitute has taken for this meeting."""


class Elsewhere(ValueError):
    """Times that do not fit: leaving before coming, coming before the meeting, or coming twice."""


class NoDispensation(ValueError):
    """A dispensation was named that is somebody else's, or not in force on the day of the meeting."""


@transaction.atomic
def arrive(
    *,
    sitting_id: int,
    person: Person,
    capacity: Capacity,
    by: User | None,
    at: datetime,
    present_from: datetime | None = None,
    in_place_of: Person | None = None,
    post: str = "",
    remote: bool = False,
) -> Attendance:
    """Record that somebody came, or came back; from the beginning where no time is given.

    NoSubstitute or PlaceTaken says why a place cannot be taken; Elsewhere that somebody is there already.
    """
    sitting = sitting_to_change(sitting_id, by)
    since = present_from or sitting.began_at or at
    attendance = sitting.attendances.filter(person=person).first()
    if attendance is None:
        _check_place(sitting, person, capacity, in_place_of, since)
        attendance = Attendance.objects.create(
            sitting=sitting,
            person=person,
            order=sitting.attendances.count(),
            capacity=capacity,
            in_place_of=in_place_of,
            post=post,
        )
    elif is_there(attendance, since) or attendance.stretches.filter(present_to__isnull=True).exists():
        raise Elsewhere(f"{person.called} is there already.")
    attendance.remote = remote
    attendance.save()
    Presence.objects.create(attendance=attendance, present_from=since)
    note(by=by, did=Event.ATTENDANCE_RECORDED, to=attendance, at=at)
    changed(sitting, at)
    return attendance


def _check_place(
    sitting: Sitting, person: Person, capacity: Capacity, in_place_of: Person | None, since: datetime
) -> None:
    taken = sitting.attendances.filter(in_place_of=person).select_related("person").first()
    if taken is not None and capacity is Capacity.VOTING_MEMBER:
        raise PlaceTaken(
            f"{taken.person.called} sits in the place of {person.called} for this meeting. "
            "Record them among the other members who attend."
        )
    if capacity is Capacity.SUBSTITUTE:
        fault = substitute_fault(sitting, person, in_place_of, since)
        if fault:
            raise NoSubstitute(fault)


def substitute_fault(sitting: Sitting, person: Person, in_place_of: Person | None, since: datetime) -> str:
    """What keeps somebody from sitting in another's place, a sentence; empty where nothing does (M8)."""
    day = committees.meeting_day(sitting.meeting)
    body = sitting.meeting.organization
    members = {row.person_id: row for row in committees.members_on(body, day)}
    seat = members.get(in_place_of.pk) if in_place_of else None
    if in_place_of is None or seat is None:
        return "A substitute sits in the place of a named member of this body. Name the member."
    if person.pk in members:
        return f"{person.called} is a member of this body and has a place already."
    if sitting.attendances.filter(person=in_place_of).exists():
        return f"{in_place_of.called} came to this meeting, so nobody sits in their place."
    rule = committees.rule(body, "M8", on=day)
    if rule is None:
        return ""
    if sitting.began_at and since > sitting.began_at:
        return "A substitute sits from the start of the meeting, which began before they came (M8)."
    if rule.flag("same_group") and not _same_group(person, seat):
        return f"A substitute is of the same group as the member, which is {seat.on_behalf_of or 'not stated'} (M8)."
    return ""


def _same_group(person: Person, seat: Membership) -> bool:
    return bool(seat.on_behalf_of) and person.memberships.filter(on_behalf_of=seat.on_behalf_of).exists()


@transaction.atomic
def leave(*, attendance_id: int, by: User | None, at: datetime, left_at: datetime | None = None) -> Attendance:
    """Record that somebody left, now where no time is given. Elsewhere where they are not there."""
    found = Attendance.objects.values_list("sitting_id", flat=True).get(pk=attendance_id)
    sitting = sitting_to_change(found, by)
    attendance = sitting.attendances.get(pk=attendance_id)
    stretch = attendance.stretches.filter(present_to__isnull=True).last()
    moment = left_at or at
    if stretch is None or moment < stretch.present_from:
        raise Elsewhere(f"{attendance.person.called} was not there at that time.")
    stretch.present_to = moment
    stretch.save()
    note(by=by, did=Event.ATTENDANCE_CHANGED, to=attendance, at=at)
    changed(sitting, at)
    return attendance


@transaction.atomic
def take_back_attendance(*, attendance_id: int, by: User | None, at: datetime) -> None:
    """Undo a slip: somebody recorded as there who never came."""
    sitting = sitting_to_change(Attendance.objects.values_list("sitting_id", flat=True).get(pk=attendance_id), by)
    attendance = sitting.attendances.get(pk=attendance_id)
    note(by=by, did=Event.ATTENDANCE_CHANGED, to=attendance, at=at)
    attendance.delete()
    changed(sitting, at)


@transaction.atomic
def preside(*, sitting_id: int, person: Person, by: User | None, at: datetime) -> Sitting:
    """Say who is in the chair."""
    sitting = sitting_to_change(sitting_id, by)
    sitting.presiding = person
    note(by=by, did=Event.ATTENDANCE_CHANGED, to=sitting, at=at)
    changed(sitting, at)
    return sitting


@transaction.atomic
def apologise(
    *, minute_id: int, person: Person, by: User | None, at: datetime, substitute: Person | None = None
) -> Apology:
    """Record somebody's apologies, and who comes in their place."""
    minute = minute_to_change(minute_id, by)
    apology, _ = Apology.objects.update_or_create(
        minute=minute,
        person=person,
        defaults={"substitute": substitute},
        create_defaults={"substitute": substitute, "order": minute.apologies.count() + 1},
    )
    note(by=by, did=Event.APOLOGY_RECORDED, to=apology, at=at)
    changed(minute.sitting, at)
    return apology


@transaction.atomic
def declare(
    *,
    minute_id: int,
    person: Person,
    item: AgendaItem,
    kind: DeclarationKind,
    by: User | None,
    at: datetime,
    nature: str = "",
    sensitive: bool = False,
    interest: Interest | None = None,
    dispensation: Dispensation | None = None,
    withdrew: bool = False,
) -> Declaration:
    """Record what a member declares about an item (I3, I6). A disclosable interest takes voice and vote from them.

    NoDispensation unless a dispensation that is named is theirs and in force. Of a sensitive interest the nature is
    not kept (I4).
    """
    minute = minute_to_change(minute_id, by)
    day = committees.meeting_day(minute.sitting.meeting)
    if dispensation and not dispensations_on(person, day).filter(pk=dispensation.pk).exists():
        raise NoDispensation(f"That dispensation is not {person.called}'s, or not in force on {day:%d %B %Y} (I5).")
    sensitive = sensitive or bool(interest and interest.sensitive)
    declaration, _ = Declaration.objects.update_or_create(
        person=person,
        item=item,
        kind=kind,
        defaults={
            "minute": minute,
            "nature": "" if sensitive else nature or (interest.text if interest else ""),
            "sensitive": sensitive,
            "interest": interest,
            "dispensation": dispensation,
            "withdrew": withdrew,
        },
    )
    Minute.objects.filter(pk=minute.pk).update(nobody_declared=False)
    note(by=by, did=Event.DECLARATION_RECORDED, to=declaration, at=at)
    changed(minute.sitting, at)
    return declaration


@transaction.atomic
def nobody_declares(*, minute_id: int, by: User | None, at: datetime) -> Minute:
    """Record that nobody declared an interest."""
    minute = minute_to_change(minute_id, by)
    minute.nobody_declared = not minute.declarations.exists()
    minute.save()
    note(by=by, did=Event.DECLARATION_RECORDED, to=minute, at=at)
    changed(minute.sitting, at)
    return minute
