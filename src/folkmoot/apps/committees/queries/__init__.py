"""Reads of committees for officers and for the apps that come after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import F, Q, QuerySet

from folkmoot.apps.committees.models import Authority, Meeting, Membership, Organization, StandingText
from folkmoot.apps.committees.models.requests import Request
from folkmoot.apps.committees.queries.days import closed_days, meeting_day, working_days_between
from folkmoot.apps.committees.queries.rulebook import (
    NotSet,
    RuleInForce,
    required_rule,
    rule,
    rules_in_force,
    rules_not_set,
    rules_of,
    rules_of_notice,
)
from folkmoot.apps.committees.rules.seats import seats
from folkmoot.apps.committees.terms import Classification
from folkmoot.methods.calendars.counting import Count
from folkmoot.methods.calendars.notice import Deadline, Kind, deadline

__all__ = [
    "NotSet", "RuleInForce", "authority", "closed_days", "council_of", "deadlines", "last_day_for_reports",
    "meeting_day", "members_on", "next_meeting", "requests_of", "required_rule", "residents_have", "rule",
    "rules_in_force", "rules_not_set", "rules_of", "standing_texts_on", "working_days_between",
]  # fmt: skip


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


def deadlines(meeting: Meeting) -> list[Deadline]:
    """Each deadline of a meeting under the rules in force on its day, in the order of `Kind`."""
    day, closed = meeting_day(meeting), closed_days()
    return [deadline(each, day, closed) for each in rules_of_notice(meeting.organization, on=day)]


def residents_have(found: Sequence[Deadline]) -> int | None:
    """Whole working days between on-time publication of the agenda and the last moment to ask to speak."""
    days = {each.rule.kind: each.day for each in found}
    if Kind.PUBLISH_AGENDA not in days or Kind.REQUEST_TO_SPEAK not in days:
        return None
    return working_days_between(days[Kind.PUBLISH_AGENDA], days[Kind.REQUEST_TO_SPEAK])


def last_day_for_reports(meeting: Meeting) -> Count | None:
    """Rule R1: the last day on which a report may come in, with the days counted; None where it is not set."""
    day = meeting_day(meeting)
    found = rule(meeting.organization, "R1", on=day)
    return found.count(day) if found else None


def members_on(organization: Organization, day: date) -> QuerySet[Membership]:
    """Who sat on a body on a day, the chair first."""
    return seats(organization, day).order_by("order", "person__name")


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


def requests_of(meeting: Meeting) -> QuerySet[Request]:
    """What residents asked of a meeting: those called in turn first, by their slots, then the others as they came."""
    rows = Request.objects.filter(meeting=meeting).select_related("item", "requester", "petition")
    return rows.order_by(F("slot").asc(nulls_last=True), "received_at", "pk")
