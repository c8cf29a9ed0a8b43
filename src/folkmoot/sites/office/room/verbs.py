"""Each thing that is recorded in the room: what it is called, its form, and the one operation that it comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.text import slugify

from folkmoot.apps.accounts.models import User
from folkmoot.apps.committees.models import AgendaItem, Dispensation, Interest, Person
from folkmoot.apps.committees.operations import requests
from folkmoot.apps.committees.terms.requests import Outcome as RequestOutcome
from folkmoot.apps.minutes import operations
from folkmoot.apps.minutes.models import Action, Attendance, Minute, Motion
from folkmoot.apps.minutes.terms import Capacity, Choice, Concern, DeclarationKind, Method, Outcome, Spent
from folkmoot.methods.document.inline import UnsafeLink
from folkmoot.methods.document.keys import BadSource
from folkmoot.methods.meetings.voting import BadVote
from folkmoot.sites.office.room import forms
from folkmoot.sites.office.room.setting import Setting

# What an operation may refuse with a sentence that stands above the form again, so that nothing typed is lost.
REFUSED = (
    operations.AlreadyTaken, operations.AmendmentFirst, operations.Elsewhere, operations.Inquorate,
    operations.NoDispensation, operations.NoSubstitute, operations.NotEntitled, operations.NotResolved,
    operations.NotSeconded, operations.NotUrgent, operations.OutOfOrder, operations.PlaceTaken, BadVote, BadSource,
    UnsafeLink,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doing:
    """Who records what, and when."""

    setting: Setting
    form: Any
    by: User
    at: datetime

    @property
    def given(self) -> Mapping[str, Any]:
        """What the form says."""
        return self.form.cleaned_data  # type: ignore[no-any-return]

    @property
    def who(self) -> dict[str, Any]:
        """The two arguments that every operation ends with."""
        return {"by": self.by, "at": self.at}

    @property
    def sitting(self) -> dict[str, Any]:
        """The sitting, for an operation on it."""
        return {"sitting_id": self.setting.sitting.pk, **self.who}

    @property
    def minute(self) -> dict[str, Any]:
        """The minute at hand, for an operation on it."""
        assert self.setting.minute is not None, "the view has looked"
        return {"minute_id": self.setting.minute.pk, **self.who}

    def taken(self, *names: str) -> dict[str, Any]:
        """Some of what the form says, by the same names."""
        return {name: self.given[name] for name in names}


@dataclass(frozen=True, slots=True)
class Verb:
    """A thing to record. `of_minute` needs a minute at hand; a returned Minute is the one at hand afterwards."""

    title: str
    form: type[forms.RoomForm]
    do: Callable[[Doing], Minute | None]
    of_minute: bool = True
    place: str = "recorded"


def _arrive(doing: Doing) -> None:
    given = doing.given
    operations.arrive(
        person=given["person"],
        capacity=Capacity(given["capacity"]),
        present_from=doing.setting.when(given["time"]),
        **doing.taken("in_place_of", "post", "remote"),
        **doing.sitting,
    )


def _here(doing: Doing) -> None:
    """A member whom a button names: from the start until the first item is taken, from now on after that."""
    _seat(doing, get_object_or_404(Person, pk=doing.given["key"]))


def _everybody(doing: Doing) -> None:
    """Every member who is not here and whose place is free."""
    places = set(Attendance.objects.filter(sitting=doing.setting.sitting).values_list("in_place_of", flat=True))
    for each in doing.setting.chamber.members:
        if each.attendance is None and each.person.pk not in places:
            _seat(doing, each.person)


def _seat(doing: Doing, person: Person) -> None:
    sitting = doing.setting.sitting
    seat = sitting.meeting.organization.memberships.filter(person=person).order_by("-start").first()
    co_opted = seat is not None and seat.role == "co_optee"
    begun = sitting.minutes.exists()
    known = sitting.attendances.filter(person=person).first()
    operations.arrive(
        person=person,
        capacity=Capacity(known.capacity)
        if known
        else Capacity.CO_OPTEE
        if co_opted
        else Capacity.VOTING_MEMBER
        if seat
        else Capacity.OTHER_MEMBER,
        present_from=doing.at if begun or known else None,
        **doing.sitting,
    )


def _left(doing: Doing) -> None:
    operations.leave(attendance_id=doing.given["key"], left_at=doing.setting.when(doing.given["time"]), **doing.who)


def _slip(doing: Doing) -> None:
    operations.take_back_attendance(attendance_id=doing.given["key"], **doing.who)


def _preside(doing: Doing) -> None:
    operations.preside(person=doing.given["person"], **doing.sitting)


def _take(doing: Doing) -> Minute:
    given = doing.given
    item = AgendaItem.objects.get(pk=given["item"]) if given["item"] else None
    return operations.take_item(item=item, **doing.taken("title", "urgency"), **doing.sitting)


def _put_back(doing: Doing) -> None:
    operations.put_back(**doing.minute)


def _about(doing: Doing) -> None:
    given = doing.given
    operations.describe_item(
        outcome=Outcome(given["outcome"]) if given["outcome"] else None,
        concern=Concern(given["concern"]),
        **doing.taken("taken_as_read", "urgency", "withheld", "public_summary", "fair_without"),
        **doing.minute,
    )


def _time(doing: Doing) -> None:
    operations.spend_time(on=Spent(doing.given["on"]) if doing.given["on"] else None, **doing.minute)


def _ask(doing: Doing) -> None:
    question = operations.ask(**doing.taken("text", "asker"), **doing.minute)
    if doing.given["answer"]:
        operations.answer(question_id=question.pk, **doing.taken("answer", "answerer"), **doing.who)


def _answer(doing: Doing) -> None:
    operations.answer(question_id=doing.given["key"], **doing.taken("answer", "answerer"), **doing.who)


def _owe(doing: Doing) -> None:
    operations.owe_answer(question_id=doing.given["key"], **doing.taken("owner", "due"), **doing.who)


def _apologise(doing: Doing) -> None:
    operations.apologise(**doing.taken("person", "substitute"), **doing.minute)


def _declare(doing: Doing) -> None:
    given = doing.given
    operations.declare(
        item=AgendaItem.objects.get(pk=given["item"]),
        kind=DeclarationKind(given["kind"]),
        interest=Interest.objects.get(pk=given["interest"]) if given["interest"] else None,
        dispensation=Dispensation.objects.get(pk=given["dispensation"]) if given["dispensation"] else None,
        **doing.taken("person", "nature", "sensitive", "withdrew"),
        **doing.minute,
    )


def _nobody(doing: Doing) -> None:
    operations.nobody_declares(**doing.minute)


def _propose(doing: Doing) -> None:
    given = doing.given
    amends = Motion.objects.get(pk=given["amends"]) if given["amends"] else None
    motion = operations.propose(amends=amends, **doing.taken("text", "mover", "seconder"), **doing.minute)
    if given["method"]:
        operations.record_vote(motion_id=motion.pk, method=Method(given["method"]), **doing.who)


def _reword(doing: Doing) -> None:
    operations.reword_motion(
        motion_id=doing.given["key"], **doing.taken("text", "mover", "seconder", "withdrawn"), **doing.who
    )


def _vote(doing: Doing) -> None:
    given = doing.given
    operations.record_vote(
        motion_id=given["key"],
        method=Method(given["method"]),
        casting=Choice(given["casting"]) if given["casting"] else None,
        ballots=doing.form.ballots,
        in_favour=given["in_favour"] or 0,
        against=given["against"] or 0,
        abstained=given["abstained"] or 0,
        asked_to_record=given["asked_to_record"] or 0,
        **doing.who,
    )


def _nominate(doing: Doing) -> None:
    operations.nominate(**doing.taken("post", "nominee", "nominator", "seconder", "elected", "nem_con"), **doing.minute)


def _act(doing: Doing) -> None:
    minute = doing.setting.minute
    assert minute is not None, "the view has looked"
    number = minute.actions.count() + 1
    while minute.actions.filter(key=f"{minute.key}-action-{number}").exists():
        number += 1
    operations.record_action(
        key=slugify(f"{minute.key}-action-{number}"), **doing.taken("text", "owner", "due"), **doing.minute
    )


def _mend(doing: Doing) -> None:
    action = get_object_or_404(Action, pk=doing.given["key"], minute=doing.setting.minute)
    operations.record_action(key=action.key, **doing.taken("text", "owner", "due"), **doing.minute)


def _exclude(doing: Doing) -> None:
    motion = Motion.objects.get(pk=doing.given["motion"]) if doing.given["motion"] else None
    operations.exclude_public(motion=motion, **doing.taken("ground", "reason"), **doing.minute)


def _heard(doing: Doing) -> None:
    outcome = RequestOutcome(doing.given["outcome"])
    requests.record_outcome(request_id=doing.given["key"], outcome=outcome, **doing.who)


def _readmit(doing: Doing) -> None:
    operations.readmit_public(**doing.sitting)


def _adjourn(doing: Doing) -> None:
    operations.adjourn(**doing.taken("reason"), **doing.sitting)


def _resume(doing: Doing) -> None:
    operations.resume(**doing.sitting)


def _end(doing: Doing) -> None:
    operations.end_sitting(ended_at=doing.setting.when(doing.given["time"]), **doing.sitting)


VERBS: Mapping[str, Verb] = {
    "arrive": Verb("Somebody else is here", forms.Here, _arrive, of_minute=False, place="people"),
    "here": Verb("Here", forms.One, _here, of_minute=False, place="people"),
    "everybody": Verb("All members are here", forms.Nothing, _everybody, of_minute=False, place="people"),
    "left": Verb("Left", forms.OneAt, _left, of_minute=False, place="people"),
    "slip": Verb("Was not here", forms.One, _slip, of_minute=False, place="people"),
    "preside": Verb("Who is in the chair", forms.Somebody, _preside, of_minute=False, place="people"),
    "take": Verb("Take an item", forms.Take, _take, of_minute=False, place="minute"),
    "put-back": Verb("Put the item back", forms.Nothing, _put_back, place="agenda"),
    "about": Verb("About this item", forms.About, _about),
    "time": Verb("Time", forms.Time, _time, place="minute"),
    "ask": Verb("Question", forms.Ask, _ask),
    "answer": Verb("Answer", forms.Answer, _answer),
    "owe": Verb("Written answer owed", forms.Owe, _owe),
    "apologise": Verb("Apologies", forms.Apologise, _apologise),
    "declare": Verb("Declaration of interest", forms.Declare, _declare),
    "nobody": Verb("Nobody declared an interest", forms.Nothing, _nobody),
    "propose": Verb("Motion or amendment", forms.Propose, _propose),
    "reword": Verb("Change a motion", forms.Reword, _reword),
    "vote": Verb("Vote", forms.Vote, _vote),
    "nominate": Verb("Nomination", forms.Nominate, _nominate),
    "act": Verb("Action", forms.Act, _act),
    "mend": Verb("Owner and date of an action", forms.Mend, _mend),
    "exclude": Verb("Exclude the public", forms.Exclude, _exclude, place="status"),
    "readmit": Verb("Let the public in again", forms.Nothing, _readmit, of_minute=False, place="status"),
    "heard": Verb("What came of a request", forms.Heard, _heard),
    "adjourn": Verb("Adjourn", forms.Adjourn, _adjourn, of_minute=False, place="status"),
    "resume": Verb("Go on", forms.Nothing, _resume, of_minute=False, place="status"),
    "end": Verb("End the meeting", forms.At, _end, of_minute=False, place="status"),
}
