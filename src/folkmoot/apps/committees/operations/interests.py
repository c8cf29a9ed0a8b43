"""Verbs of the register of interests: what members notify, leave to take part in spite of it, and gifts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.committees import queries, rules
from folkmoot.apps.committees.models import Dispensation, Gift, Interest, Organization, Person
from folkmoot.apps.committees.terms import Holder, InterestCategory
from folkmoot.methods.calendars.counting import period_of_years


class TooLong(ValueError):
    """A dispensation would last longer than the law lets it; the message says until when it may."""


@transaction.atomic
def register_interest(
    *,
    person: Person,
    category: InterestCategory,
    text: str,
    notified_on: date,
    held_from: date,
    by: User | None,
    at: datetime,
    names: str = "",
    holder: Holder = Holder.SELF,
    sensitive: bool = False,
) -> Interest:
    """Enter what a member notified. `names`, one a line, are what agendas are searched for before each meeting."""
    require(rules.may_keep_register(by))
    interest = Interest.objects.create(
        person=person,
        category=category,
        holder=holder,
        text=text,
        names=names,
        sensitive=sensitive,
        notified_on=notified_on,
        held_from=held_from,
        provenance=person.provenance,
    )
    note(by=by, did=Event.INTEREST_REGISTERED, to=interest, at=at)
    advance_publication(at=at)
    return interest


@transaction.atomic
def end_interest(*, interest_id: int, on: date, by: User | None, at: datetime) -> Interest:
    """Say when an interest ended; it stays in the register. IntegrityError for a day before it began."""
    require(rules.may_keep_register(by))
    interest = Interest.objects.select_for_update().get(pk=interest_id)
    interest.held_to = on
    interest.save()
    note(by=by, did=Event.INTEREST_ENDED, to=interest, at=at)
    advance_publication(at=at)
    return interest


@transaction.atomic
def grant_dispensation(
    *,
    person: Person,
    organization: Organization,
    ground: str,
    scope: str,
    may_vote: bool,
    asked_on: date,
    starts_on: date,
    ends_on: date,
    granted_by: str,
    by: User | None,
    at: datetime,
    interest: Interest | None = None,
) -> Dispensation:
    """Let a member take part in spite of an interest, at the written request of `asked_on`.

    TooLong where it would last beyond what the rule in force for the body allows (I5).
    """
    require(rules.may_keep_register(by))
    rule = queries.rule(organization, "I5", on=starts_on)
    latest = period_of_years(starts_on, rule.whole("years")) if rule else None
    if latest and ends_on > latest:
        raise TooLong(f"A dispensation from {starts_on:%d %B %Y} ends on {latest:%d %B %Y} at the latest (I5).")
    dispensation = Dispensation.objects.create(
        person=person,
        interest=interest,
        ground=ground,
        scope=scope,
        may_vote=may_vote,
        asked_on=asked_on,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by=granted_by,
    )
    note(by=by, did=Event.DISPENSATION_GRANTED, to=dispensation, at=at)
    advance_publication(at=at)
    return dispensation


@transaction.atomic
def register_gift(
    *,
    person: Person,
    what: str,
    giver: str,
    worth: Decimal,
    offered_on: date,
    accepted: bool,
    registered_on: date,
    by: User | None,
    at: datetime,
) -> Gift:
    """Enter a gift or hospitality that a member was offered; `worth` is in pounds."""
    require(rules.may_keep_register(by))
    gift = Gift.objects.create(
        person=person,
        what=what,
        giver=giver,
        worth=worth,
        offered_on=offered_on,
        accepted=accepted,
        registered_on=registered_on,
        provenance=person.provenance,
    )
    note(by=by, did=Event.GIFT_REGISTERED, to=gift, at=at)
    advance_publication(at=at)
    return gift
