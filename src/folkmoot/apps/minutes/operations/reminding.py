"""The machine's verb of reminding members of their own duties, by letters that the outbox sends once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from folkmoot.apps.accounts.operations.mail import post
from folkmoot.apps.committees.models import Person
from folkmoot.apps.committees.queries.interests import registrations
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.minutes.queries import letters
from folkmoot.apps.minutes.queries.attendance import everybody_away
from folkmoot.apps.minutes.queries.disclosed import disclosed
from folkmoot.apps.minutes.queries.letters import Letter
from folkmoot.methods.meetings.absence import Standing

A_WEEK = timedelta(7)


@transaction.atomic
def remind_members(*, at: datetime) -> int:
    """Write to members whose register is due within a week or overdue, and to those who stay away; how many letters.

    A letter has a reference of its own, so that each is written once for as long as the outbox keeps letters, and again
    where the matter is still open after that. Only who has an account with an address is written to.
    """
    today, count = localdate(at), 0
    for person, reference, (subject, body) in _due(today):
        assert person.account is not None, "only people with accounts are looked at"
        post(reference=reference, to=person.account.email, subject=subject, body=body, at=at)
        count += 1
    return count


def _due(today: date) -> Iterator[tuple[Person, str, Letter]]:
    people = {person.pk: person for person in _reached()}
    for person in people.values():
        for due in registrations(person, today):
            if due.first_on is None and today > due.due_on - A_WEEK:
                late = "overdue" if due.overdue(today) else "due"
                yield person, f"register-{due.membership.pk}-{late}", letters.registration(due, today)
    for found in disclosed(people.values()):
        if found.notified_on is None and today > found.due_on - A_WEEK:
            late = "overdue" if found.overdue(today) else "due"
            reference = f"disclosed-{found.declaration.pk}-{late}"
            yield people[found.declaration.person_id], reference, letters.disclosure(found, today)
    for each in everybody_away(today):
        if each.person.pk in people and each.away.standing is not Standing.WELL:
            reference = f"away-{each.person.pk}-{each.away.since}-{each.away.standing}"
            yield people[each.person.pk], reference, letters.staying_away(each)


def _reached() -> QuerySet[Person]:
    rows = Person.objects.exclude(provenance=Provenance.PRINTED).exclude(account__isnull=True)
    return rows.exclude(account__email="").filter(account__is_active=True).select_related("account").order_by("pk")
