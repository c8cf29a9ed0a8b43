"""What waits of measures and of letters."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from folkmoot.apps.accounts.queries import mail
from folkmoot.apps.measures import rules
from folkmoot.apps.measures.models import Vintage
from folkmoot.sites.office.today.tasks import Desk, Task

STEPS = (("Submit", rules.may_submit), ("Approve", rules.may_approve), ("Release", rules.may_release))


def vintages(desk: Desk) -> Iterator[Task]:
    """Vintages whose next step somebody may take."""
    for found in Vintage.objects.filter(withdrawn_at=None, decided_at=None):
        for words, may in STEPS:
            if may(desk.user, found):
                address = reverse("office:values", args=[found.pk])
                titles = ", ".join(found.measures.values_list("title", flat=True)[:3])
                yield Task(f"{words} vintage {found.pk}", address, found.coverage, None, titles, found.invented)


def letters(desk: Desk) -> Iterator[Task]:
    """Letters that could not be sent."""
    failed = mail.outbox_counts()["failed"]
    if failed:
        words = "See why 1 letter was not sent" if failed == 1 else f"See why {failed} letters were not sent"
        yield Task(words, f"{reverse('office:outbox')}?show=failed")
