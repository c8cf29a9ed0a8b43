"""The prioritisation meeting: topics are put before it, scored and decided on, and its note is circulated."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.operations.mail import post
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.actions import rules
from folkmoot.apps.actions.models import Mark, Prioritisation, Topic, Weighing
from folkmoot.apps.actions.operations.programme import check_score, score_topic, sort_topic
from folkmoot.apps.actions.queries import letters
from folkmoot.apps.actions.terms import TopicState
from folkmoot.apps.committees.models import Person
from folkmoot.apps.committees.models.planning import Gathering
from folkmoot.apps.committees.terms.planning import GatheringKind


class NotPrioritising(ValueError):
    """Topics are put before a gathering that is no prioritisation meeting, or one of another body."""


class NothingAgreed(ValueError):
    """A note is circulated or published though it is empty, or a topic has no outcome yet."""


@transaction.atomic
def consider_topic(*, gathering_id: int, topic_id: int, by: User | None, at: datetime) -> Weighing:
    """Put a topic before a prioritisation meeting of its body; twice changes nothing. NotPrioritising."""
    require(rules.may_keep_programme(by))
    gathering, topic = Gathering.objects.get(pk=gathering_id), Topic.objects.get(pk=topic_id)
    if gathering.kind != GatheringKind.PRIORITIES or gathering.organization_id != topic.organization_id:
        raise NotPrioritising("A topic is put before a prioritisation meeting of the body that it was suggested to.")
    held, _ = Prioritisation.objects.get_or_create(gathering=gathering)
    weighing, fresh = Weighing.objects.get_or_create(prioritisation=held, topic=topic)
    require(rules.may_weigh(weighing))
    if fresh:
        note(by=by, did=Event.TOPIC_CONSIDERED, to=weighing, at=at)
    return weighing


@transaction.atomic
def mark_topic(
    *, weighing_id: int, person: Person | None, marks: dict[str, int], by: User | None, at: datetime
) -> None:
    """Record what a member gave a topic by the criteria, or of no person what all agreed. NoCriteria, BadScore.

    What was agreed becomes the topic's score on the work programme.
    """
    weighing = _weighing(weighing_id)
    require(rules.may_mark(by, person, weighing))
    require(rules.may_weigh(weighing))
    for criterion, value in marks.items():
        check_score(weighing.topic, criterion, value, at=at)
        Mark.objects.update_or_create(
            weighing=weighing, person=person, criterion=criterion, defaults={"value": value}
        )  # fmt: skip
        if person is None:
            score_topic(topic_id=weighing.topic_id, criterion=criterion, value=value, by=by, at=at)
    note(by=by, did=Event.TOPIC_MARKED, to=weighing, at=at)


@transaction.atomic
def conclude_topic(*, weighing_id: int, outcome: TopicState, reason: str, by: User | None, at: datetime) -> Weighing:
    """Record what was agreed of a topic and why; it passes to that state, unless it stands there already."""
    weighing = _weighing(weighing_id)
    require(rules.may_keep_programme(by))
    require(rules.may_weigh(weighing))
    if outcome != weighing.topic.state:
        sort_topic(topic_id=weighing.topic_id, state=outcome, reason=reason, by=by, at=at)
    weighing.outcome, weighing.reason = outcome, reason
    weighing.save()
    note(by=by, did=Event.TOPIC_WEIGHED, to=weighing, at=at)
    return weighing


@transaction.atomic
def circulate_note(*, gathering_id: int, text: str, by: User | None, at: datetime) -> tuple[Person, ...]:
    """Send the note of a prioritisation meeting, with each topic's outcome, to everybody invited.

    Who has no address here is handed back, to be told another way. NothingAgreed while a topic has no outcome.
    """
    require(rules.may_keep_programme(by))
    held = _held(gathering_id)
    require(rules.may_circulate(held))
    if not text or held.weighings.filter(outcome="").exists() or not held.weighings.exists():
        raise NothingAgreed("Write the note, and record what was agreed of each topic, before it is circulated.")
    held.note, held.circulated_at = text, at
    held.save()
    unreached = []
    for invitation in held.gathering.invitations.select_related("person__account"):
        account = invitation.person.account
        if account is None or not account.email:
            unreached.append(invitation.person)
            continue
        subject, words = letters.note_of(held, invitation.person.called)
        post(reference=f"priorities-{held.pk}-{invitation.pk}", to=account.email, subject=subject, body=words, at=at)
    note(by=by, did=Event.NOTE_CIRCULATED, to=held, at=at)
    return tuple(unreached)


@transaction.atomic
def publish_note(*, gathering_id: int, by: User | None, at: datetime) -> Prioritisation:
    """Let everybody read a note that was circulated, on the page of the work programme. NothingAgreed before that."""
    require(rules.may_keep_programme(by))
    held = _held(gathering_id)
    if held.circulated_at is None:
        raise NothingAgreed("Circulate the note to the members first.")
    held.public = True
    held.save()
    note(by=by, did=Event.NOTE_PUBLISHED, to=held, at=at)
    advance_publication(at=at)
    return held


def _weighing(weighing_id: int) -> Weighing:
    rows = Weighing.objects.select_for_update(of=("self",)).select_related(
        "prioritisation__gathering__organization", "topic__organization"
    )
    return rows.get(pk=weighing_id)


def _held(gathering_id: int) -> Prioritisation:
    rows = Prioritisation.objects.select_for_update(of=("self",)).select_related("gathering__organization")
    held = rows.filter(gathering_id=gathering_id).first()
    if held is None:
        raise NothingAgreed("No topic was put before this meeting yet.")
    return held
