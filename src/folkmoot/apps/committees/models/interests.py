"""The register of members' interests, dispensations from them, and the gifts that members are offered."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from folkmoot.apps.committees.terms import (
    DISPENSATION_GROUNDS,
    Holder,
    InterestCategory,
    Provenance,
)


class Interest(models.Model):
    """What a member notified; it stays in the register after it ends. `names` are looked for in agendas, one a line.

    Of a `sensitive` interest the world may know only that there is one (Localism Act 2011 s32).
    """

    person = models.ForeignKey("committees.Person", models.PROTECT, related_name="interests")
    category = models.CharField(max_length=20)
    holder = models.CharField(max_length=10, default=Holder.SELF.value)
    text = models.TextField()
    names = models.TextField(blank=True)
    sensitive = models.BooleanField(default=False)
    notified_on = models.DateField()
    held_from = models.DateField()
    held_to = models.DateField(null=True, blank=True)
    provenance = models.CharField(max_length=10, default=Provenance.RECORDED.value)

    class Meta:
        ordering = ["held_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(category__in=[each.value for each in InterestCategory]),
                name="committees_interest_category_known",
            ),
            models.CheckConstraint(
                condition=Q(holder__in=[each.value for each in Holder]), name="committees_interest_holder_known"
            ),
            models.CheckConstraint(
                condition=Q(held_to__isnull=True) | Q(held_to__gte=F("held_from")),
                name="committees_an_interest_ends_after_it_began",
            ),
        ]

    @property
    def disclosable(self) -> bool:
        """Whether it is a disclosable pecuniary interest, which takes away voice and vote."""
        return InterestCategory(self.category).disclosable

    @property
    def sought(self) -> tuple[str, ...]:
        """The names that are looked for in an agenda."""
        return tuple(filter(None, map(str.strip, self.names.splitlines())))


class Dispensation(models.Model):
    """Leave to take part in spite of an interest, by the letter of Localism Act 2011 s33(2), for no more than years."""

    person = models.ForeignKey("committees.Person", models.PROTECT, related_name="dispensations")
    interest = models.ForeignKey(Interest, models.PROTECT, null=True, blank=True, related_name="dispensations")
    ground = models.CharField(max_length=1)
    scope = models.TextField(help_text="For which business it holds.")
    may_vote = models.BooleanField(default=False)
    asked_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    granted_by = models.CharField(max_length=160)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ground__in=list(DISPENSATION_GROUNDS)), name="committees_dispensation_ground_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"), starts_on__gte=F("asked_on")),
                name="committees_a_dispensation_is_asked_for_before_it_starts",
            ),
        ]


class Gift(models.Model):
    """A gift or hospitality that a member was offered, whether or not they took it; its worth in pounds."""

    person = models.ForeignKey("committees.Person", models.PROTECT, related_name="gifts")
    what = models.CharField(max_length=200)
    giver = models.CharField(max_length=160)
    worth = models.DecimalField(max_digits=9, decimal_places=2)
    offered_on = models.DateField()
    accepted = models.BooleanField()
    registered_on = models.DateField()
    provenance = models.CharField(max_length=10, default=Provenance.RECORDED.value)

    class Meta:
        ordering = ["offered_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(worth__gte=0), name="committees_a_gift_is_worth_something"),
            models.CheckConstraint(
                condition=Q(registered_on__gte=F("offered_on")), name="committees_a_gift_is_registered_after_its_offer"
            ),
        ]
