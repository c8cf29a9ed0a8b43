"""Vintages, the measures in each, targets, and how projections were made.

The values of a measure in a vintage are a sheet in the content-addressed store: the exact one under `exact`, the one
for the world under `public`, which exists from the release on. A trigger in the database refuses every change to what
was computed, and every second change to what was decided (migration 0002).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from folkmoot.apps.measures.terms import Series, State
from folkmoot.methods.projection.forecasts import FEWEST, Method


class Vintage(models.Model):
    """A release of the values of one or more measures, from the first computing to the end.

    `sha256` is the hash of what it holds and of what that was made from. `decided_at` is when somebody released it, and
    `released_at` when the world could read it, which an embargo puts off. Whoever is None is the machine itself.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    computed_at = models.DateTimeField()
    computed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    coverage = models.CharField(max_length=200, help_text="Which units and times, in words.")
    invented = models.BooleanField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    embargo_until = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(approved_by=F("computed_by")) & ~Q(approved_by=F("submitted_by")),
                name="measures_a_second_person_approves",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(approved_at__gte=F("submitted_at")),
                name="measures_submitted_before_it_is_approved",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(decided_at__gte=F("approved_at")),
                name="measures_approved_before_it_is_released",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(released_at__gte=F("decided_at")),
                name="measures_decided_before_it_is_released",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(embargo_until=None) | Q(released_at__gte=F("embargo_until")),
                name="measures_not_released_before_the_embargo_ends",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_reason__gt=""),
                name="measures_withdrawn_for_a_reason",
            ),
        ]

    @property
    def state(self) -> State:
        """How far it has come."""
        steps = (
            (self.withdrawn_at, State.WITHDRAWN),
            (self.released_at, State.RELEASED),
            (self.decided_at, State.EMBARGOED),
            (self.approved_at, State.APPROVED),
            (self.submitted_at, State.SUBMITTED),
        )
        return next((state for at, state in steps if at is not None), State.DRAFT)


class VintageMeasure(models.Model):
    """One measure in a vintage: its definition as it stood, and its sheets, all by their hash in the store.

    `built_from` has one object an input: what it is to the measure, its key, hash, title, source and licence, and
    whether it is printed, invented, or a population that anybody may know.
    """

    vintage = models.ForeignKey(Vintage, models.PROTECT, related_name="measures")
    measure = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    invented = models.BooleanField()
    definition = models.CharField(max_length=64)
    exact = models.CharField(max_length=64)
    public = models.CharField(max_length=64, blank=True)
    values = models.PositiveIntegerField(help_text="How many values there are.")
    withheld = models.PositiveIntegerField(default=0, help_text="How many of them the world does not see.")
    built_from = models.JSONField(default=list)

    class Meta:
        ordering = ["measure"]
        constraints = [
            models.UniqueConstraint(fields=["vintage", "measure"], name="measures_a_measure_stands_once"),
        ]

    @property
    def printed(self) -> bool:
        """Whether it rests on nothing but figures that are printed as they are."""
        return all(each["printed"] for each in self.built_from)


class Target(models.Model):
    """A target or a projection of a measure for one unit: the points of its path, and where it comes from.

    Another rule is another row: `made_on` says which came first. `points` are pairs of a day and a value.
    """

    measure = models.SlugField(max_length=80)
    unit = models.CharField(max_length=80)
    series = models.CharField(max_length=20)
    points = models.JSONField()
    rule = models.CharField(max_length=300, help_text="The rule in words, as a page prints it.")
    made_on = models.DateField()
    source = models.CharField(max_length=400)
    invented = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["made_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    series__in=[each.value for each in (Series.TARGET, Series.ADJUSTED_TARGET, Series.PROJECTION)]
                ),
                name="measures_series_of_a_target",
            ),
            models.UniqueConstraint(
                fields=["measure", "unit", "series", "made_on"], name="measures_one_target_a_series_and_day"
            ),
        ]

    @property
    def limits(self) -> list[Any]:
        """The limits of each point, where it is a forecast by a rule of ours; else none."""
        return self.forecast.limits if hasattr(self, "forecast") else []


class Forecast(models.Model):
    """How a projection was made: by which rule, of how many periods, and of which release of the measure.

    `limits` are a pair for each point of the projection. Whoever has the release and the rule can make it again.
    """

    target = models.OneToOneField(Target, models.PROTECT, related_name="forecast")
    method = models.CharField(max_length=24)
    periods = models.PositiveSmallIntegerField(help_text="How many periods it was fitted to, the last of the release.")
    made_from = models.ForeignKey(VintageMeasure, models.PROTECT, related_name="+")
    limits = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(method__in=[each.value for each in Method]), name="measures_method_of_a_forecast"
            ),
            models.CheckConstraint(condition=Q(periods__gte=FEWEST), name="measures_a_forecast_rests_on_enough"),
        ]
