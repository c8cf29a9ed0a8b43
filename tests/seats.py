"""A seat for somebody who signs in: a person of their own on a body, linked to the account."""

from __future__ import annotations

from datetime import UTC, date, datetime

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.terms import SEATED, Role
from folkmoot.apps.committees import operations
from folkmoot.apps.committees.models import Organization, Person
from folkmoot.apps.committees.rules.seats import seats
from folkmoot.apps.committees.terms import MembershipRole, Provenance

SINCE = date(2021, 5, 1)
AT = datetime(2021, 5, 1, 12, tzinfo=UTC)


def seated(user: User, body: Organization, role: MembershipRole = MembershipRole.MEMBER, since: date = SINCE) -> Person:
    """Seat somebody on a body; a second seat goes to the same person."""
    person = Person.objects.filter(account=user).first()
    if person is None:
        name = f"{user.username.replace('_', ' ').title()} Invented"
        person = operations.create_person(name=name, provenance=Provenance.INVENTED, by=None, at=AT)
        operations.link_account(person=person, user=user, by=None, at=AT)
    operations.appoint(person=person, organization=body, role=role, start=since, by=None, at=AT)
    return person


def seated_as(role: Role, user: User, body: Organization, on: date) -> None:
    """The seat that a role stands for, where it stands for one; whoever chairs already is the chair's person."""
    if role is Role.CABINET_MEMBER or role not in SEATED:
        return
    chair = seats(body, on).filter(role=MembershipRole.CHAIR).first()
    if role is Role.CHAIR and chair is not None:
        operations.link_account(person=chair.person, user=user, by=None, at=AT)
    else:
        seated(user, body, MembershipRole.CHAIR if role is Role.CHAIR else MembershipRole.MEMBER)
