"""Verbs of the executive's decisions: planned, announced, excepted, made, published, called in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.committees import rules
from folkmoot.apps.committees.models import Organization, Person
from folkmoot.apps.committees.models.planning import CallIn, CallInSignature, ExecutiveDecision, PlannedDecision
from folkmoot.apps.committees.queries import executive
from folkmoot.apps.committees.terms.planning import CallInOutcome, Exceptional


@dataclass(frozen=True, slots=True)
class Plan:
    """What an entry of the forward plan says."""

    title: str
    matter: str
    key: bool
    decided_by: str
    due_from: date
    due_to: date
    documents: str = ""
    contact: str = ""
    private_reason: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, by whom, on which day, why, what was rejected, which interests, and why it could not wait."""

    title: str
    text: str
    reasons: str
    decided_by: str
    decided_on: date
    rejected: str = ""
    interests: str = ""
    urgent_reason: str = ""


@transaction.atomic
def plan_decision(*, organization: Organization, plan: Plan, by: User | None, at: datetime) -> PlannedDecision:
    """Put a decision into the forward plan; nobody outside sees it before it is published."""
    require(rules.may_manage_meetings(by))
    row = PlannedDecision.objects.create(organization=organization, **_said(plan))
    note(by=by, did=Event.DECISION_PLANNED, to=row, at=at)
    return row


@transaction.atomic
def publish_plan(*, planned_id: int, by: User | None, at: datetime) -> PlannedDecision:
    """Announce a planned decision: its notice counts from now."""
    require(rules.may_manage_meetings(by))
    row = PlannedDecision.objects.select_for_update().get(pk=planned_id)
    if row.published_at is None:
        row.published_at = at
        row.save()
        note(by=by, did=Event.PLAN_PUBLISHED, to=row, at=at)
        advance_publication(at=at)
    return row


@transaction.atomic
def except_decision(
    *,
    planned_id: int,
    exception: Exceptional,
    reason: str,
    by: User | None,
    at: datetime,
    told_on: date | None = None,
    agreed_by: str = "",
) -> PlannedDecision:
    """Except a key decision from its notice: scrutiny's chair was told (general) or agreed (urgent). It is public.

    IntegrityError unless the reason and the day or the name are given.
    """
    require(rules.may_manage_meetings(by))
    row = PlannedDecision.objects.select_for_update().get(pk=planned_id)
    row.exception, row.exception_reason, row.told_on, row.agreed_by = exception, reason, told_on, agreed_by
    row.published_at = row.published_at or at
    row.save()
    note(by=by, did=Event.PLAN_EXCEPTED, to=row, at=at)
    advance_publication(at=at)
    return row


@transaction.atomic
def record_decision(
    *,
    organization: Organization,
    decided: Decided,
    by: User | None,
    at: datetime,
    planned: PlannedDecision | None = None,
) -> ExecutiveDecision:
    """Record a decision of the executive. NotAllowed for a key decision that was not announced in time (N9)."""
    require(rules.may_manage_meetings(by))
    if planned is not None:
        require(executive.may_decide(planned, decided.decided_on))
    row = ExecutiveDecision.objects.create(
        organization=organization,
        planned=planned,
        title=decided.title,
        text=decided.text,
        reasons=decided.reasons,
        rejected=decided.rejected,
        interests=decided.interests,
        decided_by=decided.decided_by,
        decided_on=decided.decided_on,
        urgent_reason=decided.urgent_reason,
    )
    note(by=by, did=Event.DECISION_RECORDED, to=row, at=at)
    return row


@transaction.atomic
def publish_decision(*, decision_id: int, by: User | None, at: datetime) -> ExecutiveDecision:
    """Make a decision public; the time in which it can be called in begins."""
    require(rules.may_manage_meetings(by))
    row = ExecutiveDecision.objects.select_for_update().get(pk=decision_id)
    if row.published_at is None:
        row.published_at = at
        row.save()
        note(by=by, did=Event.DECISION_PUBLISHED, to=row, at=at)
        advance_publication(at=at)
    return row


@transaction.atomic
def sign_call_in(*, decision_id: int, person: Person, grounds: str, by: User | None, at: datetime) -> CallIn:
    """Record that a member calls a decision in; the first one says on which grounds. NotAllowed after its time (S5).

    IntegrityError when the member signed already.
    """
    require(rules.may_manage_meetings(by))
    decision = ExecutiveDecision.objects.select_for_update().get(pk=decision_id)
    require(executive.may_call_in(decision, at))
    call_in, _ = CallIn.objects.get_or_create(decision=decision, defaults={"grounds": grounds, "opened_at": at})
    CallInSignature.objects.create(call_in=call_in, person=person, at=at)
    note(by=by, did=Event.CALL_IN_SIGNED, to=call_in, at=at)
    advance_publication(at=at)
    return call_in


@transaction.atomic
def settle_call_in(
    *, decision_id: int, outcome: CallInOutcome, settled_on: date, by: User | None, at: datetime
) -> CallIn:
    """Record what scrutiny did with a decision that was called in."""
    require(rules.may_manage_meetings(by))
    call_in = CallIn.objects.select_for_update().get(decision=decision_id)
    call_in.outcome, call_in.settled_on = outcome, settled_on
    call_in.save()
    note(by=by, did=Event.CALL_IN_SETTLED, to=call_in, at=at)
    advance_publication(at=at)
    return call_in


def _said(plan: Plan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in Plan.__slots__}
