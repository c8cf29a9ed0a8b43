"""Verbs of letters and news: write a letter, announce, hand on, send, try again, delete what is no longer needed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from folkmoot.adapters.mail.letters import Carrier, NotSent, Rejected
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.models.mail import Announcement, Attempt, Message, Notice, Subscription
from folkmoot.apps.accounts.operations import note
from folkmoot.apps.accounts.queries import mail as queries
from folkmoot.apps.accounts.rules import may, require
from folkmoot.apps.accounts.terms import Event, Occasion, Permission

LEASE = timedelta(minutes=5)
# How long to wait after each attempt that failed; after the last a clerk is shown the letter.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
BATCH = 50
UNCONFIRMED_FOR = timedelta(days=7)


def post(*, reference: str, to: str, subject: str, body: str, at: datetime, stop: str = "") -> Message:
    """Write a letter in the caller's transaction; one of the same reference is there already and stays as it is."""
    written = {
        "to": to, "subject": " ".join(subject.split())[:250], "body": body, "stop": stop, "written_at": at, "due_at": at
    }  # fmt: skip
    return Message.objects.get_or_create(reference=reference, defaults=written)[0]


def announce(
    *, key: str, occasion: Occasion, committee: str, title: str, words: str, address: str, at: datetime
) -> Announcement:
    """Leave news for those who follow, in the caller's transaction; the same key is the same news, told once.

    `committee` is the address of a committee, `words` are what topics and wards are looked for in, `address` leads to
    the page that tells more.
    """
    said = {
        "occasion": occasion, "committee": committee, "title": title[:250], "words": f"{title} {words}",
        "address": address, "at": at,
    }  # fmt: skip
    return Announcement.objects.get_or_create(key=key, defaults=said)[0]


@transaction.atomic
def hand_on(*, at: datetime) -> int:
    """Note for each follower the news that is theirs; how many pieces of news were handed on."""
    found = list(Announcement.objects.select_for_update().filter(handed_on_at__isnull=True).order_by("pk"))
    for each in found:
        notices = [Notice(subscription=follower, announcement=each) for follower in queries.followers(each)]
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        each.handed_on_at = at
        each.save()
    return len(found)


@transaction.atomic
def write_news(*, at: datetime) -> int:
    """Write the letters that followers are owed by now, each with all its news; how many."""
    count = 0
    for subscription, notices in queries.untold(at):
        fresh = Notice.objects.filter(pk__in=[each.pk for each in notices], written_at__isnull=True).update(
            written_at=at
        )
        if not fresh:
            continue
        subject, body = queries.news(subscription, [each.announcement for each in notices])
        stop = queries.address("public:stop", queries.link_of(subscription))
        reference = f"news-{subscription.pk}-{notices[-1].announcement_id}"
        post(reference=reference, to=subscription.email, subject=subject, body=body, at=at, stop=stop)
        count += 1
    return count


def send_due(*, carrier: Carrier, clock: Callable[[], datetime]) -> int:
    """Send what is due, each letter by one worker; how many left.

    A letter is claimed, sent and marked, in this order and not in one transaction: what a crash between sending and
    marking leaves is tried again once the lease is over, and told to the carrier as tried (docs/adr/0018).
    """
    sent = 0
    for message in queries.letters_to_send(clock())[:BATCH]:
        if _claimed(message, clock()):
            sent += _send(message, carrier, clock)
    return sent


def _claimed(message: Message, at: datetime) -> bool:
    """Whether this worker got the letter: of two that ask, the database lets one through."""
    mine = queries.letters_to_send(at).filter(pk=message.pk)
    if not mine.update(claimed_until=at + LEASE, attempts=F("attempts") + 1):
        return False
    message.refresh_from_db()
    return True


def _send(message: Message, carrier: Carrier, clock: Callable[[], datetime]) -> bool:
    try:
        carrier.send(queries.letter(message))
    except NotSent as fault:
        _put_off(message, fault, clock())
        return False
    Message.objects.filter(pk=message.pk).update(sent_at=clock(), claimed_until=None, fault="")
    return True


def _put_off(message: Message, fault: NotSent, at: datetime) -> None:
    """Try again later, each time after a longer while; give up where that is no use or was tried often enough."""
    over = isinstance(fault, Rejected) or message.attempts > len(BACK_OFF)
    due = at if over else at + BACK_OFF[message.attempts - 1]
    Message.objects.filter(pk=message.pk).update(
        claimed_until=None, due_at=due, given_up_at=at if over else None, fault=str(fault)[:300]
    )


@transaction.atomic
def retry(*, message_id: int, by: User, at: datetime) -> Message:
    """Try a letter that was given up again. NotAllowed for whoever may not read it."""
    require(may(by, Permission.READ_REQUESTERS))
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.given_up_at is not None:
        message.given_up_at, message.due_at, message.attempts = None, at, 0
        message.save()
        note(by=by, did=Event.LETTER_RETRIED, to=message, at=at)
    return message


@transaction.atomic
def clear_out(*, at: datetime) -> None:
    """Delete letters some days after they left, subscriptions never confirmed, old news, and yesterday's counts."""
    kept = at - timedelta(days=settings.KEEP_LETTERS_DAYS)
    Message.objects.filter(sent_at__lt=kept).delete()
    Message.objects.filter(given_up_at__lt=kept).delete()
    Subscription.objects.filter(confirmed_at__isnull=True, asked_at__lt=at - UNCONFIRMED_FOR).delete()
    Announcement.objects.filter(handed_on_at__lt=kept).exclude(notices__written_at__isnull=True).delete()
    Attempt.objects.filter(since__lt=at - timedelta(days=1)).delete()
