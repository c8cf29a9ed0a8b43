"""May somebody build, read or publish this pack? The reason for a refusal is what the page prints."""

from __future__ import annotations

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import Allowed, Refused, may
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.rules.seats import may_at
from folkmoot.apps.packs.models import PackVersion
from folkmoot.apps.packs.terms import PackKind


def may_build(user: User | None, kind: PackKind) -> Allowed | Refused:
    """Whether somebody may build packs; who builds a restricted one must be able to read it. None is the machine."""
    if user is None:
        return Allowed()
    allowed = may(user, Permission.BUILD_PACKS)
    return allowed if not allowed or kind == PackKind.PUBLIC else may(user, Permission.READ_RESTRICTED)


def may_read(user: User, meeting: Meeting, kind: PackKind) -> Allowed | Refused:
    """Whether somebody may read a meeting's versions that are not published, or restricted ones."""
    return may_at(user, Permission.READ_RESTRICTED if kind == PackKind.RESTRICTED else Permission.BUILD_PACKS, meeting)


def may_publish(user: User | None, version: PackVersion) -> Allowed | Refused:
    """Whether a version may be published: by somebody who publishes packs, once, and never behind a newer one."""
    if version.published_at is not None:
        return Refused(f"Version {version.number} is published already.")
    newer = version.pack.versions.filter(published_at__isnull=False, number__gt=version.number)
    if newer.exists():
        return Refused(f"A newer version than {version.number} is published already; build a new one.")
    return Allowed() if user is None else may(user, Permission.PUBLISH_PACKS)


def may_override(user: User | None) -> Allowed | Refused:
    """Whether somebody may let a pack be published in spite of a finding of the gate: who may publish it."""
    return Allowed() if user is None else may(user, Permission.PUBLISH_PACKS)
