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
    attribution = models.CharField(max_length=400, blank=True, help_text="What the licence asks to be printed.")
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


class FactRevision(models.Model):
    """The facts of a data set as received at one time: a vintage. It is never changed, only followed by another."""

    data_set = models.ForeignKey(DataSet, models.PROTECT, related_name="fact_revisions")
    number = models.PositiveIntegerField()
    vintage = models.CharField(max_length=120, help_text="What the publisher calls it, or the period that it covers.")
    sha256 = models.CharField(max_length=64, help_text="The hash of the content, whatever files it came in.")
    rows = models.PositiveBigIntegerField()
    period = models.CharField(max_length=120, blank=True)
    before = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followers")
    changes = models.JSONField(null=True, blank=True, help_text="What changed since the vintage before, in rows.")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["data_set", "number"], name="records_vintages_are_numbered"),
            models.CheckConstraint(
                condition=Q(before__isnull=True, changes__isnull=True, number=1)
                | Q(before__isnull=False, changes__isnull=False, number__gt=1),
                name="records_a_later_vintage_follows_one",
            ),
        ]


class FactFile(models.Model):
    """One received file of a vintage: its facts as Parquet in the store."""

    revision = models.ForeignKey(FactRevision, models.PROTECT, related_name="files")
    place = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    received_sha256 = models.CharField(max_length=64, help_text="The hash of the file as it was received.")
    stored_sha256 = models.CharField(max_length=64, help_text="The hash of the Parquet file in the store.")
    rows = models.PositiveBigIntegerField()
    quality = models.JSONField(help_text="The quality report.")

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "place"], name="records_files_of_a_vintage_have_places"),
        ]
