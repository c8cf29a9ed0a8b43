"""The verb of the work programme that is open to everybody: to suggest a topic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from folkmoot.apps.accounts.intake import Visitor, admit
from folkmoot.apps.accounts.operations import note
from folkmoot.apps.accounts.operations.mail import post
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.actions.models import Topic
from folkmoot.apps.actions.operations.programme import keep_suggester
from folkmoot.apps.actions.queries import letters
from folkmoot.apps.actions.terms import Source
from folkmoot.apps.committees.models import Organization
from folkmoot.apps.committees.terms import SCRUTINISES


class NoBody(LookupError):
    """There is no such body, or none that scrutinises."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What somebody gets who suggested a topic: its title and the body it went to."""

    title: str
    committee: str


def suggest(*, slug: str, title: str, why: str, name: str, email: str, visitor: Visitor, at: datetime) -> Receipt:
    """Suggest a topic for a body's work programme. Sent twice on a day it is one suggestion, and the first one stands.

    Who suggested it is kept apart, to be told what came of it, and deleted after the days of keeping. The world sees
    the topic once an officer has sorted it. TooMany as `admit`; NoBody.
    """
    admit(visitor=visitor, at=at)
    body = Organization.objects.filter(slug=slug, classification__in=SCRUTINISES).first()
    if body is None:
        raise NoBody("There is no such scrutiny committee.")
    try:
        with transaction.atomic():
            _suggest(body, title, why, name, email, at)
    except IntegrityError:
        pass  # the same title came before
    return Receipt(title, body.name)


def _suggest(body: Organization, title: str, why: str, name: str, email: str, at: datetime) -> None:
    today = timezone.localdate(at)
    topic = Topic.objects.create(organization=body, title=title, why=why, source=Source.RESIDENT, suggested_on=today)
    keep_suggester(topic, name, email, at=at)
    note(by=None, did=Event.TOPIC_SUGGESTED, to=topic, at=at)
    subject, words = letters.received(topic, name)
    post(reference=f"topic-{topic.pk}-received", to=email, subject=subject, body=words, at=at)
