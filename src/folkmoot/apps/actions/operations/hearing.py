"""Who should be heard on a topic: named, asked, heard; how to reach them is kept apart and deleted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.actions import rules
from folkmoot.apps.actions.models import Asked, Stakeholder, StakeholderContact, Topic
from folkmoot.apps.actions.terms import StakeholderRole


class EvidenceTooEarly(ValueError):
    """Evidence is dated before the day on which it was asked for."""


@transaction.atomic
def name_stakeholder(
    *,
    topic_id: int,
    name: str,
    interest: str,
    by: User | None,
    at: datetime,
    role: StakeholderRole = StakeholderRole.AFFECTED,
    person: bool = False,
) -> Stakeholder:
    """Name who should be heard on a topic; of a private person the name says what they are, such as "A parent"."""
    require(rules.may_keep_programme(by))
    stakeholder, _ = Stakeholder.objects.update_or_create(
        topic=Topic.objects.get(pk=topic_id),
        name=name,
        defaults={"interest": interest, "role": role, "person": person},
    )
    note(by=by, did=Event.STAKEHOLDER_NAMED, to=stakeholder, at=at)
    advance_publication(at=at)
    return stakeholder


@transaction.atomic
def reach_stakeholder(
    *, stakeholder_id: int, name: str, email: str, phone: str, by: User | None, at: datetime
) -> StakeholderContact:
    """Keep how to reach somebody, apart from the register and until the days of keeping are over."""
    require(rules.may_keep_programme(by))
    until = timezone.localdate(at) + timedelta(days=settings.KEEP_REQUESTERS_DAYS)
    contact, _ = StakeholderContact.objects.update_or_create(
        stakeholder=Stakeholder.objects.get(pk=stakeholder_id),
        defaults={"name": name, "email": email, "phone": phone, "delete_on": until},
    )
    note(by=by, did=Event.STAKEHOLDER_REACHED, to=contact.stakeholder, at=at)
    return contact


@transaction.atomic
def ask_stakeholder(*, stakeholder_id: int, words: str, on: date, by: User | None, at: datetime) -> Asked:
    """Record what somebody was asked for, and on which day."""
    require(rules.may_keep_programme(by))
    asked = Asked.objects.create(stakeholder=Stakeholder.objects.get(pk=stakeholder_id), words=words, on=on)
    note(by=by, did=Event.STAKEHOLDER_ASKED, to=asked, at=at)
    advance_publication(at=at)
    return asked


@transaction.atomic
def record_evidence(*, asked_id: int, evidence: str, on: date, by: User | None, at: datetime) -> Asked:
    """Record what somebody gave when asked, and on which day. EvidenceTooEarly for a day before the asking."""
    require(rules.may_keep_programme(by))
    asked = Asked.objects.select_for_update().get(pk=asked_id)
    if on < asked.on:
        raise EvidenceTooEarly(f"It was asked for on {asked.on:%d %B %Y}. Choose that day or a later one.")
    asked.evidence, asked.given_on = evidence, on
    asked.save()
    note(by=by, did=Event.EVIDENCE_GIVEN, to=asked, at=at)
    advance_publication(at=at)
    return asked


@transaction.atomic
def forget_contacts(*, at: datetime) -> int:
    """Delete how to reach those who were to be heard, once its day has come; how many were deleted."""
    due = StakeholderContact.objects.select_for_update().filter(delete_on__lte=timezone.localdate(at))
    for contact in due:
        note(by=None, did=Event.CONTACTS_FORGOTTEN, to=contact.stakeholder, at=at)
    return due.delete()[0]
