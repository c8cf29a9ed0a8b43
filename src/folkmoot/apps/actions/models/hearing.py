"""Who should be heard on a topic, what they were asked for, and the evidence that they gave."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from folkmoot.apps.actions.models.checks import one_of
from folkmoot.apps.actions.terms import StakeholderRole


class Stakeholder(models.Model):
    """Who should be heard on a topic: a body by its name, a private person by what they are and never by name."""

    topic = models.ForeignKey("actions.Topic", models.CASCADE, related_name="stakeholders")
    name = models.CharField(max_length=160)
    person = models.BooleanField(default=False)
    role = models.CharField(max_length=20, default=StakeholderRole.AFFECTED)
    interest = models.CharField(max_length=420)

    class Meta:
        ordering = ["name"]
        constraints = [
            one_of(StakeholderRole, "role", "actions_stakeholder_role_known"),
            models.UniqueConstraint(fields=["topic", "name"], name="actions_a_stakeholder_stands_once"),
        ]


class StakeholderContact(models.Model):
    """How to reach somebody who should be heard; kept apart, shown to nobody but clerks, deleted on its day."""

    stakeholder = models.OneToOneField(Stakeholder, models.CASCADE, related_name="contact")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    delete_on = models.DateField()


class Asked(models.Model):
    """What somebody was asked for on a topic and when; and, once it came, the evidence and its day."""

    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="asked")
    words = models.TextField()
    on = models.DateField()
    evidence = models.TextField(blank=True)
    given_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(evidence="", given_on__isnull=True) | (~Q(evidence="") & Q(given_on__gte=F("on"))),
                name="actions_evidence_has_a_day_after_the_asking",
            ),
        ]
