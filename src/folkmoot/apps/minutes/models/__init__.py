"""The sitting of a meeting: who was there, the numbered minutes with every revision, and what they asked for."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from folkmoot.apps.committees.models import AgendaItem, Meeting, Organization, Person
from folkmoot.apps.committees.terms import EXEMPT_GROUNDS, Provenance
from folkmoot.apps.minutes.models.room import Adjournment as Adjournment
from folkmoot.apps.minutes.models.room import Ballot as Ballot
from folkmoot.apps.minutes.models.room import Declaration as Declaration
from folkmoot.apps.minutes.models.room import Exclusion as Exclusion
from folkmoot.apps.minutes.models.room import Motion as Motion
from folkmoot.apps.minutes.models.room import Presence as Presence
from folkmoot.apps.minutes.models.room import Question as Question
from folkmoot.apps.minutes.models.room import Receipt as Receipt
from folkmoot.apps.minutes.models.room import Spell as Spell
from folkmoot.apps.minutes.models.room import Vote as Vote
from folkmoot.apps.minutes.models.signing import Arising as Arising
from folkmoot.apps.minutes.models.signing import Correction as Correction
from folkmoot.apps.minutes.models.signing import Signature as Signature
from folkmoot.apps.minutes.terms import CONFIDENTIAL, Capacity, Concern, Outcome
from folkmoot.methods.numbering import labels


class Sitting(models.Model):
    """What happened of a meeting. Its minutes are for the world once they are published; printed ones are at once.

    `change` rises with everything that is recorded, so that whoever watches sees that something is new. Minutes go to
    the chair, are checked, published as a draft, approved by a minute of a later meeting, and signed (`signature`).
    """

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="sitting")
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    provenance = models.CharField(max_length=10, default=Provenance.RECORDED.value)
    source_sha256 = models.CharField(max_length=64, blank=True, help_text="Of the file last imported.")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    change = models.PositiveIntegerField(default=0)
    presiding = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_in = models.ForeignKey("Minute", models.PROTECT, null=True, blank=True, related_name="approves")
    decisions_at = models.DateTimeField(null=True, blank=True, help_text="When the list of decisions was published.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True) | Q(checked_at__gte=F("sent_at")),
                name="minutes_the_chair_checks_what_was_sent",
            ),
            models.CheckConstraint(
                condition=Q(approved_in__isnull=True) | Q(published_at__isnull=False),
                name="minutes_only_published_ones_are_approved",
            ),
            models.CheckConstraint(
                condition=Q(provenance__in=[each.value for each in Provenance]), name="minutes_provenance_known"
            ),
            models.CheckConstraint(
                condition=Q(began_at__isnull=True) | Q(ended_at__isnull=True) | Q(ended_at__gt=F("began_at")),
                name="minutes_a_sitting_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | Q(published_at__isnull=False),
                name="minutes_whoever_publishes_does_so_at_a_time",
            ),
        ]


class Attendance(models.Model):
    """Somebody at a sitting, as what; `post` is as printed, `part_of_meeting` is empty for the whole of it."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances")
    order = models.PositiveSmallIntegerField()
    capacity = models.CharField(max_length=16)
    in_place_of = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    post = models.CharField(max_length=200, blank=True)
    part_of_meeting = models.CharField(max_length=200, blank=True)
    remote = models.BooleanField(default=False, help_text="Takes part from elsewhere.")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "person"], name="minutes_nobody_attends_twice"),
            models.UniqueConstraint(
                fields=["sitting", "in_place_of"],
                condition=Q(in_place_of__isnull=False),
                name="minutes_a_place_is_taken_once",
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=[each.value for each in Capacity]), name="minutes_capacity_known"
            ),
            models.CheckConstraint(
                condition=Q(capacity=Capacity.SUBSTITUTE.value, in_place_of__isnull=False)
                | (~Q(capacity=Capacity.SUBSTITUTE.value) & Q(in_place_of__isnull=True)),
                name="minutes_substitutes_take_somebodys_place",
            ),
        ]


class Minute(models.Model):
    """A numbered minute; the sequence is the order taken, within a body and its council year (5/21).

    `agenda_number` is the item's number as it was then; what was said is in the newest revision that is no draft.
    `withheld` keeps it from the public, by a paragraph of Schedule 12A or as confidential; then `public_summary` stands
    in its place, unless the rest is a fair record without one. `urgency` is the chair's opinion why it could not wait.
    """

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="minutes")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="minutes")
    sequence = models.PositiveIntegerField()
    suffix = models.CharField(max_length=2)
    agenda_item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="minutes")
    agenda_number = models.CharField(max_length=8, blank=True)
    title = models.CharField(max_length=200)
    outcome = models.CharField(max_length=16, blank=True)
    nobody_declared = models.BooleanField(default=False)
    taken_at = models.DateTimeField(null=True, blank=True)
    concern = models.CharField(max_length=12, blank=True)
    taken_as_read = models.BooleanField(default=False)
    urgency = models.TextField(blank=True)
    withheld = models.CharField(max_length=1, blank=True)
    public_summary = models.TextField(blank=True)
    fair_without = models.BooleanField(default=False)

    class Meta:
        ordering = ["suffix", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "suffix", "sequence"], name="minutes_a_number_is_given_once_a_council_year"
            ),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="minutes_numbers_begin_at_1"),
            models.CheckConstraint(
                condition=Q(concern__in=[each.value for each in Concern]), name="minutes_concern_known"
            ),
            models.CheckConstraint(
                condition=Q(withheld__in=["", CONFIDENTIAL, *EXEMPT_GROUNDS]), name="minutes_withheld_by_a_known_ground"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *(each.value for each in Outcome)]), name="minutes_outcome_known"
            ),
        ]

    @property
    def number(self) -> str:
        """5/21."""
        return labels.minute(self.sequence, self.suffix)

    @property
    def key(self) -> str:
        """minute-5-21: the permanent id of its heading."""
        return f"minute-{self.sequence}-{self.suffix}"


class MinuteRevision(models.Model):
    """What a minute said from a time on. A draft was saved over a revision newer than the one it was written from.

    `content` holds the blocks by stage (introduction, points, summary, decision), each as a source file writes it.
    """

    minute = models.ForeignKey(Minute, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField()
    content = models.JSONField()
    draft = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    token = models.CharField(max_length=40, blank=True, help_text="Of the save, so that one sent twice is kept once.")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["minute", "number"], name="minutes_revisions_are_numbered"),
            models.UniqueConstraint(
                fields=["minute", "token"], condition=~Q(token=""), name="minutes_a_save_is_kept_once"
            ),
            models.CheckConstraint(condition=Q(base__lt=F("number")), name="minutes_a_revision_follows_its_base"),
        ]


class Nomination(models.Model):
    """Somebody put forward for a post; nem con means that nobody voted against."""

    minute = models.ForeignKey(Minute, models.CASCADE, related_name="nominations")
    order = models.PositiveSmallIntegerField()
    post = models.CharField(max_length=120)
    nominee = models.ForeignKey(Person, models.PROTECT, related_name="nominations")
    nominator = models.ForeignKey(Person, models.PROTECT, related_name="+")
    seconder = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    elected = models.BooleanField()
    nem_con = models.BooleanField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["minute", "order"], name="minutes_one_nomination_a_place"),
            models.UniqueConstraint(
                fields=["minute", "post"], condition=Q(elected=True), name="minutes_one_is_elected_to_a_post"
            ),
            models.CheckConstraint(condition=Q(elected=True) | Q(nem_con=False), name="minutes_nem_con_elects"),
            models.CheckConstraint(condition=~Q(seconder=F("nominator")), name="minutes_somebody_else_seconds"),
        ]


class Apology(models.Model):
    """Somebody who sent apologies, and who came in their place."""

    minute = models.ForeignKey(Minute, models.CASCADE, related_name="apologies")
    order = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="apologies")
    substitute = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["minute", "person"], name="minutes_apologies_are_sent_once")]


class Action(models.Model):
    """What was asked for, in the words of the minute. An owner or date that the record does not state is empty."""

    minute = models.ForeignKey(Minute, models.PROTECT, related_name="actions")
    key = models.SlugField(max_length=80)
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    owner = models.CharField(max_length=160, blank=True)
    due = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["minute", "key"], name="minutes_action_ids_are_permanent")]
