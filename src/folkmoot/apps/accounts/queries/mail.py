"""Letters to write and to send, the links in them, and who follows what is news."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from folkmoot.adapters.mail.choosing import carrier
from folkmoot.adapters.mail.letters import Carrier, Clock, Letter
from folkmoot.apps.accounts.models.mail import Announcement, Message, Notice, Subscription
from folkmoot.apps.accounts.terms import Frequency, Occasion, Scope
from folkmoot.methods.calendars.counting import LONDON, at_clock

SEVEN = time(7)
WORD = re.compile(r"\w+")


def address(name: str, *arguments: object) -> str:
    """A page of the public site as a letter names it."""
    return f"{settings.PUBLIC_ADDRESS}{reverse(name, args=arguments)}"


def link_of(subscription: Subscription) -> str:
    """The part of an address by which alone somebody can see, confirm, change and end what they follow."""
    return _signer().sign(str(subscription.pk))


def by_link(link: str) -> Subscription | None:
    """The subscription of a link; None where the link is not ours or what it led to has ended."""
    try:
        return Subscription.objects.filter(pk=int(_signer().unsign(link))).first()
    except (BadSignature, ValueError):
        return None


def _signer() -> Signer:
    return Signer(sep=".", salt="accounts.subscription")


def mail_carrier(clock: Clock) -> Carrier | None:
    """Whoever takes letters out, as FOLKMOOT_MAIL says; None where it says nothing."""
    if not settings.MAIL:
        return None
    return carrier(settings.MAIL, sender=settings.MAIL_FROM, key=settings.NOTIFY_KEY, clock=clock)


def letters_to_send(at: datetime) -> QuerySet[Message]:
    """Letters that nobody has in hand, the oldest first."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
    return Message.objects.filter(free, sent_at__isnull=True, given_up_at__isnull=True, due_at__lte=at).order_by("pk")


def letter(message: Message) -> Letter:
    """The letter as a carrier takes it; one that was claimed before may have left without our knowing."""
    return Letter(
        message.reference, message.to, message.subject, message.body, message.written_at, message.stop,
        tried=message.attempts > 1,
    )  # fmt: skip


def outbox(*, failed: bool = False) -> QuerySet[Message]:
    """Letters, the newest first; or those alone that were given up."""
    rows = Message.objects.filter(given_up_at__isnull=False) if failed else Message.objects.all()
    return rows.order_by("-pk")


def outbox_counts() -> dict[str, int]:
    """How many letters wait, were sent, and were given up."""
    return Message.objects.aggregate(
        waiting=Count("pk", filter=Q(sent_at__isnull=True, given_up_at__isnull=True)),
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        failed=Count("pk", filter=Q(given_up_at__isnull=False)),
    )


def followers(news: Announcement) -> Iterator[Subscription]:
    """Confirmed subscriptions that a piece of news is for: its committee's, and those whose words it has.

    A topic is met where each of its words begins one of the news', in any order; a ward where its name stands as it is.
    """
    said = " ".join(WORD.findall(news.words.casefold()))
    for each in Subscription.objects.filter(confirmed_at__isnull=False).order_by("pk").iterator(2000):
        wanted = WORD.findall(each.about.casefold())
        match Scope(each.scope):
            case Scope.COMMITTEE:
                met = each.about == news.committee
            case Scope.TOPIC:
                met = bool(wanted) and all(f" {word}" in f" {said}" for word in wanted)
            case Scope.WARD:
                met = bool(wanted) and f" {' '.join(wanted)} " in f" {said} "
        if met:
            yield each


def told_up_to(frequency: Frequency, at: datetime) -> datetime:
    """The moment up to which news goes into the next letter: now, the last 7am, or that of the last Monday."""
    if frequency is Frequency.AT_ONCE:
        return at
    day = at.astimezone(LONDON).date()
    if at < at_clock(day, SEVEN):
        day -= timedelta(1)
    if frequency is Frequency.WEEKLY:
        day -= timedelta(day.weekday())
    return at_clock(day, SEVEN)


def untold(at: datetime) -> Iterator[tuple[Subscription, list[Notice]]]:
    """Each subscription with the news that its next letter holds by now."""
    rows = Notice.objects.filter(written_at__isnull=True).select_related("subscription", "announcement")
    found: dict[Subscription, list[Notice]] = {}
    for each in rows.order_by("subscription_id", "announcement_id"):
        if each.announcement.at <= told_up_to(Frequency(each.subscription.frequency), at):
            found.setdefault(each.subscription, []).append(each)
    yield from found.items()


def confirmation(subscription: Subscription) -> tuple[str, str]:
    """Subject and text of the letter that asks whether somebody really wants to be told."""
    page = address("public:subscription", link_of(subscription))
    if subscription.confirmed_at:
        return (
            f"You already follow {subscription.label}",
            f"You asked to be told about {subscription.label}. You are on the list already.\n\n"
            f"To change how often we write, or to stop:\n{page}\n",
        )
    return (
        f"Confirm that you want to follow {subscription.label}",
        f"Somebody, probably you, asked us to tell this address about {subscription.label}.\n\n"
        f"If it was you, confirm it here:\n{page}\n\n"
        "If it was not you, do nothing. We will not write again, and we delete this address after 7 days.\n",
    )


def news(subscription: Subscription, found: list[Announcement]) -> tuple[str, str]:
    """Subject and text of a letter that tells of news."""
    first = found[0]
    subject = f"{Occasion(first.occasion).sentence}: {first.title}"
    if len(found) > 1:
        subject = f"{len(found)} pieces of news about {subscription.label}"
    lines = [f"{Occasion(each.occasion).sentence}: {each.title}\n{each.address}\n" for each in found]
    page = address("public:subscription", link_of(subscription))
    closing = f"You follow {subscription.label}. To change how often we write, or to stop:\n{page}\n"
    return subject, "\n".join([*lines, "--", closing])
