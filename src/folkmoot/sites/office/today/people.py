"""What waits for a member, and what waits about people: registers, accounts, sign-ins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from django.urls import reverse

from folkmoot.apps.accounts import rules
from folkmoot.apps.accounts.models import AuditEntry, RoleGrant, User
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.actions import queries as actions
from folkmoot.apps.committees import queries as committees
from folkmoot.apps.committees.models import Membership, Person
from folkmoot.apps.committees.queries import people as sitting
from folkmoot.apps.committees.queries.interests import Registration, registration
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.packs import queries as packs
from folkmoot.apps.packs.terms import PackKind
from folkmoot.sites.office.today.tasks import AHEAD, Desk, Task, in_short, named

A_WEEK = timedelta(7)


def own(desk: Desk) -> Iterator[Task]:
    """One's own actions, and the papers of the meetings to which one goes."""
    person = Person.objects.filter(account=desk.user).first()
    if person is None or not rules.may_enter(desk.user):
        return
    for meeting in sitting.meetings_to_come(person, desk.now):
        if meeting.starts_at < desk.now + AHEAD and packs.is_published(meeting.pk, PackKind.PUBLIC):
            address, invented = reverse("office:papers", args=[meeting.pk]), meeting.provenance == Provenance.INVENTED
            yield Task("Read the papers", address, named(meeting), committees.meeting_day(meeting), invented=invented)
    for row in actions.owned_by(sitting.names_of(person, desk.today)):
        if row.due is None or row.due <= desk.until:
            about, invented = f"{row.origin}, {row.organization.name}", row.provenance == Provenance.INVENTED
            yield Task(f"You owe: {in_short(row.text)}", reverse("office:mine"), about, row.due, invented=invented)


def registers(desk: Desk) -> Iterator[Task]:
    """Members of a body who have registered no interest, and by when the first of them must."""
    rows = Membership.objects.filter(start__lte=desk.today).exclude(end__lt=desk.today)
    rows = rows.exclude(organization__provenance=Provenance.PRINTED).select_related("person", "organization")
    for body, seats in groupby(rows.order_by("organization__name", "order"), lambda seat: seat.organization):
        owing = [found for seat in seats if (found := registration(seat)) and _is_owed(found, desk.until)]
        if owing:
            whom = "1 member" if len(owing) == 1 else f"{len(owing)} members"
            due, names = min(each.due_on for each in owing), ", ".join(each.membership.person.called for each in owing)
            note, invented = f"Nothing is registered of {names}.", body.provenance == Provenance.INVENTED
            yield Task(f"Ask {whom} for interests", reverse("office:register"), body.name, due, note, invented)


def _is_owed(found: Registration, until: date) -> bool:
    return found.first_on is None and found.due_on <= until


def accounts(desk: Desk) -> Iterator[Task]:
    """Accounts without a role, whose holders see nothing."""
    held = RoleGrant.objects.filter(taken_at=None).values("user")
    for user in User.objects.filter(is_active=True).exclude(pk__in=held).order_by("username"):
        yield Task(f"Give {user.username} a role", reverse("office:account", args=[user.pk]))


def sign_ins(desk: Desk) -> Iterator[Task]:
    """Sign-ins that failed lately."""
    failed = AuditEntry.objects.filter(did=Event.SIGN_IN_FAILED, at__gt=desk.now - A_WEEK).count()
    if failed:
        number = "1 sign-in" if failed == 1 else f"{failed} sign-ins"
        words = f"Look at {number} that failed in the last seven days"
        yield Task(words, f"{reverse('office:audit')}?did={Event.SIGN_IN_FAILED}")
