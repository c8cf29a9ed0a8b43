"""Data sets and the revisions of their content; a revision is never changed, only followed by another."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from folkmoot.apps.records.terms import Provenance


class DataSet(models.Model):
    """What was received: its name, its source and the licence under which it may be shown."""

    key = models.SlugField(unique=True, max_length=80)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=400)
    period = models.CharField(max_length=120, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    provenance = models.CharField(max_length=10)
    public = models.BooleanField(default=True, help_text="Whether the world may list and fetch it on its own.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(provenance__in=[each.value for each in Provenance]), name="records_provenance_known"
            ),
        ]


class TableRevision(models.Model):
    """The content of a printed table at one time, exactly: CSV text and its hash."""

    data_set = models.ForeignKey(DataSet, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.TextField()
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["data_set", "number"], name="records_revisions_are_numbered"),
        ]
