"""The room and the minutes of every meeting: what is recorded now, and how far the minutes have come."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from folkmoot.apps.accounts.rules import may, require
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.minutes import rules
from folkmoot.apps.minutes.models import Sitting
from folkmoot.apps.minutes.queries import waiting
from folkmoot.apps.minutes.terms import STANDINGS
from folkmoot.sites.office.pages import page, somebody

AHEAD = timedelta(28)  # how soon a meeting's room can be got ready
SHOWN = 12  # of those that are done with


@require_safe
def sittings(request: HttpRequest) -> HttpResponse:
    """Meetings to record, minutes by how far they have come, and those that are done with; a chair's own alone."""
    user, now = somebody(request), timezone.now()
    keeping = rules.may_keep_minutes(user)
    require(keeping or may(user, Permission.CHECK_MINUTES))
    steps = list(STANDINGS)
    unsigned = [each for each in waiting.unsigned() if rules.may_read_minutes(user, each[0].meeting)]
    found = sorted(unsigned, key=lambda each: steps.index(each[1]))
    signed = Sitting.objects.filter(signature__isnull=False).select_related("meeting__organization")
    shown = {
        "keeping": keeping,
        "now": now,
        "to_record": list(waiting.to_record(now + AHEAD)) if keeping else [],
        "stages": [(STANDINGS[each], [row for row, _ in rows]) for each, rows in groupby(found, lambda pair: pair[1])],
        "signed": [each for each in signed if rules.may_read_minutes(user, each.meeting)][:SHOWN],
    }
    return page(request, "sittings", **shown)
