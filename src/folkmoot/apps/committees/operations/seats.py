"""Verbs beside a seat: a member's absence, and the leave to read what is withheld without a seat (ADR 28)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.committees import rules
from folkmoot.apps.committees.models import Meeting, Person
from folkmoot.apps.committees.models.seats import Absence, NeedToKnow
from folkmoot.apps.committees.rules.seats import may_give_leave


class NoReason(ValueError):
    """Leave was to be given without saying why."""


@transaction.atomic
def record_absence(
    *,
    person: Person,
    starts_on: date,
    ends_on: date,
    by: User | None,
    at: datetime,
    reason: str = "",
    approved_on: date | None = None,
    approved_by: str = "",
) -> Absence:
    """Record that a member is away; IntegrityError where the days do not fit, or an approval lacks its day or words."""
    require(rules.may_keep_register(by))
    row = Absence.objects.create(
        person=person,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        approved_on=approved_on,
        approved_by=approved_by,
    )
    note(by=by, did=Event.ABSENCE_RECORDED, to=row, at=at)
    if approved_on is not None:
        advance_publication(at=at)
    return row


@transaction.atomic
def give_leave(*, meeting_id: int, person: Person, reason: str, by: User | None, at: datetime) -> NeedToKnow:
    """Let a member read what is withheld of a meeting at which they do not sit; who has leave keeps it once."""
    require(may_give_leave(by))
    if not reason.strip():
        raise NoReason("Say which duty of the member needs it; the reason is kept.")
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    row, new = NeedToKnow.objects.get_or_create(
        meeting=meeting,
        person=person,
        taken_at=None,
        defaults={"reason": reason.strip(), "given_at": at, "given_by": by},
    )
    if new:
        note(by=by, did=Event.LEAVE_GIVEN, to=row, at=at)
    return row


@transaction.atomic
def take_leave_back(*, need_id: int, by: User | None, at: datetime) -> NeedToKnow:
    """Take the leave back; that it was given stays on record."""
    require(may_give_leave(by))
    row = NeedToKnow.objects.select_for_update().get(pk=need_id)
    if row.taken_at is None:
        row.taken_at = at
        row.save()
        note(by=by, did=Event.LEAVE_TAKEN, to=row, at=at)
    return row
