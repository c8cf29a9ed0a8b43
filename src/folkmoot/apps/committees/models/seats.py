"""What stands beside a seat: absence from it, and the leave to read papers of a meeting without one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Absence(models.Model):
    """That a member is away between two days, both included. The reason is for officers; the world sees the days.

    An absence that the council approved (LGA 1972 s85) says on which day it did, and by which resolution.
    """

    person = models.ForeignKey("committees.Person", models.PROTECT, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="committees_an_absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True, approved_by="")
                | Q(approved_on__isnull=False, approved_by__gt=""),
                name="committees_an_approval_has_a_day_and_a_resolution",
            ),
        ]


class NeedToKnow(models.Model):
    """That a member who does not sit at a meeting may read what is withheld of it, because they need it for a duty."""

    person = models.ForeignKey("committees.Person", models.PROTECT, related_name="needs_to_know")
    meeting = models.ForeignKey("committees.Meeting", models.PROTECT, related_name="needs_to_know")
    reason = models.CharField(max_length=300)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["person__name", "given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "meeting"], condition=Q(taken_at__isnull=True), name="committees_a_need_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(taken_at__gte=F("given_at")),
                name="committees_leave_is_taken_after_it_was_given",
            ),
        ]
