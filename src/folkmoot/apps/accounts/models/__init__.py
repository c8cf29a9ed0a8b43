"""Who may sign in, and the trail of what was done."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from folkmoot.apps.accounts.models import mail as mail
from folkmoot.apps.accounts.terms import Role


class User(AbstractUser):
    """Somebody who can sign in."""


class RoleGrant(models.Model):
    """A role that somebody holds, from when to when, and who gave it."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(taken_at__isnull=True), name="accounts_a_role_is_held_once"
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(taken_at__gte=F("given_at")),
                name="accounts_a_role_is_taken_after_it_was_given",
            ),
        ]

    @property
    def called(self) -> Role:
        """The role as one of our words."""
        return Role(self.role)


class AuditEntry(models.Model):
    """One thing done. It names objects by app, model and key, and holds no name and no free text."""

    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    did = models.CharField(max_length=60)
    app = models.CharField(max_length=40)
    model = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    mark = models.CharField(max_length=64)  # the writing process's HMAC, so that no row can be slipped in unseen

    class Meta:
        indexes = [models.Index(fields=["app", "model", "key"])]


class AuditSeal(models.Model):
    """The link of the chain that holds one audit row: its HMAC over the row and the link before."""

    number = models.PositiveBigIntegerField(unique=True)
    entry = models.OneToOneField(AuditEntry, models.PROTECT, related_name="seal")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(number__gte=1), name="accounts_seals_count_from_one")]


class Publication(models.Model):
    """How often anything was published: the one row whose number stands in every public page's ETag."""

    number = models.PositiveBigIntegerField()
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="accounts_there_is_one_publication_row")]
