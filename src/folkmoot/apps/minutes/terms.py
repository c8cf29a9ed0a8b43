"""The words of minutes; capacities, outcomes and stages are those of the minutes' source file."""

from __future__ import annotations

from enum import StrEnum

from folkmoot.methods.document.minutes import Capacity, Outcome, Stage
from folkmoot.methods.document.model import CONFIDENTIAL
from folkmoot.methods.meetings.seats import Concern
from folkmoot.methods.meetings.voting import Choice, Method, Result

__all__ = [
    "ANSWERS_AS",
    "CAPACITY_LABELS",
    "CONFIDENTIAL",
    "DECLARATIONS",
    "IN_THE_CHAIR",
    "METHODS",
    "NOT_STATED",
    "SIGNED_ON",
    "SPENT_ON",
    "STANDINGS",
    "Capacity",
    "Choice",
    "Concern",
    "DeclarationKind",
    "Method",
    "Outcome",
    "Result",
    "Spent",
    "Stage",
    "Standing",
]

CAPACITY_LABELS = {
    Capacity.VOTING_MEMBER: "Voting members",
    Capacity.SUBSTITUTE: "Voting members",
    Capacity.CO_OPTEE: "Co-optees",
    Capacity.OTHER_MEMBER: "Other members in attendance",
    Capacity.OFFICER: "Officers",
}

# As what somebody answers a question who holds no post that is recorded.
ANSWERS_AS = {
    Capacity.VOTING_MEMBER: "Member of the committee",
    Capacity.SUBSTITUTE: "Substitute member",
    Capacity.CO_OPTEE: "Co-optee",
    Capacity.OTHER_MEMBER: "Other member",
    Capacity.OFFICER: "Officer",
}

# What a record does not state is said to be so; nothing is filled in.
NOT_STATED = "not stated"

# The lines at the end of minutes that are left for a pen.
IN_THE_CHAIR = "in the Chair"
SIGNED_ON = "Date of signing"


class DeclarationKind(StrEnum):
    """What a member declares at a meeting."""

    DISCLOSABLE = "disclosable"
    OTHER_REGISTRABLE = "other_registrable"
    NON_REGISTRABLE = "non_registrable"
    ARREARS = "arrears"


DECLARATIONS = {
    DeclarationKind.DISCLOSABLE: "Disclosable pecuniary interest",
    DeclarationKind.OTHER_REGISTRABLE: "Other registrable interest",
    DeclarationKind.NON_REGISTRABLE: "Interest that need not be registered",
    DeclarationKind.ARREARS: "Arrears of council tax of two months or more",
}


class Spent(StrEnum):
    """What the time of an item is spent on."""

    PRESENTING = "presenting"
    QUESTIONS = "questions"
    DEBATE = "debate"


SPENT_ON = {Spent.PRESENTING: "Presenting", Spent.QUESTIONS: "Questions", Spent.DEBATE: "Debate"}

METHODS = {
    Method.NEM_CON: "nem con",
    Method.ASSENT: "by assent",
    Method.SHOW_OF_HANDS: "show of hands",
    Method.RECORDED: "recorded vote",
    Method.BALLOT: "ballot",
}


class Standing(StrEnum):
    """How far minutes have come, from the room to the signature."""

    OPEN = "open"
    WITH_CHAIR = "with_chair"
    CHECKED = "checked"
    PUBLISHED = "published"
    APPROVED = "approved"
    SIGNED = "signed"


STANDINGS = {
    Standing.OPEN: "Being recorded",
    Standing.WITH_CHAIR: "With the Chair",
    Standing.CHECKED: "Checked by the Chair",
    Standing.PUBLISHED: "Published as a draft",
    Standing.APPROVED: "Approved",
    Standing.SIGNED: "Signed",
}
