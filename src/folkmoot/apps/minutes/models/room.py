"""What is recorded in the room beside the words: who is there when, interests, motions, votes, questions, time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from folkmoot.apps.minutes.terms import Choice, DeclarationKind, Method, Result, Spent
from folkmoot.methods.meetings.voting import Count


def _ends_after(began: str, ended: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{ended}__isnull": True}) | Q(**{f"{ended}__gte": F(began)}), name=name
    )


class Presence(models.Model):
    """A stretch of time for which somebody was in the meeting; open while they are. A printed record has none."""

    attendance = models.ForeignKey("minutes.Attendance", models.CASCADE, related_name="stretches")
    present_from = models.DateTimeField()
    present_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["present_from", "id"]
        constraints = [
            _ends_after("present_from", "present_to", "minutes_somebody_leaves_after_coming"),
            models.UniqueConstraint(
                fields=["attendance"], condition=Q(present_to__isnull=True), name="minutes_nobody_is_there_twice"
            ),
        ]


class Declaration(models.Model):
    """What a member declared about an item, in the minute in which it was said. `sensitive` withholds its nature."""

    minute = models.ForeignKey("minutes.Minute", models.CASCADE, related_name="declarations")
    person = models.ForeignKey("committees.Person", models.PROTECT, related_name="+")
    item = models.ForeignKey("committees.AgendaItem", models.PROTECT, related_name="declarations")
    kind = models.CharField(max_length=20)
    nature = models.CharField(max_length=300, blank=True)
    sensitive = models.BooleanField(default=False)
    interest = models.ForeignKey("committees.Interest", models.PROTECT, null=True, blank=True, related_name="+")
    dispensation = models.ForeignKey("committees.Dispensation", models.PROTECT, null=True, blank=True, related_name="+")
    withdrew = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in DeclarationKind]), name="minutes_declaration_kind_known"
            ),
            models.UniqueConstraint(fields=["person", "item", "kind"], name="minutes_an_interest_is_declared_once"),
            models.CheckConstraint(
                condition=~Q(nature="") | Q(sensitive=True) | Q(kind=DeclarationKind.ARREARS.value),
                name="minutes_a_declaration_says_what_it_is",
            ),
        ]


class Motion(models.Model):
    """What somebody moved, as part of a minute; an amendment names the motion that it would change."""

    minute = models.ForeignKey("minutes.Minute", models.CASCADE, related_name="motions")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    mover = models.ForeignKey("committees.Person", models.PROTECT, null=True, blank=True, related_name="+")
    seconder = models.ForeignKey("committees.Person", models.PROTECT, null=True, blank=True, related_name="+")
    amends = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="amendments")
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["minute", "order"], name="minutes_one_motion_a_place"),
            models.CheckConstraint(
                condition=Q(mover__isnull=True) | Q(seconder__isnull=True) | ~Q(seconder=F("mover")),
                name="minutes_somebody_else_seconds_a_motion",
            ),
        ]


class Vote(models.Model):
    """The vote on a motion. `asked_to_record` members asked for names; `casting` is the second vote of the chair."""

    motion = models.OneToOneField(Motion, models.CASCADE, related_name="vote")
    method = models.CharField(max_length=16)
    in_favour = models.PositiveSmallIntegerField(default=0)
    against = models.PositiveSmallIntegerField(default=0)
    abstained = models.PositiveSmallIntegerField(default=0)
    casting = models.CharField(max_length=8, blank=True)
    asked_to_record = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(method__in=[each.value for each in Method]), name="minutes_vote_method_known"
            ),
            models.CheckConstraint(
                condition=Q(casting="") | Q(casting__in=["for", "against"], in_favour=F("against")),
                name="minutes_a_casting_vote_breaks_a_tie",
            ),
        ]

    @property
    def count(self) -> Count:
        """The votes as they were counted."""
        casting = Choice(self.casting) if self.casting else None
        return Count(Method(self.method), self.in_favour, self.against, self.abstained, casting)

    @property
    def carried(self) -> bool:
        """Whether the motion was."""
        return self.count.result is Result.CARRIED


class Ballot(models.Model):
    """How somebody voted, in a recorded vote."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="ballots")
    person = models.ForeignKey("committees.Person", models.PROTECT, related_name="+")
    choice = models.CharField(max_length=8)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "person"], name="minutes_somebody_votes_once"),
            models.CheckConstraint(
                condition=Q(choice__in=[each.value for each in Choice]), name="minutes_choice_known"
            ),
        ]


class Question(models.Model):
    """What was asked, and the answer with who gave it as what; without one a written answer is owed (`action`)."""

    minute = models.ForeignKey("minutes.Minute", models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    asker = models.ForeignKey("committees.Person", models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True)
    answerer = models.ForeignKey("committees.Person", models.PROTECT, null=True, blank=True, related_name="+")
    answered_as = models.CharField(max_length=200, blank=True)
    action_key = models.SlugField(max_length=80, blank=True, help_text="Of the action that owes a written answer.")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["minute", "order"], name="minutes_one_question_a_place"),
            models.CheckConstraint(
                condition=Q(answer="", answerer__isnull=True, answered_as="") | Q(answerer__isnull=False),
                name="minutes_an_answer_says_who_gave_it",
            ),
        ]


class Exclusion(models.Model):
    """A part of a meeting without the public, from the minute that resolves it; `ended_at` is when they came back.

    `ground` is a paragraph of Schedule 12A, resolved by the motion; or confidential, which needs no vote.
    """

    minute = models.ForeignKey("minutes.Minute", models.CASCADE, related_name="exclusions")
    ground = models.CharField(max_length=1)
    reason = models.CharField(max_length=300)
    motion = models.OneToOneField(Motion, models.PROTECT, null=True, blank=True, related_name="exclusion")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["began_at", "id"]
        constraints = [_ends_after("began_at", "ended_at", "minutes_the_public_comes_back_after_leaving")]


class Adjournment(models.Model):
    """A break in a meeting; open until it goes on."""

    sitting = models.ForeignKey("minutes.Sitting", models.CASCADE, related_name="adjournments")
    reason = models.CharField(max_length=200, blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["began_at", "id"]
        constraints = [
            _ends_after("began_at", "ended_at", "minutes_a_meeting_goes_on_after_a_break"),
            models.UniqueConstraint(
                fields=["sitting"], condition=Q(ended_at__isnull=True), name="minutes_one_break_at_a_time"
            ),
        ]


class Spell(models.Model):
    """A stretch of an item's time, and what it was spent on; open while it runs."""

    minute = models.ForeignKey("minutes.Minute", models.CASCADE, related_name="spells")
    spent = models.CharField(max_length=12)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["began_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(spent__in=[each.value for each in Spent]), name="minutes_spent_known"),
            _ends_after("began_at", "ended_at", "minutes_a_spell_ends_after_it_began"),
            models.UniqueConstraint(
                fields=["minute"], condition=Q(ended_at__isnull=True), name="minutes_one_spell_at_a_time"
            ),
        ]


class Receipt(models.Model):
    """The token of something that was recorded, so that what a poor connection sends twice is recorded once."""

    sitting = models.ForeignKey("minutes.Sitting", models.CASCADE, related_name="+")
    token = models.CharField(max_length=40, unique=True)
