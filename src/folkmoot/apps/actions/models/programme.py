"""The work programme: topics with their steps and scores, who suggested them, and task and finish groups."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from folkmoot.apps.actions.models.checks import one_of
from folkmoot.apps.actions.terms import Source, TopicState, Way
from folkmoot.apps.committees.terms import Provenance


class Topic(models.Model):
    """Something that a body might scrutinise, from the suggestion to the meeting where it is done.

    `put_forward_by` names a role or a body, and a resident never: how to reach a resident is a `Suggester`. `decision`
    is the planned decision that it is about, `item` its place on the agenda once it has one, `referred_from` the topic
    of the body that referred it.
    """

    organization = models.ForeignKey("committees.Organization", models.PROTECT, related_name="topics")
    title = models.CharField(max_length=200)
    why = models.TextField(blank=True)
    theme = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=12)
    put_forward_by = models.CharField(max_length=160, blank=True)
    origin = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=12, default=TopicState.SUGGESTED)
    way = models.CharField(max_length=24, blank=True)
    recurring = models.BooleanField(default=False)
    meeting = models.ForeignKey("committees.Meeting", models.PROTECT, null=True, blank=True, related_name="topics")
    planned_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    item = models.OneToOneField("committees.AgendaItem", models.SET_NULL, null=True, blank=True, related_name="topic")
    decision = models.ForeignKey(
        "committees.PlannedDecision", models.PROTECT, null=True, blank=True, related_name="topics"
    )
    referred_to = models.ForeignKey("committees.Organization", models.PROTECT, null=True, blank=True, related_name="+")
    referred_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="taken_over_as")
    measure = models.SlugField(max_length=80, blank=True)
    suggested_on = models.DateField()
    provenance = models.CharField(max_length=10, default=Provenance.RECORDED)

    class Meta:
        ordering = ["theme", "title"]
        constraints = [
            one_of(Source, "source", "actions_source_known"),
            one_of(TopicState, "state", "actions_topic_state_known"),
            one_of(Way, "way", "actions_way_known", empty=True),
            one_of(Provenance, "provenance", "actions_topic_provenance_known"),
            models.UniqueConstraint(
                fields=["organization", "theme", "title", "suggested_on"],
                name="actions_a_topic_is_suggested_once_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[TopicState.SCHEDULED.value]) | (Q(meeting__isnull=False) & ~Q(way="")),
                name="actions_what_is_scheduled_has_a_meeting_and_a_way",
            ),
            models.CheckConstraint(
                condition=~Q(state=TopicState.REFERRED.value) | Q(referred_to__isnull=False),
                name="actions_what_is_referred_goes_to_a_body",
            ),
        ]


class Triage(models.Model):
    """One step of a topic, with its reason: the history that is never rewritten."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=12)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            one_of(TopicState, "state", "actions_step_state_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="actions_a_step_has_a_reason"),
        ]


class Score(models.Model):
    """What a topic scores by one criterion of the rule in force; a later one takes an earlier one's place."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=80)
    value = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "criterion"], name="actions_one_score_a_criterion"),
        ]


class Suggester(models.Model):
    """How to tell a resident what came of a suggestion; kept apart and deleted when its day has come."""

    topic = models.OneToOneField(Topic, models.CASCADE, related_name="suggester")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    told_at = models.DateTimeField(null=True, blank=True)
    delete_on = models.DateField()


class TaskGroup(models.Model):
    """A task and finish group: its terms, and when it reports; its members are the memberships of its body."""

    organization = models.OneToOneField("committees.Organization", models.PROTECT, related_name="task_group")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="task_groups")
    terms = models.TextField()
    reports_on = models.DateField()
