"""The room and the minutes of every meeting: what is recorded now, and how far the minutes have come."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from folkmoot.apps.accounts.rules import require
from folkmoot.apps.minutes import rules
from folkmoot.apps.minutes.models import Sitting
from folkmoot.apps.minutes.queries import waiting
from folkmoot.apps.minutes.terms import STANDINGS
from folkmoot.sites.office.pages import page, somebody

AHEAD = timedelta(28)  # how soon a meeting's room can be got ready
SHOWN = 12  # of those that are done with


@require_safe
def sittings(request: HttpRequest) -> HttpResponse:
    """Meetings to record, minutes by how far they have come, and those that are done with."""
    user, now = somebody(request), timezone.now()
    require(rules.may_read_minutes(user))
    keeping = rules.may_keep_minutes(user)
    steps = list(STANDINGS)
    found = sorted(waiting.unsigned(), key=lambda each: steps.index(each[1]))
    shown = {
        "keeping": keeping,
        "now": now,
        "to_record": list(waiting.to_record(now + AHEAD)) if keeping else [],
        "stages": [(STANDINGS[each], [row for row, _ in rows]) for each, rows in groupby(found, lambda pair: pair[1])],
        "signed": Sitting.objects.filter(signature__isnull=False).select_related("meeting__organization")[:SHOWN],
    }
    return page(request, "sittings", **shown)
