"""Units with the editions that list them, the tables about them, and groups of them by a rule."""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q

from folkmoot.apps.places.terms import LookupRule, Provenance, TableKind, UnitType
from folkmoot.methods.geography.succession import Rule


def _one_of(words: type[StrEnum], field: str, name: str, *, or_none: bool = False) -> models.CheckConstraint:
    found = [word.value for word in words]
    return models.CheckConstraint(condition=Q(**{f"{field}__in": [*found, ""] if or_none else found}), name=name)


class Edition(models.Model):
    """A published list of the units of one type, such as the wards of December 2019."""

    key = models.SlugField(unique=True, max_length=40)
    type = models.CharField(max_length=12)
    title = models.CharField(max_length=160)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=400, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    provenance = models.CharField(max_length=10, default=Provenance.IMPORTED)

    class Meta:
        constraints = [
            _one_of(UnitType, "type", "places_edition_type_known"),
            _one_of(Provenance, "provenance", "places_edition_provenance_known"),
        ]


class Unit(models.Model):
    """What a value can be about, by its code; `name` is the one in the newest edition that names it."""

    type = models.CharField(max_length=12)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=160, blank=True)
    provenance = models.CharField(max_length=10, default=Provenance.IMPORTED)

    class Meta:
        constraints = [
            _one_of(UnitType, "type", "places_unit_type_known"),
            _one_of(Provenance, "provenance", "places_unit_provenance_known"),
            # A code alone would do, were not a county that is its own district listed under one code as both.
            models.UniqueConstraint(fields=["code", "type"], name="places_one_unit_a_code_and_type"),
        ]

    @property
    def called(self) -> str:
        """The name, or the code where no edition names it."""
        return self.name or self.code


class Listing(models.Model):
    """A unit in an edition, under the name that it has there and in the larger unit that is stated there."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="listings")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="listings")
    name = models.CharField(max_length=160, blank=True)
    within = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "unit"], name="places_a_unit_is_listed_once"),
        ]


class Succession(models.Model):
    """One area in two editions: whether it kept its code and its ground, and by which rule that is held."""

    before = models.ForeignKey(Listing, models.PROTECT, related_name="later")
    after = models.ForeignKey(Listing, models.PROTECT, related_name="earlier")
    rule = models.CharField(max_length=8)
    same_ground = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            _one_of(Rule, "rule", "places_succession_rule_known"),
            models.UniqueConstraint(fields=["before", "after"], name="places_a_succession_stands_once"),
        ]


class PlaceTable(models.Model):
    """A table about places: between which editions it stands, where it is from and what must be said beside it."""

    key = models.SlugField(unique=True, max_length=80)
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="tables")
    target_edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="target_tables")
    rule = models.CharField(max_length=10, blank=True)
    on = models.DateField(null=True, blank=True, help_text="The day that the figures are of.")
    open_age = models.PositiveSmallIntegerField(null=True, blank=True, help_text="This age stands for all from it on.")
    source = models.CharField(max_length=400)
    licence = models.CharField(max_length=200, blank=True)
    attribution = models.CharField(max_length=400, blank=True)
    note = models.TextField(blank=True)
    provenance = models.CharField(max_length=10)

    class Meta:
        constraints = [
            _one_of(TableKind, "kind", "places_table_kind_known"),
            _one_of(LookupRule, "rule", "places_table_rule_known", or_none=True),
            _one_of(Provenance, "provenance", "places_table_provenance_known"),
            models.CheckConstraint(
                condition=Q(kind=TableKind.LOOKUP, target_edition__isnull=False) & ~Q(rule="")
                | ~Q(kind=TableKind.LOOKUP) & Q(target_edition__isnull=True, rule=""),
                name="places_a_lookup_has_a_target_and_a_rule",
            ),
        ]


class PlaceRevision(models.Model):
    """A content of a table, never changed: Parquet in the store under this hash, and how it was read."""

    table = models.ForeignKey(PlaceTable, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    report = models.JSONField(default=dict, help_text="What was read, kept and refused of the file it came from.")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["table", "number"], name="places_revisions_are_numbered"),
        ]


class UnitGroup(models.Model):
    """Units that belong together by a rule, on a date; made anew, it gets another number."""

    key = models.SlugField(max_length=80)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="groups")
    rule = models.TextField(help_text="The rule as a sentence.")
    deciles = models.PositiveSmallIntegerField(null=True, blank=True)
    at_least = models.PositiveSmallIntegerField(null=True, blank=True)
    lookup = models.ForeignKey(PlaceRevision, models.PROTECT, null=True, blank=True, related_name="+")
    index = models.ForeignKey(PlaceRevision, models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    provenance = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            _one_of(Provenance, "provenance", "places_group_provenance_known"),
            models.UniqueConstraint(fields=["key", "number"], name="places_groups_are_numbered"),
            models.CheckConstraint(
                condition=Q(deciles__isnull=True, at_least__isnull=True, lookup__isnull=True, index__isnull=True)
                | Q(deciles__isnull=False, at_least__isnull=False, lookup__isnull=False, index__isnull=False),
                name="places_a_group_by_deprivation_names_its_tables",
            ),
        ]


class GroupMember(models.Model):
    """A unit of a group, with how many of the smaller units that the rule asks for it holds."""

    group = models.ForeignKey(UnitGroup, models.CASCADE, related_name="members")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    number = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "unit"], name="places_a_unit_is_in_a_group_once"),
            models.CheckConstraint(condition=Q(number__isnull=True) | Q(number__gt=0), name="places_members_hold_some"),
        ]
