"""The prioritisation meeting: which topics it considered, what each got by which criterion, and what was agreed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from folkmoot.apps.actions.models.checks import one_of
from folkmoot.apps.actions.terms import TopicState


class Prioritisation(models.Model):
    """What came of a meeting that chose topics: its note, when members were sent it, and whether everybody reads it."""

    gathering = models.OneToOneField("committees.Gathering", models.PROTECT, related_name="prioritisation")
    note = models.TextField(blank=True)
    circulated_at = models.DateTimeField(null=True, blank=True)
    public = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(note="") | Q(circulated_at__isnull=True, public=False),
                name="actions_only_a_note_is_circulated",
            ),
        ]


class Weighing(models.Model):
    """A topic considered at a prioritisation meeting: the state that it was agreed to pass to, and why."""

    prioritisation = models.ForeignKey(Prioritisation, models.PROTECT, related_name="weighings")
    topic = models.ForeignKey("actions.Topic", models.PROTECT, related_name="weighings")
    outcome = models.CharField(max_length=12, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            one_of(TopicState, "outcome", "actions_outcome_known", empty=True),
            models.UniqueConstraint(fields=["prioritisation", "topic"], name="actions_a_topic_is_weighed_once"),
            models.CheckConstraint(
                condition=Q(outcome="", reason="") | (~Q(outcome="") & ~Q(reason="")),
                name="actions_an_outcome_has_a_reason",
            ),
        ]


class Mark(models.Model):
    """What one member gave a topic by one criterion at a prioritisation meeting; of no person: what all agreed."""

    weighing = models.ForeignKey(Weighing, models.CASCADE, related_name="marks")
    person = models.ForeignKey("committees.Person", models.PROTECT, null=True, blank=True, related_name="+")
    criterion = models.CharField(max_length=80)
    value = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["weighing", "person", "criterion"],
                condition=Q(person__isnull=False),
                name="actions_a_member_marks_once",
            ),
            models.UniqueConstraint(
                fields=["weighing", "criterion"], condition=Q(person__isnull=True), name="actions_all_agree_once"
            ),
        ]
