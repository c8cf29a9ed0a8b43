"""Attendance: when each member last came, until when that keeps the seat, and absences that are recorded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.apps.accounts.rules import require
from folkmoot.apps.committees import rules
from folkmoot.apps.committees.models import Person
from folkmoot.apps.committees.operations import seats as operations
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.minutes.queries import attendance as queries
from folkmoot.sites.office.meeting_forms import Day
from folkmoot.sites.office.pages import page, somebody

HERE = "Attendance"


class AbsenceForm(forms.Form):
    """That a member is away, and where the council approved it, when and how."""

    starts_on = forms.DateField(widget=Day(), label="Away from")
    ends_on = forms.DateField(widget=Day(), label="To")
    reason = forms.CharField(
        max_length=300, required=False, label="Why", help_text="For officers only; it is never published."
    )
    approved_on = forms.DateField(
        widget=Day(), required=False, label="Approved by the council on",
        help_text="Empty where it only says that the member is away. What is approved is published without the reason.",
    )  # fmt: skip
    approved_by = forms.CharField(
        max_length=200, required=False, label="By which resolution", help_text="Such as: Full Council, minute 12/26."
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("starts_on") and given.get("ends_on") and given["ends_on"] < given["starts_on"]:
            self.add_error("ends_on", "The absence ends before it begins.")
        if bool(given.get("approved_on")) is not bool(given.get("approved_by")):
            self.add_error("approved_by", "Give both the day and the resolution, or neither.")
        return given


@require_safe
def attendance(request: HttpRequest) -> HttpResponse:
    """Every member with a seat, the first to lose it first."""
    require(rules.may_keep_register(somebody(request)))
    return page(request, "attendance", members=queries.everybody_away(timezone.localdate()))


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, slug: str) -> HttpResponse:
    """One member's meetings and absences, and a form to record another."""
    user = somebody(request)
    require(rules.may_keep_register(user))
    person = get_object_or_404(Person.objects.exclude(provenance=Provenance.PRINTED), slug=slug)
    form = AbsenceForm(request.POST or None)
    if form.is_valid():
        operations.record_absence(person=person, **form.cleaned_data, by=user, at=timezone.now())
        messages.success(request, "The absence is recorded.")
        return redirect("office:member-attendance", slug)
    shown = {
        "person": person,
        "form": form,
        "standing_": queries.standing_of(person, timezone.localdate()),
        "meetings": queries.came_to(person),
        "absences": person.absences.order_by("-starts_on"),
    }
    return page(request, "attendance_member", (HERE, reverse("office:attendance")), person.called, **shown)
