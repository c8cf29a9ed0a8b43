"""Verbs of the room: taking items, time, questions, the public leaving and coming back, breaks, the end."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.committees.models import AgendaItem, Person
from folkmoot.apps.minutes import queries, rules
from folkmoot.apps.minutes.models import Adjournment, Exclusion, Minute, Motion, Question, Receipt, Sitting, Spell
from folkmoot.apps.minutes.operations.keeping import changed, minute_to_change, sitting_to_change
from folkmoot.apps.minutes.operations.writing import number_minute, record_action
from folkmoot.apps.minutes.queries.answering import capacity_of
from folkmoot.apps.minutes.terms import CONFIDENTIAL, Concern, Outcome, Spent


class AlreadyTaken(ValueError):
    """An item has its minute at this meeting; it is taken up again there."""


class NotUrgent(ValueError):
    """An urgent item was taken without the chair's opinion that it cannot wait (N3)."""


class NotResolved(ValueError):
    """The public was to be excluded without a resolution that was carried (E1)."""


class OutOfOrder(ValueError):
    """Something ended that had not begun, or began while it went on already."""


@transaction.atomic
def take_item(
    *,
    sitting_id: int,
    by: User | None,
    at: datetime,
    item: AgendaItem | None = None,
    title: str = "",
    urgency: str = "",
) -> Minute:
    """Come to an item: it gets the next number of the body's council year, in the order taken (M6).

    While the public is out, its minute is withheld by the same ground. AlreadyTaken; NotUrgent for an urgent item
    without the chair's opinion and its special circumstances, where the rule is in force (N3).
    """
    sitting = sitting_to_change(sitting_id, by)
    if item is not None:
        earlier = sitting.minutes.filter(agenda_item=item).first()
        if earlier is not None:
            raise AlreadyTaken(f"{item.title} is minute {earlier.number} of this meeting already. Open it there.")
        urgency = urgency or (item.urgent_reason if item.urgency_agreed_by else "")
        if queries.needs_urgency(item) and not urgency:
            raise NotUrgent(
                f"{item.title} was not on an agenda open in time. Record the Chair's opinion why it is urgent, and the "
                "special circumstances, before it is taken (N3)."
            )
    _stop(sitting, at)
    minute = number_minute(sitting, title=title or (item.title if item else ""), item=item, at=at)
    out = queries.open_exclusion(sitting)
    minute.urgency = urgency
    minute.withheld = out.ground if out else ""
    minute.save()
    note(by=by, did=Event.ITEM_TAKEN, to=minute, at=at)
    changed(sitting, at)
    return minute


@transaction.atomic
def put_back(*, minute_id: int, by: User | None, at: datetime) -> None:
    """Undo the taking of an item by mistake: the last one, with nothing recorded of it. NotAllowed with the reason."""
    minute = minute_to_change(minute_id, by)
    require(rules.may_take_back(minute))
    note(by=by, did=Event.ITEM_UNTAKEN, to=minute, at=at)
    minute.revisions.all().delete()
    minute.delete()
    changed(minute.sitting, at)


@transaction.atomic
def describe_item(
    *,
    minute_id: int,
    by: User | None,
    at: datetime,
    outcome: Outcome | None = None,
    concern: Concern = Concern.NOTHING_SPECIAL,
    taken_as_read: bool = False,
    urgency: str = "",
    withheld: str = "",
    public_summary: str = "",
    fair_without: bool = False,
) -> Minute:
    """Record how an item was taken: its outcome, what it is about, and what of its minute the public may read."""
    minute = minute_to_change(minute_id, by)
    minute.outcome, minute.concern = outcome or "", concern
    minute.taken_as_read, minute.urgency = taken_as_read, urgency
    minute.withheld, minute.public_summary, minute.fair_without = withheld, public_summary, fair_without
    minute.save()
    note(by=by, did=Event.ITEM_DESCRIBED, to=minute, at=at)
    changed(minute.sitting, at)
    return minute


@transaction.atomic
def spend_time(*, minute_id: int, on: Spent | None, by: User | None, at: datetime) -> Spell | None:
    """From now on the item's time goes on presenting, questions or debate; None stops the watch."""
    minute = minute_to_change(minute_id, by)
    _stop(minute.sitting, at)
    spell = Spell.objects.create(minute=minute, spent=on, began_at=at) if on else None
    note(by=by, did=Event.TIME_RECORDED, to=minute, at=at)
    changed(minute.sitting, at)
    return spell


def _stop(sitting: Sitting, at: datetime) -> None:
    for spell in Spell.objects.filter(minute__sitting=sitting, ended_at__isnull=True):
        spell.ended_at = max(at, spell.began_at)
        spell.save()


@transaction.atomic
def ask(*, minute_id: int, text: str, by: User | None, at: datetime, asker: Person | None = None) -> Question:
    """Record a question."""
    minute = minute_to_change(minute_id, by)
    last = minute.questions.aggregate(Max("order"))["order__max"] or 0
    question = Question.objects.create(minute=minute, order=last + 1, text=text, asker=asker)
    note(by=by, did=Event.QUESTION_RECORDED, to=question, at=at)
    changed(minute.sitting, at)
    return question


@transaction.atomic
def answer(
    *, question_id: int, answer: str, answerer: Person, by: User | None, at: datetime, answered_as: str = ""
) -> Question:
    """Record an answer, and as what it was given: whoever answered by post or capacity, where nothing else is said."""
    minute = minute_to_change(Question.objects.values_list("minute_id", flat=True).get(pk=question_id), by)
    question = minute.questions.get(pk=question_id)
    question.answer, question.answerer = answer, answerer
    question.answered_as = answered_as or capacity_of(minute.sitting, answerer)
    question.save()
    note(by=by, did=Event.QUESTION_ANSWERED, to=question, at=at)
    changed(minute.sitting, at)
    return question


@transaction.atomic
def owe_answer(*, question_id: int, owner: str, due: date, by: User | None, at: datetime) -> Question:
    """Owe a written answer to a question that was not answered: an action with who gives it, by when."""
    minute = minute_to_change(Question.objects.values_list("minute_id", flat=True).get(pk=question_id), by)
    question = minute.questions.get(pk=question_id)
    question.action_key = f"{minute.key}-answer-{question.order}"
    question.save()
    record_action(
        minute_id=minute.pk,
        key=question.action_key,
        text=f"Give a written answer, to be published, to the question: {question.text}",
        owner=owner,
        due=due,
        by=by,
        at=at,
    )
    return question


@transaction.atomic
def exclude_public(
    *, minute_id: int, ground: str, reason: str, by: User | None, at: datetime, motion: Motion | None = None
) -> Exclusion:
    """Go on without the public, by a carried resolution; for confidential business none is needed (E2).

    NotResolved without it (E1); OutOfOrder while the public is out already.
    """
    minute = minute_to_change(minute_id, by)
    if queries.open_exclusion(minute.sitting) is not None:
        raise OutOfOrder("The public is out already.")
    if ground != CONFIDENTIAL and not (motion and hasattr(motion, "vote") and motion.vote.carried):
        raise NotResolved(
            "The public is excluded by a resolution: record the motion with its mover and the vote that carried it "
            "first (E1)."
        )
    exclusion = Exclusion.objects.create(
        minute=minute,
        ground=ground,
        reason=reason,
        motion=motion if ground != CONFIDENTIAL else None,
        began_at=at,
    )
    item = minute.agenda_item
    if item is not None and item.withheld:
        minute.withheld = ground
        minute.save()
    note(by=by, did=Event.PUBLIC_EXCLUDED, to=exclusion, at=at)
    changed(minute.sitting, at)
    return exclusion


@transaction.atomic
def readmit_public(*, sitting_id: int, by: User | None, at: datetime) -> Exclusion:
    """Let the public in again. OutOfOrder while it is not out."""
    sitting = sitting_to_change(sitting_id, by)
    exclusion = queries.open_exclusion(sitting)
    if exclusion is None:
        raise OutOfOrder("The public is not out.")
    exclusion.ended_at = at
    exclusion.save()
    note(by=by, did=Event.PUBLIC_READMITTED, to=exclusion, at=at)
    changed(sitting, at)
    return exclusion


@transaction.atomic
def adjourn(*, sitting_id: int, by: User | None, at: datetime, reason: str = "") -> Adjournment:
    """Break the meeting off for a while. OutOfOrder while it is broken off."""
    sitting = sitting_to_change(sitting_id, by)
    if sitting.adjournments.filter(ended_at__isnull=True).exists():
        raise OutOfOrder("The meeting is adjourned already.")
    _stop(sitting, at)
    adjournment = Adjournment.objects.create(sitting=sitting, reason=reason, began_at=at)
    note(by=by, did=Event.MEETING_ADJOURNED, to=adjournment, at=at)
    changed(sitting, at)
    return adjournment


@transaction.atomic
def resume(*, sitting_id: int, by: User | None, at: datetime) -> Adjournment:
    """Go on after a break. OutOfOrder where there is none."""
    sitting = sitting_to_change(sitting_id, by)
    adjournment = sitting.adjournments.filter(ended_at__isnull=True).first()
    if adjournment is None:
        raise OutOfOrder("The meeting is not adjourned.")
    adjournment.ended_at = at
    adjournment.save()
    note(by=by, did=Event.MEETING_RESUMED, to=adjournment, at=at)
    changed(sitting, at)
    return adjournment


@transaction.atomic
def end_sitting(*, sitting_id: int, by: User | None, at: datetime, ended_at: datetime | None = None) -> Sitting:
    """Close the meeting, now where no time is given: whoever is there leaves, and the watch stops."""
    sitting = sitting_to_change(sitting_id, by)
    moment = ended_at or at
    if sitting.began_at and moment <= sitting.began_at:
        raise OutOfOrder("The meeting cannot end before it began. Mend the time.")
    _stop(sitting, moment)
    for attendance in sitting.attendances.all():
        for stretch in attendance.stretches.filter(present_to__isnull=True):
            stretch.present_to = max(moment, stretch.present_from)
            stretch.save()
    for adjournment in sitting.adjournments.filter(ended_at__isnull=True):
        adjournment.ended_at = max(moment, adjournment.began_at)
        adjournment.save()
    exclusion = queries.open_exclusion(sitting)
    if exclusion is not None:
        exclusion.ended_at = max(moment, exclusion.began_at)
        exclusion.save()
    sitting.ended_at = moment
    note(by=by, did=Event.SITTING_ENDED, to=sitting, at=at)
    changed(sitting, at)
    return sitting


def receive_once(*, sitting_id: int, token: str) -> bool:
    """Whether something that was sent is new; within the transaction that records it. Without a token it always is."""
    if not token:
        return True
    return Receipt.objects.get_or_create(token=token, defaults={"sitting_id": sitting_id})[1]
