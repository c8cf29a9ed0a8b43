"""What concerns whoever is signed in: their meetings, actions and interests."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from folkmoot.apps.accounts.rules import may_enter, require
from folkmoot.apps.actions import queries as actions
from folkmoot.apps.committees.models import Meeting, Person
from folkmoot.apps.committees.queries.interests import interests_on
from folkmoot.apps.committees.terms import MeetingStatus
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
        "meetings": _meetings(person) if person else [],
        "actions": actions.owned_by(_names(person)) if person else [],
        "interests": list(interests_on([person], timezone.localdate())) if person else [],
        "noted": _noted(user.pk),
    }
    return page(request, "mine", **shown)


def _meetings(person: Person) -> list[Meeting]:
    """The meetings to come of the bodies on which somebody sits, the next first."""
    today = timezone.localdate()
    bodies = person.memberships.filter(start__lte=today).exclude(end__lt=today).values("organization")
    over = [MeetingStatus.DRAFT.value, MeetingStatus.HELD.value, MeetingStatus.CANCELLED.value]
    rows = Meeting.objects.filter(organization__in=bodies, starts_at__gte=timezone.now()).exclude(status__in=over)
    return list(rows.select_related("organization").order_by("starts_at"))


def _names(person: Person) -> list[str]:
    """How an action may name somebody: by name, with the title, or by an office held today."""
    today = timezone.localdate()
    posts = person.posts.filter(held_from__lte=today).exclude(held_to__lt=today).values_list("label", flat=True)
    return [person.name, person.called, *posts]


def _noted(user_id: int) -> list[Meeting]:
    """The meetings on whose papers somebody keeps notes, the latest first."""
    noted = Note.objects.filter(user=user_id).values("meeting")
    return list(Meeting.objects.filter(pk__in=noted).select_related("organization").order_by("-starts_at"))
