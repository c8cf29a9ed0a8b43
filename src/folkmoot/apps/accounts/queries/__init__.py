"""Reads of accounts for officers, and the chain of the audit trail: how it is made and what breaks it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from folkmoot.adapters.store.heads import Head
from folkmoot.apps.accounts.models import AuditEntry, AuditSeal, RoleGrant, User
from folkmoot.apps.accounts.terms import PERMISSIONS_OF, Permission, Role

BEFORE_THE_FIRST = Head(0, "0" * 64)
BATCH = 2000  # rows read at a time


def accounts() -> QuerySet[User]:
    """Every account by username, with its grants and whether its sign-in has a second step (`second_step`)."""
    has_app = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    held = RoleGrant.objects.filter(taken_at__isnull=True).order_by("role")
    return (
        User.objects.annotate(second_step=Exists(has_app))
        .prefetch_related(Prefetch("grants", held, to_attr="held"))
        .order_by("username")
    )


def holders(permission: Permission) -> QuerySet[User]:
    """Whose roles include a permission now, by username."""
    roles = [role.value for role in Role if permission in PERMISSIONS_OF[role]]
    held = RoleGrant.objects.filter(taken_at__isnull=True, role__in=roles)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("username")


def mark_of(entry: AuditEntry, key: str) -> str:
    """The HMAC over what a row says, which only a process with the key can write."""
    said = [entry.at.astimezone(UTC).isoformat(), entry.by_id, entry.did, entry.app, entry.model, entry.key]
    return _hmac(key, json.dumps(said))


def link_after(head: Head, entry: AuditEntry, key: str) -> Head:
    """The chain's next link, holding a row: its HMAC covers the row, its number and the link before."""
    number = head.number + 1
    return Head(number, _hmac(key, json.dumps([head.digest, number, entry.pk, entry.mark])))


def chain_head() -> Head:
    """The last link of the chain."""
    last = AuditSeal.objects.order_by("number").last()
    return Head(last.number, last.digest) if last else BEFORE_THE_FIRST


def unsealed() -> Iterator[AuditEntry]:
    """Committed rows that are not in the chain, by key; read page by page, so that a reader may stop anywhere."""
    rows, last = AuditEntry.objects.filter(seal__isnull=True).order_by("pk"), 0
    while page := list(rows.filter(pk__gt=last)[:BATCH]):
        yield from page
        last = page[-1].pk


def audit_faults(*, key: str, heads: Sequence[Head]) -> list[str]:
    """What is wrong with the audit trail, a sentence each; empty when every row is there, as written and sealed.

    `heads` are the lines of the file outside the database: without them a missing tail could not be seen.
    """
    recorded: dict[int, set[str]] = {}
    for line in heads:
        recorded.setdefault(line.number, set()).add(line.digest)
    faults: list[str] = []
    head = BEFORE_THE_FIRST
    for seal, entry in _sealed():
        faults += _link_faults(head, seal, entry, key)
        if recorded.get(seal.number, {seal.digest}) != {seal.digest}:
            faults.append(f"Number {seal.number} is not what the head file recorded: the chain was rewritten.")
        head = Head(seal.number, seal.digest)
    last = max(recorded, default=0)
    if last > head.number:
        faults.append(
            f"The chain ends at number {head.number}, but the head file knows number {last}: the tail is gone."
        )
    if head.number and not recorded:
        faults.append("The head file is missing or empty, so that a missing tail would not be seen. Restore it.")
    return [*faults, *_unsealed_faults(key)]


@dataclass(frozen=True, slots=True)
class _Seal:
    number: int
    entry_id: int
    digest: str


def _sealed() -> Iterator[tuple[_Seal, AuditEntry | None]]:
    """Each seal with its row, by number; None for a row that was deleted under its seal."""
    rows, last = AuditSeal.objects.order_by("number").values_list("number", "entry_id", "digest"), 0
    while page := [_Seal(*row) for row in rows.filter(number__gt=last)[:BATCH]]:
        entries = AuditEntry.objects.in_bulk([seal.entry_id for seal in page])
        for seal in page:
            yield seal, entries.get(seal.entry_id)
        last = page[-1].number


def _link_faults(head: Head, seal: _Seal, entry: AuditEntry | None, key: str) -> Iterator[str]:
    named = f"Row {seal.entry_id}, sealed as number {seal.number},"
    if seal.number != head.number + 1:
        yield f"The chain jumps from number {head.number} to number {seal.number}: what stood between is gone."
    if entry is None:
        yield f"{named} is gone."
    elif not hmac.compare_digest(entry.mark, mark_of(entry, key)):
        yield f"{named} was altered."
    elif seal.number == head.number + 1 and not hmac.compare_digest(seal.digest, link_after(head, entry, key).digest):
        yield f"{named} does not follow the row before it: rows were moved, replaced or inserted."


def _unsealed_faults(key: str) -> Iterator[str]:
    for entry in unsealed():
        if hmac.compare_digest(entry.mark, mark_of(entry, key)):
            yield f"Row {entry.pk} is not sealed yet. The worker seals every second; or run: folkmoot audit seal"
        else:
            yield f"Row {entry.pk} was not written by Folkmoot, or altered before it was sealed."


def _hmac(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
