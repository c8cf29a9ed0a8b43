"""Verbs of accounts, and the two that every other app's operations call: note and advance_publication."""

from __future__ import annotations

import secrets
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, models, transaction
from django.db.models import F

from folkmoot.adapters.store import heads
from folkmoot.apps.accounts import queries, rules
from folkmoot.apps.accounts.models import AuditEntry, AuditSeal, Publication, RoleGrant, User
from folkmoot.apps.accounts.terms import Event, Permission, Role


class DemoOnly(RuntimeError):
    """Invented accounts were asked for outside the demo."""


def note(*, by: User | None, did: Event, to: models.Model, at: datetime) -> None:
    """Write the audit row of an operation, in the operation's own transaction; `by` is None for the machine itself."""
    where = to._meta
    entry = AuditEntry(by=by, did=did, at=at, app=where.app_label, model=where.model_name or "", key=str(to.pk or ""))
    entry.mark = queries.mark_of(entry, settings.AUDIT_KEY)
    entry.save()


def seal_audit(*, at: datetime) -> int:
    """Put the committed rows that are not in the chain yet into it; how many were sealed.

    Rows are taken as they can be seen, so that one whose transaction ends late is sealed late and none is passed over.
    A number is given once: of two sealers at work one is refused by the database and seals nothing this time.
    The head file is written after the commit: a crash between leaves it behind the chain, never ahead of it.
    """
    try:
        sealed = _seal_batch()
    except IntegrityError:
        return 0
    head, path = queries.chain_head(), Path(settings.AUDIT_HEADS)
    if head.number and heads.last(path) != head:
        heads.append(path, head, at=at)
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    """What Folkmoot did not write is left unsealed, for verify to name."""
    key, head, seals = settings.AUDIT_KEY, queries.chain_head(), []
    for entry in islice((row for row in queries.unsealed() if queries.mark_of(row, key) == row.mark), queries.BATCH):
        head = queries.link_after(head, entry, key)
        seals.append(AuditSeal(number=head.number, entry=entry, digest=head.digest))
    return len(AuditSeal.objects.bulk_create(seals))


def advance_publication(*, at: datetime) -> int:
    """Raise the publication number in the caller's transaction, so that every public page is made anew."""
    Publication.objects.get_or_create(pk=1, defaults={"number": 0})
    Publication.objects.filter(pk=1).update(number=F("number") + 1, at=at)
    return Publication.objects.values_list("number", flat=True).get(pk=1)


@transaction.atomic
def create_user(
    *, username: str, password: str, first_name: str, last_name: str, by: User | None, at: datetime, email: str = ""
) -> User:
    """Create an account without a role; letters to its holder go to `email`.

    NotAllowed unless `by` manages accounts or is the machine itself.
    """
    _require_manager(by)
    user = User.objects.create_user(username, email, password, first_name=first_name, last_name=last_name)
    note(by=by, did=Event.USER_CREATED, to=user, at=at)
    return user


@transaction.atomic
def set_password(*, user: User, password: str, by: User | None, at: datetime) -> None:
    """Give an account a new password; the one before stops working at once."""
    _require_manager(by)
    user.set_password(password)
    user.save()
    note(by=by, did=Event.PASSWORD_CHANGED, to=user, at=at)


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
    """One invented account a role: (username, password) pairs. DemoOnly outside dev.

    All have one password, made afresh each time: hashing one for each would take longer than the rest of the demo.
    """
    if not getattr(settings, "DEMO", False):
        raise DemoOnly("Invented accounts are made in the demo only; create real ones with create_user.")
    password = secrets.token_urlsafe(12)
    hashed = make_password(password)
    for role in Role:
        named = {"first_name": "Invented", "last_name": role.words, "email": f"{role.value}@mootshire.example"}
        user, fresh = User.objects.get_or_create(username=role.value, defaults=named)
        user.password = hashed
        user.save()
        if fresh:
            note(by=None, did=Event.USER_CREATED, to=user, at=at)
        give_role(user=user, role=role, by=None, at=at)
    return [(role.value, password) for role in Role]


def _require_manager(by: User | None) -> None:
    if by is not None:
        rules.require(rules.may(by, Permission.MANAGE_ACCOUNTS))
