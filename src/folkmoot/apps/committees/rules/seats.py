"""At which meetings somebody acts: officers by role, members where they sit, chairs where they chair (ADR 28)."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import Allowed, Refused, is_officer, may
from folkmoot.apps.accounts.terms import OF_THE_CHAIR, Permission
from folkmoot.apps.committees.models import Meeting, Membership, Organization
from folkmoot.apps.committees.models.seats import Absence, NeedToKnow
from folkmoot.apps.committees.terms import MembershipRole
from folkmoot.methods.calendars.counting import LONDON

PRESIDING = (MembershipRole.CHAIR, MembershipRole.DEPUTY_CHAIR)


def may_at(user: User | AnonymousUser, permission: Permission, meeting: Meeting) -> Allowed | Refused:
    """Whether somebody may at a meeting: an officer by role, a member by the seat held on its day.

    What only a chair does needs the seat of the chair or the deputy. What is withheld is read with leave too.
    """
    allowed = may(user, permission)
    if not allowed or not isinstance(user, User) or is_officer(user, permission):
        return allowed
    if permission is Permission.READ_RESTRICTED and _needs_to_know(user, meeting):
        return allowed
    return _seated(user, permission, meeting.organization, day_of(meeting))


def may_for(user: User | AnonymousUser, permission: Permission, body: Organization, on: date) -> Allowed | Refused:
    """Whether somebody may for a body on a day, as `may_at`."""
    allowed = may(user, permission)
    if not allowed or not isinstance(user, User) or is_officer(user, permission):
        return allowed
    return _seated(user, permission, body, on)


def may_preside(user: User, permission: Permission, meeting: Meeting, on: date) -> Allowed | Refused:
    """Whether somebody may decide for the chair of a meeting: the chair, or the deputy while there is none to do it.

    There is none where the seat is vacant on the day of the meeting, or the chair's absence is recorded for `on`.
    """
    allowed = may_at(user, permission, meeting)
    if not allowed:
        return allowed
    chair = seats(meeting.organization, day_of(meeting)).filter(role=MembershipRole.CHAIR).first()
    if chair is None or chair.person.account_id == user.pk or _away(chair, on):
        return allowed
    return Refused(
        f"{chair.person.called} chairs this meeting. The deputy decides while the Chair's absence is recorded; "
        "democratic services can record it."
    )


def may_give_leave(user: User | None) -> Allowed | Refused:
    """Whether somebody may let a member read what is withheld without a seat; None is the machine, loading a sample."""
    return Allowed() if user is None else may(user, Permission.GIVE_LEAVE)


def seats(body: Organization, on: date) -> QuerySet[Membership]:
    """The seats of a body that are held on a day."""
    rows = Membership.objects.filter(organization=body, start__lte=on).filter(Q(end__isnull=True) | Q(end__gte=on))
    return rows.select_related("person")


def day_of(meeting: Meeting) -> date:
    """The day of a meeting by London's calendar."""
    return meeting.starts_at.astimezone(LONDON).date()


def _seated(user: User, permission: Permission, body: Organization, on: date) -> Allowed | Refused:
    held = seats(body, on).filter(person__account=user)
    if permission in OF_THE_CHAIR:
        if held.filter(role__in=PRESIDING).exists():
            return Allowed()
        return Refused(f"{permission.sentence} On that day you neither chair {body.name} nor deputise for its Chair.")
    if held.exists():
        return Allowed()
    return Refused(
        f"{permission.sentence} That is for those who sit on {body.name} on that day, and your account holds no seat "
        "there. Ask democratic services to link your account to you, or for leave if a duty of yours needs it."
    )


def _needs_to_know(user: User, meeting: Meeting) -> bool:
    return NeedToKnow.objects.filter(meeting=meeting, person__account=user, taken_at__isnull=True).exists()


def _away(seat: Membership, on: date) -> bool:
    return Absence.objects.filter(person=seat.person, starts_on__lte=on, ends_on__gte=on).exists()
