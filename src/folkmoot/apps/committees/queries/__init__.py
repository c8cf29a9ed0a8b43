"""Reads of committees for officers and for the apps that come after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from folkmoot.apps.committees.models import (
    Authority,
    ClosureDay,
    Meeting,
    Membership,
    NoticeRule,
    Organization,
    StandingText,
)
from folkmoot.apps.committees.terms import Classification
from folkmoot.methods.calendars import bank_holidays
from folkmoot.methods.calendars.bank_holidays import Closed
from folkmoot.methods.calendars.counting import LONDON, Basis, Counting
from folkmoot.methods.calendars.notice import Deadline, Kind, Rule, days_between, deadline, rule_in_force


def authority() -> Authority | None:
    """The council, or None before it is set up."""
    return Authority.objects.filter(pk=1).first()


def council_of(organization: Organization) -> str:
    """The name of the council that a body belongs to: the body above all others, else the council of the installation.

    The demo's invented committee belongs to an invented county, and must not borrow the real one's name.
    """
    if organization.parent is not None:
        return council_of(organization.parent)
    if organization.classification == Classification.COUNCIL:
        return organization.name
    found = authority()
    return found.name if found else ""


def closed_days() -> Closed:
    """Bank holidays in England and the council's closure days."""
    return bank_holidays.england().with_closure_days(dict(ClosureDay.objects.values_list("day", "name")))


def rules_of(organization: Organization) -> list[Rule]:
    """A body's rules of notice, from its rows."""
    return [_rule(row) for row in NoticeRule.objects.filter(organization=organization)]


def _rule(row: NoticeRule) -> Rule:
    return Rule(
        id=row.rule_id,
        kind=Kind(row.kind),
        number=row.number,
        counting=Counting(row.counting),
        source=row.source,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        clock=row.clock,
        basis=Basis(row.basis),
    )


def meeting_day(meeting: Meeting) -> date:
    """The day of a meeting by London's calendar."""
    return meeting.starts_at.astimezone(LONDON).date()


def deadlines(meeting: Meeting) -> list[Deadline]:
    """Each deadline of a meeting under the rules in force on its day, in the order of `Kind`."""
    day, rules, closed = meeting_day(meeting), rules_of(meeting.organization), closed_days()
    kinds = [kind for kind in Kind if any(rule.kind is kind and rule.in_force(day) for rule in rules)]
    return [deadline(rule_in_force(rules, kind, day), day, closed) for kind in kinds]


def residents_have(found: Sequence[Deadline]) -> int | None:
    """Whole working days between on-time publication of the agenda and the last moment to ask to speak."""
    days = {each.rule.kind: each.day for each in found}
    if Kind.PUBLISH_AGENDA not in days or Kind.REQUEST_TO_SPEAK not in days:
        return None
    return days_between(days[Kind.PUBLISH_AGENDA], days[Kind.REQUEST_TO_SPEAK], closed_days())


def members_on(organization: Organization, day: date) -> QuerySet[Membership]:
    """Who sat on a body on a day, the chair first."""
    return (
        Membership.objects.filter(organization=organization, start__lte=day)
        .filter(Q(end__isnull=True) | Q(end__gte=day))
        .select_related("person")
        .order_by("order", "person__name")
    )


def standing_texts_on(organization: Organization, day: date) -> dict[str, StandingText]:
    """A body's standing texts in force on a day, by key."""
    rows = (
        StandingText.objects.filter(organization=organization, effective_from__lte=day)
        .filter(Q(effective_to__isnull=True) | Q(effective_to__gte=day))
        .order_by("effective_from")
    )
    return {row.key: row for row in rows}


def next_meeting(meeting: Meeting) -> Meeting | None:
    """The body's next meeting after this one that is not a draft."""
    return (
        Meeting.objects.filter(organization=meeting.organization, starts_at__gt=meeting.starts_at)
        .exclude(status="draft")
        .order_by("starts_at")
        .first()
    )
