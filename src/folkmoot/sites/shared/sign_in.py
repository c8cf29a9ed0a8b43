"""Sign-ins, failures and changes of the second step reach the audit trail; rows hold keys, never names."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from folkmoot.apps.accounts import operations
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.terms import Event


@receiver(user_logged_in)
def signed_in(user: User, **_: Any) -> None:
    operations.record_sign_in(user=user, did=Event.SIGNED_IN, at=timezone.now())


@receiver(user_login_failed)
def password_failed(credentials: dict[str, Any], **_: Any) -> None:
    operations.record_failed_sign_in(username=str(credentials.get("username", "")), at=timezone.now())


@receiver(authentication_failed)
def code_failed(user: User, **_: Any) -> None:
    operations.record_failed_sign_in(username=user.username, at=timezone.now())


@receiver(password_changed)
def changed_password(user: User, **_: Any) -> None:
    operations.record_sign_in(user=user, did=Event.PASSWORD_CHANGED, at=timezone.now())


@receiver(authenticator_added)
def added_second_step(user: User, **_: Any) -> None:
    operations.record_sign_in(user=user, did=Event.SECOND_STEP_ADDED, at=timezone.now())


@receiver(authenticator_removed)
def removed_second_step(user: User, **_: Any) -> None:
    operations.record_sign_in(user=user, did=Event.SECOND_STEP_REMOVED, at=timezone.now())
