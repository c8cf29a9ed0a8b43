"""Every address of the office and practice sites needs somebody signed in, whether its view remembers to ask or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.sites.shared import errors

CLOSED = frozenset({"office", "practice"})


class Gate:
    """Middleware: sends strangers to the sign-in page, and prints the reason of whatever an operation refused."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.namespace not in CLOSED or request.user.is_authenticated:
            return None
        return redirect_to_login(request.get_full_path())

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return errors.forbidden(request, exception) if isinstance(exception, NotAllowed) else None
