"""What waits at a meeting and after it: the record, the minutes, actions, recommendations, the work programme."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.actions import queries
from folkmoot.apps.actions.models import Action, Recommendation, Topic
from folkmoot.apps.actions.rules import may_answer
from folkmoot.apps.actions.terms import ActionState, TopicState
from folkmoot.apps.committees.queries import meeting_day
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.minutes import rules
from folkmoot.apps.minutes.queries import waiting
from folkmoot.apps.minutes.terms import Standing
from folkmoot.methods.calendars.counting import at_clock
from folkmoot.sites.office.today.tasks import Desk, Task, in_short, named

# What is done to minutes next; the Chair checks them, the clerk does the rest.
NEXT_STEP = {
    Standing.OPEN: "Finish the minutes and send them to the Chair",
    Standing.WITH_CHAIR: "Check the minutes",
    Standing.CHECKED: "Publish the minutes as a draft",
    Standing.APPROVED: "Have the minutes signed",
}


def to_record(desk: Desk) -> Iterator[Task]:
    """Meetings of today, and those that were held and not recorded."""
    for meeting in waiting.to_record(_end_of(desk)):
        address, invented = reverse("office:room", args=[meeting.pk]), meeting.provenance == Provenance.INVENTED
        yield Task("Record the meeting", address, named(meeting), meeting_day(meeting), invented=invented)


def minutes(desk: Desk) -> Iterator[Task]:
    """Minutes that wait for their next step."""
    for sitting, standing in waiting.unsigned():
        if standing not in NEXT_STEP or meeting_day(sitting.meeting) >= desk.today:
            continue
        checking = standing is Standing.WITH_CHAIR
        if rules.may_check_minutes(desk.user, sitting, desk.today) if checking else rules.may_keep_minutes(desk.user):
            invented = sitting.provenance == Provenance.INVENTED
            address = reverse("office:minutes", args=[sitting.meeting_id])
            yield Task(NEXT_STEP[standing], address, named(sitting.meeting), invented=invented)


def actions(desk: Desk) -> Iterator[Task]:
    """Actions whose day is near or past."""
    rows = Action.objects.filter(state=ActionState.OPEN, due__lte=desk.until).select_related("organization")
    for row in rows:
        invented, address = row.provenance == Provenance.INVENTED, reverse("office:action", args=[row.pk])
        about = f"{row.origin}, {row.organization.name}"
        yield Task(f"Report progress: {in_short(row.text)}", address, about, row.due, row.owner, invented)


def recommendations(desk: Desk) -> Iterator[Task]:
    """Recommendations to give notice of, and those whose answer is due."""
    rows = Recommendation.objects.filter(answer="").exclude(provenance=Provenance.PRINTED)
    for row in rows.select_related("organization", "to"):
        due = queries.clock(row).due
        notice = row.notice_on is None and Permission.MANAGE_MEETINGS in desk.held
        if notice or (due and due <= desk.until and may_answer(desk.user, row)):
            words = f"Give notice of {row.reference}" if notice else f"Record the answer to {row.reference}"
            address, invented = reverse("office:recommendation", args=[row.pk]), row.provenance == Provenance.INVENTED
            about = f"{row.organization.name}, to {row.to.name}"
            yield Task(words, address, about, due, in_short(row.text), invented)


def suggestions(desk: Desk) -> Iterator[Task]:
    """Suggestions for the work programme that nobody has sorted."""
    for row in _topics(TopicState.SUGGESTED):
        yield _of_topic("Sort the suggestion", row)


def longlist(desk: Desk) -> Iterator[Task]:
    """Topics of the longlist without a score."""
    for row in _topics(TopicState.LONGLISTED).filter(scores=None):
        yield _of_topic("Score the topic", row)


def _topics(state: TopicState) -> QuerySet[Topic]:
    rows = Topic.objects.filter(state=state).exclude(provenance=Provenance.PRINTED)
    return rows.select_related("organization").order_by("suggested_on", "pk")


def _of_topic(words: str, row: Topic) -> Task:
    address, invented = reverse("office:topic", args=[row.pk]), row.provenance == Provenance.INVENTED
    return Task(f"{words}: {in_short(row.title)}", address, row.organization.name, invented=invented)


def _end_of(desk: Desk) -> datetime:
    return at_clock(desk.today + timedelta(1), time.min)
