"""Letters that leave, who follows what, and the counts that keep one sender from crowding out the rest."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from folkmoot.apps.accounts.terms import Frequency, Occasion, Scope


class Message(models.Model):
    """A letter that is sent once. It is personal, and deleted some days after it was sent.

    It is written in the transaction of what it tells of; `reference` is its own for ever, so that the same news is
    never written twice and whoever carries it can see that it was carried already.
    """

    reference = models.CharField(max_length=100, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=250)
    body = models.TextField()
    stop = models.URLField(max_length=400, blank=True, help_text="Where one click ends letters of this kind.")
    written_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="Not to be tried before.")
    claimed_until = models.DateTimeField(null=True, blank=True, help_text="A worker has it until then.")
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True),
                name="accounts_a_letter_is_sent_or_given_up",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="accounts_letters_to_send",
            ),
        ]


class Subscription(models.Model):
    """Somebody who wants to be told: of a committee, of a topic by its words, or of a ward. Deleted when it ends."""

    email = models.EmailField()
    scope = models.CharField(max_length=10)
    about = models.CharField(max_length=160, help_text="The committee's address, or the words.")
    label = models.CharField(max_length=160, help_text="What it is called in letters.")
    frequency = models.CharField(max_length=10, default=Frequency.AT_ONCE)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email", "scope", "about"], name="accounts_followed_once"),
            models.CheckConstraint(condition=Q(scope__in=list(Scope)), name="accounts_scope_known"),
            models.CheckConstraint(condition=Q(frequency__in=list(Frequency)), name="accounts_frequency_known"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(confirmed_at__gte=F("asked_at")),
                name="accounts_confirmed_after_it_was_asked",
            ),
        ]


class Announcement(models.Model):
    """News for those who follow: written in the transaction of what it tells of, handed on by the worker."""

    key = models.CharField(max_length=100, unique=True)
    occasion = models.CharField(max_length=20)
    committee = models.CharField(max_length=60, help_text="Its address on this site.")
    title = models.CharField(max_length=250)
    words = models.TextField(help_text="Where topics and wards are looked for.")
    address = models.URLField(max_length=400)
    at = models.DateTimeField()
    handed_on_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(occasion__in=list(Occasion)), name="accounts_occasion_known")]


class Notice(models.Model):
    """News that somebody follows, until the letter that tells of it is written."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="notices")
    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="notices")
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "announcement"], name="accounts_told_once"),
        ]


class Attempt(models.Model):
    """How often somebody without a name, known by a hash of today's, did something in a span of time."""

    what = models.CharField(max_length=20)
    who = models.CharField(max_length=64)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["what", "who", "since"], name="accounts_counted_once_a_span")]
