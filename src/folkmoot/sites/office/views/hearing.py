"""Who should be heard on a topic: named, reached, asked, and the evidence that they gave."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from folkmoot.apps.accounts.rules import require
from folkmoot.apps.actions import operations, rules
from folkmoot.apps.actions.models import Asked, Stakeholder
from folkmoot.apps.actions.terms import StakeholderRole
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.office.programme_forms import AskedForm, ContactForm, EvidenceForm, StakeholderForm
from folkmoot.sites.office.views.programme import here, the_topic


@require_http_methods(["GET", "HEAD", "POST"])
def hear(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Name somebody to be heard on a topic."""
    found, user = the_topic(topic_id), somebody(request)
    require(rules.may_keep_programme(user))
    form = StakeholderForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data | {"role": StakeholderRole(form.cleaned_data["role"])}
        named = operations.name_stakeholder(topic_id=found.pk, by=user, at=timezone.now(), **given)
        messages.success(request, "They are on the register of the topic. Record next what you ask them for.")
        return redirect("office:stakeholder", named.pk)
    return page(request, "hear", here(found), "Who should be heard", form=form, topic=found)


@require_http_methods(["GET", "HEAD", "POST"])
def stakeholder(request: HttpRequest, stakeholder_id: int) -> HttpResponse:
    """Somebody on the register of a topic: what they were asked, what they gave; the form asks them for more."""
    found, user = _stakeholder(stakeholder_id), somebody(request)
    require(rules.may_keep_programme(user))
    form = AskedForm(request.POST or None)
    if form.is_valid():
        operations.ask_stakeholder(stakeholder_id=found.pk, by=user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "It is recorded what they were asked.")
        return redirect("office:stakeholder", found.pk)
    shown = {"form": form, "stakeholder": found, "asked": found.asked.all(), "contact": getattr(found, "contact", None)}
    return page(request, "stakeholder", here(found.topic), found.name, **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, stakeholder_id: int) -> HttpResponse:
    """How to reach somebody who should be heard; kept apart and deleted on its day."""
    found, user = _stakeholder(stakeholder_id), somebody(request)
    require(rules.may_keep_programme(user))
    known = getattr(found, "contact", None)
    said = {"name": known.name, "email": known.email, "phone": known.phone} if known else None
    form = ContactForm(request.POST or None, initial=said)
    if form.is_valid():
        kept = operations.reach_stakeholder(stakeholder_id=found.pk, by=user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"It is kept apart and deleted on {kept.delete_on:%d %B %Y}.")
        return redirect("office:stakeholder", found.pk)
    return page(request, "contact", here(found.topic), _step(found), "How to reach them", form=form, row=found)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, asked_id: int) -> HttpResponse:
    """What somebody gave when asked."""
    asked = get_object_or_404(Asked.objects.select_related("stakeholder__topic"), pk=asked_id)
    user, found = somebody(request), asked.stakeholder
    require(rules.may_keep_programme(user))
    form = EvidenceForm(request.POST or None, initial={"evidence": asked.evidence, "on": asked.given_on})
    if form.is_valid():
        try:
            operations.record_evidence(asked_id=asked.pk, by=user, at=timezone.now(), **form.cleaned_data)
        except operations.EvidenceTooEarly as fault:
            form.add_error("on", str(fault))
        else:
            messages.success(request, "The evidence is recorded.")
            return redirect("office:stakeholder", found.pk)
    return page(request, "evidence", here(found.topic), _step(found), "Evidence", form=form, asked=asked)


def _stakeholder(stakeholder_id: int) -> Stakeholder:
    return get_object_or_404(Stakeholder.objects.select_related("topic__organization", "contact"), pk=stakeholder_id)


def _step(found: Stakeholder) -> tuple[str, str]:
    return found.name, reverse("office:stakeholder", args=[found.pk])
