"""What residents ask of a meeting. Who they are stands in a table of its own, which is emptied on schedule."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from folkmoot.adapters.feeds.signatures import Kind
from folkmoot.apps.committees.terms.requests import Outcome, RequestKind, RequestStatus, Way


class Request(models.Model):
    """One thing asked of a meeting: to speak, a statement, a petition, a question, a place in the room.

    `reference` is made of the form's own key, so that a form sent twice makes one request. `closes_at` is the moment
    of the rule in force when it came; nothing when no rule set one.
    """

    reference = models.CharField(max_length=20, unique=True)
    meeting = models.ForeignKey("committees.Meeting", models.PROTECT, related_name="requests")
    item = models.ForeignKey("committees.AgendaItem", models.PROTECT, null=True, blank=True, related_name="requests")
    kind = models.CharField(max_length=10)
    way = models.CharField(max_length=10, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True, help_text="Statement, question or petition; what is said if a line fails.")
    status = models.CharField(max_length=10)
    received_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True)
    rule_id = models.CharField(max_length=8, blank=True)
    changed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    slot = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How long somebody may speak.")
    reminded_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["received_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(RequestKind)), name="committees_request_kind_known"),
            models.CheckConstraint(condition=Q(status__in=list(RequestStatus)), name="committees_request_status_known"),
            models.CheckConstraint(condition=Q(way__in=["", *Way]), name="committees_request_way_known"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome]), name="committees_request_outcome_known"),
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.DECLINED) | ~Q(reason=""), name="committees_declined_with_a_reason"
            ),
            models.UniqueConstraint(fields=["meeting", "slot"], name="committees_one_request_a_slot"),
        ]

    @property
    def late(self) -> bool:
        """Whether it came after its time, by the server's receipt."""
        return self.closes_at is not None and self.received_at > self.closes_at


class Requester(models.Model):
    """Who asked: personal data, readable by its own permission, deleted on schedule."""

    request = models.OneToOneField(Request, models.CASCADE, related_name="requester")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    telephone = models.CharField(max_length=40, blank=True)
    on_behalf_of = models.CharField(max_length=160, blank=True)
    needs = models.JSONField(default=list)
    needs_note = models.CharField(max_length=500, blank=True)


class SignatureSheet(models.Model):
    """The file of signatures that came with a petition: personal data of everybody who signed.

    It lies in the database and not in the store of files, so that it goes in the transaction that forgets who asked,
    and no copy of the public files holds it.
    """

    requester = models.OneToOneField(Requester, models.CASCADE, related_name="sheet")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=4)
    count = models.PositiveIntegerField(null=True, blank=True, help_text="Rows or pages; none of a picture.")
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in Kind]), name="committees_sheet_kind_known"
            ),
        ]


class Petition(models.Model):
    """What a petition has besides: signatures, who presents it, where it went, when a reply is due, what came of it."""

    request = models.OneToOneField(Request, models.CASCADE, related_name="petition")
    signatures = models.PositiveIntegerField()
    evidence = models.CharField(max_length=500, help_text="Where the signatures are, and how they were gathered.")
    presenter = models.CharField(max_length=120, blank=True, help_text="Empty where the organiser presents it.")
    verified = models.PositiveIntegerField(null=True, blank=True)
    reply_due = models.DateField(null=True, blank=True, help_text="None where no rule sets one.")
    referred_to = models.CharField(max_length=160, blank=True)
    referred_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verified__isnull=True) | Q(verified__lte=F("signatures")),
                name="committees_no_more_signatures_than_were_given",
            ),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True) | ~Q(reply=""), name="committees_a_reply_has_words"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(replied_at__isnull=False),
                name="committees_published_after_the_reply",
            ),
        ]


class Room(models.Model):
    """How many people may sit in the public gallery of a meeting, where there is a limit."""

    meeting = models.OneToOneField("committees.Meeting", models.PROTECT, related_name="room")
    places = models.PositiveSmallIntegerField()
