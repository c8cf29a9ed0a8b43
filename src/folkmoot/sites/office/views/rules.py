"""The rules of a body: what is in force, what nobody has set, and setting a rule from a day on."""

from __future__ import annotations

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.apps.accounts.rules import may_enter, require
from folkmoot.apps.committees import operations, queries
from folkmoot.apps.committees import rules as committees
from folkmoot.apps.committees.models import JointTerms, Organization
from folkmoot.apps.committees.operations.joint import NotJoint, set_joint_terms
from folkmoot.apps.committees.queries import RuleInForce
from folkmoot.apps.committees.terms import Classification
from folkmoot.apps.committees.terms.rulebook import RULEBOOK
from folkmoot.sites.office.meeting_forms import RuleForm
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.office.planning_forms import JointForm


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Every body, with how many of its rules nobody has set."""
    require(may_enter(somebody(request)))
    today = timezone.localdate()
    found = [(body, len(queries.rules_not_set(body, on=today))) for body in Organization.objects.order_by("name")]
    return page(request, "bodies", bodies=found)


@require_safe
def rules(request: HttpRequest, body_id: int) -> HttpResponse:
    """The rules of a body as they are in force today, and those that nobody has set."""
    user, body = somebody(request), get_object_or_404(Organization, pk=body_id)
    require(may_enter(user))
    today = timezone.localdate()
    shown = {
        "body": body,
        "in_force": [(each, _said(each)) for each in queries.rules_in_force(body, on=today)],
        "not_set": queries.rules_not_set(body, on=today),
        "setting": committees.may_manage_committees(user),
        "today": today,
        "joint": JointTerms.objects.filter(organization=body).select_related("lead", "rules_of").first(),
        "is_joint": body.classification == Classification.JOINT_SCRUTINY,
    }
    return page(request, "rules", body.name, **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def set_rule(request: HttpRequest, body_id: int, rule: str) -> HttpResponse:
    """Set a rule for a body from a day on; the one before it ends the day before."""
    user, body = somebody(request), get_object_or_404(Organization, pk=body_id)
    require(committees.may_manage_committees(user))
    if rule not in RULEBOOK or body.classification not in RULEBOOK[rule].bodies:
        raise Http404
    entry, standing = RULEBOOK[rule], queries.rule(body, rule, on=timezone.localdate())
    form = RuleForm(entry, request.POST or None, initial=dict(standing.parameters) if standing else None)
    if form.is_valid():
        try:
            operations.bring_rule_into_force(
                organization=body, rule_id=rule, parameters=form.parameters, source=form.cleaned_data["source"],
                effective_from=form.cleaned_data["effective_from"], by=user, at=timezone.now(),
            )  # fmt: skip
        except IntegrityError:
            form.add_error("effective_from", "The rule was set from that day on already. Choose another day.")
        else:
            messages.success(request, f"Rule {rule} is set. Every page, pack and gate goes by it from that day on.")
            return redirect("office:rules", body.pk)
    way = (body.name, reverse("office:rules", args=[body.pk]))
    return page(request, "set_rule", way, f"Rule {rule}", form=form, entry=entry,
                standing=standing, body=body)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def joint(request: HttpRequest, body_id: int) -> HttpResponse:
    """The terms of a joint committee: who leads, who takes part, and whose rules apply."""
    user, body = somebody(request), get_object_or_404(Organization, pk=body_id)
    require(committees.may_manage_committees(user))
    if body.classification != Classification.JOINT_SCRUTINY:
        raise Http404
    known = JointTerms.objects.filter(organization=body).first()
    said = {"lead": known.lead, "partners": known.partners.all(), "rules_of": known.rules_of} if known else {}
    form = JointForm(body, request.POST or None, initial=said | {"terms": known.terms if known else ""})
    if form.is_valid():
        try:
            set_joint_terms(organization=body, by=user, at=timezone.now(), **form.cleaned_data)
        except NotJoint as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, "The terms are recorded and shown to the public.")
            return redirect("office:rules", body.pk)
    way = (body.name, reverse("office:rules", args=[body.pk]))
    return page(request, "joint", way, "Joint terms", form=form, body=body)


def _said(found: RuleInForce) -> list[tuple[str, object]]:
    """The parameters of a rule in words, with what each means."""
    return [
        (each.meaning, found.parameters[each.name]) for each in found.entry.parameters if each.name in found.parameters
    ]
