"""The register of interests: what members notified, by when they had to, dispensations and gifts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.apps.accounts.rules import require
from folkmoot.apps.committees import queries, rules
from folkmoot.apps.committees.models import Membership, Organization, Person
from folkmoot.apps.committees.operations import interests as operations
from folkmoot.apps.committees.queries.interests import registration, registrations
from folkmoot.apps.committees.terms import DISPENSATION_GROUNDS, Holder, InterestCategory, Provenance
from folkmoot.apps.minutes.queries.disclosed import Disclosed, disclosed
from folkmoot.sites.office.forms import check_markup, offer
from folkmoot.sites.office.pages import page, somebody


def _day(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **kwargs)


class InterestForm(forms.Form):
    """What a member notified."""

    category = forms.ChoiceField(choices=[(each.value, each.label) for each in InterestCategory])
    holder = forms.ChoiceField(
        label="Whose it is",
        choices=[(Holder.SELF.value, "The member's"), (Holder.PARTNER.value, "Their spouse's or partner's")],
    )
    text = forms.CharField(
        widget=forms.Textarea, validators=[check_markup], label="What it is, as it will be published"
    )
    names = forms.CharField(
        required=False, widget=forms.Textarea, label="Names to look for in agendas, one a line",
        help_text="Before a meeting the agenda and its reports are searched for them. They are not published.",
    )  # fmt: skip
    sensitive = forms.BooleanField(required=False, label="It is sensitive: publish only that there is one")
    notified_on = _day(label="Notified on")
    held_from = _day(label="Held from")


class DispensationForm(forms.Form):
    """Leave to take part in spite of an interest."""

    organization = forms.ChoiceField(label="On which body")
    ground = forms.ChoiceField(choices=[(key, f"{key}) {said}") for key, said in DISPENSATION_GROUNDS.items()])
    scope = forms.CharField(widget=forms.Textarea, label="For which business")
    may_vote = forms.BooleanField(required=False, label="They may vote too, not only speak")
    asked_on = _day(label="Asked for in writing on")
    starts_on = _day(label="From")
    ends_on = _day(label="Until")
    granted_by = forms.CharField(max_length=160, validators=[check_markup], label="Granted by")


class GiftForm(forms.Form):
    """A gift or hospitality."""

    what = forms.CharField(max_length=200, label="What was offered")
    giver = forms.CharField(max_length=160, label="By whom")
    worth = forms.DecimalField(min_value=0, max_digits=9, decimal_places=2, label="Worth in pounds")
    offered_on = _day(label="On")
    accepted = forms.BooleanField(required=False, label="It was accepted")
    registered_on = _day(label="Registered on")


class EndForm(forms.Form):
    """An interest that ended."""

    interest = forms.IntegerField(widget=forms.HiddenInput)
    on = _day(label="Ended on")


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every member with a seat today: what is registered, by when it had to be, and what is overdue."""
    require(rules.may_keep_register(somebody(request)))
    today = timezone.localdate()
    bodies = Organization.objects.exclude(provenance=Provenance.PRINTED).order_by("name")
    shown = [(body, _members(body)) for body in bodies]
    return page(request, "register", bodies=[each for each in shown if each[1]], today=today)


def _members(body: Organization) -> list[tuple[Membership, Any, list[Disclosed]]]:
    seats = list(queries.members_on(body, timezone.localdate()).prefetch_related("person__interests", "person__gifts"))
    said = disclosed(seat.person for seat in seats)
    return [
        (seat, registration(seat), [each for each in said if each.declaration.person_id == seat.person_id])
        for seat in seats
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, slug: str) -> HttpResponse:
    """One member's register, and forms to add to it."""
    require(rules.may_keep_register(somebody(request)))
    person = get_object_or_404(Person.objects.exclude(provenance=Provenance.PRINTED), slug=slug)
    asked = request.POST.get("form", "")
    adding = {name: _form(name, person, request.POST if name == asked else None) for name in FORMS}
    if asked in FORMS and adding[asked].is_valid() and _added(request, asked, person, adding[asked]):
        return redirect("office:member-register", slug)
    shown = {
        "person": person,
        "today": timezone.localdate(),
        "due": registrations(person, timezone.localdate()),
        "disclosed": disclosed([person]),
        "adding": adding,
        "asked": asked,
        "form": adding.get(asked),
        "interests": person.interests.order_by("-held_from"),
        "dispensations": person.dispensations.order_by("-starts_on"),
        "gifts": person.gifts.order_by("-offered_on"),
        "categories": {each.value: each.label for each in InterestCategory},
        "grounds": DISPENSATION_GROUNDS,
    }
    return page(request, "register_member", person.called, **shown)


def _form(name: str, person: Person, given: Any) -> Any:
    form = FORMS[name][0](given, auto_id=f"{name}-%s")
    if name == "dispensation":
        seats = person.memberships.select_related("organization")
        offer(form, "organization", [(str(seat.organization_id), seat.organization.name) for seat in seats])
    return form


def _added(request: HttpRequest, name: str, person: Person, form: Any) -> bool:
    try:
        with transaction.atomic():
            FORMS[name][1](request, person, dict(form.cleaned_data))
    except (operations.TooLong, IntegrityError) as fault:
        said = str(fault) if isinstance(fault, operations.TooLong) else "These dates do not fit one another."
        form.add_error(None, said)
        return False
    messages.success(request, "The register is changed.")
    return True


def _interest(request: HttpRequest, person: Person, given: dict[str, Any]) -> None:
    given |= {"category": InterestCategory(given["category"]), "holder": Holder(given["holder"])}
    operations.register_interest(person=person, by=somebody(request), at=timezone.now(), **given)


def _end(request: HttpRequest, person: Person, given: dict[str, Any]) -> None:
    interest = get_object_or_404(person.interests, pk=given["interest"])
    operations.end_interest(interest_id=interest.pk, on=given["on"], by=somebody(request), at=timezone.now())


def _dispensation(request: HttpRequest, person: Person, given: dict[str, Any]) -> None:
    given["organization"] = Organization.objects.get(pk=given["organization"])
    operations.grant_dispensation(person=person, by=somebody(request), at=timezone.now(), **given)


def _gift(request: HttpRequest, person: Person, given: dict[str, Any]) -> None:
    operations.register_gift(person=person, by=somebody(request), at=timezone.now(), **given)


FORMS: dict[str, tuple[type[forms.Form], Callable[[HttpRequest, Person, dict[str, Any]], None]]] = {
    "interest": (InterestForm, _interest),
    "dispensation": (DispensationForm, _dispensation),
    "gift": (GiftForm, _gift),
    "end": (EndForm, _end),
}
