"""Packs, their versions that never change, the parts of each version, and the passages that the search reads.

Files stand in the content-addressed store under the digests kept here. A trigger in the database refuses every change
to a version or a part, except that a version is published once (migration 0002).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.terms import EXEMPT_GROUNDS
from folkmoot.apps.packs.terms import OverrideGround, PackKind
from folkmoot.methods.document.model import CONFIDENTIAL, PartKind


class Pack(models.Model):
    """The papers of a meeting for one circle of readers."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="packs")
    kind = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[each.value for each in PackKind]), name="packs_kind_known"),
            models.UniqueConstraint(fields=["meeting", "kind"], name="packs_one_of_a_kind_a_meeting"),
        ]


class PackVersion(models.Model):
    """One build of a pack: its files, what they were built from, what differs from the version published before.

    `content` is the key of everything that went in; a build with the same key is the same version. `built_from` has
    one object a part (part, source, data) and one for the engine and the fonts. `changes` are sentences. `faults` are
    pairs of part id and reason, one for each part that keeps the pack from a claim.
    """

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.CharField(max_length=64)
    built_at = models.DateTimeField()
    built_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField()
    large_print_sha256 = models.CharField(max_length=64)
    large_print_size = models.PositiveBigIntegerField()
    large_print_pages = models.PositiveIntegerField()
    claims_accessible = models.BooleanField(help_text="PDF/UA-1: every part passes.")
    claims_archival = models.BooleanField(help_text="PDF/A-2a: every part passes.")
    faults = models.JSONField(default=list)
    built_from = models.JSONField(default=list)
    changes = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "number"], name="packs_versions_are_numbered"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(published_at__gte=F("built_at")),
                name="packs_a_version_is_built_before_it_is_published",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | Q(published_at__isnull=False),
                name="packs_who_published_has_a_time",
            ),
        ]


class PackPart(models.Model):
    """One part of a version: a frozen document, as canonical JSON in the store, or an uploaded PDF.

    `leaves` has one [page within the part or null for a blank leaf, digest of its content, folio] a page, in order.
    """

    version = models.ForeignKey(PackVersion, models.PROTECT, related_name="parts")
    order = models.PositiveSmallIntegerField()
    part = models.SlugField(max_length=80)
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=300)
    agenda_number = models.CharField(max_length=8, blank=True)
    exempt_ground = models.CharField(max_length=1, blank=True)
    document = models.CharField(max_length=64, blank=True)
    attachment = models.CharField(max_length=64, blank=True)
    numbered = models.BooleanField()
    first_folio = models.CharField(max_length=12, blank=True)
    last_folio = models.CharField(max_length=12, blank=True)
    leaves = models.JSONField(default=list)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "part"], name="packs_a_part_stands_once"),
            models.UniqueConstraint(fields=["version", "order"], name="packs_one_part_a_place"),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in PartKind]), name="packs_part_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(document="", attachment__gt="") | Q(document__gt="", attachment=""),
                name="packs_a_part_is_a_document_or_a_file",
            ),
            models.CheckConstraint(
                condition=Q(exempt_ground__in=["", CONFIDENTIAL, *EXEMPT_GROUNDS]),
                name="packs_exempt_ground_known",
            ),
            models.CheckConstraint(
                condition=Q(numbered=True, first_folio__gt="", last_folio__gt="")
                | Q(numbered=False, first_folio="", last_folio=""),
                name="packs_numbered_parts_have_folios",
            ),
        ]


class Override(models.Model):
    """A finding of the publish gate that somebody decided to publish in spite of: on which ground, why, who decided.

    `subject` names what the finding is about (item-12, report-3, meeting). It is printed and never changed.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="overrides")
    rule_id = models.CharField(max_length=8)
    subject = models.SlugField(max_length=80)
    ground = models.CharField(max_length=20)
    reason = models.CharField(max_length=400)
    decided_by = models.CharField(max_length=160, help_text="Who decided it, by name and office.")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ground__in=[ground.value for ground in OverrideGround]), name="packs_override_ground_known"
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(decided_by=""), name="packs_an_override_says_why_and_by_whom"
            ),
            models.UniqueConstraint(
                fields=["meeting", "rule_id", "subject"], name="packs_a_finding_is_overridden_once"
            ),
        ]


class Passage(models.Model):
    """A block of a published document, for the search: its words, and the same folded to plain letters.

    Only the newest published version of a public pack has passages. Each database indexes `folded` in its own way
    (migration 0002); `folded` has as many characters as `words`, so that a place in one is the place in the other.
    """

    part = models.ForeignKey(PackPart, models.CASCADE, related_name="passages")
    order = models.PositiveIntegerField()
    block = models.CharField(max_length=120)
    words = models.TextField()
    folded = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "order"], name="packs_passages_stand_in_order")]


class Note(models.Model):
    """A member's own note on a paragraph of a meeting's papers, private to them.

    It hangs on the permanent id of the block, so that it stays in its place when the pack is issued again; `quoted` are
    the words that stood there when it was written.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notes")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="notes")
    part = models.SlugField(max_length=80)
    block = models.SlugField(max_length=120)
    text = models.TextField()
    quoted = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "meeting", "part", "block"], name="packs_one_note_of_a_member_a_paragraph"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="packs_a_note_has_words"),
        ]
