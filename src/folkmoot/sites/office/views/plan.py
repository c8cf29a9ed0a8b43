"""The forward plan and the decisions of the executive: announced, excepted, made, published, called in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.apps.accounts.rules import NotAllowed, may_enter, require
from folkmoot.apps.committees import rules
from folkmoot.apps.committees.models.planning import ExecutiveDecision, PlannedDecision
from folkmoot.apps.committees.operations import executive as operations
from folkmoot.apps.committees.queries import NotSet, executive
from folkmoot.apps.committees.terms.planning import CallInOutcome, Exceptional
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.office.planning_forms import (
    CallInForm,
    DecisionForm,
    GeneralForm,
    PlanForm,
    SettleForm,
    UrgentForm,
)


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """Everything planned and decided."""
    user = somebody(request)
    require(may_enter(user))
    shown = {
        "planned": PlannedDecision.objects.filter(decisions=None).select_related("organization"),
        "decisions": ExecutiveDecision.objects.select_related("organization", "call_in"),
        "keeping": rules.may_manage_meetings(user),
    }
    return page(request, "plan", **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Put a decision into the forward plan."""
    user = somebody(request)
    require(rules.may_manage_meetings(user))
    form = PlanForm(request.POST or None)
    if form.is_valid():
        row = operations.plan_decision(
            organization=form.cleaned_data["organization"], plan=form.plan, by=user, at=timezone.now()
        )
        messages.success(request, "It is in the plan. Publish it, so that its notice counts.")
        return redirect("office:planned", row.pk)
    return page(request, "plan_form", "Plan a decision", form=form, title="Plan a decision")


@require_safe
def planned(request: HttpRequest, planned_id: int) -> HttpResponse:
    """A planned decision, with its notice counted and whether it may be made."""
    user, found = somebody(request), _planned(planned_id)
    require(may_enter(user))
    shown = {
        "planned": found,
        "notice": executive.announced_by(found),
        "told": executive.excepted_by(found),
        "deciding": executive.may_decide(found, max(found.due_from, timezone.localdate())),
        "keeping": rules.may_manage_meetings(user),
    }
    return page(request, "planned", found.title, **shown)


@require_POST
def publish(request: HttpRequest, planned_id: int) -> HttpResponse:
    """Announce a planned decision."""
    found = _planned(planned_id)
    operations.publish_plan(planned_id=found.pk, by=somebody(request), at=timezone.now())
    messages.success(request, "It is announced; its notice counts from today.")
    return redirect("office:planned", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def except_(request: HttpRequest, planned_id: int, how: str) -> HttpResponse:
    """Except a key decision from its notice."""
    user, found = somebody(request), _planned(planned_id)
    require(rules.may_manage_meetings(user))
    kinds: dict[str, tuple[type[forms.Form], str]] = {
        "general": (GeneralForm, "General exception"),
        "urgent": (UrgentForm, "Special urgency"),
    }
    if how not in kinds:
        raise Http404
    kind, title = kinds[how]
    form = kind(request.POST or None)
    if form.is_valid():
        operations.except_decision(
            planned_id=found.pk, exception=Exceptional(how), **form.cleaned_data, by=user, at=timezone.now()
        )
        messages.success(request, "The exception is recorded and public.")
        return redirect("office:planned", found.pk)
    return page(request, "plan_form", _to(found), title, form=form, title=title, told=executive.excepted_by(found))


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, planned_id: int) -> HttpResponse:
    """Record that a planned decision was made."""
    user, found = somebody(request), _planned(planned_id)
    require(rules.may_manage_meetings(user))
    form = DecisionForm(request.POST or None, initial={"title": found.title, "decided_by": found.decided_by})
    if form.is_valid():
        try:
            row = operations.record_decision(
                organization=found.organization, decided=form.decided, planned=found, by=user, at=timezone.now()
            )
        except NotAllowed as refused:
            form.add_error("decided_on", str(refused))
        else:
            messages.success(request, "The decision is recorded. Publish it, so that the time for call-in begins.")
            return redirect("office:decision", row.pk)
    return page(request, "plan_form", _to(found), "Decide", form=form, title="Record the decision")


@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """A decision, until when it can be called in, and a form to sign a call-in."""
    user, found = somebody(request), _decision(decision_id)
    require(may_enter(user) if request.method != "POST" else rules.may_manage_meetings(user))
    form, at = CallInForm(request.POST or None), timezone.now()
    if form.is_valid():
        try:
            operations.sign_call_in(decision_id=found.pk, **form.cleaned_data, by=user, at=at)
        except (IntegrityError, NotAllowed) as fault:
            form.add_error("person", str(fault) if isinstance(fault, NotAllowed) else "That member has signed already.")
        else:
            messages.success(request, "The signature is recorded.")
            return redirect("office:decision", found.pk)
    shown: dict[str, Any] = {
        "decision": found, "form": form, "calling": executive.may_call_in(found, at), "window": None, "fault": "",
        "keeping": rules.may_manage_meetings(user), "call_in": getattr(found, "call_in", None),
        "outcome": CallInOutcome(found.call_in.outcome).words if _settled(found) else "",
    }  # fmt: skip
    try:
        shown["window"] = executive.window(found)
    except NotSet as fault:
        shown["fault"] = str(fault)
    return page(request, "decision", found.title, **shown)


@require_POST
def publish_decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Make a decision public."""
    found = _decision(decision_id)
    operations.publish_decision(decision_id=found.pk, by=somebody(request), at=timezone.now())
    messages.success(request, "The decision is public.")
    return redirect("office:decision", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Record what scrutiny did with a decision that was called in."""
    user, found = somebody(request), _decision(decision_id)
    require(rules.may_manage_meetings(user))
    if not hasattr(found, "call_in"):
        raise Http404
    form = SettleForm(request.POST or None)
    if form.is_valid():
        operations.settle_call_in(
            decision_id=found.pk, outcome=CallInOutcome(form.cleaned_data["outcome"]),
            settled_on=form.cleaned_data["settled_on"], by=user, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, "It is settled.")
        return redirect("office:decision", found.pk)
    way = (found.title, reverse("office:decision", args=[found.pk]))
    return page(request, "plan_form", way, "Settle", form=form, title="Settle the call-in")


def _settled(found: ExecutiveDecision) -> bool:
    return hasattr(found, "call_in") and bool(found.call_in.outcome)


def _planned(planned_id: int) -> PlannedDecision:
    return get_object_or_404(PlannedDecision.objects.select_related("organization"), pk=planned_id)


def _decision(decision_id: int) -> ExecutiveDecision:
    return get_object_or_404(ExecutiveDecision.objects.select_related("organization", "call_in"), pk=decision_id)


def _to(found: PlannedDecision) -> tuple[str, str]:
    return (found.title, reverse("office:planned", args=[found.pk]))
