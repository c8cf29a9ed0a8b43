"""Verbs of accounts, and the two that every other app's operations call: note and advance_publication."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import F

from folkmoot.apps.accounts import rules
from folkmoot.apps.accounts.models import AuditEntry, Publication, RoleGrant, User
from folkmoot.apps.accounts.terms import Event, Permission, Role


class DemoOnly(RuntimeError):
    """Invented accounts were asked for outside the demo."""


def note(*, by: User | None, did: Event, to: models.Model, at: datetime) -> None:
    """Write the audit row of an operation, in the operation's own transaction; `by` is None for the machine itself."""
    where = to._meta
    AuditEntry.objects.create(
        by=by, did=did, at=at, app=where.app_label, model=where.model_name or "", key=str(to.pk or "")
    )


def advance_publication(*, at: datetime) -> int:
    """Raise the publication number in the caller's transaction, so that every public page is made anew."""
    Publication.objects.get_or_create(pk=1, defaults={"number": 0})
    Publication.objects.filter(pk=1).update(number=F("number") + 1, at=at)
    return Publication.objects.values_list("number", flat=True).get(pk=1)


@transaction.atomic
def create_user(
    *, username: str, password: str, first_name: str, last_name: str, by: User | None, at: datetime
) -> User:
    """Create an account without a role. NotAllowed unless `by` manages accounts or is the machine itself."""
    _require_manager(by)
    user = User.objects.create_user(username, password=password, first_name=first_name, last_name=last_name)
    note(by=by, did=Event.USER_CREATED, to=user, at=at)
    return user


@transaction.atomic
def give_role(*, user: User, role: Role, by: User | None, at: datetime) -> RoleGrant:
    """Give a role; one that is held already stays as it is."""
    _require_manager(by)
    grant, fresh = RoleGrant.objects.get_or_create(
        user=user, role=role, taken_at=None, defaults={"given_at": at, "given_by": by}
    )
    if fresh:
        note(by=by, did=Event.ROLE_GIVEN, to=grant, at=at)
    return grant


@transaction.atomic
def take_role(*, user: User, role: Role, by: User | None, at: datetime) -> None:
    """Take a role away; one that is not held is no error."""
    _require_manager(by)
    for grant in RoleGrant.objects.select_for_update().filter(user=user, role=role, taken_at=None):
        grant.taken_at, grant.taken_by = at, by
        grant.save()
        note(by=by, did=Event.ROLE_TAKEN, to=grant, at=at)


@transaction.atomic
def record_sign_in(*, user: User, did: Event, at: datetime) -> None:
    """Note that somebody signed in, or changed how."""
    note(by=user, did=did, to=user, at=at)


@transaction.atomic
def record_failed_sign_in(*, username: str, at: datetime) -> None:
    """Note a sign-in that failed, by the account's key, which is empty where there is no such account."""
    found = User.objects.filter(username=username).first() or User()
    note(by=None, did=Event.SIGN_IN_FAILED, to=found, at=at)


@transaction.atomic
def create_demo_accounts(*, at: datetime) -> list[tuple[str, str]]:
    """One invented account a role, each with a fresh password: (username, password) pairs. DemoOnly outside dev."""
    if not getattr(settings, "DEMO", False):
        raise DemoOnly("Invented accounts are made in the demo only; create real ones with create_user.")
    made = []
    for role in Role:
        password = secrets.token_urlsafe(12)
        title = role.value.replace("_", " ")
        user = User.objects.filter(username=role.value).first() or create_user(
            username=role.value, password=password, first_name="Invented", last_name=title, by=None, at=at
        )
        user.set_password(password)
        user.save()
        give_role(user=user, role=role, by=None, at=at)
        made.append((role.value, password))
    return made


def _require_manager(by: User | None) -> None:
    if by is not None:
        rules.require(rules.may(by, Permission.MANAGE_ACCOUNTS))
