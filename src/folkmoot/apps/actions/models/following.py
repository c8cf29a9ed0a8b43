"""What follows a meeting: actions, and recommendations with the measure that each should move."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from folkmoot.apps.actions.models.checks import one_of
from folkmoot.apps.actions.terms import ActionState, Answer, Direction
from folkmoot.apps.committees.terms import Provenance


class Action(models.Model):
    """What a body asked somebody to do, in the words of its origin; what a printed record does not state is empty."""

    organization = models.ForeignKey("committees.Organization", models.PROTECT, related_name="actions")
    meeting = models.ForeignKey("committees.Meeting", models.PROTECT, related_name="actions")
    origin = models.CharField(max_length=120, help_text="Where it was asked for, such as Minute 5/21.")
    anchor = models.CharField(max_length=80, blank=True, help_text="The place in the minutes.")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    owner = models.CharField(max_length=160, blank=True)
    due = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, default=ActionState.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    provenance = models.CharField(max_length=10, default=Provenance.RECORDED)

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            one_of(ActionState, "state", "actions_action_state_known"),
            one_of(Provenance, "provenance", "actions_action_provenance_known"),
            models.UniqueConstraint(
                fields=["meeting", "origin", "anchor", "order"], name="actions_an_origin_asks_once"
            ),
            models.CheckConstraint(
                condition=Q(state=ActionState.OPEN.value, closed_on__isnull=True)
                | (~Q(state=ActionState.OPEN.value) & Q(closed_on__isnull=False)),
                name="actions_what_is_closed_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(provenance=Provenance.PRINTED.value) | (~Q(owner="") & Q(due__isnull=False)),
                name="actions_have_an_owner_and_a_day",
            ),
        ]


class Progress(models.Model):
    """What was reported of an action: words, a link to the evidence, and the state it left the action in."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="progress")
    words = models.TextField()
    evidence = models.URLField(blank=True)
    state = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [one_of(ActionState, "state", "actions_progress_state_known")]


class Recommendation(models.Model):
    """What a body recommends to another, from the meeting that made it to what came of it.

    Its reference is SR (26/27) 01, counted by body and council year. The day by which an answer is due is worked out
    from the rule that was in force when the notice was received; it is not kept.
    """

    organization = models.ForeignKey("committees.Organization", models.PROTECT, related_name="recommendations")
    meeting = models.ForeignKey("committees.Meeting", models.PROTECT, related_name="recommendations")
    year = models.PositiveSmallIntegerField(help_text="The first year of the council year.")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    origin = models.CharField(max_length=120)
    anchor = models.CharField(max_length=120, blank=True)
    to = models.ForeignKey("committees.Organization", models.PROTECT, related_name="recommendations_received")
    lead = models.CharField(max_length=160, blank=True)
    made_on = models.DateField()
    notice_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=20, blank=True)
    answer_words = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    implemented_on = models.DateField(null=True, blank=True)
    implementation = models.TextField(blank=True)
    provenance = models.CharField(max_length=10, default=Provenance.RECORDED)

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            one_of(Answer, "answer", "actions_answer_known", empty=True),
            one_of(Provenance, "provenance", "actions_recommendation_provenance_known"),
            models.UniqueConstraint(fields=["organization", "year", "number"], name="actions_one_reference_a_year"),
            models.CheckConstraint(condition=~Q(to=F("organization")), name="actions_recommended_to_another_body"),
            models.CheckConstraint(
                condition=Q(notice_on__isnull=True) | Q(notice_on__gte=F("made_on")),
                name="actions_notice_follows_the_recommendation",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answer_words="", answered_on__isnull=True)
                | (~Q(answer="") & ~Q(answer_words="") & Q(answered_on__gte=F("made_on"))),
                name="actions_an_answer_has_words_and_a_day",
            ),
            models.CheckConstraint(
                condition=Q(implemented_on__isnull=True) | ~Q(answer__in=["", Answer.NOT_ACCEPTED.value]),
                name="actions_only_what_is_accepted_is_implemented",
            ),
        ]

    @property
    def reference(self) -> str:
        """SR (26/27) 01."""
        return f"SR ({self.year % 100:02}/{(self.year + 1) % 100:02}) {self.number:02}"


class Effect(models.Model):
    """How a recommendation should move a measure: from which value, which way, by how much, by when.

    `vintage` is the hash of the release that the baseline is cited from, `baseline_on` the last day of its period;
    `size` is in the unit of the measure's values. What is cited is kept, so that it is shown even should the release be
    withdrawn. Never changed: another expectation is another recommendation's.
    """

    recommendation = models.OneToOneField(Recommendation, models.PROTECT, related_name="effect")
    measure = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)
    unit_words = models.CharField(max_length=120)
    decimals = models.PositiveSmallIntegerField()
    invented = models.BooleanField()
    vintage = models.CharField(max_length=64)
    baseline_period = models.CharField(max_length=80)
    baseline_on = models.DateField()
    baseline = models.FloatField()
    direction = models.CharField(max_length=4)
    size = models.FloatField()
    by = models.DateField()

    class Meta:
        constraints = [
            one_of(Direction, "direction", "actions_direction_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="actions_an_effect_has_a_size"),
            models.CheckConstraint(condition=Q(by__gt=F("baseline_on")), name="actions_an_effect_lies_ahead"),
        ]
