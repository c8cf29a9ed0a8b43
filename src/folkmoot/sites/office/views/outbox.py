"""Letters: what waits, what was sent, what failed and why."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from folkmoot.apps.accounts.models.mail import Message
from folkmoot.apps.accounts.operations import mail as operations
from folkmoot.apps.accounts.queries import mail as queries
from folkmoot.apps.accounts.rules import may, require
from folkmoot.apps.accounts.terms import Permission
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.shared.clock import received_at
from folkmoot.sites.shared.paging import page_of, pages

A_PAGE = 50


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Letters, the newest first, or those alone that failed."""
    require(may(somebody(request), Permission.READ_REQUESTERS))
    failed = request.GET.get("show") == "failed"
    found = page_of(request, Paginator(queries.outbox(failed=failed), A_PAGE))
    shown = {
        "letters": found,
        "pagination": pages(request, found),
        "counts": queries.outbox_counts(),
        "failed": failed,
        "carried": bool(settings.MAIL),
    }
    return page(request, "outbox", **shown)


@require_POST
def retry(request: HttpRequest, message_id: int) -> HttpResponse:
    """Try a letter again that was given up."""
    user, letter = somebody(request), get_object_or_404(Message, pk=message_id)
    operations.retry(message_id=letter.pk, by=user, at=received_at(request))
    messages.success(request, "The letter is tried again within a minute.")
    return redirect("office:outbox")
