"""A vintage before its release: what would be withheld, what earlier releases give away, and what changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from folkmoot.apps.accounts.rules import require
from folkmoot.apps.measures import queries, rules
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.office.views.vintages import vintage_of, way_to

MOST = 50  # lines of a long list that are shown; the page of the measure has more


@require_safe
def review(request: HttpRequest, vintage_id: int) -> HttpResponse:
    """What the release of a vintage would show, withhold and change, for whoever approves it."""
    user, found = somebody(request), vintage_of(vintage_id)
    require(rules.may_see_exact(user))
    if found.decided_at or found.withdrawn_at:
        return redirect("office:values", found.pk)
    shown = {
        "vintage": found,
        "lines": queries.foreseen(found),
        "most": MOST,
        "approving": rules.may_approve(user, found),
        "releasing": rules.may_release(user, found),
    }
    return page(request, "review", way_to(found), "Before its release", **shown)
