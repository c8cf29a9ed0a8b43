"""What concerns whoever is signed in: their meetings, actions and interests."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from folkmoot.apps.accounts.rules import may_enter, require
from folkmoot.apps.actions import queries as actions
from folkmoot.apps.actions.rules import may_follow_up
from folkmoot.apps.committees.models import Meeting, Person
from folkmoot.apps.committees.queries import people
from folkmoot.apps.committees.queries.interests import interests_on, registrations
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.minutes.queries.attendance import standing_of
from folkmoot.apps.minutes.queries.disclosed import disclosed
from folkmoot.apps.packs.models import Note
from folkmoot.sites.office.pages import page, somebody


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own page."""
    user = somebody(request)
    require(may_enter(user))
    person = Person.objects.filter(account=user).first()
    shown = {
        "person": person,
        "meetings": people.meetings_to_come(person, timezone.now()) if person else [],
        "actions": actions.owned_by(people.names_of(person, timezone.localdate())) if person else [],
        "interests": list(interests_on([person], timezone.localdate())) if person else [],
        "following": may_follow_up(user),
        "today": timezone.localdate(),
        **_duties(person),
        "noted": _noted(user.pk),
    }
    return page(request, "mine", **shown)


def _duties(person: Person | None) -> dict[str, Any]:
    """What the register still wants of somebody, and until when their attendance keeps the seat."""
    today = timezone.localdate()
    if person is None or person.provenance == Provenance.PRINTED:
        return {"due": [], "disclosed": [], "standing_": None}
    standing = standing_of(person, today)
    return {"due": registrations(person, today), "disclosed": disclosed([person]), "standing_": standing}


def _noted(user_id: int) -> list[Meeting]:
    """The meetings on whose papers somebody keeps notes, the latest first."""
    noted = Note.objects.filter(user=user_id).values("meeting")
    return list(Meeting.objects.filter(pk__in=noted).select_related("organization").order_by("-starts_at"))
