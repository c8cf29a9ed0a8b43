"""Today: what waits for somebody, by what their roles let them do, and the meetings to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from folkmoot.apps.accounts import rules
from folkmoot.apps.accounts.terms import SECOND_STEP
from folkmoot.apps.committees import queries as committees
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.published import DEADLINE_LABELS
from folkmoot.apps.committees.terms import MeetingStatus
from folkmoot.methods.calendars.notice import Deadline
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.office.today import tasks_of
from folkmoot.sites.office.today.tasks import Desk, Task, When, when
from folkmoot.sites.shared.clock import received_at

SHOWN = 4  # meetings of each kind


@dataclass(frozen=True, slots=True)
class Coming:
    """A meeting to come, with its deadlines worked out."""

    meeting: Meeting
    deadlines: tuple[tuple[str, Deadline], ...]


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What is due, what waits and what comes up; meetings to come and those held last."""
    user, now = somebody(request), received_at(request)
    entered = rules.may_enter(user)
    here = Desk(user, rules.permissions_of(user), now)
    shown = {
        "entered": entered,
        "second_step": rules.has_second_step(user) if here.held & SECOND_STEP else rules.Allowed(),
        "groups": _groups(here) if entered else [],
        "coming": [_coming(meeting) for meeting in _to_come(now)],
        "held": _held(now),
        "today": here.today,
    }
    return page(request, "desk", **shown)


def _groups(here: Desk) -> list[tuple[str, list[tuple[Task, When | None]]]]:
    """What is pressing, what has no day, and what has one that is still to come; each where there is any."""
    found = [(task, when(task.due, here.today) if task.due else None) for task in tasks_of(here)]
    groups = (
        ("Due today or overdue", [each for each in found if each[1] and each[1].pressing]),
        ("Waiting for you", [each for each in found if each[1] is None]),
        ("Coming up", [each for each in found if each[1] and not each[1].pressing]),
    )
    return [(words, rows) for words, rows in groups if rows]


def _to_come(now: datetime) -> list[Meeting]:
    rows = Meeting.objects.filter(starts_at__gte=now).exclude(status=MeetingStatus.CANCELLED)
    return list(rows.select_related("organization", "contact").order_by("starts_at")[:SHOWN])


def _held(now: datetime) -> list[Meeting]:
    return list(Meeting.objects.filter(starts_at__lt=now).select_related("organization").order_by("-starts_at")[:SHOWN])


def _coming(meeting: Meeting) -> Coming:
    found = committees.deadlines(meeting)
    return Coming(meeting, tuple((DEADLINE_LABELS[each.rule.kind], each) for each in found))
