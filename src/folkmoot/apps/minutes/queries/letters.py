"""What members are written about their own duties: interests to register, and how long they have stayed away."""

from __future__ import annotations

from datetime import date

from folkmoot.apps.committees.models import Person
from folkmoot.apps.committees.queries.interests import Registration
from folkmoot.apps.minutes.queries.attendance import MemberAway
from folkmoot.apps.minutes.queries.disclosed import Disclosed
from folkmoot.methods.meetings.absence import Standing

Letter = tuple[str, str]  # subject and words


def registration(due: Registration, today: date) -> Letter:
    """That the register of a member has no entry yet (I1)."""
    person, body = due.membership.person, due.membership.organization.name
    when = f"was to be complete by {day(due.due_on)}" if due.overdue(today) else f"is due by {day(due.due_on)}"
    return f"Your register of interests {when}", _letter(
        person,
        f"You took office on {body} on {day(due.membership.start)}. Your register of interests {when} (rule I1), and "
        "nothing stands in it yet.",
        "Send your interests to the Monitoring Officer, or say that you have none.",
    )


def disclosure(found: Disclosed, today: date) -> Letter:
    """That an interest which was said at a meeting is to be registered (I3). It does not say which."""
    when = "was to be registered by" if found.overdue(today) else "is to be registered by"
    meeting = found.declaration.minute.sitting.meeting
    return f"An interest {when} {day(found.due_on)}", _letter(
        found.declaration.person,
        f"At the meeting of {meeting.organization.name} on {day(found.said_on)} you disclosed an interest that no "
        f"entry of your register matched. It {when} {day(found.due_on)} (rule I3).",
        "Send it to the Monitoring Officer. If it is registered already, tell us, and we shall put it right.",
    )


def staying_away(found: MemberAway) -> Letter:
    """That a seat will be lost, or is (M11)."""
    last = f"last came to a meeting on {day(found.came_on)}" if found.came_on else "have come to no meeting yet"
    if found.away.standing is Standing.LOST:
        said = f"The months that the law allows ended on {day(found.away.keeps_until)} (rule M11)."
        then = (
            "Speak to the Monitoring Officer at once: the seat is lost unless the council approved the reason before."
        )
    else:
        said = f"Coming to a meeting by {day(found.away.keeps_until)} keeps your seat (rule M11)."
        then = "If you cannot come, ask the council to approve the reason before that day."
    return f"You have not been at a meeting since {day(found.away.since)}", _letter(
        found.person, f"By our records you {last}. {said}", then
    )


def day(found: date) -> str:
    """6 June 2021."""
    return f"{found.day} {found:%B %Y}"


def _letter(person: Person, *paragraphs: str) -> str:
    return "\n\n".join([f"Dear {person.called},", *paragraphs]) + "\n"
