"""Verbs of accounts that are open to everybody: to be counted, and to follow news."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from folkmoot.apps.accounts.models.mail import Attempt, Subscription
from folkmoot.apps.accounts.operations import note
from folkmoot.apps.accounts.operations.mail import post
from folkmoot.apps.accounts.queries import mail as queries
from folkmoot.apps.accounts.terms import Event, Frequency, Scope
from folkmoot.methods.calendars.counting import LONDON


class TooMany(RuntimeError):
    """More came from one place than one place may send; the message says when to try again."""

    def __init__(self, minutes: int) -> None:
        again = "1 minute" if minutes == 1 else f"{minutes} minutes"
        super().__init__(f"Too many forms came from your connection in a short time. Try again in {again}.")
        self.minutes = minutes


class GoneLink(LookupError):
    """A link that leads to nothing any more."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever sends a form: the connection's address, and the browser's own cookie. Neither is kept."""

    address: str
    browser: str


def admit(*, visitor: Visitor, at: datetime) -> None:
    """Count a form against its sender's address and browser. TooMany where either sent too many lately.

    A whole village can sit behind one address, so that an address may send many more than a browser.
    """
    count(what="address", who=visitor.address, limit=settings.FORMS_PER_ADDRESS, at=at)
    count(what="browser", who=visitor.browser, limit=settings.FORMS_PER_BROWSER, at=at)


@transaction.atomic
def count(*, what: str, who: str, limit: int, at: datetime) -> None:
    """Count once, in the span of minutes that `at` lies in. TooMany beyond the limit; the hash's key changes daily."""
    span = timedelta(minutes=settings.FORMS_SPAN_MINUTES)
    since = at - (at - datetime(2000, 1, 1, tzinfo=at.tzinfo)) % span
    Attempt.objects.get_or_create(what=what, who=_hashed(who, at), since=since)
    row = Attempt.objects.filter(what=what, who=_hashed(who, at), since=since)
    if not row.filter(count__lt=limit).update(count=F("count") + 1):
        raise TooMany(int(-((since + span - at) // -timedelta(minutes=1))))


def _hashed(who: str, at: datetime) -> str:
    today = at.astimezone(LONDON).date().isoformat()
    key = hmac.new(settings.SECRET_KEY.encode(), today.encode(), hashlib.sha256).digest()
    return hmac.new(key, who.encode(), hashlib.sha256).hexdigest()


def follow(
    *, email: str, scope: Scope, about: str, label: str, frequency: Frequency, visitor: Visitor, at: datetime
) -> None:
    """Write to the address to ask whether its owner really wants this. TooMany as `admit`, and for one address.

    Asked again it writes again, but once an hour at most; what the answer is told never says whether the address is
    known. The frequency of what is followed already is changed by its link alone.
    """
    admit(visitor=visitor, at=at)
    count(what="letter", who=email.casefold(), limit=settings.FORMS_PER_BROWSER, at=at)
    with transaction.atomic():
        row, fresh = Subscription.objects.get_or_create(
            email=email.casefold(),
            scope=scope,
            about=about,
            defaults={"label": label, "frequency": frequency, "asked_at": at},
        )
        subject, body = queries.confirmation(row)
        reference = f"follow-{row.pk}-{at:%Y%m%d%H}{'-again' if row.confirmed_at else ''}"
        post(reference=reference, to=row.email, subject=subject, body=body, at=at)
        if fresh:
            note(by=None, did=Event.SUBSCRIPTION_ASKED, to=row, at=at)


@transaction.atomic
def confirm(*, link: str, frequency: Frequency, at: datetime) -> None:
    """Begin to tell somebody, or change how often. GoneLink where the link leads to nothing."""
    row = _row(link)
    did = Event.SUBSCRIPTION_CHANGED if row.confirmed_at else Event.SUBSCRIPTION_CONFIRMED
    row.confirmed_at = row.confirmed_at or max(at, row.asked_at)
    row.frequency = frequency
    row.save()
    note(by=None, did=did, to=row, at=at)


@transaction.atomic
def stop(*, link: str, at: datetime) -> None:
    """End it and delete the address. A link that leads to nothing is no error: a second click ends nothing more."""
    row = queries.by_link(link)
    if row is not None:
        note(by=None, did=Event.SUBSCRIPTION_STOPPED, to=row, at=at)
        row.delete()


def _row(link: str) -> Subscription:
    row = queries.by_link(link)
    if row is None:
        raise GoneLink(
            "This link leads to nothing any more. You can follow the news again from the page of a committee."
        )
    return row
