"""Who may read what is withheld of a meeting: those who sit there, officers by their role, and who has leave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from folkmoot.apps.accounts.rules import require
from folkmoot.apps.committees import queries
from folkmoot.apps.committees.models import Meeting, Person
from folkmoot.apps.committees.models.seats import NeedToKnow
from folkmoot.apps.committees.operations import seats as operations
from folkmoot.apps.committees.rules.seats import may_give_leave
from folkmoot.sites.office.meeting_forms import Named
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.office.views.meetings import name, the_meeting


class LeaveForm(forms.Form):
    """A member without a seat at the meeting, and which duty needs the papers."""

    person = Named(queryset=Person.objects.none(), label="Which member")
    reason = forms.CharField(
        max_length=300, label="Which duty of theirs needs it", help_text="Such as: attends in place of a member."
    )

    def __init__(self, people: QuerySet[Person], given: Mapping[str, Any] | None = None) -> None:
        super().__init__(given)
        chosen = self.fields["person"]
        assert isinstance(chosen, Named)
        chosen.queryset = people


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Who reads what is withheld of the meeting, and a form to let another member."""
    found, user = the_meeting(meeting_id), somebody(request)
    require(may_give_leave(user))
    seated = queries.members_on(found.organization, queries.meeting_day(found))
    form = LeaveForm(_members().exclude(pk__in=seated.values("person")), request.POST or None)
    if form.is_valid():
        operations.give_leave(meeting_id=found.pk, **form.cleaned_data, by=user, at=timezone.now())
        messages.success(request, "They may read what is withheld of this meeting.")
        return redirect("office:leave", found.pk)
    shown = {"meeting": found, "seated": seated, "given": _given(found), "form": form}
    return page(request, "leave", (name(found), _address(found.pk)), "Who reads what is withheld", **shown)


@require_POST
def take(request: HttpRequest, need_id: int) -> HttpResponse:
    """Take the leave back."""
    found = get_object_or_404(NeedToKnow, pk=need_id)
    operations.take_leave_back(need_id=found.pk, by=somebody(request), at=timezone.now())
    messages.success(request, "The leave is taken back.")
    return redirect("office:leave", found.meeting_id)


def _members() -> QuerySet[Person]:
    """Everybody who sits on some body."""
    return Person.objects.filter(memberships__isnull=False).distinct().order_by("name")


def _given(found: Meeting) -> QuerySet[NeedToKnow]:
    return found.needs_to_know.select_related("person", "given_by")


def _address(meeting_id: int) -> str:
    return reverse("office:meeting", args=[meeting_id])
