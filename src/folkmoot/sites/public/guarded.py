"""What every form that anybody can send has: a key of its own, an empty field, and a least time to fill it in.

No puzzle is asked of anybody. A program fills in whatever it finds and at once; a person does neither.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.middleware.csrf import get_token

from folkmoot.apps.accounts.intake import Visitor

A_DAY = timedelta(days=1)


class GuardedForm(forms.Form):
    """A form that knows when it was handed out. `key` is its own: a form sent twice is one request."""

    website = forms.CharField(required=False, label="Leave this empty")

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.key = str(self.data.get("key", ""))
        self.handed_out = handed_out(self.key)
        if self.handed_out is None or at - self.handed_out > A_DAY:
            self.key = new_key(at)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("website"):
            raise ValidationError("The form could not be sent: a field that must stay empty was filled in.")
        if self.handed_out is None or self.at - self.handed_out > A_DAY:
            raise ValidationError("This page was open for more than a day. Check what you typed and send it once more.")
        if self.at - self.handed_out < timedelta(seconds=settings.FORMS_QUICKEST_SECONDS):
            raise ValidationError(
                "That was faster than anybody can read this form. Wait a moment and send it once more."
            )
        return given


def new_key(at: datetime) -> str:
    """A key for a form handed out now."""
    return _signer().sign(f"{secrets.token_urlsafe(12)}~{at.isoformat()}")


def handed_out(key: str) -> datetime | None:
    """When a form was handed out; None for a key that is not ours."""
    try:
        return datetime.fromisoformat(_signer().unsign(key).partition("~")[2])
    except (BadSignature, ValueError):
        return None


def visitor(request: HttpRequest) -> Visitor:
    """Whoever sends a form, by the address that our own proxies saw and by the browser's cookie for forms."""
    return Visitor(address_of(request), get_token_of_browser(request))


def address_of(request: HttpRequest) -> str:
    """The sender's network address: the one that the farthest proxy of ours names, else the connection's own."""
    named = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",") if each.strip()]
    if settings.PROXIES and len(named) >= settings.PROXIES:
        return named[-settings.PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


def get_token_of_browser(request: HttpRequest) -> str:
    """The secret of the browser's cookie against forged forms; a browser without it has not loaded the form."""
    get_token(request)
    return str(request.META["CSRF_COOKIE"])


def _signer() -> Signer:
    return Signer(salt="public.form")
