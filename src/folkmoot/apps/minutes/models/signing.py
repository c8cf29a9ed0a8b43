"""What comes after minutes: the words that were signed, corrections beside them, and what arises from them."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Signature(models.Model):
    """Minutes as they were signed: `document` is what the public reads, `whole` has the withheld minutes too.

    Both are frozen documents (methods/document/wire). The database refuses to change or delete a row, and with it
    every change to the signed minutes and their revisions (migration 0003).
    """

    sitting = models.OneToOneField("minutes.Sitting", models.PROTECT, related_name="signature")
    presiding = models.ForeignKey("committees.Person", models.PROTECT, related_name="+")
    signed_on = models.DateField()
    document = models.TextField()
    whole = models.TextField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")


class Correction(models.Model):
    """What was found wrong in a signed minute, and what is right; the minute's own words stay as they are."""

    minute = models.ForeignKey("minutes.Minute", models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["minute", "number"], name="minutes_corrections_are_numbered")]


class Arising(models.Model):
    """The agenda item of a later meeting for what a sitting's minutes asked for; each leads to the other."""

    item = models.OneToOneField("committees.AgendaItem", models.CASCADE, related_name="arises_from")
    sitting = models.ForeignKey("minutes.Sitting", models.PROTECT, related_name="arising")
