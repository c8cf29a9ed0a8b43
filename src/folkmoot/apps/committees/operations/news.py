"""What those who follow a committee are told of, written in the transaction of what it tells of."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from folkmoot.apps.accounts.operations.mail import announce
from folkmoot.apps.accounts.queries.mail import address
from folkmoot.apps.accounts.terms import Occasion
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.models.requests import Request
from folkmoot.apps.committees.operations.requests import tell as write_to
from folkmoot.apps.committees.queries import letters
from folkmoot.apps.committees.queries import requests as queries
from folkmoot.apps.committees.terms import MeetingStatus, Provenance
from folkmoot.apps.committees.terms.requests import ENDED, RequestKind, WindowState
from folkmoot.methods.calendars.counting import LONDON

NEAR = timedelta(days=2)
TOLD = {
    MeetingStatus.MOVED: Occasion.MEETING_MOVED,
    MeetingStatus.RESCHEDULED: Occasion.MEETING_MOVED,
    MeetingStatus.CANCELLED: Occasion.MEETING_CANCELLED,
}


def tell(
    meeting: Meeting, occasion: Occasion, *, key: str, at: datetime, words: str = "", page: str = "public:meeting"
) -> None:
    """Announce something about a meeting, in the caller's transaction. The same key is the same news, told once.

    Topics and wards are looked for in `words` and in the titles of the agenda. A printed record is no news.
    """
    if meeting.provenance == Provenance.PRINTED:
        return
    body, starts = meeting.organization, meeting.starts_at.astimezone(LONDON)
    titles = meeting.items.values_list("title", flat=True)
    announce(
        key=key,
        occasion=occasion,
        committee=body.slug,
        title=f"{body.name}, {starts.day} {starts:%B %Y}",
        words=" ".join([words, *titles]),
        address=address(page, meeting.pk),
        at=at,
    )


def tell_status(meeting: Meeting, at: datetime) -> None:
    """Announce that a meeting was moved or cancelled, and write to everybody who asked something of it."""
    occasion = TOLD.get(MeetingStatus(meeting.status))
    if occasion is None:
        return
    tell(meeting, occasion, key=f"status-{meeting.pk}-{meeting.sequence}", at=at)
    asked = Request.objects.filter(meeting=meeting, requester__isnull=False).exclude(status__in=ENDED)
    for request in asked.select_related("meeting__organization"):
        write_to(request, letters.meeting_changed, "meeting", at)


@transaction.atomic
def tell_of_deadlines(*, at: datetime) -> None:
    """Announce the meetings whose time to ask to speak ends within two days; each time once."""
    for meeting in Meeting.objects.filter(status__in=queries.TAKES_REQUESTS, starts_at__gt=at).select_related(
        "organization"
    ):
        found = queries.window(meeting, RequestKind.SPEAK, at)
        if found.state is WindowState.OPEN and found.closes_at is not None and found.closes_at - at <= NEAR:
            key = f"deadline-{meeting.pk}-{found.closes_at:%Y%m%d%H%M}"
            tell(meeting, Occasion.DEADLINE_NEAR, key=key, at=at, page="public:take-part")
