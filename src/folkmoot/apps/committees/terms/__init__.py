"""The words of committees; Popolo's and OParl's where they have one."""

from __future__ import annotations

from enum import StrEnum

from folkmoot.apps.accounts.terms import Described


class Classification(StrEnum):
    """What kind of body an organisation is."""

    COUNCIL = "council"
    CABINET = "cabinet"
    SCRUTINY = "scrutiny"
    JOINT_SCRUTINY = "joint_scrutiny"
    REGULATORY = "regulatory"
    TASK_AND_FINISH = "task_and_finish"
    PARTNER_BOARD = "partner_board"
    AUTHORITY = "authority"  # another council, such as a district


SCRUTINISES = frozenset({Classification.SCRUTINY, Classification.JOINT_SCRUTINY})
"""The bodies that have a work programme and make recommendations."""


class MembershipRole(StrEnum):
    """What a member is in a body."""

    CHAIR = "chair"
    DEPUTY_CHAIR = "deputy_chair"
    MEMBER = "member"
    CO_OPTEE = "co_optee"

    @property
    def label(self) -> str:
        """Deputy Chair, Co-optee."""
        return {"deputy_chair": "Deputy Chair", "co_optee": "Co-optee"}.get(self.value, self.value.capitalize())


class VotingRight(StrEnum):
    """On what a member may vote."""

    FULL = "full"
    EDUCATION_ONLY = "education_only"
    NONE = "none"


class MeetingStatus(StrEnum):
    """Where a meeting stands."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    HELD = "held"
    MOVED = "moved"
    CANCELLED = "cancelled"
    RESCHEDULED = "rescheduled"


# From which status a meeting may pass to which; a meeting that was held or cancelled stays so.
NEXT_STATUS: dict[MeetingStatus, frozenset[MeetingStatus]] = {
    MeetingStatus.DRAFT: frozenset({MeetingStatus.CONFIRMED, MeetingStatus.CANCELLED}),
    MeetingStatus.CONFIRMED: frozenset(
        {MeetingStatus.HELD, MeetingStatus.MOVED, MeetingStatus.CANCELLED, MeetingStatus.RESCHEDULED}
    ),
    MeetingStatus.MOVED: frozenset({MeetingStatus.HELD, MeetingStatus.CANCELLED, MeetingStatus.RESCHEDULED}),
    MeetingStatus.RESCHEDULED: frozenset({MeetingStatus.CONFIRMED, MeetingStatus.CANCELLED}),
    MeetingStatus.HELD: frozenset(),
    MeetingStatus.CANCELLED: frozenset(),
}
PUBLIC_STATUSES = frozenset(set(MeetingStatus) - {MeetingStatus.DRAFT})


class Mode(StrEnum):
    """How people take part."""

    IN_PERSON = "in_person"
    HYBRID = "hybrid"


class ItemKind(StrEnum):
    """What an agenda item is."""

    PROCEDURAL = "procedural"
    MINUTES = "minutes"
    TRACKER = "tracker"  # what was asked for and recommended, and where each stands
    PARTICIPATION = "participation"
    REPORT = "report"
    MOTION = "motion"
    URGENT = "urgent"
    EXCLUSION = "exclusion"  # the public is asked to leave for what comes after
    CLOSE = "close"


class Provenance(StrEnum):
    """Where a record comes from: a published document (read-only), Folkmoot itself, or invention for the demo."""

    PRINTED = "printed"
    RECORDED = "recorded"
    INVENTED = "invented"


# Local Government Act 1972, Schedule 12A, Part 1: what each paragraph is about, in our words.
EXEMPT_GROUNDS = {
    "1": "information about an individual",
    "2": "information likely to reveal who an individual is",
    "3": "information about somebody's financial or business affairs",
    "4": "information about labour relations",
    "5": "legal professional privilege",
    "6": "a notice or order that the council proposes",
    "7": "preventing, investigating or prosecuting crime",
}


class ConfidentialGround(Described):
    """Why the law forbids to make something known (LGA 1972 s100A(3)): nobody weighs it and nobody votes on it."""

    DEPARTMENT = "department", "A government department supplied it on terms that forbid making it known."
    LAW = "law", "An Act or the order of a court forbids making it known."


class InterestCategory(StrEnum):
    """The kinds of interest that a member registers: seven disclosable ones (SI 2012/1464), and what a code adds."""

    EMPLOYMENT = "employment"
    SPONSORSHIP = "sponsorship"
    CONTRACTS = "contracts"
    LAND = "land"
    LICENCES = "licences"
    TENANCIES = "tenancies"
    SECURITIES = "securities"
    OTHER = "other"

    @property
    def disclosable(self) -> bool:
        """Whether it is a disclosable pecuniary interest."""
        return self is not InterestCategory.OTHER

    @property
    def label(self) -> str:
        """What it is called, in our words."""
        return {
            "employment": "Work, office, trade or profession",
            "sponsorship": "Sponsorship of the work or election as a member",
            "contracts": "Contracts with the council",
            "land": "Land in the council's area",
            "licences": "Licences to occupy land in the council's area",
            "tenancies": "Tenancies of council land by a body that the member has an interest in",
            "securities": "Shares and other securities",
            "other": "Other interest that the code of conduct asks for",
        }[self.value]


class Holder(StrEnum):
    """Whose interest it is: a member registers their partner's as their own."""

    SELF = "self"
    PARTNER = "partner"


# Localism Act 2011 s33(2): why a member may take part in spite of an interest, in our words.
DISPENSATION_GROUNDS = {
    "a": "so many members would be kept out that the business could not be done",
    "b": "the balance of the groups would change so far that the outcome might",
    "c": "it serves the people who live in the area",
    "d": "nobody on the executive could take part",
    "e": "it is right for another reason",
}
