"""Verbs of decisions: motions and amendments, votes, nominations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import note
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.committees import queries as committees
from folkmoot.apps.committees.models import Person
from folkmoot.apps.minutes.models import Ballot, Minute, Motion, Nomination, Vote
from folkmoot.apps.minutes.operations.keeping import changed, minute_to_change
from folkmoot.apps.minutes.queries.chamber import Chamber, chamber, moment_of
from folkmoot.apps.minutes.terms import Choice, Concern, Method
from folkmoot.methods.meetings import voting
from folkmoot.methods.meetings.voting import BadVote, Count


class NotSeconded(ValueError):
    """A motion or nomination lacks the mover or seconder that the body's rules ask for (M3)."""


class Inquorate(ValueError):
    """Too few members are there to decide (M1)."""


class AmendmentFirst(ValueError):
    """A motion was put to the vote before an amendment to it."""


class NotEntitled(ValueError):
    """Somebody's vote was recorded who may not vote on the item; the message says why."""


@transaction.atomic
def propose(
    *,
    minute_id: int,
    text: str,
    by: User | None,
    at: datetime,
    mover: Person | None = None,
    seconder: Person | None = None,
    amends: Motion | None = None,
) -> Motion:
    """Record a motion, or an amendment to one."""
    minute = minute_to_change(minute_id, by)
    last = minute.motions.aggregate(Max("order"))["order__max"] or 0
    motion = Motion.objects.create(
        minute=minute, order=last + 1, text=text, mover=mover, seconder=seconder, amends=amends
    )
    note(by=by, did=Event.MOTION_RECORDED, to=motion, at=at)
    changed(minute.sitting, at)
    return motion


@transaction.atomic
def reword_motion(
    *,
    motion_id: int,
    text: str,
    by: User | None,
    at: datetime,
    mover: Person | None = None,
    seconder: Person | None = None,
    withdrawn: bool = False,
) -> Motion:
    """Mend a motion, take up what an amendment changed, record who seconded it, or that it was withdrawn."""
    minute = minute_to_change(Motion.objects.values_list("minute_id", flat=True).get(pk=motion_id), by)
    motion = minute.motions.get(pk=motion_id)
    motion.text, motion.mover, motion.seconder, motion.withdrawn = text, mover, seconder, withdrawn
    motion.save()
    note(by=by, did=Event.MOTION_RECORDED, to=motion, at=at)
    changed(minute.sitting, at)
    return motion


@transaction.atomic
def record_vote(
    *,
    motion_id: int,
    method: Method,
    by: User | None,
    at: datetime,
    in_favour: int = 0,
    against: int = 0,
    abstained: int = 0,
    casting: Choice | None = None,
    asked_to_record: int = 0,
    ballots: Mapping[int, Choice] | None = None,
) -> Vote:
    """Record the vote on a motion; `ballots` are how people voted by their keys, and are counted here.

    A vote recorded again takes the place of the first. Refused with the rule that forbids it: Inquorate (M1),
    NotSeconded (M3), AmendmentFirst, NotEntitled (M9, M10, I3), BadVote (M2, M4).
    """
    minute = minute_to_change(Motion.objects.values_list("minute_id", flat=True).get(pk=motion_id), by)
    motion = minute.motions.get(pk=motion_id)
    room = chamber(minute.sitting, minute, moment_of(minute.sitting, at))
    _check_ready(minute, motion, room)
    given = dict(ballots or {}) if method is Method.RECORDED else {}
    _check_entitled(given, room)
    if method is Method.RECORDED:
        in_favour, against, abstained = (sum(vote is choice for vote in given.values()) for choice in Choice)
    count = Count(method, in_favour, against, abstained, casting)
    voting.check(count, len(room.voting), must_be_recorded=must_be_recorded(minute, asked_to_record))
    if casting and minute.sitting.presiding_id not in {each.person.pk for each in room.voting}:
        raise BadVote("A casting vote is given by who presides and may vote. Say who is in the chair.")
    Vote.objects.filter(motion=motion).delete()
    vote = Vote.objects.create(
        motion=motion,
        method=method,
        in_favour=in_favour,
        against=against,
        abstained=abstained,
        casting=casting or "",
        asked_to_record=asked_to_record,
        taken_at=at,
    )
    Ballot.objects.bulk_create(Ballot(vote=vote, person_id=key, choice=choice) for key, choice in given.items())
    note(by=by, did=Event.VOTE_RECORDED, to=vote, at=at)
    changed(minute.sitting, at)
    return vote


def must_be_recorded(minute: Minute, asked: int) -> bool:
    """Whether names must be recorded: on the budget always, else where enough members ask (M4)."""
    day = committees.meeting_day(minute.sitting.meeting)
    rule = committees.rule(minute.organization, "M4", on=day)
    if rule is None:
        return False
    enough = "members" in rule.parameters and 0 < rule.whole("members") <= asked
    return minute.concern == Concern.BUDGET or enough


def needs_seconder(minute: Minute) -> bool:
    """Whether the body's rules ask for a mover and a seconder (M3)."""
    rule = committees.rule(minute.organization, "M3", on=committees.meeting_day(minute.sitting.meeting))
    return bool(rule and rule.flag("seconder"))


def _check_ready(minute: Minute, motion: Motion, room: Chamber) -> None:
    if room.quorum.met is False:
        raise Inquorate(
            f"{room.quorum.there} members count towards the quorum of this item and {room.quorum.needed} are needed: "
            "nothing can be decided (M1)."
        )
    if needs_seconder(minute) and not (motion.mover_id and motion.seconder_id):
        raise NotSeconded("A motion is moved and seconded before the vote; record by whom (M3).")
    if motion.amendments.filter(vote__isnull=True, withdrawn=False).exists():
        raise AmendmentFirst("The vote on an amendment comes before the vote on the motion that it would change.")


def _check_entitled(given: Mapping[int, Choice], room: Chamber) -> None:
    known = {each.person.pk: each for each in (*room.members, *room.others)}
    for key in given:
        if key not in known or not known[key].votes:
            who = known[key].person.called if key in known else "Somebody who is not at the meeting"
            why = known[key].no_vote if key in known else "Record their attendance first."
            raise NotEntitled(f"{who} may not vote on this item. {why}")


@transaction.atomic
def nominate(
    *,
    minute_id: int,
    post: str,
    nominee: Person,
    nominator: Person,
    by: User | None,
    at: datetime,
    seconder: Person | None = None,
    elected: bool = False,
    nem_con: bool = False,
) -> Nomination:
    """Record a nomination and what came of it; who is elected Chair is in the chair from then on. NotSeconded (M3)."""
    minute = minute_to_change(minute_id, by)
    if needs_seconder(minute) and elected and seconder is None:
        raise NotSeconded("A nomination is seconded before somebody is elected; record by whom (M3).")
    said = {"nominator": nominator, "seconder": seconder, "elected": elected, "nem_con": nem_con}
    nomination, _ = Nomination.objects.update_or_create(
        minute=minute,
        post=post,
        nominee=nominee,
        defaults=said,
        create_defaults={**said, "order": minute.nominations.count() + 1},
    )
    if elected and post.casefold() == "chair":
        minute.sitting.presiding = nominee
    note(by=by, did=Event.NOMINATION_RECORDED, to=nomination, at=at)
    changed(minute.sitting, at)
    return nomination
