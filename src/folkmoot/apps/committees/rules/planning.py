"""May a decision be made yet, may it be called in, may somebody read a question? The reason is what the page prints."""

from __future__ import annotations

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import Allowed, Refused, may
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.models.planning import Gathering, GatheringPaper, Question
from folkmoot.apps.committees.rules.seats import may_at, may_for
from folkmoot.methods.calendars.counting import LONDON


def may_ask_questions(user: User, meeting: Meeting) -> Allowed | Refused:
    """Whether somebody may draft questions to put at a meeting: who sits there."""
    return may_at(user, Permission.ASK_QUESTIONS, meeting)


def may_read_questions(user: User, meeting: Meeting) -> Allowed | Refused:
    """Whether somebody may read the questions that were shared: who sits there, and who prepares the meeting."""
    prepares = may(user, Permission.MANAGE_MEETINGS)
    return prepares if prepares else may_ask_questions(user, meeting)


def may_change_question(user: User, question: Question) -> Allowed | Refused:
    """Whether somebody may change or share a question: who drafted it, until it is shared."""
    if question.by_id != user.pk:
        return Refused("The question is somebody else's.")
    if question.shared_at is not None:
        return Refused("The question is shared, and others read it as it is. Draft another one.")
    return may_ask_questions(user, question.item.meeting)


def may_see_gathering(user: User, gathering: Gathering) -> Allowed | Refused:
    """Whether somebody may see a gathering in the office: everybody a public one.

    The others are for those who sit on its body that day, who are invited, and who arrange them.
    """
    return Allowed() if gathering.public else _is_of(user, gathering)


def may_see_paper(user: User, paper: GatheringPaper) -> Allowed | Refused:
    """Whether somebody may read a paper of a gathering: a public one of a public day everybody, others its people."""
    return Allowed() if paper.public and paper.gathering.public else _is_of(user, paper.gathering)


def _is_of(user: User, gathering: Gathering) -> Allowed | Refused:
    if gathering.invitations.filter(person__account=user).exists():
        return Allowed()
    arranges = may(user, Permission.MANAGE_MEETINGS)
    on = gathering.starts_at.astimezone(LONDON).date()
    return arranges if arranges else may_for(user, Permission.ASK_QUESTIONS, gathering.organization, on)
