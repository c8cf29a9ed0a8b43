"""Decisions that are planned and made by the executive, their call-in, members' questions, and days beside meetings."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from folkmoot.apps.committees.terms.planning import CallInOutcome, Exceptional, GatheringKind


class PlannedDecision(models.Model):
    """An entry of the forward plan: what is to be decided, by whom, when, on which documents.

    A key decision that was not announced in time has an exception: scrutiny's chair was told (`told_on`) or agreed.
    """

    organization = models.ForeignKey("committees.Organization", models.PROTECT, related_name="planned_decisions")
    title = models.CharField(max_length=200)
    matter = models.TextField()
    key = models.BooleanField()
    decided_by = models.CharField(
        max_length=200, help_text="Name and title of who decides, or the members of the body."
    )
    due_from = models.DateField()
    due_to = models.DateField()
    documents = models.TextField(blank=True, help_text="One a line.")
    contact = models.CharField(max_length=200, blank=True)
    private_reason = models.CharField(max_length=300, blank=True, help_text="Why it may be decided in private.")
    item = models.ForeignKey("committees.AgendaItem", models.PROTECT, null=True, blank=True, related_name="planned")
    exception = models.CharField(max_length=10, default=Exceptional.NONE)
    exception_reason = models.CharField(max_length=300, blank=True)
    told_on = models.DateField(null=True, blank=True)
    agreed_by = models.CharField(max_length=160, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_from", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(due_to__gte=F("due_from")), name="committees_plan_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(exception=Exceptional.NONE, exception_reason="")
                | Q(exception=Exceptional.GENERAL, exception_reason__gt="", told_on__isnull=False)
                | Q(exception=Exceptional.URGENT, exception_reason__gt="", agreed_by__gt=""),
                name="committees_an_exception_says_why_and_who",
            ),
        ]


class ExecutiveDecision(models.Model):
    """A decision that was made: what, by whom, why, what was rejected, which interests.

    Once public it waits for call-in; one that cannot wait is urgent, says why, and cannot be called in.
    """

    planned = models.ForeignKey(PlannedDecision, models.PROTECT, null=True, blank=True, related_name="decisions")
    organization = models.ForeignKey("committees.Organization", models.PROTECT, related_name="decisions")
    title = models.CharField(max_length=200)
    text = models.TextField()
    reasons = models.TextField()
    rejected = models.TextField(blank=True, help_text="The options that were considered and rejected.")
    interests = models.TextField(blank=True)
    decided_by = models.CharField(max_length=200)
    decided_on = models.DateField()
    urgent_reason = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-decided_on", "-id"]


class CallIn(models.Model):
    """That a decision is asked to be looked at again before it is carried out; valid once enough members signed."""

    decision = models.OneToOneField(ExecutiveDecision, models.PROTECT, related_name="call_in")
    grounds = models.TextField()
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, blank=True)
    settled_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", settled_on__isnull=True)
                | Q(outcome__in=[each.value for each in CallInOutcome], settled_on__isnull=False),
                name="committees_a_call_in_is_settled_on_a_day",
            ),
        ]


class CallInSignature(models.Model):
    """A member who signed a call-in."""

    call_in = models.ForeignKey(CallIn, models.PROTECT, related_name="signatures")
    person = models.ForeignKey("committees.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["call_in", "person"], name="committees_a_member_signs_a_call_in_once")
        ]


class Question(models.Model):
    """What a member means to ask on an item; nobody else sees it before it is shared."""

    item = models.ForeignKey("committees.AgendaItem", models.PROTECT, related_name="questions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.TextField()
    key_line = models.CharField(max_length=120, blank=True, help_text="The line of questions that it belongs to.")
    drafted_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["item__order", "key_line", "drafted_at", "id"]


class Gathering(models.Model):
    """A day beside the meetings: a briefing, drop-in, training or engagement day of a body, perhaps about an item."""

    organization = models.ForeignKey("committees.Organization", models.PROTECT, related_name="gatherings")
    item = models.ForeignKey("committees.AgendaItem", models.PROTECT, null=True, blank=True, related_name="gatherings")
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    venue = models.CharField(max_length=200)
    public = models.BooleanField(help_text="Whether everybody may come, and see that it takes place.")

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in GatheringKind]), name="committees_gathering_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="committees_a_gathering_ends_after_it_begins",
            ),
        ]


class Invitation(models.Model):
    """Who is asked to a gathering, and whether they came; None until that is recorded."""

    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="invitations")
    person = models.ForeignKey("committees.Person", models.PROTECT, related_name="+")
    attended = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["person__name"]
        constraints = [models.UniqueConstraint(fields=["gathering", "person"], name="committees_invited_once")]


class GatheringPaper(models.Model):
    """A paper of a gathering, as it lies in the store; one not `public` is for members, also of a public day."""

    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    public = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [models.UniqueConstraint(fields=["gathering", "sha256"], name="committees_a_paper_once")]
