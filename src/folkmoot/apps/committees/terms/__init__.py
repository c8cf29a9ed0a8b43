"""The words of committees; Popolo's and OParl's where they have one."""

from __future__ import annotations

from enum import StrEnum


class Classification(StrEnum):
    """What kind of body an organisation is."""

    COUNCIL = "council"
    CABINET = "cabinet"
    SCRUTINY = "scrutiny"
    JOINT_SCRUTINY = "joint_scrutiny"
    REGULATORY = "regulatory"
    TASK_AND_FINISH = "task_and_finish"
    PARTNER_BOARD = "partner_board"


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
    PARTICIPATION = "participation"
    REPORT = "report"
    MOTION = "motion"
    URGENT = "urgent"
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
