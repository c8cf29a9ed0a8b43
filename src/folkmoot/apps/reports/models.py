"""Reports as sections of blocks with permanent ids, every revision of a block, annexes and clearances."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from folkmoot.apps.committees.models import AgendaItem, Organization
from folkmoot.apps.committees.terms import EXEMPT_GROUNDS
from folkmoot.apps.reports.terms import BACKGROUND_PAPERS, CONTACT_OFFICER, Aspect
from folkmoot.methods.document.model import SectionKind


def _aspect_known(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(aspect__in=[aspect.value for aspect in Aspect]), name=name)


class Report(models.Model):
    """One source: an officer's report for an agenda item, or a written annex to such a report.

    `part` is its id in the pack (posc6, posc6-annex-1). `particulars` and `closing` are label and value pairs.
    """

    agenda_item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="reports")
    annex_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="written_annexes")
    order = models.PositiveSmallIntegerField(default=0, help_text="Among the annexes of a report; 0 for a report.")
    part = models.SlugField(max_length=60)
    reference = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200)
    subtitle = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, default="en-GB")
    author_post = models.CharField(max_length=160, blank=True)
    dated = models.DateField(null=True, blank=True)
    particulars = models.JSONField(default=list, blank=True)
    closing = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    exempt_ground = models.CharField(max_length=1, blank=True)
    invented = models.BooleanField(default=False)
    source_sha256 = models.CharField(max_length=64, blank=True, help_text="Of the file last imported.")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["agenda_item__order", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agenda_item", "part"], name="reports_one_part_of_a_name"),
            models.CheckConstraint(
                condition=Q(annex_to__isnull=True, order=0) | Q(annex_to__isnull=False, order__gt=0),
                name="reports_annexes_are_in_order",
            ),
            models.CheckConstraint(condition=~Q(annex_to=F("id")), name="reports_no_annex_to_itself"),
            models.CheckConstraint(
                condition=Q(exempt_ground__in=["", *EXEMPT_GROUNDS]), name="reports_exempt_ground_known"
            ),
            models.CheckConstraint(
                condition=Q(submitted_by__isnull=True) | Q(submitted_at__isnull=False),
                name="reports_whoever_submits_does_so_at_a_time",
            ),
        ]

    @property
    def contact_officer(self) -> str:
        """As the closing lines name them; empty where they do not."""
        return self._closing(CONTACT_OFFICER)

    @property
    def background_papers(self) -> str:
        """As the closing lines name them, or Nil; empty where they do not say."""
        return self._closing(BACKGROUND_PAPERS)

    def _closing(self, label: str) -> str:
        return next((str(value) for name, value in self.closing if name.casefold() == label.casefold()), "")


class Section(models.Model):
    """Blocks under a title; `key` is its permanent id."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="sections")
    key = models.SlugField(max_length=80)
    title = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=30, default=SectionKind.PLAIN.value)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="reports_section_ids_are_permanent"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in SectionKind]), name="reports_section_kind_known"
            ),
        ]


class Block(models.Model):
    """A place in a report that keeps its id whatever stands there; a removed one keeps its row, so its id stays taken.

    The newest revision that is no draft is what stands there.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="blocks")
    section = models.ForeignKey(Section, models.PROTECT, related_name="blocks")
    key = models.SlugField(max_length=80)
    order = models.PositiveSmallIntegerField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["section__order", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="reports_block_ids_are_permanent"),
            models.CheckConstraint(
                condition=Q(removed_by__isnull=True) | Q(removed_at__isnull=False),
                name="reports_whoever_removes_does_so_at_a_time",
            ),
        ]


class BlockRevision(models.Model):
    """What a block said from a time on. A draft was saved over a revision newer than the one it was written from.

    `content` is the block as its source writes it (the table of a TOML block); `base` is the number of the revision
    that the writer had before them, 0 for the first.
    """

    block = models.ForeignKey(Block, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField()
    content = models.JSONField()
    draft = models.BooleanField(default=False)
    imported = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["block", "number"], name="reports_block_revisions_are_numbered"),
            models.CheckConstraint(condition=Q(base__lt=F("number")), name="reports_a_revision_follows_its_base"),
        ]


class Attachment(models.Model):
    """An annex that came as a PDF: where it stands in the store, and how it was judged when it came."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="attachments")
    order = models.PositiveSmallIntegerField()
    part = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField()
    own_title = models.CharField(max_length=400, blank=True)
    tagged = models.BooleanField()
    accessible_faults = models.JSONField(default=list, blank=True)
    archival_faults = models.JSONField(default=list, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["report", "order"], name="reports_one_attachment_a_place"),
            models.UniqueConstraint(fields=["report", "part"], name="reports_one_attachment_of_a_name"),
            models.UniqueConstraint(fields=["report", "sha256"], name="reports_a_file_is_attached_once"),
        ]


class RequiredClearance(models.Model):
    """What a body asks its reports to be cleared for, between dates (the end included)."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="required_clearances")
    aspect = models.CharField(max_length=12)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            _aspect_known("reports_required_aspect_known"),
            models.UniqueConstraint(
                fields=["organization", "aspect", "effective_from"], name="reports_a_clearance_is_asked_for_once_a_day"
            ),
        ]


class Clearance(models.Model):
    """Somebody cleared a report as it stood then; what is changed afterwards has to be cleared again."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="clearances")
    aspect = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [_aspect_known("reports_cleared_aspect_known")]
