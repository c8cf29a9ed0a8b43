"""The work programme: suggestions sorted against the remit, scored by the criteria in force, and scheduled."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.operations.mail import post
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.actions import rules
from folkmoot.apps.actions.models import Score, Suggester, TaskGroup, Topic, Triage
from folkmoot.apps.actions.queries import letters
from folkmoot.apps.actions.terms import Source, TopicState, Way
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.models import AgendaItem, Meeting, Organization
from folkmoot.apps.committees.models.planning import PlannedDecision
from folkmoot.apps.committees.queries.rulebook import rule
from folkmoot.apps.committees.terms import SCRUTINISES, ItemKind, Provenance


class NoCriteria(LookupError):
    """A topic is to be scored, but the body has set no criteria for the day."""


class BadScore(ValueError):
    """A score by an unknown criterion, or beyond its highest."""


@transaction.atomic
def suggest_topic(
    *,
    organization: Organization,
    title: str,
    source: Source,
    by: User | None,
    at: datetime,
    why: str = "",
    theme: str = "",
    put_forward_by: str = "",
    origin: str = "",
    recurring: bool = False,
    suggested_on: date | None = None,
    provenance: Provenance = Provenance.RECORDED,
    tell: tuple[str, str] | None = None,
) -> Topic:
    """Put a topic forward. The same title and theme for the same body on the same day twice changes nothing.

    `tell` is the name and address of who wants to know what came of it; both are kept apart, as a resident's are.
    """
    require(rules.may_suggest(by))
    if by is not None:
        require(rules.may_suggest_as(by, source))
    topic, fresh = Topic.objects.get_or_create(
        organization=organization,
        theme=theme,
        title=title,
        suggested_on=suggested_on or timezone.localdate(at),
        defaults={
            "source": source, "why": why, "put_forward_by": put_forward_by, "origin": origin,
            "recurring": recurring, "provenance": provenance,
        },
    )  # fmt: skip
    if fresh:
        note(by=by, did=Event.TOPIC_SUGGESTED, to=topic, at=at)
        if tell is not None:
            keep_suggester(topic, *tell, at=at)
    return topic


def keep_suggester(topic: Topic, name: str, email: str, *, at: datetime) -> Suggester:
    """Keep who suggested a topic, apart from it and until a day, to be told what came of it."""
    until = timezone.localdate(at) + timedelta(days=settings.KEEP_REQUESTERS_DAYS)
    return Suggester.objects.create(topic=topic, name=name, email=email, delete_on=until)


@transaction.atomic
def sort_topic(
    *,
    topic_id: int,
    state: TopicState,
    reason: str,
    by: User | None,
    at: datetime,
    referred_to: Organization | None = None,
) -> Topic:
    """Take a topic a step on, for a reason measured by the body's remit; a topic that is referred names the body.

    NotAllowed for a step that is none, or without the body it is referred to.
    """
    topic = _topic(topic_id)
    require(rules.may_keep_programme(by))
    require(rules.may_pass(topic, state))
    if state is TopicState.REFERRED:
        require(rules.may_refer(topic, referred_to))
        topic.referred_to = referred_to
    stepped = _step(topic, state, reason, by=by, at=at)
    if state is TopicState.REFERRED:
        _take_over(topic, by=by, at=at)
    return stepped


def _take_over(topic: Topic, *, by: User | None, at: datetime) -> None:
    """Put what was referred to a body that scrutinises among the suggestions to it, linked with where it came from."""
    body = topic.referred_to
    if body is None or body.classification not in SCRUTINISES:
        return
    taken, fresh = Topic.objects.get_or_create(
        organization=body,
        theme=topic.theme,
        title=topic.title,
        suggested_on=timezone.localdate(at),
        defaults={
            "source": Source.PARTNER, "why": topic.why, "put_forward_by": topic.organization.name,
            "referred_from": topic, "provenance": topic.provenance, "measure": topic.measure,
        },
    )  # fmt: skip
    if fresh:
        note(by=by, did=Event.TOPIC_SUGGESTED, to=taken, at=at)


@transaction.atomic
def schedule_topic(
    *,
    topic_id: int,
    meeting_id: int,
    way: Way,
    reason: str,
    by: User | None,
    at: datetime,
    minutes: int | None = None,
) -> Topic:
    """Put a topic of the shortlist on the programme of a meeting, for so many minutes where that is known."""
    topic = _topic(topic_id)
    require(rules.may_keep_programme(by))
    require(rules.may_pass(topic, TopicState.SCHEDULED))
    meeting = Meeting.objects.get(pk=meeting_id)
    require(rules.may_schedule(topic, meeting))
    topic.meeting, topic.way, topic.planned_minutes = meeting, way, minutes
    return _step(topic, TopicState.SCHEDULED, reason, by=by, at=at)


@transaction.atomic
def put_on_agenda(*, topic_id: int, by: User | None, at: datetime) -> AgendaItem:
    """Put a topic at the end of the agenda of its meeting; both name each other from then on."""
    topic = _topic(topic_id)
    require(rules.may_keep_programme(by))
    require(rules.may_put_on_agenda(topic))
    assert topic.meeting_id is not None, "what is scheduled has a meeting"
    topic.item = committees.add_agenda_item(
        meeting_id=topic.meeting_id, title=topic.title, kind=ItemKind.REPORT, planned_minutes=topic.planned_minutes,
        by=by, at=at,
    )  # fmt: skip
    topic.save()
    note(by=by, did=Event.TOPIC_ON_AGENDA, to=topic, at=at)
    return topic.item


@transaction.atomic
def link_decision(*, topic_id: int, decision: PlannedDecision | None, by: User | None, at: datetime) -> Topic:
    """Say which planned decision a topic is about; None where it is about none."""
    topic = _topic(topic_id)
    require(rules.may_keep_programme(by))
    topic.decision = decision
    topic.save()
    note(by=by, did=Event.TOPIC_LINKED, to=topic, at=at)
    advance_publication(at=at)
    return topic


@transaction.atomic
def score_topic(*, topic_id: int, criterion: str, value: int, by: User | None, at: datetime) -> Score:
    """Score a topic by one criterion of the rule in force on the day (S6). NoCriteria, BadScore."""
    topic = _topic(topic_id)
    require(rules.may_score(by))
    check_score(topic, criterion, value, at=at)
    score, _ = Score.objects.update_or_create(
        topic=topic, criterion=criterion, defaults={"value": value, "at": at, "by": by}
    )
    note(by=by, did=Event.TOPIC_SCORED, to=score, at=at)
    advance_publication(at=at)
    return score


def check_score(topic: Topic, criterion: str, value: int, *, at: datetime) -> None:
    """NoCriteria or BadScore, unless the rule in force on the day knows the criterion and its scores go as high."""
    found = rule(topic.organization, "S6", on=timezone.localdate(at))
    if found is None:
        raise NoCriteria(f"{topic.organization.name} has set no criteria for its work programme. Set rule S6 first.")
    if criterion not in found.words("criteria"):
        raise BadScore(f"{criterion!r} is none of the criteria {', '.join(found.words('criteria'))}.")
    if not 0 <= value <= found.whole("most"):
        raise BadScore(f"{criterion}: give a score from 0 to {found.whole('most')}, not {value}.")


@transaction.atomic
def set_up_task_group(
    *, topic_id: int, organization: Organization, terms: str, reports_on: date, by: User | None, at: datetime
) -> TaskGroup:
    """Give a topic to a task and finish group, with its terms and the day of its report."""
    topic = _topic(topic_id)
    require(rules.may_keep_programme(by))
    group = TaskGroup.objects.create(topic=topic, organization=organization, terms=terms, reports_on=reports_on)
    note(by=by, did=Event.TASK_GROUP_SET_UP, to=group, at=at)
    advance_publication(at=at)
    return group


@transaction.atomic
def forget_suggesters(*, at: datetime) -> int:
    """Delete what tells who suggested a topic, once its day has come; how many were deleted."""
    due = Suggester.objects.select_for_update().filter(delete_on__lte=timezone.localdate(at)).select_related("topic")
    for suggester in due:
        note(by=None, did=Event.SUGGESTERS_FORGOTTEN, to=suggester.topic, at=at)
    return due.delete()[0]


def _topic(topic_id: int) -> Topic:
    return Topic.objects.select_for_update(of=("self",)).select_related("organization").get(pk=topic_id)


def _step(topic: Topic, state: TopicState, reason: str, *, by: User | None, at: datetime) -> Topic:
    topic.state = state
    topic.save()
    step = Triage.objects.create(topic=topic, state=state, reason=reason, at=at, by=by)
    note(by=by, did=Event.TOPIC_SORTED, to=step, at=at)
    advance_publication(at=at)
    _tell(topic, state, reason, step=step.pk, at=at)
    return topic


def _tell(topic: Topic, state: TopicState, reason: str, *, step: int, at: datetime) -> None:
    """Write to the resident who suggested a topic, as long as we know who it was."""
    suggester = Suggester.objects.filter(topic=topic).first()
    if suggester is None:
        return
    subject, words = letters.sorted_out(topic, suggester.name, state, reason)
    post(reference=f"topic-{topic.pk}-step-{step}", to=suggester.email, subject=subject, body=words, at=at)
    suggester.told_at = at
    suggester.save()
