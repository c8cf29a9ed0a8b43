"""The register of interests as the world may read it: of a sensitive interest only that there is one (I4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from folkmoot.apps.committees.models import Interest, Person
from folkmoot.apps.committees.queries.interests import registrations
from folkmoot.apps.committees.terms import DISPENSATION_GROUNDS, Holder, InterestCategory, Provenance

WITHHELD = "There is an interest whose details the law lets the council withhold."


@dataclass(frozen=True, slots=True)
class InterestView:
    """One entry; `text` says only that there is something where the interest is sensitive."""

    category: str
    holder: str
    text: str
    notified_on: date
    held_to: date | None


@dataclass(frozen=True, slots=True)
class DispensationView:
    """Leave to take part in spite of an interest, and why."""

    scope: str
    ground: str
    may_vote: bool
    starts_on: date
    ends_on: date
    granted_by: str


@dataclass(frozen=True, slots=True)
class GiftView:
    """A gift or hospitality that was offered; its worth in pounds."""

    what: str
    giver: str
    worth: Decimal
    offered_on: date
    accepted: bool


@dataclass(frozen=True, slots=True)
class DueView:
    """By when the register was to be complete that a seat asks for (I1), and when it had its first entry."""

    committee: str
    since: date
    due_on: date
    first_on: date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class RegisterView:
    """What somebody has registered, the newest first, and by when they had to."""

    due: tuple[DueView, ...]
    interests: tuple[InterestView, ...]
    dispensations: tuple[DispensationView, ...]
    gifts: tuple[GiftView, ...]


def register(slug: str, *, today: date) -> RegisterView | None:
    """A member's register; None for nobody, for those without a seat, and for people of the printed record.

    The printed record does not hold its people's registers, and an empty one would say that they have no interests.
    """
    person = Person.objects.filter(slug=slug, memberships__isnull=False).distinct().first()
    if person is None or person.provenance == Provenance.PRINTED:
        return None
    return RegisterView(
        due=tuple(
            DueView(
                row.membership.organization.name, row.membership.start, row.due_on, row.first_on, row.overdue(today)
            )
            for row in registrations(person, today)
        ),
        interests=tuple(map(_interest, person.interests.order_by("-notified_on", "-id"))),
        dispensations=tuple(
            DispensationView(
                row.scope, DISPENSATION_GROUNDS[row.ground], row.may_vote, row.starts_on, row.ends_on, row.granted_by
            )
            for row in person.dispensations.order_by("-starts_on", "-id")
        ),
        gifts=tuple(
            GiftView(row.what, row.giver, row.worth, row.offered_on, row.accepted)
            for row in person.gifts.order_by("-offered_on", "-id")
        ),
    )


def _interest(row: Interest) -> InterestView:
    return InterestView(
        category=InterestCategory(row.category).label,
        holder="" if row.holder == Holder.SELF else "held by a spouse, civil partner or partner",
        text=WITHHELD if row.sensitive else row.text,
        notified_on=row.notified_on,
        held_to=row.held_to,
    )
