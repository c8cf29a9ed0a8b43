"""Bodies, the people in them, their meetings and agendas, and the dated rules that meetings follow."""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from folkmoot.apps.committees.models import planning as planning
from folkmoot.apps.committees.models import requests as requests
from folkmoot.apps.committees.models import seats as seats
from folkmoot.apps.committees.models.interests import Dispensation as Dispensation
from folkmoot.apps.committees.models.interests import Gift as Gift
from folkmoot.apps.committees.models.interests import Interest as Interest
from folkmoot.apps.committees.terms import (
    EXEMPT_GROUNDS,
    Classification,
    ConfidentialGround,
    ItemKind,
    MeetingStatus,
    MembershipRole,
    Mode,
    Provenance,
    VotingRight,
)
from folkmoot.apps.committees.terms.rulebook import RULEBOOK
from folkmoot.methods.document.model import CONFIDENTIAL


def _one_of(words: type[StrEnum], field: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": [word.value for word in words]}), name=name)


class Authority(models.Model):
    """The council whose installation this is; one row."""

    name = models.CharField(max_length=120)
    gss_code = models.CharField(max_length=9, blank=True)
    chief_executive = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="committees_one_authority")]


class Organization(models.Model):
    """A body: council, cabinet, committee, partner board."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=160, unique=True)
    code = models.CharField(max_length=12, blank=True)
    classification = models.CharField(max_length=20)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    provenance = models.CharField(max_length=10, default=Provenance.RECORDED)
    moderngov_id = models.PositiveIntegerField(unique=True, null=True, blank=True)

    class Meta:
        constraints = [
            _one_of(Classification, "classification", "committees_classification_known"),
            _one_of(Provenance, "provenance", "committees_organization_provenance_known"),
        ]


class JointTerms(models.Model):
    """On which terms a joint body works: who leads, who takes part, and whose rules apply where it has none itself."""

    organization = models.OneToOneField(Organization, models.PROTECT, related_name="joint")
    lead = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    partners = models.ManyToManyField(Organization, related_name="+")
    terms = models.TextField()
    rules_of = models.ForeignKey(Organization, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(lead=F("organization")) & ~Q(rules_of=F("organization")),
                name="committees_a_joint_body_is_led_by_another",
            ),
        ]


class Person(models.Model):
    """Somebody who sits on a body, holds an office or serves a meeting."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    honorific = models.CharField(max_length=30, blank=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person"
    )
    provenance = models.CharField(max_length=10, default=Provenance.RECORDED)

    @property
    def called(self) -> str:
        """Councillor Ian Corkin."""
        return f"{self.honorific} {self.name}".strip()


class Post(models.Model):
    """An office that somebody holds, such as Leader of the Council, from when to when (the end included)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    label = models.CharField(max_length=160)
    held_from = models.DateField()
    held_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "label", "held_from"], name="committees_a_post_begins_once"),
        ]


class Membership(models.Model):
    """Who sits on a body, as what, with which vote, from when to when (the end included)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, default=MembershipRole.MEMBER)
    voting_right = models.CharField(max_length=20, default=VotingRight.FULL)
    on_behalf_of = models.CharField(max_length=120, blank=True)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            _one_of(MembershipRole, "role", "committees_membership_role_known"),
            _one_of(VotingRight, "voting_right", "committees_voting_right_known"),
            models.UniqueConstraint(fields=["person", "organization", "start"], name="committees_membership_once"),
            models.UniqueConstraint(
                fields=["organization", "role"],
                condition=Q(end__isnull=True, role__in=["chair", "deputy_chair"]),
                name="committees_one_chair_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="committees_membership_ends_after_start"
            ),
        ]


class Rule(models.Model):
    """What a rule says for a body between two dates (the end included), and where it is written.

    Without a body it is the law for every body that the rule is made for. What the parameters are is in
    `terms.rulebook`; `confirmed` says that the text of the source itself was read.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="rules")
    rule_id = models.CharField(max_length=8)
    parameters = models.JSONField(default=dict)
    source = models.CharField(max_length=300)
    confirmed = models.BooleanField(default=True)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rule_id__in=list(RULEBOOK)), name="committees_rule_known"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="committees_a_rule_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["organization", "rule_id", "effective_from"],
                name="committees_one_rule_of_an_id_a_day",
            ),
            models.UniqueConstraint(
                fields=["rule_id", "effective_from"],
                condition=Q(organization__isnull=True),
                name="committees_one_law_of_an_id_a_day",
            ),
        ]


class ClosureDay(models.Model):
    """A weekday on which the council is closed and no day of notice is counted."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=80)


class StandingText(models.Model):
    """A part of every pack, such as the remit or the guidance on interests, in the words in force on a date."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="standing_texts")
    key = models.SlugField()
    title = models.CharField(max_length=160)
    body = models.TextField(help_text="Light markup: a blank line between blocks, '- ' for list items.")
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key", "effective_from"], name="committees_one_standing_text_a_day"
            ),
        ]


class Meeting(models.Model):
    """One sitting of a body."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    venue = models.CharField(max_length=200)
    mode = models.CharField(max_length=12, default=Mode.IN_PERSON)
    status = models.CharField(max_length=12, default=MeetingStatus.DRAFT)
    stream_url = models.URLField(blank=True)
    contact = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    contact_post = models.CharField(max_length=120, blank=True)
    provenance = models.CharField(max_length=10, default=Provenance.RECORDED)
    moderngov_id = models.PositiveIntegerField(unique=True, null=True, blank=True)
    rescheduled_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="rescheduled_to"
    )
    short_notice_reason = models.CharField(
        max_length=300, blank=True, help_text="Why it is called at shorter notice than the law asks for; printed."
    )
    sequence = models.PositiveIntegerField(default=0, help_text="How often the meeting changed; iCalendar's SEQUENCE.")
    changed_at = models.DateTimeField(help_text="When the meeting or its agenda last changed.")

    class Meta:
        constraints = [
            _one_of(MeetingStatus, "status", "committees_meeting_status_known"),
            _one_of(Mode, "mode", "committees_meeting_mode_known"),
            _one_of(Provenance, "provenance", "committees_meeting_provenance_known"),
            models.UniqueConstraint(fields=["organization", "starts_at"], name="committees_one_meeting_at_a_time"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="committees_meeting_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["starts_at"])]


class StatusChange(models.Model):
    """One change in a meeting's status: the history that is never rewritten."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="status_changes")
    status = models.CharField(max_length=12)
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "id"]


class AgendaItem(models.Model):
    """A point of the agenda. A report names its item; the item prints the report's recommendations by reference.

    A sub-item names its `parent` and stands after it. `late_reason` says why the item or its report comes late,
    `urgent_reason` why it cannot wait; whoever presides agrees to the urgency. An exempt item is looked at again on
    `review_on`. A confidential one never is; its `confidential_source` says, for the office alone, who supplied it on
    which terms, or which Act or order forbids to tell. Where the report is to follow, `to_follow_on` is the day by
    which it is promised. `planned_minutes` is how long it should take, None where nobody has said so.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    order = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=8, blank=True)
    kind = models.CharField(max_length=16, default=ItemKind.PROCEDURAL)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, help_text="Light markup: a blank line between paragraphs.")
    report_by = models.CharField(max_length=160, blank=True)
    exempt_ground = models.CharField(max_length=1, blank=True)
    exempt_reason = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    confidential_ground = models.CharField(max_length=10, blank=True)
    confidential_source = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField(null=True, blank=True)
    report_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="reports_owed"
    )
    to_follow_on = models.DateField(null=True, blank=True)
    late_reason = models.CharField(max_length=300, blank=True)
    urgent_reason = models.CharField(max_length=300, blank=True)
    urgency_agreed_by = models.CharField(max_length=160, blank=True)
    planned_minutes = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            _one_of(ItemKind, "kind", "committees_item_kind_known"),
            models.UniqueConstraint(fields=["meeting", "order"], name="committees_one_item_a_place"),
            models.UniqueConstraint(
                fields=["meeting", "number"], condition=~Q(number=""), name="committees_one_item_a_number"
            ),
            models.CheckConstraint(
                condition=Q(exempt_ground="", exempt_reason="")
                | (Q(exempt_ground__in=list(EXEMPT_GROUNDS)) & ~Q(exempt_reason="")),
                name="committees_exempt_items_say_why",
            ),
            models.CheckConstraint(
                condition=Q(review_on__isnull=True) | ~Q(exempt_ground=""),
                name="committees_only_exempt_items_are_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(confidential_ground="")
                | Q(confidential_ground__in=[ground.value for ground in ConfidentialGround], exempt_ground=""),
                name="committees_confidential_is_not_exempt",
            ),
            models.CheckConstraint(
                condition=Q(confidential_source="") | ~Q(confidential_ground=""),
                name="committees_only_confidential_items_name_a_source",
            ),
            models.CheckConstraint(
                condition=Q(to_follow_on__isnull=True) | ~Q(late_reason=""),
                name="committees_what_is_to_follow_says_why",
            ),
            models.CheckConstraint(
                condition=Q(urgent_reason="") | ~Q(urgency_agreed_by=""),
                name="committees_somebody_agrees_to_urgency",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="committees_no_item_within_itself"),
        ]

    @property
    def withheld(self) -> str:
        """What keeps the item's papers from the public: a paragraph of Schedule 12A, CONFIDENTIAL, or nothing."""
        return CONFIDENTIAL if self.confidential_ground else self.exempt_ground


class Chase(models.Model):
    """Somebody was asked for the report of an item, which stays on record."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="chases")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]


class TemplateItem(models.Model):
    """An item with which every agenda of a body begins or ends, between two dates (the end included)."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="template_items")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, default=ItemKind.PROCEDURAL)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, help_text="Light markup: a blank line between paragraphs.")
    numbered = models.BooleanField(default=True)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            _one_of(ItemKind, "kind", "committees_template_kind_known"),
            models.UniqueConstraint(
                fields=["organization", "title", "effective_from"], name="committees_a_standing_item_once_a_day"
            ),
        ]
