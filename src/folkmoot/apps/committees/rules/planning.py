"""May a decision be made yet, may it be called in, may somebody read a question? The reason is what the page prints."""

from __future__ import annotations

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import Allowed, Refused, may
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.committees.models.planning import Gathering, Question


def may_ask_questions(user: User) -> Allowed | Refused:
    """Whether somebody may draft questions to put at a meeting: who sits on a body."""
    return may(user, Permission.ASK_QUESTIONS)


def may_read_questions(user: User) -> Allowed | Refused:
    """Whether somebody may read the questions that were shared: members, and who prepares the meeting."""
    return may_ask_questions(user) or may(user, Permission.MANAGE_MEETINGS)


def may_change_question(user: User, question: Question) -> Allowed | Refused:
    """Whether somebody may change or share a question: who drafted it, until it is shared."""
    if question.by_id != user.pk:
        return Refused("The question is somebody else's.")
    if question.shared_at is not None:
        return Refused("The question is shared, and others read it as it is. Draft another one.")
    return may_ask_questions(user)


def may_see_gathering(user: User, gathering: Gathering) -> Allowed | Refused:
    """Whether somebody may see a gathering in the office: everybody a public one, members and officers the others."""
    return Allowed() if gathering.public else may_read_questions(user)
