"""May somebody? The answer carries its reason, and the reason is what the page prints."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from folkmoot.apps.accounts.models import RoleGrant, User
from folkmoot.apps.accounts.terms import PERMISSIONS_OF, SEATED, SECOND_STEP, Permission, Role


@dataclass(frozen=True, slots=True)
class Allowed:
    """Yes."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Refused:
    """No, and why."""

    reason: str

    def __bool__(self) -> bool:
        return False


class NotAllowed(PermissionError):
    """An operation was asked for by somebody who may not; the message is the reason."""


def roles_of(user: User | AnonymousUser) -> frozenset[Role]:
    """The roles that somebody holds now; nobody's are none."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    held = set(RoleGrant.objects.filter(user=user, taken_at__isnull=True).values_list("role", flat=True))
    return frozenset(role for role in Role if role.value in held)


def permissions_of(user: User | AnonymousUser) -> frozenset[Permission]:
    """What somebody's roles include, whether or not the second step at sign-in is still missing."""
    return frozenset(permission for role in roles_of(user) for permission in PERMISSIONS_OF[role])


def may_enter(user: User | AnonymousUser) -> Allowed | Refused:
    """Whether somebody has business in the office: holds any role."""
    if roles_of(user):
        return Allowed()
    return Refused("Your account has no role yet. Ask an administrator of this site to give it one.")


def may(user: User | AnonymousUser, permission: Permission) -> Allowed | Refused:
    """Whether somebody may, by the roles held now and, for what is grave, with a second step at sign-in."""
    if any(permission in PERMISSIONS_OF[role] for role in roles_of(user)):
        return has_second_step(user) if permission in SECOND_STEP else Allowed()
    able = ", ".join(role.words for role in Role if permission in PERMISSIONS_OF[role])
    return Refused(f"{permission.sentence} Your roles do not include that; it needs one of these: {able}.")


def is_officer(user: User, permission: Permission) -> bool:
    """Whether a role that needs no seat gives it: the others hold only where somebody sits (ADR 28)."""
    return any(permission in PERMISSIONS_OF[role] for role in roles_of(user) - SEATED)


def has_second_step(user: User | AnonymousUser) -> Allowed | Refused:
    """Whether somebody signs in with a second step, where that is required."""
    if not settings.SECOND_STEP_REQUIRED or Authenticator.objects.filter(user_id=user.pk, type="totp").exists():
        return Allowed()
    return Refused("This needs two-step sign-in, which your account does not have yet. Set it up under Your account.")


def require(outcome: Allowed | Refused) -> None:
    """NotAllowed with the reason, unless allowed."""
    if isinstance(outcome, Refused):
        raise NotAllowed(outcome.reason)
